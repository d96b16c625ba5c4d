"""What credit memos take back of an invoice: which tax is meant, how much is left, which tax follows."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple
from uuid import UUID

from settlebook.domain.allocation import Slot, prorate
from settlebook.domain.decisions.documents.discounts import discounted
from settlebook.domain.document import IDENTITY_FIELDS, Document, Row
from settlebook.domain.errors import ExceedsCreditable, ItemNotOfDocument, NoSuchTax, PairMismatch
from settlebook.domain.events import CreditedLine, Item, ItemsCredited, ItemsUncredited, TaxItem
from settlebook.domain.events.ledger import OverCrediting
from settlebook.domain.ids import item_name
from settlebook.domain.money import Money
from settlebook.domain.portions import portions, rounded
from settlebook.domain.receivable import Receivable

Credited = Mapping[UUID, int]  # minor units by row of the invoice


def credited_tax(invoice: Receivable, item_id: UUID, details: Mapping[str, Any]) -> UUID:
    """The one tax item of the invoice item that fits in every field given. Refuses: NoSuchTax."""
    asked = {field: str(details[field]) for field in IDENTITY_FIELDS if details.get(field)}
    item = invoice.items.get(item_id)
    taxes = [invoice.rows[tax.item_id] for tax in item.tax_items] if item is not None else []
    fitting = [row.item_id for row in taxes if _fits(identity(row), asked)]
    if len(fitting) != 1:
        spoken = ", ".join(f"{field} {value}" for field, value in asked.items()) or "no field"
        raise NoSuchTax(invoice.name_of(item_id), spoken, len(fitting))
    return fitting[0]


def identity(row: Row) -> dict[str, str]:
    """What a tax row says of its tax: a credit of it says the same, unless the request says more."""
    named = zip(IDENTITY_FIELDS, row.tax_identity or (), strict=False)
    return {field: value for field, value in named if value}


class Billed(NamedTuple):
    """What an invoice item came to, in minor units: its discounts lower it, and their taxes its taxes."""

    own_minor: int
    tax_minor: int
    taxes: tuple[TaxItem, ...]  # its own taxes above zero


class BilledItems:
    """The items of one invoice, and the tax that follows from crediting or charging an amount of one."""

    def __init__(self, invoice: Receivable) -> None:
        self._items = invoice.items
        self._discounts: dict[UUID, list[Item]] = {}
        for item in invoice.items.values():
            if item.discounts is not None:
                self._discounts.setdefault(item.discounts, []).append(item)

    def of(self, item_id: UUID) -> Billed:
        item = self._items[item_id]
        both = (item, *self._discounts.get(item_id, ()))
        own = sum(each.amount_minor for each in both)
        tax = sum(tax.amount_minor for each in both for tax in each.tax_items)
        return Billed(own, max(tax, 0), tuple(tax for tax in item.tax_items if tax.amount_minor > 0))

    def tax_to_credit(
        self, item_id: UUID, credited: Credited, asked_minor: int, *, inclusive: bool
    ) -> dict[UUID, int]:
        """The tax that follows from crediting an amount of an item, by tax row of the invoice.

        In proportion to all that is credited of the item by then, less the tax that was credited before:
        whoever credits the last of an item gets the tax that remains, so that memos of one item add up to
        the minor unit.
        Amounts  `asked_minor` holds the tax where `inclusive`; `credited` is what was credited before.
        """
        item = self.of(item_id)
        taxed_before = sum(credited.get(tax.item_id, 0) for tax in item.taxes)
        whole = item.own_minor + (item.tax_minor if inclusive else 0)
        before = credited.get(item_id, 0) + (taxed_before if inclusive else 0)
        if asked_minor <= 0 or whole <= 0:
            return {}
        due = rounded(item.tax_minor, min(before + asked_minor, whole), whole)
        left = [Slot(tax.item_id, tax.amount_minor - credited.get(tax.item_id, 0)) for tax in item.taxes]
        most = sum(slot.open_minor for slot in left if slot.open_minor > 0)
        return dict(prorate(max(min(due - taxed_before, most), 0), left))

    def tax_to_charge(self, item_id: UUID, asked_minor: int, *, inclusive: bool) -> dict[UUID, int]:
        """The tax that follows from charging an amount of an item once more, in proportion."""
        item = self.of(item_id)
        whole = item.own_minor + (item.tax_minor if inclusive else 0)
        if asked_minor <= 0 or whole <= 0 or not item.taxes:
            return {}
        due = rounded(item.tax_minor, asked_minor, whole)
        shares = portions(due, [tax.amount_minor for tax in item.taxes])
        return {tax.item_id: minor for tax, minor in zip(item.taxes, shares, strict=True) if minor}


def source_of(row: Row, invoice: Receivable, number: str) -> Row:
    """The invoice's row that a row of a memo was made from. Refuses: ItemNotOfDocument, PairMismatch."""
    if row.source_item_id is None or row.source_item_id not in invoice.rows:
        raise ItemNotOfDocument(row.source_item_id.hex if row.source_item_id else "", invoice.number)
    source = invoice.rows[row.source_item_id]
    if source.is_tax != row.is_tax:
        name = item_name(number, row.line, row.tax_line)
        raise PairMismatch(name, invoice.name_of(source.item_id))
    return source


