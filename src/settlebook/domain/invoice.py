"""Invoices: drafted, posted, credited and settled item by item."""

from dataclasses import replace

from settlebook.domain.document import rows_of
from settlebook.domain.events import (
    DocumentKind,
    Event,
    InvoiceCreated,
    InvoicePosted,
    ItemsCredited,
    ItemsSettled,
    ItemsUnsettled,
)
from settlebook.domain.receivable import Receivable, evolve_mirror


class Invoice(Receivable):
    """A bill for what was sold; its rows are its debt."""

    __slots__ = ()


def evolve(invoice: Receivable | None, event: Event) -> Receivable:
    match event, invoice:
        case InvoiceCreated(), None:
            return Invoice(event.invoice_id, DocumentKind.INVOICE, event.header, None, rows_of(event.items))
        case InvoicePosted(), Receivable():
            return replace(invoice, header=event.header, own_day=event.effective_on)
        case ((ItemsSettled() | ItemsUnsettled() | ItemsCredited()), Receivable()):
            return evolve_mirror(invoice, event)
        case _:
            raise AssertionError(f"an invoice has no {type(event).__name__} here")
