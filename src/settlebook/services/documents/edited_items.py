"""The items that a document has after an edit: those it keeps, changed, new and gone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from settlebook.commands.edited_items import EditedItem, EditedTax
from settlebook.domain.decisions.documents.crediting import identity
from settlebook.domain.decisions.documents.documents import own_minor
from settlebook.domain.decisions.rules.describing import edited
from settlebook.domain.document import Document
from settlebook.domain.errors import InvalidRequest, ItemNotOfDocument, LineNamedTwice
from settlebook.domain.events import Item
from settlebook.domain.events import TaxItem as TaxFact
from settlebook.domain.events.documents import TaxMode
from settlebook.domain.ids import item_name
from settlebook.domain.receivable import Receivable
from settlebook.services.documents.items import FromInvoice, Place
from settlebook.services.requests.keys import RowNames


class ItemEdits:
    """The items of one document while they are edited.

    `made_from`, `origin`  of a memo made from an invoice: the invoice, and what its items come from.
    """

    def __init__(
        self, place: Place, document: Document, made_from: Receivable | None, *, derives_taxes: bool
    ) -> None:
        self._place = place
        self._document = document
        self._names = RowNames(document)
        self._items = dict(document.items)
        self._discounts: dict[UUID, list[UUID]] = {}
        for item in document.items.values():
            if item.discounts is not None:
                self._discounts.setdefault(item.discounts, []).append(item.item_id)
        self._last_line = document.last_line
        self._named: set[UUID] = set()
        self._invoice = made_from
        self._origin = _origin(place, document, made_from, derives_taxes)

    def after(self, asked: Iterable[EditedItem]) -> tuple[Item, ...]:
        """The items after the edit; what is new comes last, so that its taxes follow what the others say.

        Refuses, entry by entry, changes before new ones: ItemNotOfDocument, WrongKindOfItem, LineNamedTwice,
        InvalidRequest, NoSuchTax, TooManyDecimalsForCurrency, AmountOutOfRange, TaxExceedsAmount.
        """
        new: list[tuple[EditedItem, Item | None]] = []
        for entry in asked:
            new += self._edit(entry, None)
        if self._origin is not None:
            for item in self._items.values():
                self._origin.note(item)
        for entry, parent in new:
            self._add(entry, parent)
        return tuple(self._items.values())

    def _edit(self, entry: EditedItem, parent: Item | None) -> list[tuple[EditedItem, Item | None]]:
        """What is new of an entry, with the item that it lowers; the rest of it is done."""
        if entry.id is None:
            return [(entry, parent)]
        item = self._item(entry.id, parent)
        self._name_once(item.item_id)
        if entry.delete:
            self._delete(item)
            return []
        changed = self._changed(item, entry)
        self._items[item.item_id] = changed
        return [each for discount in entry.discounts for each in self._edit(discount, changed)]

    def _item(self, key: str, parent: Item | None = None) -> Item:
        item = self._items.get(self._names.id_of(key, is_tax=False))
        if item is None or (parent is not None and item.discounts != parent.item_id):
            raise ItemNotOfDocument(key, self._document.number if parent is None else self._name(parent))
        return item

    def _delete(self, item: Item) -> None:
        for item_id in (item.item_id, *self._discounts.get(item.item_id, ())):
            self._items.pop(item_id, None)

    def _changed(self, item: Item, entry: EditedItem) -> Item:
        """The item with what is given; under TaxInclusive the amount that was stated holds its taxes."""
        before = sum(tax.amount_minor for tax in item.tax_items) if item.tax_mode == "TaxInclusive" else 0
        stated = item.amount_minor + before if entry.amount is None else self._place.minor(entry.amount)
        taxes = self._taxes(item, entry.taxes)
        mode, details = entry.mode or item.tax_mode, edited(item.details, entry.details())
        _require_sign(stated, details.get("processingType"), is_discount=item.discounts is not None)
        return replace(
            item,
            amount_minor=self._own(self._name(item), stated, taxes, mode),
            tax_mode=mode,
            details=details,
            tax_items=tuple(taxes),
        )

    def _add(self, entry: EditedItem, parent: Item | None) -> None:
        if parent is None and entry.lowers is not None:
            parent = self._item(entry.lowers)
        if parent is not None:
            made = self._new_discount(entry, parent)
        else:
            self._last_line += 1
            made = self._new_item(entry, self._last_line)
        self._items[made.item_id] = made
        for discount in entry.discounts:
            self._add(discount, made)

    def _new_item(self, entry: EditedItem, line: int) -> Item:
        source_id = self._source(entry)
        bare = self._bare(entry, line, None, None, source_id)
        if source_id is not None and self._origin is not None and not entry.taxes:
            inclusive = bare.tax_mode == "TaxInclusive"
            taxes = self._origin.following(line, source_id, bare.amount_minor, inclusive=inclusive)
        else:
            taxes = self._taxes(bare, entry.taxes)
        return self._with_taxes(bare, taxes)

    def _new_discount(self, entry: EditedItem, parent: Item) -> Item:
        if parent.discounts is not None:
            raise InvalidRequest("items", f"{self._name(parent)} is a discount, and has none of its own")
        discount_line = self._document.next_discount_line(parent.item_id, self._items.values())
        bare = self._bare(entry, parent.line, discount_line, parent.item_id, None)
        _require_sign(bare.amount_minor, None, is_discount=True)
        bare.details["processingType"] = "Discount"
        return self._with_taxes(bare, self._taxes(bare, entry.taxes))

    def _bare(
        self,
        entry: EditedItem,
        line: int,
        discount_line: int | None,
        discounts: UUID | None,
        source_id: UUID | None,
    ) -> Item:
        """A new item with the amount that is stated, before its taxes are known."""
        lines = (line,) if discount_line is None else (line, f"d{discount_line}")
        return Item(
            item_id=self._place.row_id(None, *lines),
            line=line,
            discount_line=discount_line,
            discounts=discounts,
            amount_minor=self._place.minor(entry.amount),
            tax_mode=entry.mode or "TaxExclusive",
            source_item_id=source_id,
            details=edited({}, entry.details()),
        )

    def _with_taxes(self, bare: Item, taxes: list[TaxFact]) -> Item:
        own = self._own(self._name(bare), bare.amount_minor, taxes, bare.tax_mode)
        made = replace(bare, amount_minor=own, tax_items=tuple(taxes))
        if self._origin is not None:
            self._origin.note(made)
        return made

    def _source(self, entry: EditedItem) -> UUID | None:
        if self._origin is None:
            if entry.credits is not None:
                raise InvalidRequest("items", f"{self._document.number} was not made from an invoice")
            return None
        if entry.credits is None:
            raise InvalidRequest("items", "name the invoiceItemId that the new item is made from")
        return self._origin.source(entry.credits)

    def _taxes(self, item: Item, asked: Sequence[EditedTax]) -> list[TaxFact]:
        """The taxes of the item after the edit, in the order of their lines."""
        taxes = {tax.item_id: tax for tax in item.tax_items}
        tax_line = self._document.next_tax_line(item)
        for entry in asked:
            if entry.id is None:
                made = self._new_tax(item, tax_line, entry)
                taxes[made.item_id] = made
                tax_line += 1
                continue
            tax = taxes.get(self._names.id_of(entry.id, is_tax=True))
            if tax is None:
                raise ItemNotOfDocument(entry.id, self._name(item))
            self._name_once(tax.item_id)
            del taxes[tax.item_id]
            if not entry.delete:
                taxes[tax.item_id] = self._changed_tax(tax, entry)
        return sorted(taxes.values(), key=lambda tax: tax.tax_line)

    def _changed_tax(self, tax: TaxFact, entry: EditedTax) -> TaxFact:
        amount = entry.asked_amount
        minor = tax.amount_minor if amount is None else self._place.minor(amount)
        details = edited(tax.details, _said_of(entry))
        return replace(tax, amount_minor=minor, details=details)

    def _new_tax(self, item: Item, tax_line: int, entry: EditedTax) -> TaxFact:
        lines = (item.line,) if item.discount_line is None else (item.line, f"d{item.discount_line}")
        details, source_id = edited({}, _said_of(entry)), None
        if self._origin is not None and self._invoice is not None and item.source_item_id is not None:
            source_id = self._origin.source_of_tax(entry.source_tax_item_id, details, item.source_item_id)
            details = identity(self._invoice.rows[source_id]) | details
        return TaxFact(
            item_id=self._place.row_id(None, *lines, tax_line),
            tax_line=tax_line,
            amount_minor=self._place.minor(entry.asked_amount),
            source_item_id=source_id,
            details=details,
        )

    def _own(self, name: str, stated_minor: int, taxes: Iterable[TaxFact], mode: TaxMode) -> int:
        tax = sum(tax.amount_minor for tax in taxes)
        return own_minor(name, stated_minor, tax, mode, self._place.currency)

    def _name(self, item: Item) -> str:
        return item_name(self._document.number, item.line, None, item.discount_line)

    def _name_once(self, item_id: UUID) -> None:
        if item_id in self._named:
            raise LineNamedTwice(self._document.name_of(item_id))
        self._named.add(item_id)


def _origin(
    place: Place, document: Document, made_from: Receivable | None, derives_taxes: bool
) -> FromInvoice | None:
    if made_from is None:
        return None
    credits = not isinstance(document, Receivable)
    return FromInvoice(place, made_from, credits=credits, derives_taxes=derives_taxes)


def _require_sign(minor: int, processing_type: object, *, is_discount: bool) -> None:
    if is_discount and minor >= 0:
        raise InvalidRequest("items", "a discount is below zero")
    if processing_type == "Discount" and not is_discount:
        raise InvalidRequest(
            "items", "an item does not become a discount: add one to the item that it lowers"
        )


def _said_of(tax: EditedTax) -> dict[str, object]:
    """What the request says of the tax; its name in the word that tax items have for it."""
    details = tax.details()
    details.pop("taxName", None)
    return details | ({"name": tax.asked_name} if tax.asked_name else {})
