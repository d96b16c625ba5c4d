"""Commands that are answered with a job at once and carried out later: the twins that Zuora calls async."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from settlebook import Ledger, NotFound, Request, parse_command
from settlebook.api.caller import Role, Scope, allowed
from settlebook.api.commands import invoices, memos, payments
from settlebook.api.commands.answers import SUCCESS
from settlebook.api.commands.carrying_out import previewed, said_of
from settlebook.api.commands.route import endpoint, in_thread, operation_id, summary
from settlebook.api.context import Context
from settlebook.api.jobs.job import Asking, Ended, Job, State
from settlebook.api.jobs.store import JobStore
from settlebook.api.jobs.worker import Doing, Work, wake
from settlebook.api.schemas import answered, object_of, request_body
from settlebook.api.wire import Wire
from settlebook.services.guarding import Guard

KEPT_FOR = 30 * 24 * 3600.0  # seconds that a job can be asked about after its end
OPERATION = "Operation"  # how the kinds of jobs begin that Zuora asks about at /v1/operations/jobs


@dataclass(frozen=True, slots=True)
class AsyncRoute:
    """One path that is answered with a job.

    kind     of the job: Zuora's word for the operation.
    of       what the job is about, in Zuora's word.
    find     the id of what the key names, and its account. Refuses: NotFound.
    """

    method: str
    path: str
    do: str
    kind: str
    of: str
    find: Callable[[Ledger, str], tuple[UUID, UUID | None]] | None = None


def _payment(ledger: Ledger, key: str) -> tuple[UUID, UUID | None]:
    row = ledger.payment(key)
    return row.id, row.account_id


def _credit_memo(ledger: Ledger, key: str) -> tuple[UUID, UUID | None]:
    row = ledger.credit_memo(key, with_items=False)
    return row.id, row.account_id


def _debit_memo(ledger: Ledger, key: str) -> tuple[UUID, UUID | None]:
    row = ledger.debit_memo(key, with_items=False)
    return row.id, row.account_id


def _invoice(ledger: Ledger, key: str) -> tuple[UUID, UUID | None]:
    row = ledger.invoice(key, with_items=False)
    return row.id, row.account_id


_CREDIT, _DEBIT = memos.CREDIT_KEY, memos.DEBIT_KEY
ROUTES = (
    AsyncRoute("POST", "/v1/payments/create-async", "payment.create", "AsyncPaymentCreate", "Payment"),
    AsyncRoute(
        "PUT", f"{payments.KEY}/apply-async", "payment.apply", "AsyncPaymentApply", "Payment", _payment
    ),
    AsyncRoute(
        "PUT", f"{payments.KEY}/unapply-async", "payment.unapply", "AsyncPaymentUnapply", "Payment", _payment
    ),
    AsyncRoute(
        "PUT",
        f"{_CREDIT}/apply-async",
        "credit-memo.apply",
        "AsyncCreditMemoApply",
        "CreditMemo",
        _credit_memo,
    ),
    AsyncRoute(
        "PUT",
        f"{_CREDIT}/unapply-async",
        "credit-memo.unapply",
        "AsyncCreditMemoUnapply",
        "CreditMemo",
        _credit_memo,
    ),
    AsyncRoute(
        "POST",
        f"{invoices.KEY}/write-off-async",
        "invoice.write-off",
        "AsyncInvoiceWriteOff",
        "Invoice",
        _invoice,
    ),
    AsyncRoute(
        "PUT",
        f"{_CREDIT}/post-async",
        "credit-memo.post",
        f"{OPERATION}PostCreditMemo",
        "CreditMemo",
        _credit_memo,
    ),
    AsyncRoute(
        "PUT",
        f"{_CREDIT}/cancel-async",
        "credit-memo.cancel",
        f"{OPERATION}CancelCreditMemo",
        "CreditMemo",
        _credit_memo,
    ),
    AsyncRoute(
        "PUT",
        f"{_DEBIT}/post-async",
        "debit-memo.post",
        f"{OPERATION}PostDebitMemo",
        "DebitMemo",
        _debit_memo,
    ),
    AsyncRoute(
        "PUT",
        f"{_DEBIT}/cancel-async",
        "debit-memo.cancel",
        f"{OPERATION}CancelDebitMemo",
        "DebitMemo",
        _debit_memo,
    ),
)
BY_KIND = {route.kind: route for route in ROUTES}
STATES: Mapping[State, str] = {
    State.PENDING: "Pending",
    State.RUNNING: "Processing",
    State.DONE: "Processed",
    State.FAILED: "Error",
    State.CANCELED: "Error",
}
OPERATION_STATES: Mapping[State, str] = {**STATES, State.DONE: "Completed", State.FAILED: "Failed"}
_TEXT = {"type": "string"}
JOB_SCHEMA = object_of(
    success=SUCCESS,
    id=_TEXT,
    status={"enum": ["Pending", "Processing", "Processed", "Error"]},
    operationType=_TEXT,
    referenceId=_TEXT,
    referenceType=_TEXT,
    error=_TEXT,
    settlement={"type": "object"},
)
OPERATION_SCHEMA = object_of(
    success=SUCCESS,
    id=_TEXT,
    jobId=_TEXT,
    jobStatus={"enum": ["Pending", "Processing", "Completed", "Failed", "Error"]},
)


def router() -> APIRouter:
    made = APIRouter(tags=["Jobs"])
    for route in ROUTES:
        schema = OPERATION_SCHEMA if _is_operation(route.kind) else JOB_SCHEMA
        preview = object_of(preview={"const": True}, ok={"type": "boolean"})
        made.add_api_route(
            route.path,
            endpoint(route.path, in_thread(partial(_asked, route))),
            methods=[route.method],
            summary=f"{summary(route.do)} Answered with a job.",
            operation_id=operation_id(route.method, route.path),
            response_class=Wire,
            responses=answered({"anyOf": [schema, {**preview, "required": ["preview", "ok"]}]}),
            openapi_extra={**allowed(Role.OPERATOR, Scope.COMMAND), **request_body(route.do)},
        )
    return made


def _asked(route: AsyncRoute, context: Context, key: str | None, body: Mapping[str, Any]) -> Wire:
    """What cannot be read is refused at once, and what is not there; the rest is said by the job."""
    command = parse_command(route.do, key, body)
    if context.preview:
        (preview,) = context.ledger.preview_many([context.asked(command)])
        return previewed(preview)
    found, account = (
        route.find(context.ledger, key or "") if route.find is not None else (None, context.account)
    )
    if context.account not in (None, account):
        raise NotFound(route.of, key or "")
    request = {
        "do": route.do,
        "key": found.hex if found is not None else None,
        "body": body,
        "version": context.version,
        "account": context.account,
        "idempotencyKey": context.idempotency_key,
    }
    asking = Asking(
        kind=route.kind,
        request=request,
        client_id=context.caller.client_id,
        actor=context.caller.name,
        key=context.idempotency_key,
        account=account,
        about=found,
    )
    job, repeated = JobStore(context.ledger).ask(asking)
    wake()
    headers = {"Idempotency-Replayed": "true"} if repeated else {}
    return Wire(_first_answer(job), headers=headers)


def _first_answer(job: Job) -> Mapping[str, Any]:
    """However far the job has come: a repeated request is answered as the first was."""
    if _is_operation(job.kind):
        return {"success": True, "id": job.about, "jobId": job.id, "jobStatus": "Pending"}
    return job_shown(job, State.PENDING)


def _is_operation(kind: str) -> bool:
    return kind.startswith(OPERATION)


def job_shown(job: Job, state: State | None = None) -> dict[str, Any]:
    """A job as Zuora's reads of jobs show it; of a given state, as it was then."""
    told: dict[str, Any] = {
        "success": True,
        "id": job.id,
        "status": STATES[state or job.state],
        "operationType": job.kind,
        "referenceType": BY_KIND[job.kind].of,
    }
    if job.about is not None:
        told["referenceId"] = job.about
    if state is not None:
        return _known(told)
    told |= job.result
    if job.error is not None:
        told["error"] = job.error["message"]
        told["errorCode"] = job.error["code"]
    elif job.state is State.CANCELED:
        told["error"] = "It was canceled."
    return _known(told)


