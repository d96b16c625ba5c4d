"""The documents and lines that apply and unapply name, for payments and for credit memos."""

from collections.abc import Sequence
from typing import ClassVar, Self

from pydantic import model_validator

from settlebook.commands.base import Part
from settlebook.commands.fields import ItemKey, Key, PositiveAmount, Several
from settlebook.commands.rules import at_least_one, one_of
from settlebook.domain.events import DocumentKind


class Line(Part):
    """An amount for one item or tax item of a document; credit memo lines also name where it comes from."""

    amount: PositiveAmount
    tax_item_id: ItemKey | None = None

    @property
    def targets(self) -> dict[str, str | None]:
        """The fields that can name the document's item, of which one is given."""
        return {"taxItemId": self.tax_item_id}

    @property
    def sources(self) -> dict[str, str | None]:
        """The fields that can name the credit memo's item, of which one is given; none for payments."""
        return {}

    @property
    def item(self) -> str:
        return one_of(self.targets)

    @property
    def item_is_tax(self) -> bool:
        """Whether the line names its item as a tax item."""
        return self.tax_item_id is not None

    @property
    def source_is_tax(self) -> bool:
        return False

    @property
    def source_item(self) -> str | None:
        return one_of(self.sources) if self.sources else None

    @model_validator(mode="after")
    def _names_one_item(self) -> Self:
        _ = self.source_item, self.item
        return self


class InvoiceLine(Line):
    """An amount for one item or tax item of an invoice."""

    invoice_item_id: ItemKey | None = None

    @property
    def targets(self) -> dict[str, str | None]:
        return {"invoiceItemId": self.invoice_item_id, "taxItemId": self.tax_item_id}

    @property
    def item(self) -> str:
        """As any line's; most name one item and no tax item, and a file of commands has very many of them."""
        item = self.invoice_item_id
        return item if item is not None and self.tax_item_id is None else one_of(self.targets)


class DebitMemoLine(Line):
    """An amount for one item or tax item of a debit memo."""

    debit_memo_item_id: ItemKey | None = None

    @property
    def targets(self) -> dict[str, str | None]:
        return {"debitMemoItemId": self.debit_memo_item_id, "taxItemId": self.tax_item_id}


class CreditLine(Line):
    """An amount that comes from one item or tax item of a credit memo."""

    credit_memo_item_id: ItemKey | None = None
    credit_tax_item_id: ItemKey | None = None

    @property
    def source_is_tax(self) -> bool:
        return self.credit_tax_item_id is not None

    @property
    def sources(self) -> dict[str, str | None]:
        return {"creditMemoItemId": self.credit_memo_item_id, "creditTaxItemId": self.credit_tax_item_id}


class CreditInvoiceLine(InvoiceLine, CreditLine):
    """An amount from a credit memo's item for an invoice's item."""


class CreditDebitMemoLine(DebitMemoLine, CreditLine):
    """An amount from a credit memo's item for a debit memo's item."""


class SettledDocument(Part):
    """An amount for one document, with its lines or, where a policy is to choose them, without."""

    KIND: ClassVar[DocumentKind]

    amount: PositiveAmount

    @property
    def keys(self) -> dict[str, str | None]:
        """The fields that name the document; both may be given where they agree."""
        raise AssertionError("each kind of document is named by its own fields")

    @property
    def lines(self) -> Sequence[Line] | None:
        return None

    @model_validator(mode="after")
    def _names_a_document(self) -> Self:
        at_least_one(self.keys)
        return self


class _Invoice(SettledDocument):
    KIND: ClassVar[DocumentKind] = DocumentKind.INVOICE

    invoice_id: Key | None = None
    invoice_number: Key | None = None

    @property
    def keys(self) -> dict[str, str | None]:
        return {"invoiceId": self.invoice_id, "invoiceNumber": self.invoice_number}


class _DebitMemo(SettledDocument):
    KIND: ClassVar[DocumentKind] = DocumentKind.DEBIT_MEMO

    debit_memo_id: Key | None = None
    debit_memo_number: Key | None = None

    @property
    def keys(self) -> dict[str, str | None]:
        return {"debitMemoId": self.debit_memo_id, "debitMemoNumber": self.debit_memo_number}


class PaidInvoice(_Invoice):
    """What of a payment settles one invoice."""

    items: Several[InvoiceLine] | None = None

    @property
    def lines(self) -> Sequence[InvoiceLine] | None:
        return self.items


class PaidDebitMemo(_DebitMemo):
    """What of a payment settles one debit memo."""

    items: Several[DebitMemoLine] | None = None

    @property
    def lines(self) -> Sequence[DebitMemoLine] | None:
        return self.items


class CreditedInvoice(_Invoice):
    """What of a credit memo settles one invoice."""

    items: Several[CreditInvoiceLine] | None = None

    @property
    def lines(self) -> Sequence[CreditInvoiceLine] | None:
        return self.items


class CreditedDebitMemo(_DebitMemo):
    """What of a credit memo settles one debit memo."""

    items: Several[CreditDebitMemoLine] | None = None

    @property
    def lines(self) -> Sequence[CreditDebitMemoLine] | None:
        return self.items
