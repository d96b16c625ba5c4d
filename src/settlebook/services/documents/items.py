"""The items of a request as a document's own: ids, own amounts in minor units, and what they come from."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from settlebook.commands.items import AnyItem, AnyTax, CreditedItem, CreditedTax, InvoiceItem
from settlebook.domain.decisions.documents.crediting import BilledItems, credited_tax, identity
from settlebook.domain.decisions.documents.documents import own_minor
from settlebook.domain.errors import ItemNotOfDocument
from settlebook.domain.events import Item
from settlebook.domain.events import TaxItem as TaxFact
from settlebook.domain.ids import as_id, deriving, item_name
from settlebook.domain.receivable import Receivable
from settlebook.services.requests.amounts import minor_of
from settlebook.services.requests.keys import RowNames


@dataclass(frozen=True, slots=True)
class Place:
    """The document that items are made for."""

    ledger_id: str
    document_id: UUID
    number: str
    currency: str
    _derive: Callable[[str], UUID] = field(init=False, repr=False, compare=False)  # ids of its rows

    def __post_init__(self) -> None:
        object.__setattr__(self, "_derive", deriving(self.ledger_id, "item", self.document_id))

    def items(self, asked: Iterable[AnyItem]) -> tuple[Item, ...]:
        """Items of a document that stands for itself. Refuses what `minor_of` and `own_minor` refuse."""
        return tuple(self.plain(line, item) for line, item in enumerate(asked, 1))

    def billed_items(self, asked: Iterable[InvoiceItem]) -> tuple[Item, ...]:
        """Items of an invoice, each with its discounts: those under it, then those that name it.

        Also refuses ItemNotOfDocument, for a discount of an item that the request does not have.
        """
        entries = list(asked)
        made = {
            line: self.plain(line, entry)
            for line, entry in enumerate((entry for entry in entries if entry.lowers is None), 1)
        }
        discounts: dict[UUID, list[Item]] = {}
        for parent, entry in _discounts(entries):
            item = self._lowered(parent, made)
            lowering = discounts.setdefault(item.item_id, [])
            lowering.append(self.discount(item, len(lowering) + 1, entry))
        return tuple(each for item in made.values() for each in (item, *discounts.get(item.item_id, ())))

    def plain(self, line: int, asked: AnyItem, source_id: UUID | None = None) -> Item:
        """An item with the taxes that it names."""
        taxes = [self._tax((line,), *tax) for tax in enumerate(asked.taxes, 1)]
        return self.item(line, asked, taxes, source_id)

    def discount(self, parent: Item, discount_line: int, asked: AnyItem) -> Item:
        """The next discount of an item, with the taxes that it names."""
        lines = (parent.line, f"d{discount_line}")
        taxes = [self._tax(lines, *tax) for tax in enumerate(asked.taxes, 1)]
        tax = sum(fact.amount_minor for fact in taxes)
        name = item_name(self.number, parent.line, None, discount_line)
        return Item(
            item_id=self.row_id(asked.id, *lines),
            line=parent.line,
            discount_line=discount_line,
            discounts=parent.item_id,
            amount_minor=own_minor(name, self.minor(asked.amount), tax, asked.mode, self.currency),
            tax_mode=asked.mode,
            details={**asked.details(), "processingType": "Discount"},
            tax_items=tuple(taxes),
        )

    def item(self, line: int, asked: AnyItem, taxes: list[TaxFact], source_id: UUID | None = None) -> Item:
        amount, mode = self.minor(asked.amount), asked.mode
        tax = sum(fact.amount_minor for fact in taxes)
        return Item(
            item_id=self.row_id(asked.id, line),
            line=line,
            amount_minor=own_minor(item_name(self.number, line), amount, tax, mode, self.currency),
            tax_mode=mode,
            source_item_id=source_id,
            details=asked.details(),
            tax_items=tuple(taxes),
        )

    def minor(self, amount: Any) -> int:
        return minor_of(amount, self.currency)

    def row_id(self, given: str | None, *lines: int | str) -> UUID:
        """The caller's, else the one derived from where the row stands."""
        known = as_id(given) if given else None
        return known or self._derive("/".join([str(line) for line in lines]))

    def _tax(self, lines: tuple[int | str, ...], tax_line: int, asked: AnyTax) -> TaxFact:
        return TaxFact(
            item_id=self.row_id(asked.id, *lines, tax_line),
            tax_line=tax_line,
            amount_minor=self.minor(asked.asked_amount),
            details=asked.details(),
        )

    def _lowered(self, parent: int | str, made: dict[int, Item]) -> Item:
        """The item that a discount lowers, by its line, its id or its name."""
        if isinstance(parent, int):
            return made[parent]
        known = as_id(parent)
        for line, item in made.items():
            if item.item_id == known or item_name(self.number, line) == parent:
                return item
        raise ItemNotOfDocument(parent, self.number)


