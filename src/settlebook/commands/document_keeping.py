"""Commands that keep documents: edit them, take their posting back, give drafts up, split invoices."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from settlebook.commands.accounts import Contact
from settlebook.commands.base import Command, Part
from settlebook.commands.described import DescribedDocument, DescribedInvoice, DescribedMemo
from settlebook.commands.edited_items import EditedCreditItem, EditedDebitItem, EditedInvoiceItem, EditedItem
from settlebook.commands.editing import Editing
from settlebook.commands.fields import Day, Decimals, Flag, Key, Number, Several, Text
from settlebook.commands.rules import agreed, wrong

_NOT_BUILT = frozenset({"applyCredit", "autoPay", "customRates", "sequenceSet", "sequenceSetId"})
_STAYING = frozenset(
    {"creditMemoDate", "debitMemoDate", "dueDate", "effectiveDate", "invoiceDate", "invoiceItems", "items"}
)
WHOLE = Decimal(100)  # per cent


class EditDocument(Editing, DescribedDocument, Command):
    """Change what a document says of itself, and while it is a draft its date and its items.

    Fields    those that are given change; null takes a field away, as an empty text does.
    Items     by id or by name; `delete` takes one away, one without id is new and gets the next line.
    Personal  comment and contacts: an edited one replaces what was kept.
    """

    NOT_OFFERED: ClassVar[frozenset[str]] = _NOT_BUILT

    @property
    def edited_key(self) -> str:
        raise AssertionError("each kind of edit names its document in its own words")

    @property
    def document_date(self) -> date | None:
        return None

    @property
    def new_due_date(self) -> date | None:
        return None

    @property
    def auto_applies(self) -> bool | None:
        """Whether posting is to apply a credit memo to its invoice; None where nothing is said of it."""
        return None

    @property
    def edited_items(self) -> Sequence[EditedItem]:
        return ()

    @property
    def derives_taxes(self) -> bool | None:
        return self.tax_auto_calculation

    def personal_fields(self) -> dict[str, Any]:
        return {name: value or None for name, value in super().personal_fields().items()}

    @model_validator(mode="after")
    def _fields_agree(self) -> Self:
        self.check()
        return self

    def check(self) -> None:
        """Refuse fields that contradict each other, and an edit of nothing."""
        _ = self.document_date, self.auto_applies, self.edited_items
        for name in self.given().keys() & _STAYING:
            if self.given()[name] is None:
                raise wrong(name, "it can be changed, and not be taken away")
        if not self.given().keys() - {"key", "id", "number", "invoiceNumber"}:
            raise wrong("items", "give at least one field to change")


class InvoiceEdit(DescribedInvoice, EditDocument):
    """What an edit of an invoice says."""

    invoice_date: Day | None = None
    due_date: Day | None = None
    comments: Text | None = None
    bill_to_contact: Contact | None = None
    sold_to_contact: Contact | None = None
    ship_to_contact: Contact | None = None
    invoice_items: Several[EditedInvoiceItem] | None = None
    items: Several[EditedInvoiceItem] | None = None

    @property
    def document_date(self) -> date | None:
        return self.invoice_date

    @property
    def new_due_date(self) -> date | None:
        return self.due_date

    @property
    def edited_items(self) -> Sequence[EditedItem]:
        return agreed({"invoiceItems": self.invoice_items, "items": self.items}) or ()


class MemoEdit(DescribedMemo, EditDocument):
    """What an edit of a memo says."""

    effective_date: Day | None = None
    comment: Text | None = None


class DebitMemoEdit(MemoEdit):
    """What an edit of a debit memo says."""

    debit_memo_date: Day | None = None
    due_date: Day | None = None
    items: Several[EditedDebitItem] | None = None

    @property
    def document_date(self) -> date | None:
        return agreed({"effectiveDate": self.effective_date, "debitMemoDate": self.debit_memo_date})

    @property
    def new_due_date(self) -> date | None:
        return self.due_date

    @property
    def edited_items(self) -> Sequence[EditedItem]:
        return self.items or ()


class CreditMemoEdit(MemoEdit):
    """What an edit of a credit memo says."""

    credit_memo_date: Day | None = None
    auto_apply_to_invoice_upon_posting: Flag | None = None
    auto_apply_upon_posting: Flag | None = None
    items: Several[EditedCreditItem] | None = None

    @property
    def document_date(self) -> date | None:
        return agreed({"effectiveDate": self.effective_date, "creditMemoDate": self.credit_memo_date})

    @property
    def auto_applies(self) -> bool | None:
        return agreed(
            {
                "autoApplyToInvoiceUponPosting": self.auto_apply_to_invoice_upon_posting,
                "autoApplyUponPosting": self.auto_apply_upon_posting,
            }
        )

    @property
    def edited_items(self) -> Sequence[EditedItem]:
        return self.items or ()


class EditInvoice(InvoiceEdit):
    """Edit an invoice; `key` is the invoice's."""

    DO: ClassVar[str] = "invoice.edit"

    key: Key

    @property
    def edited_key(self) -> str:
        return self.key


