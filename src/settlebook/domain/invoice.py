"""Invoices: drafted, posted, credited and settled item by item, and taken back."""

from settlebook.domain.changing import changed
from settlebook.domain.document import drafted, edited
from settlebook.domain.events import (
    DocumentKind,
    Event,
    InvoiceCanceled,
    InvoiceCreated,
    InvoiceDeleted,
    InvoiceEdited,
    InvoicePosted,
    InvoiceReversed,
    InvoiceSplit,
    InvoiceUnposted,
    InvoiceWrittenOff,
)
from settlebook.domain.receivable import Mirrored, Receivable, evolve_mirror


class Invoice(Receivable):
    """A bill for what was sold; its rows are its debt."""

    __slots__ = ()


def evolve(invoice: Receivable | None, event: Event) -> Receivable:
    match event, invoice:
        case InvoiceCreated(), None:
            return drafted(Invoice, DocumentKind.INVOICE, event.invoice_id, event.header, event.items)
        case InvoiceEdited(), Receivable():
            return edited(invoice, event.header, event.items, event.removed)
        case InvoicePosted(), Receivable():
            return changed(invoice, header=event.header, own_day=event.effective_on)
        case InvoiceUnposted(), Receivable():
            return changed(invoice, header=event.header, own_day=None)
        case ((InvoiceCanceled() | InvoiceDeleted() | InvoiceSplit() | InvoiceReversed()), Receivable()):
            return changed(invoice, header=event.header)
        case InvoiceWrittenOff(), Receivable():
            return invoice  # the memo's facts say what it settles
        case _, Receivable() if isinstance(event, Mirrored):
            return evolve_mirror(invoice, event)
        case _:
            raise AssertionError(f"an invoice has no {type(event).__name__} here")