def _discounts(entries: list[InvoiceItem]) -> Iterator[tuple[int | str, AnyItem]]:
    """Each discount with what it lowers: the line of the item above it, or the key that it names."""
    items = [entry for entry in entries if entry.lowers is None]
    for line, item in enumerate(items, 1):
        for discount in item.discounts:
            yield line, discount
    for entry in entries:
        if entry.lowers is not None:
            yield entry.lowers, entry


class FromInvoice:
    """Items of a memo made from an invoice, each with the row that it was made from.

    `derives_taxes`  an item that names no tax has those that follow from its amount.
    `credits`        a credit memo: the tax follows what is credited so far; a debit memo charges once more.
    """

    def __init__(
        self, place: Place, invoice: Receivable, *, credits: bool = True, derives_taxes: bool = True
    ) -> None:
        self._place = place
        self._invoice = invoice
        self._names = RowNames(invoice)
        self._billed = BilledItems(invoice) if derives_taxes else None
        own = invoice.credited_by.get(place.document_id, {})
        credited = {row: minor - own.get(row, 0) for row, minor in invoice.credited.items()}
        self._credited = credited if credits else None

    def items(self, asked: Iterable[CreditedItem]) -> tuple[Item, ...]:
        """Refuses, item by item: ItemNotOfDocument, NoSuchTax, and what `minor_of`, `own_minor` refuse."""
        return tuple(self.item(line, entry) for line, entry in enumerate(asked, 1))

    def item(self, line: int, asked: CreditedItem) -> Item:
        source_id = self.source(asked.invoice_item_id)
        if asked.taxes:
            taxes = [self.tax(line, *tax, source_id) for tax in enumerate(asked.taxes, 1)]
        else:
            inclusive = asked.mode == "TaxInclusive"
            taxes = self.following(line, source_id, self._place.minor(asked.amount), inclusive=inclusive)
        made = self._place.item(line, asked, taxes, source_id)
        self.note(made)
        return made

    def note(self, item: Item) -> None:
        """Count what an item of the memo credits."""
        if self._credited is None:
            return
        made = [(item.source_item_id, item.amount_minor)]
        made += [(tax.source_item_id, tax.amount_minor) for tax in item.tax_items]
        for source_id, minor in made:
            if source_id is not None:
                self._credited[source_id] = self._credited.get(source_id, 0) + minor

    def source(self, key: str) -> UUID:
        """The row of the invoice that an item names. Refuses: ItemNotOfDocument."""
        source_id = self._names.id_of(key)
        if source_id not in self._invoice.rows:
            raise ItemNotOfDocument(key, self._invoice.number)
        return source_id

    def tax(self, line: int, tax_line: int, asked: CreditedTax, item_id: UUID) -> TaxFact:
        """A tax with the invoice's tax that it names, by key or by what it is called."""
        details = _named(asked)
        source_id = self.source_of_tax(asked.source_tax_item_id, details, item_id)
        row = self._invoice.rows[source_id]
        return TaxFact(
            item_id=self._place.row_id(asked.id, line, tax_line),
            tax_line=tax_line,
            amount_minor=self._place.minor(asked.asked_amount),
            source_item_id=source_id,
            details=identity(row) | details,
        )

    def source_of_tax(self, key: str | None, details: dict[str, Any], item_id: UUID) -> UUID:
        """Refuses: ItemNotOfDocument, NoSuchTax."""
        invoice = self._invoice
        source_id = self._names.id_of(key) if key else credited_tax(invoice, item_id, details)
        row = invoice.rows.get(source_id)
        if row is None or row.parent_id != item_id:
            raise ItemNotOfDocument(key or source_id.hex, invoice.name_of(item_id))
        return source_id

    def following(self, line: int, source_id: UUID, amount_minor: int, *, inclusive: bool) -> list[TaxFact]:
        """The taxes that follow from an item's amount, as the invoice says them."""
        if self._billed is None or source_id not in self._invoice.items:
            return []
        if self._credited is None:
            minor_by_tax = self._billed.tax_to_charge(source_id, amount_minor, inclusive=inclusive)
        else:
            minor_by_tax = self._billed.tax_to_credit(
                source_id, self._credited, amount_minor, inclusive=inclusive
            )
        taxes = [tax for tax in self._invoice.items[source_id].tax_items if tax.item_id in minor_by_tax]
        return [
            TaxFact(
                item_id=self._place.row_id(None, line, tax_line),
                tax_line=tax_line,
                amount_minor=minor_by_tax[tax.item_id],
                source_item_id=tax.item_id,
                details=tax.details,
            )
            for tax_line, tax in enumerate(taxes, 1)
        ]


def _named(tax: CreditedTax) -> dict[str, Any]:
    """What the request says of the tax; its name in the word that tax items have for it."""
    details = tax.details()
    details.pop("taxName", None)
    return details | ({"name": tax.asked_name} if tax.asked_name else {})
