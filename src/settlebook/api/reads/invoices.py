"""Reads of invoices: one, its items and tax items, what settles it, what became of it, and lists of them."""

from settlebook import InvoiceItemRow, InvoiceTaxRow, Ledger
from settlebook.api.caller import Scope
from settlebook.api.context import Reading
from settlebook.api.reads.documents import Documents, add_application_parts, add_documents
from settlebook.api.reads.histories import add_nettings
from settlebook.api.reads.listed import pages_of
from settlebook.api.reads.paging import Paging
from settlebook.api.reads.route import Reads
from settlebook.api.wire import Wire
from settlebook.queries.listing.lists import INVOICE_ITEMS, INVOICES

reads = Reads("Invoices", Scope.INVOICE)
INVOICE_KIND = Documents(
    paths=("/v1/invoices",),
    scope=Scope.INVOICE,
    name="invoices",
    items="invoiceItems",
    listed=INVOICES,
    listed_items=INVOICE_ITEMS,
    item=InvoiceItemRow,
    tax=InvoiceTaxRow,
    one=Ledger.invoice,
)


def files(context: Reading, paged: Paging, key: str) -> Wire:
    """The files of an invoice: none, as no documents are rendered here."""
    context.ledger.invoice(key, with_items=False, **context.when)
    return Wire(paged.answer("invoiceFiles", []))


add_documents(reads, INVOICE_KIND)
_NETTINGS, *_ALIASES = INVOICE_KIND.under("/nettings")
add_nettings(reads, _NETTINGS, INVOICE_KIND.listed.kind, Ledger.invoice_nettings, *_ALIASES)
add_application_parts(reads, INVOICE_KIND, Ledger.invoice_applications)
reads.add("/v1/invoices/{key}/files", files, pages_of("invoiceFiles", {"type": "object"}))
