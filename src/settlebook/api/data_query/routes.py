"""The routes of Data Query: ask, look, list, cancel, and the file behind its link."""

from collections.abc import Mapping
from datetime import UTC
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import StreamingResponse

from settlebook.api.caller import Caller, Role, allowed, anyone
from settlebook.api.context import AsOf, Body, Context, KnownAtText, Reading, Writing
from settlebook.api.data_query.asked import Compression, DataQuery, Format
from settlebook.api.data_query.links import SECRET, is_good, link
from settlebook.api.data_query.running import KIND, answered
from settlebook.api.data_query.schemas import ASKED, FILE, JOB, JOBS
from settlebook.api.failures import PERMISSION, UNAVAILABLE, ApiError
from settlebook.api.jobs.job import Asking, Job, State
from settlebook.api.jobs.store import JobStore
from settlebook.api.jobs.worker import MOST_TRIES, wake
from settlebook.api.schemas import answered as answers
from settlebook.api.wire import Wire
from settlebook.domain.currency import shorten
from settlebook.domain.errors import InvalidRequest, NotFound
from settlebook.domain.ids import as_id
from settlebook.engine import EngineError
from settlebook.engine import Role as DatabaseRole

router = APIRouter(prefix="/query/jobs", tags=["Data Query"])
MAY_ASK = allowed(Role.VIEWER)  # a query sees every account: clients kept to one may not ask
WORDS = {
    State.PENDING: "accepted",
    State.RUNNING: "in_progress",
    State.DONE: "completed",
    State.FAILED: "failed",
    State.CANCELED: "cancelled",
}
_STATES = {word: state for state, word in WORDS.items()} | {"submitted": State.PENDING}
_MEDIA = {
    Format.JSON: "application/x-ndjson",
    Format.CSV: "text/csv",
    Format.TSV: "text/tab-separated-values",
    Format.DSV: "text/plain",
}
_PACKED = {Compression.GZIP: ("application/gzip", ".gz"), Compression.ZIP: ("application/zip", ".zip")}
_PREVIEW_SECONDS = 30
_PADDED = 64  # characters that Zuora's client insists on where it cancels

Key = Annotated[str, Path(description="The job's id; Zuora's client cancels by `id.ljust(64, '-')`.")]


@router.post("", response_class=Wire, responses=answers(JOB), openapi_extra={**MAY_ASK, **ASKED})
def submit_data_query(
    request: Request, context: Writing, body: Body, as_of: AsOf = None, known_at: KnownAtText = None
) -> Wire:
    """Ask a query in SQL over the Data Query views; its answer becomes a file."""
    asked = DataQuery.of(body, as_of, known_at)
    _require_reader(context)
    if context.preview:
        with answered(context.ledger, asked, _PREVIEW_SECONDS) as rows:
            return Wire({"success": True, "preview": True, "columns": rows.labels})
    caller = context.caller
    asking = Asking(KIND, asked.kept, caller.client_id, caller.name, context.idempotency_key)
    job, repeated = JobStore(context.ledger).ask(asking)
    wake()
    headers = {"Idempotency-Replayed": "true"} if repeated else {}
    return Wire({"data": _shown(job, request)}, headers=headers)


@router.get("", response_class=Wire, responses=answers(JOBS), openapi_extra=dict(MAY_ASK))
def data_query_jobs(
    request: Request,
    context: Reading,
    status: Annotated[str | None, Query(alias="queryStatus", description=", ".join(_STATES))] = None,
    page_size: Annotated[int, Query(alias="pageSize", ge=1, le=40)] = 20,
    page: Annotated[int, Query(ge=1, le=10**6)] = 1,
) -> Wire:
    """The jobs, the newest first; those of one status where one is named."""
    if status is not None and status not in _STATES:
        raise InvalidRequest("queryStatus", f"give one of {', '.join(_STATES)}")
    states = [_STATES[status]] if status is not None else []
    skip = (page - 1) * page_size
    jobs = JobStore(context.ledger).newest(KIND, states=states, limit=page_size, skip=skip)
    return Wire({"data": [_shown(job, request) for job in jobs]})


