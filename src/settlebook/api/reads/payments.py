"""Reads of payments: one, its parts and their items."""

from fastapi import APIRouter

from settlebook import PaymentRow
from settlebook.api.caller import Role, Scope, allowed
from settlebook.api.context import Reading
from settlebook.api.schemas import answer_schema, answered
from settlebook.api.wire import Wire, shown

router = APIRouter(tags=["Payments"])
MAY_SEE = allowed(Role.VIEWER, Scope.PAYMENT)


@router.get(
    "/v1/payments/{key}",
    response_class=Wire,
    responses=answered(answer_schema(PaymentRow)),
    openapi_extra=dict(MAY_SEE),
)
def payment(context: Reading, key: str) -> Wire:
    """One payment, by id or number."""
    return Wire(shown(context.ledger.payment(key, **context.when)))
