"""Commands over several documents: each is made, edited or posted by itself, and has its own result."""

from collections.abc import Sequence
from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from settlebook.commands.base import Command, Part
from settlebook.commands.document_keeping import CreditMemoEdit, DebitMemoEdit, EditDocument, InvoiceEdit
from settlebook.commands.documents import (
    AnyCreditMemo,
    AnyDebitMemo,
    CreateCreditMemo,
    CreateCreditMemoFromInvoice,
    CreateDebitMemo,
    CreateDebitMemoFromInvoice,
    CreateDocument,
    CreateInvoice,
    PostInvoice,
)
from settlebook.commands.fields import CurrencyCode, Day, Flag, Key, Several
from settlebook.commands.items import CreditedItem, CreditItem, DebitItem
from settlebook.commands.rules import at_least_one, one_of, wrong

SourceType = Literal["Invoice", "Standalone"]


class Batch(Command):
    """Several documents in one request: one that is refused leaves the others as they are.

    `use_single_transaction` makes it all or none: the first refusal is the batch's own.
    Personal fields of the documents are kept with each; they are not compared when the request is sent again,
    since there is no one person whose content they could be erased with.
    """

    use_single_transaction: Flag | None = None

    @property
    def commands(self) -> Sequence[Command]:
        """What is to be done, a command a document."""
        raise AssertionError("each kind of batch names its documents in its own words")

    def canonical(self) -> dict[str, Any]:
        said = super().canonical()
        for field in said.keys() & {"invoices", "memos"}:
            hidden = [command.personal_fields() for command in self.commands]
            said[field] = [_without(entry, names) for entry, names in zip(said[field], hidden, strict=True)]
        return said


def _without(entry: dict[str, Any], names: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in names}


class CreateInvoices(Batch):
    """Draft several invoices; those with status Posted are posted as well."""

    DO: ClassVar[str] = "invoice.create-batch"

    invoices: Several[CreateInvoice]

    @property
    def commands(self) -> Sequence[CreateInvoice]:
        return self.invoices


class PostedInvoice(Part):
    """One of the invoices that are posted, by id or by number."""

    id: Key | None = None
    invoice_number: Key | None = None
    invoice_date: Day | None = None
    effective_date: Day | None = None

    @property
    def command(self) -> PostInvoice:
        key = one_of({"id": self.id, "invoiceNumber": self.invoice_number})
        return PostInvoice(key=key, invoice_date=self.invoice_date, effective_date=self.effective_date)

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        _ = self.command
        return self


class PostInvoices(Batch):
    """Post several invoices."""

    DO: ClassVar[str] = "invoice.post-batch"

    invoices: Several[PostedInvoice]

    @property
    def commands(self) -> Sequence[PostInvoice]:
        return tuple(entry.command for entry in self.invoices)


class _Memo(CreateDocument):
    """One memo of several: of items of the invoice that it names, else of charges for an account."""

    FROM_INVOICE: ClassVar[type[Command]]
    STANDALONE: ClassVar[type[Command]]

    account_id: Key | None = None
    account_number: Key | None = None
    currency: CurrencyCode | None = None
    invoice_id: Key | None = None
    invoice_number: Key | None = None

    @property
    def is_from_invoice(self) -> bool:
        return self.invoice_id is not None or self.invoice_number is not None

    @property
    def command(self) -> Command:
        kind = self.FROM_INVOICE if self.is_from_invoice else self.STANDALONE
        return kind.model_validate(self._spelled())

    def check(self) -> None:
        super().check()
        given = self.given().keys()
        standalone = ("charges", "accountId", "accountNumber", "currency")
        wanted, refused = ("items", standalone) if self.is_from_invoice else ("charges", ("items",))
        if wanted not in given:
            raise wrong(wanted, "it is required: items with invoiceId, or charges with accountId")
        for name in given & set(refused):
            raise wrong(name, "items go with invoiceId, charges with accountId")
        if self.is_from_invoice:
            one_of({"invoiceId": self.invoice_id, "invoiceNumber": self.invoice_number})
        else:
            at_least_one({"accountId": self.account_id, "accountNumber": self.account_number})

    def _spelled(self) -> dict[str, Any]:
        """The fields of the single command that this is; the invoice is its key."""
        key = self.invoice_id or self.invoice_number
        given = {
            name: value for name, value in self.given().items() if name not in ("invoiceId", "invoiceNumber")
        }
        return given | ({} if key is None else {"key": key})


