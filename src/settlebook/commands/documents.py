"""Commands that create documents and commands that post them."""

from datetime import date
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from settlebook.commands.accounts import Contact
from settlebook.commands.base import Command
from settlebook.commands.described import DescribedInvoice, DescribedMemo
from settlebook.commands.fields import CurrencyCode, Day, Flag, Id, Key, Number, Several, Text
from settlebook.commands.items import CreditedItem, CreditItem, DebitItem, InvoiceItem
from settlebook.commands.rules import agreed, at_least_one

Status = Literal["Draft", "Posted"]

# What Zuora would settle, collect or number by rules that Settlebook does not have.
_NOT_BUILT = frozenset({"applyCredit", "autoPay", "customRates", "sequenceSet", "sequenceSetId"})


class CreateDocument(Command):
    """What creating any document has in common: its number, its id, and whether it is posted at once."""

    number: Number | None = None
    id: Id | None = None
    status: Status | None = None

    @property
    def posts(self) -> bool:
        return self.status == "Posted"

    @property
    def asked_number(self) -> str | None:
        return self.number

    @model_validator(mode="after")
    def _fields_agree(self) -> Self:
        self.check()
        return self

    def check(self) -> None:
        """Refuse fields that contradict each other."""
        _ = self.posts, self.asked_number


class OwnedDocument(CreateDocument):
    """A document whose account the request names; its currency is the account's unless named."""

    account_id: Key | None = None
    account_number: Key | None = None
    currency: CurrencyCode | None = None

    @property
    def account(self) -> dict[str, str | None]:
        return {"accountId": self.account_id, "accountNumber": self.account_number}

    def check(self) -> None:
        super().check()
        at_least_one(self.account)


class CreateInvoice(DescribedInvoice, OwnedDocument):
    """Draft an invoice with its items; with status Posted, post it as well."""

    DO: ClassVar[str] = "invoice.create"
    NOT_OFFERED: ClassVar[frozenset[str]] = _NOT_BUILT

    invoice_number: Number | None = None
    invoice_date: Day | None = None
    due_date: Day | None = None
    comments: Text | None = None
    bill_to_contact: Contact | None = None
    sold_to_contact: Contact | None = None
    ship_to_contact: Contact | None = None
    invoice_items: Several[InvoiceItem]

    @property
    def asked_number(self) -> str | None:
        return agreed({"invoiceNumber": self.invoice_number, "number": self.number})

    @property
    def document_date(self) -> date | None:
        return self.invoice_date


class AnyMemo(DescribedMemo, CreateDocument):
    """What creating any memo has in common; `autoPost` is another word for status Posted."""

    NOT_OFFERED: ClassVar[frozenset[str]] = _NOT_BUILT | {
        "autoApplyToInvoiceUponPosting",
        "autoApplyUponPosting",
    }

    auto_post: Flag | None = None
    effective_date: Day | None = None
    comment: Text | None = None

    @property
    def posts(self) -> bool:
        status = None if self.status is None else self.status == "Posted"
        return agreed({"status": status, "autoPost": self.auto_post}) or False

    @property
    def document_date(self) -> date | None:
        return self.effective_date


class AnyDebitMemo(AnyMemo):
    """What creating a debit memo has in common."""

    debit_memo_number: Number | None = None
    debit_memo_date: Day | None = None
    due_date: Day | None = None

    @property
    def asked_number(self) -> str | None:
        return agreed({"debitMemoNumber": self.debit_memo_number, "number": self.number})

    @property
    def document_date(self) -> date | None:
        return agreed({"effectiveDate": self.effective_date, "debitMemoDate": self.debit_memo_date})

    def check(self) -> None:
        super().check()
        _ = self.document_date


class CreateDebitMemo(AnyDebitMemo, OwnedDocument):
    """Draft a debit memo with its items; with status Posted or autoPost, post it as well."""

    DO: ClassVar[str] = "debit-memo.create"

    charges: Several[DebitItem]