class EditDebitMemo(DebitMemoEdit):
    """Edit a debit memo; `key` is the memo's."""

    DO: ClassVar[str] = "debit-memo.edit"

    key: Key

    @property
    def edited_key(self) -> str:
        return self.key


class EditCreditMemo(CreditMemoEdit):
    """Edit a credit memo; `key` is the memo's."""

    DO: ClassVar[str] = "credit-memo.edit"

    key: Key

    @property
    def edited_key(self) -> str:
        return self.key


class KeepDocument(Command):
    """An act on one document that needs no more than its key."""

    key: Key


class UnpostInvoice(KeepDocument):
    """Make a draft of a posted invoice that nothing settles."""

    DO: ClassVar[str] = "invoice.unpost"


class UnpostDebitMemo(KeepDocument):
    """Make a draft of a posted debit memo that nothing settles."""

    DO: ClassVar[str] = "debit-memo.unpost"


class UnpostCreditMemo(KeepDocument):
    """Make a draft of a posted credit memo that settles nothing and of which nothing is paid back."""

    DO: ClassVar[str] = "credit-memo.unpost"


class CancelInvoice(KeepDocument):
    """Give a draft of an invoice up."""

    DO: ClassVar[str] = "invoice.cancel"


class CancelDebitMemo(KeepDocument):
    """Give a draft of a debit memo up."""

    DO: ClassVar[str] = "debit-memo.cancel"


class CancelCreditMemo(KeepDocument):
    """Give a draft of a credit memo up; what it credited of an invoice is free again."""

    DO: ClassVar[str] = "credit-memo.cancel"


class DeleteInvoice(KeepDocument):
    """Show a canceled invoice no longer; its history and its number stay."""

    DO: ClassVar[str] = "invoice.delete"


class DeleteDebitMemo(KeepDocument):
    """Show a canceled debit memo no longer; its history and its number stay."""

    DO: ClassVar[str] = "debit-memo.delete"


class DeleteCreditMemo(KeepDocument):
    """Show a canceled credit memo no longer; its history and its number stay."""

    DO: ClassVar[str] = "credit-memo.delete"


def _percentage(share: Decimal) -> Decimal:
    if not 0 < share < WHOLE:
        raise ValueError("it is above 0 and below 100")
    return share


Percentage = Annotated[Decimals, AfterValidator(_percentage)]


class SplitPart(Part):
    """One of the invoices that stand for a split one; what it does not say is as on that."""

    split_percentage: Percentage
    invoice_date: Day | None = None
    due_date: Day | None = None
    invoice_number: Number | None = None
    number: Number | None = None

    @property
    def asked_number(self) -> str | None:
        return agreed({"invoiceNumber": self.invoice_number, "number": self.number})

    @model_validator(mode="after")
    def _one_number(self) -> Self:
        _ = self.asked_number
        return self


class SplitInvoice(Command):
    """Split a draft of an invoice into several drafts, by percentages that add up to 100."""

    DO: ClassVar[str] = "invoice.split"

    key: Key
    split_type: Literal["Percentage"] = "Percentage"
    invoices: Annotated[tuple[SplitPart, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _add_up(self) -> Self:
        total = sum((part.split_percentage for part in self.invoices), Decimal())
        if total != WHOLE:
            raise wrong("invoices", f"the percentages add up to {total:f}, not to 100")
        return self


COMMANDS: tuple[type[Command], ...] = (
    EditInvoice,
    EditDebitMemo,
    EditCreditMemo,
    UnpostInvoice,
    UnpostDebitMemo,
    UnpostCreditMemo,
    CancelInvoice,
    CancelDebitMemo,
    CancelCreditMemo,
    DeleteInvoice,
    DeleteDebitMemo,
    DeleteCreditMemo,
    SplitInvoice,
)