def credits_of(
    rows: Iterable[Row], number: str, invoice: Receivable, others: Credited, guard: OverCrediting
) -> dict[UUID, int]:
    """What the rows of a memo credit of each row of the invoice, those of zero left out.

    `others` is what other memos credit. `guard` item: not beyond what each item came to, its discounts
    subtracted, nor beyond the invoice's total; header: not beyond the total; off: anything.
    Refuses, row by row: ItemNotOfDocument, PairMismatch, ExceedsCreditable; ExceedsCreditable of the whole.
    """
    lowered = discounted(invoice.rows.values())
    credited: dict[UUID, int] = {}
    for row in rows:
        source = source_of(row, invoice, number)
        asked = credited.get(source.item_id, 0) + row.amount_minor
        left = source.amount_minor - lowered.get(source.item_id, 0) - others.get(source.item_id, 0)
        if guard == "item" and row.amount_minor and asked > left:
            raise _exceeds(invoice, invoice.name_of(source.item_id), asked, left)
        credited[source.item_id] = asked
    total, left = sum(credited.values()), invoice.total_minor - sum(others.values())
    if guard != "off" and total > max(left, 0):
        raise _exceeds(invoice, invoice.number, total, left)
    return {item_id: minor for item_id, minor in credited.items() if minor}


def mirrored(
    invoice: Receivable, memo: Document, before: Credited, after: Credited, day: date
) -> tuple[ItemsUncredited | ItemsCredited, ...]:
    """The mirror on the invoice of a memo that credited one thing before and another after."""
    less = {row: minor - after.get(row, 0) for row, minor in before.items() if minor > after.get(row, 0)}
    more = {row: minor - before.get(row, 0) for row, minor in after.items() if minor > before.get(row, 0)}
    kinds = ((ItemsUncredited, less), (ItemsCredited, more))
    return tuple(
        kind(
            invoice_id=invoice.document_id,
            account_id=invoice.account_id,
            credit_memo_id=memo.document_id,
            lines=_lines(minor_by_row),
            effective_on=day,
        )
        for kind, minor_by_row in kinds
        if minor_by_row
    )


def _lines(minor_by_row: Credited) -> tuple[CreditedLine, ...]:
    return tuple(CreditedLine(item_id=item_id, amount_minor=minor) for item_id, minor in minor_by_row.items())


def _exceeds(invoice: Receivable, item: str, asked_minor: int, left_minor: int) -> ExceedsCreditable:
    currency = invoice.currency
    return ExceedsCreditable(item, Money(asked_minor, currency), Money(max(left_minor, 0), currency))


def _fits(known: Mapping[str, str], asked: Mapping[str, str]) -> bool:
    return all(_same(known.get(field, ""), value) for field, value in asked.items())


def _same(known: str, asked: str) -> bool:
    """Rates are the same number however they are written."""
    if known == asked:
        return True
    try:
        return Decimal(known) == Decimal(asked)
    except InvalidOperation:
        return False
