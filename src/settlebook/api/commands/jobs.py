"""Reads of jobs: how far what was asked has come."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter

from settlebook import NotFound
from settlebook.api.caller import Role, Scope, allowed
from settlebook.api.commands.answers import COMPLETED, SUCCESS
from settlebook.api.commands.asynchronous import (
    BY_KIND,
    JOB_SCHEMA,
    OPERATION,
    OPERATION_STATES,
    job_shown,
    operation_shown,
)
from settlebook.api.commands.route import operation_id
from settlebook.api.context import Reading
from settlebook.api.jobs.store import JobStore
from settlebook.api.schemas import answered, object_of
from settlebook.api.wire import Wire
from settlebook.domain.ids import as_id

router = APIRouter(tags=["Jobs"])
_TEXT = {"type": "string"}
_OPERATION = object_of(
    success=SUCCESS,
    id=_TEXT,
    objectId={"type": ["string", "null"]},
    objectType=_TEXT,
    operationType=_TEXT,
    status={"enum": sorted(set(OPERATION_STATES.values()))},
)
_PATHS = {
    "/v1/payments/create-async-jobs/{job}": ("AsyncPaymentCreate",),
    "/v1/payments/apply-async-jobs/{job}": ("AsyncPaymentApply",),
    "/v1/payments/unapply-async-jobs/{job}": ("AsyncPaymentUnapply",),
    "/v1/credit-memos/apply-async-jobs/{job}": ("AsyncCreditMemoApply",),
    "/v1/credit-memos/unapply-async-jobs/{job}": ("AsyncCreditMemoUnapply",),
    "/v1/invoices/write-off-async-jobs/{job}": ("AsyncInvoiceWriteOff",),
}
MAY_SEE = allowed(Role.VIEWER, Scope.FILTERED)


def _reader(kinds: Sequence[str]) -> Any:
    def job(context: Reading, job: str) -> Wire:
        found = JobStore(context.ledger).get(job, kinds, context.account)
        return Wire(job_shown(found))

    return job


for path, kinds in _PATHS.items():
    router.add_api_route(
        path,
        _reader(kinds),
        methods=["GET"],
        summary="How far a job has come, and what became of it.",
        operation_id=operation_id("GET", path),
        response_class=Wire,
        responses=answered(JOB_SCHEMA),
        openapi_extra=dict(MAY_SEE),
    )


@router.get(
    "/v1/operations/jobs/{job}",
    response_class=Wire,
    responses=answered(_OPERATION),
    openapi_extra=dict(MAY_SEE),
)
def operation_job(context: Reading, job: str) -> Wire:
    """How far an operation has come; one that was done before it was answered is complete."""
    kinds = [kind for kind in BY_KIND if kind.startswith(OPERATION)]
    try:
        return Wire(operation_shown(JobStore(context.ledger).get(job, kinds, context.account)))
    except NotFound:
        done = as_id(job)
        command = context.ledger.command(done) if done is not None and context.account is None else None
        if command is None:
            raise
    kind, _, act = command.kind.partition(".")
    told = {
        "success": True,
        "id": done,
        "objectId": command.id,
        "objectType": "".join(word.capitalize() for word in kind.split("-")),
        "operationType": "".join(word.capitalize() for word in act.split("-")),
        "status": COMPLETED,
    }
    return Wire(told)
