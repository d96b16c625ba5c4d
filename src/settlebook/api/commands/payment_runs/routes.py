"""The routes of payment runs: asked for, looked at, changed while they wait, taken away."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query

from settlebook.api.caller import Role, allowed
from settlebook.api.commands.answers import SUCCESS
from settlebook.api.commands.payment_runs.asked import AskedRun
from settlebook.api.commands.payment_runs.carrying_out import KIND, Run
from settlebook.api.commands.payment_runs.elements import Sums
from settlebook.api.context import Body, Context, Reading, Writing
from settlebook.api.failures import CONTENTION, ApiError
from settlebook.api.jobs.job import Asking, Job, State
from settlebook.api.jobs.store import JobStore
from settlebook.api.jobs.worker import wake
from settlebook.api.reads.paging import Paging
from settlebook.api.schemas import answered, inlined, object_of
from settlebook.api.wire import Wire
from settlebook.commands.fields import Day
from settlebook.commands.parsing import read_json
from settlebook.domain.errors import InvalidRequest, NotFound

router = APIRouter(tags=["Payment runs"])
PREFIX = "PR-"
_TRIES = 5  # of an edit that others were quicker than
STATES: Mapping[State, str] = {
    State.PENDING: "Pending",
    State.RUNNING: "Processing",
    State.DONE: "Completed",
    State.FAILED: "Error",
    State.CANCELED: "Canceled",
}
_BY_STATUS = {status: state for state, status in STATES.items()}
MAY_SEE, MAY_RUN = dict(allowed(Role.VIEWER)), dict(allowed(Role.OPERATOR))
_TEXT, _COUNT = {"type": "string"}, {"type": "integer"}
_RUN = object_of(id=_TEXT, number=_TEXT, status={"enum": list(_BY_STATUS)}, createdDate=_TEXT)
_ONE = {**_RUN, "properties": {"success": SUCCESS, **_RUN["properties"]}}
_ELEMENT = {
    **object_of(
        accountId=_TEXT,
        documentId=_TEXT,
        documentNumber=_TEXT,
        documentType={"enum": ["Invoice", "DebitMemo"]},
        amountCollected={"type": "number"},
        result={"enum": ["Processed", "Error"]},
        errorCode=_TEXT,
        errorMessage=_TEXT,
        transactions={"type": "array", "items": {"type": "object"}},
    ),
    "required": ["result", "transactions"],
}
_ELEMENTS = object_of(success=SUCCESS, data={"type": "array", "items": _ELEMENT})
_SUMMARY = object_of(success=SUCCESS, numberOfReceivables=_COUNT, totalValues={"type": "array"})
_ASKED = {"requestBody": {"content": {"application/json": {"schema": inlined(AskedRun.model_json_schema())}}}}


@router.post(
    "/v1/payment-runs",
    response_class=Wire,
    responses=answered({"anyOf": [{**_ONE, "required": ["id", "status"]}, _ELEMENTS]}),
    openapi_extra={**MAY_RUN, **_ASKED},
)
def create_payment_run(context: Writing, body: Body) -> Wire:
    """Settle many accounts with what they have unapplied, in the background; a preview is told at once."""
    _expects_nothing(context)
    asked = _asked(context, body)
    if context.preview:
        return _previewed(context, asked)
    asking = Asking(
        kind=KIND,
        request=body,
        client_id=context.caller.client_id,
        actor=context.caller.name,
        key=context.idempotency_key,
        prefix=PREFIX,
        due_at=asked.due_at,
    )
    job, repeated = JobStore(context.ledger).ask(asking)
    wake()
    headers = {"Idempotency-Replayed": "true"} if repeated else {}
    return Wire({"success": True, **_shown(job, State.PENDING)}, headers=headers)


def _asked(context: Context, body: Mapping[str, Any]) -> AskedRun:
    """Refuses: Malformed; NotFound, at once, for an account that is not there."""
    asked = AskedRun.read(body)
    for key in (asked.account, asked.parent_id):
        if key is not None:
            context.ledger.account(key)
    return asked


def _previewed(context: Context, asked: AskedRun) -> Wire:
    run = Run(context.ledger, asked, f"preview/{context.request_id}", None, None, Sums(), lambda: None)
    found = list(run.elements(preview=True))
    return Wire({"success": True, "preview": True, "data": found, **run.sums.told(run.accounts)})


@router.get(
    "/v1/payment-runs",
    response_class=Wire,
    responses=answered(
        object_of(success=SUCCESS, nextPage=_TEXT, paymentRuns={"type": "array", "items": _RUN})
    ),
    openapi_extra=MAY_SEE,
)
def payment_runs(
    context: Reading,
    paging: Paging,
    status: str | None = None,
    target_date: Annotated[Day | None, Query(alias="targetDate")] = None,
    created_by_id: Annotated[str | None, Query(alias="createdById")] = None,
    sort: str | None = None,
) -> Wire:
    """The runs, the newest first unless `sort` is -createdDate or -number."""
    rows = JobStore(context.ledger).newest(
        KIND,
        states=_states(status),
        actor=created_by_id,
        target=target_date.isoformat() if target_date is not None else None,
        ascending=_is_ascending(sort),
        limit=paging.size + 1,
        skip=(paging.number - 1) * paging.size,
    )
    return Wire(paging.answer("paymentRuns", rows, _shown))


def _states(status: str | None) -> Sequence[State]:
    if status is None:
        return ()
    if status not in _BY_STATUS:
        raise InvalidRequest("status", f"give one of {', '.join(_BY_STATUS)}")
    return (_BY_STATUS[status],)


def _is_ascending(sort: str | None) -> bool:
    """As everywhere in Zuora a minus means ascending."""
    if sort is None:
        return False
    if sort.lstrip("+- ") not in ("createdDate", "number"):
        raise InvalidRequest("sort", "give createdDate or number; - is ascending, + descending")
    return sort.startswith("-")


@router.get("/v1/payment-runs/{key}", response_class=Wire, responses=answered(_ONE), openapi_extra=MAY_SEE)
def payment_run(context: Reading, key: str) -> Wire:
    """One run, by id or number."""
    return Wire({"success": True, **_shown(_found(context, key))})


@router.get(
    "/v1/payment-runs/{key}/summary", response_class=Wire, responses=answered(_SUMMARY), openapi_extra=MAY_SEE
)
def payment_run_summary(context: Reading, key: str) -> Wire:
    """How many documents and sources a run settled, and what that adds up to."""
    job = _found(context, key)
    return Wire({"success": True, **(job.result if job.state is State.DONE else Sums().told(0))})


@router.get(
    "/v1/payment-runs/{key}/data", response_class=Wire, responses=answered(_ELEMENTS), openapi_extra=MAY_SEE
)
def payment_run_elements(context: Reading, key: str) -> Wire:
    """What became of each document, or why an account or document was refused."""
    job = _found(context, key)
    told = b"".join(JobStore(context.ledger).chunks(job.id)) if job.state is State.DONE else b""
    return Wire({"success": True, "data": [read_json(line) for line in told.splitlines()]})


@router.put(
    "/v1/payment-runs/{key}",
    response_class=Wire,
    responses=answered(_ONE),
    openapi_extra={**MAY_RUN, **_ASKED},
)
def edit_payment_run(context: Writing, body: Body, key: str) -> Wire:
    """Change a run that waits; what is not given stays, and null takes a field away."""
    _expects_nothing(context)
    for _ in range(_TRIES):
        job = _found(context, key)
        said = {name: value for name, value in {**job.request, **body}.items() if value is not None}
        asked = _asked(context, said)
        if context.preview or JobStore(context.ledger).edit(job, said, asked.due_at):
            break
    else:
        raise _begun(job)
    return Wire({"success": True, **_shown(_found(context, key))})


@router.delete(
    "/v1/payment-runs/{key}",
    response_class=Wire,
    responses=answered(object_of(success=SUCCESS, id=_TEXT)),
    openapi_extra=MAY_RUN,
)
def delete_payment_run(context: Writing, key: str) -> Wire:
    """Take away a run that waits, or that has ended; what it settled stays settled."""
    _expects_nothing(context)
    job = _found(context, key)
    if not context.preview and not JobStore(context.ledger).delete(job.id):
        raise _begun(job)
    return Wire({"success": True, "id": job.id})


def _begun(job: Job) -> ApiError:
    return ApiError(CONTENTION, "run_has_begun", f"The run {job.number} is under way, or has ended, by now.")


def _expects_nothing(context: Context) -> None:
    if context.version is not None:
        raise InvalidRequest("If-Match", "runs have no versions")


def _found(context: Context, key: str) -> Job:
    try:
        return JobStore(context.ledger).get(key, (KIND,))
    except NotFound as missing:
        raise NotFound("payment run", missing.key) from None


def _shown(job: Job, state: State | None = None) -> dict[str, Any]:
    """A run as Zuora shows it; of a given state, as it was then."""
    said = {name: value for name, value in job.request.items() if name != "data"}
    told = {
        "collectPayment": False,
        "consolidatedPayment": False,
        **said,
        "id": job.id,
        "number": job.number,
        "status": STATES[state or job.state],
        "createdById": job.actor,
        "createdDate": job.created_at,
        "updatedById": job.actor,
        "updatedDate": job.created_at if state else job.changed_at,
    }
    if state is None:
        told |= {"executedOn": job.begun_at, "completedOn": job.ended_at}
        told |= {"errorMessage": job.error["message"]} if job.error else {}
    return {name: value for name, value in told.items() if value is not None}
