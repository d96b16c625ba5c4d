"""What invoices, debit memos and credit memos have in common: a header and rows, in canonical order."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar
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
    discount_line: int | None = None  # of a discount and its taxes: which of its parent's discounts
    discounts: UUID | None = None  # of a discount: the item it lowers

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
    rows: Mapping[UUID, Row]  # canonical order: each item, its tax items, then its discounts with theirs
    items: Mapping[UUID, Item] = field(default_factory=dict)  # as drafted, by id, in canonical order
    last_line: int = 0  # the highest line that any item ever had: lines are never given twice
    last_tax_lines: Mapping[UUID, int] = field(default_factory=dict)  # of edited items: the highest
    last_discount_lines: Mapping[UUID, int] = field(default_factory=dict)  # of items: the highest

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
        return item_name(self.number, row.line, row.tax_line, row.discount_line)

    def next_tax_line(self, item: Item) -> int:
        """The line of one more tax of an item, never given before."""
        return max(self.last_tax_lines.get(item.item_id, 0), _last_tax_line(item)) + 1

    def next_discount_line(self, item_id: UUID, items: Iterable[Item]) -> int:
        """The line of one more discount of an item, beside those of `items`, never given before."""
        lines = [each.discount_line or 0 for each in items if each.discounts == item_id]
        return max(self.last_discount_lines.get(item_id, 0), *lines, 0) + 1


Drafted = TypeVar("Drafted", bound=Document)


def drafted(
    state: type[Drafted], kind: DocumentKind, document_id: UUID, header: Header, items: Iterable[Item]
) -> Drafted:
    """The state with which a document begins."""
    by_id = items_of(items)
    return state(document_id, kind, header, None, _rows_in(by_id), by_id, _last_line(by_id))


def edited(
    document: Drafted, header: Header, changed: Collection[Item], removed: Collection[UUID]
) -> Drafted:
    """The document with its header from now on, and the items that an edit changed, added or took away."""
    items = items_after(document.items, changed, removed)
    rows = document.rows if items == document.items else rows_of(items.values())
    touched = [*changed, *(document.items[item_id] for item_id in removed if item_id in document.items)]
    touched += [document.items[item.item_id] for item in changed if item.item_id in document.items]
    return replace(
        document,
        header=header,
        items=items,
        rows=rows,
        last_line=max(document.last_line, _last_line(items)),
        last_tax_lines=_last_tax_lines(document.last_tax_lines, touched),
        last_discount_lines=_last_discount_lines(document.last_discount_lines, touched),
    )


def _last_tax_lines(known: Mapping[UUID, int], items: Iterable[Item]) -> Mapping[UUID, int]:
    found = dict(known)
    for item in items:
        found[item.item_id] = max(found.get(item.item_id, 0), _last_tax_line(item))
    return found


def _last_discount_lines(known: Mapping[UUID, int], items: Iterable[Item]) -> Mapping[UUID, int]:
    found = dict(known)
    for item in items:
        if item.discounts is not None:
            found[item.discounts] = max(found.get(item.discounts, 0), item.discount_line or 0)
    return found


def _last_tax_line(item: Item) -> int:
    return max((tax.tax_line for tax in item.tax_items), default=0)


def _last_line(items: Mapping[UUID, Item]) -> int:
    return max((item.line for item in items.values()), default=0)


def items_of(items: Iterable[Item]) -> dict[UUID, Item]:
    """Items by id, in canonical order: by line, an item before its discounts."""
    return {
        item.item_id: item for item in sorted(items, key=lambda item: (item.line, item.discount_line or 0))
    }


def rows_of(items: Iterable[Item]) -> dict[UUID, Row]:
    """The rows of a document's items in canonical order, each item before its tax items."""
    return _rows_in(items_of(items))


def _rows_in(items: Mapping[UUID, Item]) -> dict[UUID, Row]:
    """The rows of items that are in canonical order already."""
    rows: dict[UUID, Row] = {}
    for item in items.values():
        rows[item.item_id] = Row(
            item_id=item.item_id,
            line=item.line,
            tax_line=None,
            parent_id=None,
            amount_minor=item.amount_minor,
            source_item_id=item.source_item_id,
            tax_identity=None,
            discount_line=item.discount_line,
            discounts=item.discounts,
        )
        if item.tax_items:
            rows.update((row.item_id, row) for row in _tax_rows_of(item))
    return rows


def items_after(
    known: Mapping[UUID, Item], changed: Iterable[Item], removed: Collection[UUID]
) -> dict[UUID, Item]:
    """The items after an edit: each changed or new one whole, with the tax items that it has from now on."""
    kept = {item_id: item for item_id, item in known.items() if item_id not in removed}
    return items_of((kept | {item.item_id: item for item in changed}).values())


def _tax_rows_of(item: Item) -> Iterator[Row]:
    for tax in sorted(item.tax_items, key=lambda tax: tax.tax_line):
        yield Row(
            item_id=tax.item_id,
            line=item.line,
            tax_line=tax.tax_line,
            parent_id=item.item_id,
            amount_minor=tax.amount_minor,
            source_item_id=tax.source_item_id,
            tax_identity=tuple(str(tax.details.get(name, "")) for name in IDENTITY_FIELDS),
            discount_line=item.discount_line,
        )