class NewCreditMemo(_Memo, AnyCreditMemo):
    """One credit memo of several."""

    FROM_INVOICE: ClassVar[type[Command]] = CreateCreditMemoFromInvoice
    STANDALONE: ClassVar[type[Command]] = CreateCreditMemo
    NOT_OFFERED: ClassVar[frozenset[str]] = CreateCreditMemoFromInvoice.NOT_OFFERED

    auto_apply_to_invoice_upon_posting: Flag | None = None
    auto_apply_upon_posting: Flag | None = None
    charges: Several[CreditItem] | None = None
    items: Several[CreditedItem] | None = None

    def check(self) -> None:
        super().check()
        applies = self.auto_apply_to_invoice_upon_posting or self.auto_apply_upon_posting
        if applies and not self.is_from_invoice:
            raise wrong("autoApplyUponPosting", "only a memo made from an invoice is applied by posting")


class NewDebitMemo(_Memo, AnyDebitMemo):
    """One debit memo of several."""

    FROM_INVOICE: ClassVar[type[Command]] = CreateDebitMemoFromInvoice
    STANDALONE: ClassVar[type[Command]] = CreateDebitMemo

    charges: Several[DebitItem] | None = None
    items: Several[CreditedItem] | None = None


class _NewMemos(Batch):
    """`source_type` says what all of them are made from, where it is given."""

    source_type: SourceType | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        for index, memo in enumerate(self._memos()):
            if self.source_type is not None and memo.is_from_invoice != (self.source_type == "Invoice"):
                raise wrong(f"memos[{index}]", f"sourceType is {self.source_type}")
        return self

    @property
    def commands(self) -> Sequence[Command]:
        return tuple(memo.command for memo in self._memos())

    def _memos(self) -> Sequence[_Memo]:
        return ()


class CreateCreditMemos(_NewMemos):
    """Draft several credit memos, standalone or from invoices."""

    DO: ClassVar[str] = "credit-memo.create-batch"

    memos: Several[NewCreditMemo]

    def _memos(self) -> Sequence[_Memo]:
        return self.memos


class CreateDebitMemos(_NewMemos):
    """Draft several debit memos, standalone or from invoices."""

    DO: ClassVar[str] = "debit-memo.create-batch"

    memos: Several[NewDebitMemo]

    def _memos(self) -> Sequence[_Memo]:
        return self.memos


class EditedInvoice(InvoiceEdit):
    """What one of several invoices is to be, by id or by number."""

    id: Key | None = None
    invoice_number: Key | None = None

    @property
    def edited_key(self) -> str:
        return one_of({"id": self.id, "invoiceNumber": self.invoice_number})

    def check(self) -> None:
        super().check()
        _ = self.edited_key


class EditedDebitMemo(DebitMemoEdit):
    """What one of several debit memos is to be, by id or by number."""

    id: Key | None = None
    number: Key | None = None

    @property
    def edited_key(self) -> str:
        return one_of({"id": self.id, "number": self.number})

    def check(self) -> None:
        super().check()
        _ = self.edited_key


class EditedCreditMemo(CreditMemoEdit):
    """What one of several credit memos is to be, by id or by number."""

    id: Key | None = None
    number: Key | None = None

    @property
    def edited_key(self) -> str:
        return one_of({"id": self.id, "number": self.number})

    def check(self) -> None:
        super().check()
        _ = self.edited_key


class EditInvoices(Batch):
    """Edit several invoices."""

    DO: ClassVar[str] = "invoice.edit-batch"

    invoices: Several[EditedInvoice]

    @property
    def commands(self) -> Sequence[EditDocument]:
        return self.invoices


class EditDebitMemos(Batch):
    """Edit several debit memos."""

    DO: ClassVar[str] = "debit-memo.edit-batch"

    memos: Several[EditedDebitMemo]

    @property
    def commands(self) -> Sequence[EditDocument]:
        return self.memos


class EditCreditMemos(Batch):
    """Edit several credit memos."""

    DO: ClassVar[str] = "credit-memo.edit-batch"

    memos: Several[EditedCreditMemo]

    @property
    def commands(self) -> Sequence[EditDocument]:
        return self.memos


COMMANDS: tuple[type[Command], ...] = (
    CreateInvoices,
    PostInvoices,
    EditInvoices,
    CreateDebitMemos,
    EditDebitMemos,
    CreateCreditMemos,
    EditCreditMemos,
)
