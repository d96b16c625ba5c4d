"""How a draft invoice is split into several, row by row, so that the parts of each row add up to it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from settlebook.domain.account import Account
from settlebook.domain.decisions.documents.documents import require_draft
from settlebook.domain.decisions.ledger.accounts import require_open
from settlebook.domain.document import rows_of
from settlebook.domain.errors import SplitBelowZero
from settlebook.domain.events import Event, InvoiceCreated, InvoiceSplit, Item
from settlebook.domain.money import Money
from settlebook.domain.portions import portions
from settlebook.domain.receivable import Receivable


@dataclass(frozen=True, slots=True)
class Part:
    """One of the invoices that stand for the split one.

    `weight`  its percentage, in the smallest unit that any part needs.
    `row_id`  the id of its row that stands where this one of the split invoice does.
    """

    invoice_id: UUID
    number: str
    weight: int
    document_date: date
    due_date: date | None
    row_id: Callable[[UUID], UUID]


def split(invoice: Receivable, account: Account, parts: Sequence[Part], today: date) -> tuple[Event, ...]:
    """Draft the parts, each with the lines of the invoice; the invoice itself is Split from now on.

    Amounts  every item and tax item is divided by the largest remainders. What discounts leave of an item is
             divided beside them, so that no part has a discount larger than its item.
    Refuses, first match wins: NotDraft, AccountClosed, SplitBelowZero.
    """
    require_draft(invoice)
    require_open(account)
    shares = _shares(invoice, [part.weight for part in parts])
    made = [_part(invoice, part, {row: minor[place] for row, minor in shares.items()})
            for place, part in enumerate(parts)]  # fmt: skip
    for place, drafted in enumerate(made, 1):
        total = sum(row.amount_minor for row in rows_of(drafted.items).values())
        if total < 0:
            raise SplitBelowZero(invoice.number, place, Money(total, invoice.currency))
    mark = InvoiceSplit(
        invoice_id=invoice.document_id,
        header=invoice.header.model_copy(update={"status": "Split"}),
        into=tuple(part.invoice_id for part in parts),
        effective_on=max(today, invoice.header.document_date),
    )
    return *made, mark


def _shares(invoice: Receivable, weights: Sequence[int]) -> dict[UUID, list[int]]:
    """By row, what each part has of it, in minor units."""
    amounts = {row.item_id: row.amount_minor for row in invoice.rows.values()}
    discounts = [row for row in invoice.rows.values() if row.discounts is not None]
    for row in discounts:
        if row.discounts is not None:
            amounts[row.discounts] += row.amount_minor
    shares = {item_id: portions(minor, weights) for item_id, minor in amounts.items()}
    for row in discounts:
        if row.discounts is not None:
            pairs = zip(shares[row.discounts], shares[row.item_id], strict=True)
            shares[row.discounts] = [item - discount for item, discount in pairs]
    return shares


def _part(invoice: Receivable, part: Part, minor_by_row: Mapping[UUID, int]) -> InvoiceCreated:
    header = invoice.header.model_copy(
        update={
            "number": part.number,
            "document_date": part.document_date,
            "due_date": part.due_date,
            "split_from": invoice.document_id,
        }
    )
    items = tuple(_item(item, part, minor_by_row) for item in invoice.items.values())
    return InvoiceCreated(
        invoice_id=part.invoice_id, header=header, items=items, effective_on=part.document_date
    )


def _item(item: Item, part: Part, minor_by_row: Mapping[UUID, int]) -> Item:
    taxes = tuple(
        replace(tax, item_id=part.row_id(tax.item_id), amount_minor=minor_by_row[tax.item_id])
        for tax in item.tax_items
    )
    return replace(
        item,
        item_id=part.row_id(item.item_id),
        amount_minor=minor_by_row[item.item_id],
        discounts=part.row_id(item.discounts) if item.discounts else None,
        tax_items=taxes,
    )