@router.get("/{key}", response_class=Wire, responses=answers(JOB), openapi_extra=dict(MAY_ASK))
def data_query_job(request: Request, context: Reading, key: Key) -> Wire:
    """One job; once it is completed, with a link to its file that is good for an hour."""
    return Wire({"data": _shown(_job(context, key), request)})


@router.delete("/{key}", response_class=Wire, responses=answers(JOB), openapi_extra=dict(MAY_ASK))
def cancel_data_query_job(request: Request, context: Reading, key: Key) -> Wire:
    """Cancel a job of one's own that has not ended; an admin may cancel anyone's."""
    job = _job(context, key)
    _require_own(context.caller, job)
    store = JobStore(context.ledger)
    if not store.cancel(job.id):
        raise InvalidRequest("job", f"it is {WORDS[_job(context, key).state]}: there is nothing to cancel")
    return Wire({"data": _shown(_job(context, key), request)})


@router.get("/{key}/file", responses=FILE, openapi_extra=dict(anyone()))
def data_query_file(
    request: Request,
    key: Key,
    expires: Annotated[int, Query(ge=0, le=2**53, description="As the link has it.")],
    signature: Annotated[str, Query(max_length=64, description="As the link has it.")],
) -> StreamingResponse:
    """The file of a completed job, for whoever has its link: it needs no token."""
    store = JobStore(request.app.state.ledger)
    job = store.find(job_id) if (job_id := as_id(key)) is not None else None
    if job is None or job.kind != KIND or not is_good(job.id, job.result, expires, signature):
        message = "The link is not good, or not any more: ask for the job again to get a new one."
        raise ApiError(PERMISSION, "link_not_good", message)
    asked = DataQuery.again(job.request)
    media, ending = _PACKED.get(asked.compression, (_MEDIA[asked.format], ""))
    name = f"{job.id}.{asked.format.lower()}{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(store.chunks(job.id), media_type=media, headers=headers)


def _job(context: Context, key: str) -> Job:
    job_id = as_id(key.rstrip("-") if len(key) == _PADDED else key)
    job = JobStore(context.ledger).find(job_id) if job_id is not None else None
    if job is None or job.kind != KIND:
        raise NotFound("data query", shorten(key))
    return job


def _require_own(caller: Caller, job: Job) -> None:
    if caller.client_id != job.client_id and not caller.role.includes(Role.ADMIN):
        raise ApiError(
            PERMISSION, "not_allowed", f"The job is {job.actor}'s: they or an admin may cancel it."
        )


def _require_reader(context: Context) -> None:
    try:
        context.ledger.conninfo(DatabaseRole.READER)
    except EngineError as error:
        raise ApiError(UNAVAILABLE, "no_reader", str(error)) from None


def _shown(job: Job, request: Request) -> Mapping[str, Any]:
    """A job in Zuora's words; its id has 36 characters, as Zuora's client demands."""
    asked = job.request
    shown = {
        "id": str(job.id),
        "createdBy": job.actor,
        "query": asked.get("query"),
        "sourceData": asked.get("sourceData"),
        "outputFormat": asked.get("outputFormat"),
        "compression": asked.get("compression"),
        "useIndexJoin": asked.get("useIndexJoin"),
        "queryStatus": WORDS[job.state],
        "remainingRetries": max(MOST_TRIES - job.tries, 0),
        "updatedOn": job.changed_at.astimezone(UTC).isoformat(timespec="milliseconds"),
    }
    if job.state is State.DONE:
        shown["dataFile"] = link(str(request.base_url), job.id, job.result[SECRET])
        shown["outputRows"] = job.rows
        shown["processingTime"] = job.result["milliseconds"]
    if job.error is not None:
        shown |= {"errorCode": job.error["code"], "errorMessage": job.error["message"]}
    return shown


ROUTERS = (router,)
