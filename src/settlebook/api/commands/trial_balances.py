"""Zuora runs a trial balance before it can be read; here it is always that of what is recorded."""

from fastapi import APIRouter

from settlebook.api.caller import Role, allowed
from settlebook.api.commands.answers import SUCCESS
from settlebook.api.context import Writing
from settlebook.api.schemas import answered, object_of
from settlebook.api.wire import Wire

router = APIRouter(tags=["Accounting periods"])


@router.put(
    "/v1/accounting-periods/{key}/run-trial-balance",
    response_class=Wire,
    responses=answered(object_of(success=SUCCESS)),
    openapi_extra=dict(allowed(Role.ACCOUNTANT)),
)
def run_trial_balance(context: Writing, key: str) -> Wire:
    """Nothing has to be run: the trial balance of a period is read as it stands."""
    context.ledger.period(key)
    return Wire({"success": True})