def operation_shown(job: Job) -> dict[str, Any]:
    error = {"error": job.error["message"], "errorCode": job.error["code"]} if job.error else {}
    return {
        "success": True,
        "id": job.id,
        "objectId": job.about,
        "objectType": BY_KIND[job.kind].of,
        "operationType": job.kind.removeprefix(OPERATION).removesuffix(BY_KIND[job.kind].of),
        "status": OPERATION_STATES[job.state],
        **error,
    }


def _known(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value is not None}


def _carried_out(work: Work) -> Ended:
    """Under the caller's key, as on the path that waits, or one of the job: begun twice, it settles once.

    Raises what refuses the command.
    """
    job, request = work.job, work.job.request
    command = parse_command(request["do"], request["key"], request["body"])
    account = UUID(request["account"]) if request.get("account") else None
    asked = Request(
        command,
        request.get("idempotencyKey") or f"job/{job.id.hex}",
        actor=job.actor,
        client=job.client_id,
        guard=Guard(account, request.get("version")),
    )
    found = work.ledger.submit(asked)
    result: dict[str, Any] = {}
    if found.id is not None and job.about is None:
        result["referenceId"] = found.id
    for made in found.made:
        if made.kind == "credit_memo":
            result["creditMemo"] = {"id": made.id, "number": made.number}
    result["settlement"] = said_of(found)
    return Ended(result, keep_for=KEPT_FOR, keeps_request=False)


JOBS: Mapping[str, Doing] = dict.fromkeys(BY_KIND, _carried_out)
