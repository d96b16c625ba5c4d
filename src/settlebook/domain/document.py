"""What invoices, debit memos and credit memos have in common: a header and rows, in canonical order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from settlebook.domain.events import DocumentKind, Header, Item
from settlebook.domain.ids import item_name

TaxIdentity = tuple[str, ...]  # name, jurisdiction, tax code, rate: what makes two taxes the same tax
IDENTITY_FIELDS = ("name", "jurisdiction", "taxCode", "taxRate")


@dataclass(frozen=True, slots=True)
class Row:
    """An item or a tax item; both are settled on their own.

    Amounts  minor units, the item's own: an item's tax is in its tax rows.
    """

    item_id: UUID
    line: int
    tax_line: int | None  # None: the item itself
    parent_id: UUID | None  # of a tax row: its item
    amount_minor: int
    source_item_id: UUID | None  # of a credit memo: the invoice row it was made from
    tax_identity: TaxIdentity | None

    @property
    def is_tax(self) -> bool:
        return self.tax_line is not None


@dataclass(frozen=True, slots=True)
class Document:
    """A document as far as its own facts tell: drafted, maybe posted."""

    document_id: UUID
    kind: DocumentKind
    header: Header
    own_day: date | None  # the day its posting takes effect; None while a draft
    rows: Mapping[UUID, Row]  # canonical order: each item, then its tax items

    @property
    def number(self) -> str:
        return self.header.number

    @property
    def currency(self) -> str:
        return self.header.currency

    @property
    def account_id(self) -> UUID:
        return self.header.account_id

    @property
    def is_posted(self) -> bool:
        return self.header.status == "Posted"

    @property
    def total_minor(self) -> int:
        return sum(row.amount_minor for row in self.rows.values())

    def name_of(self, item_id: UUID) -> str:
        """The row as people name it: `INV-7#2.1`."""
        row = self.rows[item_id]
        return item_name(self.number, row.line, row.tax_line)


def rows_of(items: tuple[Item, ...]) -> dict[UUID, Row]:
    """The rows of a document's items in canonical order: by line, each item before its tax items."""
    return {row.item_id: row for item in sorted(items, key=lambda item: item.line) for row in _rows_of(item)}


def _rows_of(item: Item) -> Iterator[Row]:
    yield Row(item.item_id, item.line, None, None, item.amount_minor, item.source_item_id, None)
    for tax in sorted(item.tax_items, key=lambda tax: tax.tax_line):
        identity = tuple(str(tax.details.get(name, "")) for name in IDENTITY_FIELDS)
        yield Row(
            tax.item_id, item.line, tax.tax_line, item.item_id, tax.amount_minor, tax.source_item_id, identity
        )
