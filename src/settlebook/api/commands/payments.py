"""Commands of payments and refunds."""

from settlebook.api.commands.answers import COMMON, PAYMENT, REFUND
from settlebook.api.commands.route import CommandRoute

KEY = "/v1/payments/{key}"
REFUND_KEY = "/v1/refunds/{key}"

ROUTES = (
    CommandRoute("POST", "/v1/payments", "payment.create", PAYMENT),
    CommandRoute("PUT", KEY, "payment.edit", PAYMENT),
    CommandRoute("PUT", f"{KEY}/apply", "payment.apply", PAYMENT),
    CommandRoute("PUT", f"{KEY}/unapply", "payment.unapply", PAYMENT),
    CommandRoute("PUT", f"{KEY}/applications/{{application}}/undo", "payment.unapply", PAYMENT),
    CommandRoute("PUT", f"{KEY}/transfer", "payment.transfer", PAYMENT),
    CommandRoute("PUT", f"{KEY}/cancel", "payment.cancel", PAYMENT),
    CommandRoute("DELETE", KEY, "payment.delete", COMMON),
    CommandRoute("POST", f"{KEY}/refunds", "payment.refund", REFUND, aliases=(f"{KEY}/refund",)),
    CommandRoute("POST", f"{KEY}/refunds/unapply", "payment.refund-with-unapply", REFUND),
)

REFUND_ROUTES = (
    CommandRoute("PUT", REFUND_KEY, "refund.edit", REFUND),
    CommandRoute("PUT", f"{REFUND_KEY}/cancel", "refund.cancel", REFUND),
    CommandRoute("DELETE", REFUND_KEY, "refund.delete", COMMON),
)
