"""Commands of payments: received, applied, unapplied, transferred, edited, canceled, deleted."""

from settlebook import Ledger, PaymentRow, Recorded, When
from settlebook.api.commands.carrying_out import Answer
from settlebook.api.commands.route import CommandRoute
from settlebook.api.schemas import answer_schema
from settlebook.api.wire import shown


def _payment(ledger: Ledger, recorded: Recorded, when: When) -> dict[str, object]:
    assert recorded.id is not None
    return shown(ledger.payment(recorded.id, **when))


PAYMENT = Answer(_payment, answer_schema(PaymentRow))

ROUTES = (
    CommandRoute("POST", "/v1/payments", "payment.create", PAYMENT),
    CommandRoute("PUT", "/v1/payments/{key}/apply", "payment.apply", PAYMENT),
    CommandRoute("PUT", "/v1/payments/{key}/unapply", "payment.unapply", PAYMENT),
)