class AnyCreditMemo(AnyMemo):
    """What creating a credit memo has in common."""

    credit_memo_number: Number | None = None
    credit_memo_date: Day | None = None

    @property
    def asked_number(self) -> str | None:
        return agreed({"creditMemoNumber": self.credit_memo_number, "number": self.number})

    @property
    def document_date(self) -> date | None:
        return agreed({"effectiveDate": self.effective_date, "creditMemoDate": self.credit_memo_date})

    def check(self) -> None:
        super().check()
        _ = self.document_date


class CreateCreditMemo(AnyCreditMemo, OwnedDocument):
    """Draft a standalone credit memo with its items; with status Posted or autoPost, post it as well."""

    DO: ClassVar[str] = "credit-memo.create"

    charges: Several[CreditItem]


class FromInvoice(AnyMemo):
    """A memo made from items of a posted invoice; `key` is the invoice's.

    Taxes  those that an item names; where it names none, those that follow from its amount, in proportion to
           the invoice's, unless `taxAutoCalculation` is false.
    """

    key: Key
    invoice_id: Key | None = None
    items: Several[CreditedItem]

    @property
    def invoice(self) -> dict[str, str | None]:
        return {"key": self.key, "invoiceId": self.invoice_id}

    @property
    def derives_taxes(self) -> bool:
        return self.tax_auto_calculation is not False


class CreateCreditMemoFromInvoice(FromInvoice, AnyCreditMemo):
    """Draft a credit memo from items of a posted invoice; when posted it is applied to that, if asked."""

    DO: ClassVar[str] = "credit-memo.create-from-invoice"
    NOT_OFFERED: ClassVar[frozenset[str]] = _NOT_BUILT

    auto_apply_to_invoice_upon_posting: Flag | None = None
    auto_apply_upon_posting: Flag | None = None

    @property
    def auto_applies(self) -> bool:
        return (
            agreed(
                {
                    "autoApplyToInvoiceUponPosting": self.auto_apply_to_invoice_upon_posting,
                    "autoApplyUponPosting": self.auto_apply_upon_posting,
                }
            )
            or False
        )

    def check(self) -> None:
        super().check()
        _ = self.auto_applies


class CreateDebitMemoFromInvoice(FromInvoice, AnyDebitMemo):
    """Draft a debit memo from items of a posted invoice, which it charges once more."""

    DO: ClassVar[str] = "debit-memo.create-from-invoice"


class PostDocument(Command):
    """Post a draft: it takes effect on its own date unless the request names another day.

    `effectiveDate` names the day of posting only; Zuora's own field for the kind of document changes the
    document's date as well.
    """

    key: Key
    effective_date: Day | None = None

    @property
    def document_date(self) -> date | None:
        return None


class PostInvoice(PostDocument):
    """Post an invoice: it becomes a debt."""

    DO: ClassVar[str] = "invoice.post"

    invoice_date: Day | None = None

    @property
    def document_date(self) -> date | None:
        return self.invoice_date


class PostDebitMemo(PostDocument):
    """Post a debit memo: it becomes a debt."""

    DO: ClassVar[str] = "debit-memo.post"

    debit_memo_date: Day | None = None

    @property
    def document_date(self) -> date | None:
        return self.debit_memo_date


class PostCreditMemo(PostDocument):
    """Post a credit memo: it becomes credit on account."""

    DO: ClassVar[str] = "credit-memo.post"

    credit_memo_date: Day | None = None

    @property
    def document_date(self) -> date | None:
        return self.credit_memo_date


COMMANDS: tuple[type[Command], ...] = (
    CreateInvoice,
    PostInvoice,
    CreateDebitMemo,
    CreateDebitMemoFromInvoice,
    PostDebitMemo,
    CreateCreditMemo,
    CreateCreditMemoFromInvoice,
    PostCreditMemo,
)
