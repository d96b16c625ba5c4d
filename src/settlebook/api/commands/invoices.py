"""Commands of invoices."""

from settlebook.api.commands.answers import INVOICE, OPERATION, REVERSED, SPLIT, UNPOSTED, WRITTEN_OFF
from settlebook.api.commands.batches import INVOICES, POSTED_INVOICES
from settlebook.api.commands.collecting import collected
from settlebook.api.commands.older_names import splits, together
from settlebook.api.commands.route import CommandRoute

ALL = "/v1/invoices"
KEY = f"{ALL}/{{key}}"

ROUTES = (
    CommandRoute("POST", ALL, "invoice.create", INVOICE),
    CommandRoute("PUT", ALL, "invoice.edit-batch", INVOICES, reads=together),
    CommandRoute("POST", f"{ALL}/batch", "invoice.create-batch", INVOICES),
    CommandRoute("POST", f"{ALL}/bulk-post", "invoice.post-batch", POSTED_INVOICES),
    CommandRoute("PUT", KEY, "invoice.edit", INVOICE),
    CommandRoute("PUT", f"{KEY}/post", "invoice.post", OPERATION),
    CommandRoute("PUT", f"{KEY}/unpost", "invoice.unpost", UNPOSTED),
    CommandRoute("PUT", f"{KEY}/cancel", "invoice.cancel", OPERATION),
    CommandRoute("DELETE", KEY, "invoice.delete", OPERATION),
    CommandRoute("PUT", f"{KEY}/split", "invoice.split", SPLIT, reads=splits),
    CommandRoute("POST", f"{KEY}/collect", "invoice.collect", collected("invoice")),
    CommandRoute("PUT", f"{KEY}/write-off", "invoice.write-off", WRITTEN_OFF),
    CommandRoute("PUT", f"{KEY}/reverse", "invoice.reverse", REVERSED),
)
