"""POST /v1/commands: many commands in one request, a JSON object a line, as in a command file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi import Request as HttpRequest

from settlebook import Mode, Preview, Recorded, Refusal, Request
from settlebook.api.caller import Role, Scope, allowed
from settlebook.api.commands import invoices, ledger_keeping, memos, payments
from settlebook.api.commands.batches import category_of_code
from settlebook.api.commands.route import CommandRoute
from settlebook.api.context import Context, Writing
from settlebook.api.failures import PERMISSION, ApiError, body_of
from settlebook.api.schemas import answered
from settlebook.api.security.json_depth import require_shallow
from settlebook.api.wire import Wire, written
from settlebook.commands.parsing import LONGEST_KEY, parse_line
from settlebook.domain.errors import InvalidRequest, Malformed, RolledBack
from settlebook.importing.json_lines import in_one_line, utf8
from settlebook.library.result import preview_result, result_of

NDJSON = "application/x-ndjson"
_ROUTES: tuple[CommandRoute, ...] = (
    *payments.ROUTES,
    *payments.REFUND_ROUTES,
    *memos.CREDIT_ROUTES,
    *memos.DEBIT_ROUTES,
    *invoices.ROUTES,
    *ledger_keeping.ROUTES,
)
ROLE_OF = {route.do: route.role for route in _ROUTES}
router = APIRouter(tags=["Many commands"])
ModeText = Annotated[
    str,
    Query(
        description="What a refused line means: continue with the next, stop there, or atomic, all or none."
    ),
]
_LINE = {
    "type": "object",
    "required": ["do"],
    "properties": {
        "do": {"enum": sorted(ROLE_OF)},
        "key": {"type": "string"},
        "body": {"type": "object"},
        "idempotencyKey": {"type": "string"},
    },
}
_RESULT = {
    "type": "object",
    "required": ["line", "ok"],
    "properties": {"line": {"type": "integer"}, "ok": {"type": "boolean"}},
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the request, counted from 1: a command of the caller's, or why it is none."""

    number: int
    request: Request | Refusal


async def _raw(request: HttpRequest) -> bytes:
    return await request.body()


def _lines(request: HttpRequest, raw: Annotated[bytes, Depends(_raw)]) -> Sequence[tuple[int, bytes]]:
    """Blank lines are left out, but count where lines are numbered. In a thread: there may be very many."""
    found = [(number, line) for number, each in enumerate(BytesIO(raw), 1) if (line := each.strip())]
    for _, line in found:
        require_shallow(line, request.app.state.settings.deepest_json)
    if not found:
        raise InvalidRequest("body", 'give a command a line: {"do": ..., "key": ..., "body": {...}}')
    return found


@router.post(
    "/v1/commands",
    response_class=Wire,
    responses={
        **answered({}),
        200: {"description": "A result a line, in their order.", "content": {NDJSON: {"schema": _RESULT}}},
    },
    openapi_extra={
        **allowed(Role.OPERATOR, Scope.COMMAND),
        "requestBody": {"content": {NDJSON: {"schema": _LINE}}, "required": True},
    },
)
def commands(
    context: Writing,
    request: HttpRequest,
    lines: Annotated[Sequence[tuple[int, bytes]], Depends(_lines)],
    mode: ModeText = Mode.CONTINUE.value,
) -> Wire:
    """Carry out many commands, a JSON object a line; with a result a line.

    Under an Idempotency-Key every line without one of its own has that, with the number of the line.
    """
    chosen = _mode(mode)
    if context.version is not None:
        raise InvalidRequest(
            "If-Match", "many commands are about many things: send those that expect one alone"
        )
    read = [_read(context, number, text) for number, text in lines]
    for line in read:
        _require_role(context, line)
    results = list(_previewed(context, read, chosen) if context.preview else _done(context, read, chosen))
    if chosen is Mode.ATOMIC and not context.preview:
        refused = next(
            (result for result in results if not result["ok"] and result["code"] not in _NOT_ITS_OWN), None
        )
        if refused is not None:
            return _rolled_back(request, refused, results)
    return _Lines(results)


_NOT_ITS_OWN = {RolledBack.code}


class _Lines(Wire):
    """Results, one a line."""

    media_type = NDJSON

    def render(self, content: Any) -> bytes:
        return b"".join(written(result) + b"\n" for result in content)


def _mode(text: str) -> Mode:
    try:
        return Mode(text)
    except ValueError:
        raise InvalidRequest("mode", f"give {', '.join(mode.value for mode in Mode)}") from None


def _read(context: Context, number: int, text: bytes) -> Line:
    try:
        spoken = parse_line(utf8(text))
        key = spoken.idempotency_key or _key_of_line(context, number)
    except Malformed as malformed:
        return Line(number, in_one_line(malformed))
    return Line(number, context.asked(spoken.command, key))


def _key_of_line(context: Context, number: int) -> str | None:
    if context.idempotency_key is None:
        return None
    key = f"{context.idempotency_key}/{number}"
    if len(key) > LONGEST_KEY:
        raise InvalidRequest("Idempotency-Key", "it is too long for so many lines")
    return key


def _require_role(context: Context, line: Line) -> None:
    if isinstance(line.request, Refusal):
        return
    do = line.request.command.DO
    role = ROLE_OF[do]
    if not context.caller.role.includes(role):
        caller = context.caller
        message = f"{caller.name} has the role {caller.role}, and {do} of line {line.number} needs {role}."
        raise ApiError(PERMISSION, "not_allowed", message)


def _done(context: Context, lines: Sequence[Line], mode: Mode) -> Iterator[dict[str, Any]]:
    answers: Iterator[Recorded | Refusal] = context.ledger.execute((line.request for line in lines), mode)
    for line, answer in zip(lines, answers, strict=True):
        yield {"line": line.number, **result_of(answer)}


def _previewed(context: Context, lines: Sequence[Line], mode: Mode) -> Iterator[dict[str, Any]]:
    previews: list[Preview] = context.ledger.preview_many((line.request for line in lines), mode)
    for line, preview in zip(lines, previews, strict=True):
        yield {"line": line.number, **preview_result(preview)}


def _rolled_back(request: HttpRequest, refused: dict[str, Any], results: Sequence[Any]) -> Wire:
    message = f"Nothing was recorded: line {refused['line']} is refused. {refused['message']}"
    more = {"facts": {"line": refused["line"]}, "results": results}
    category = category_of_code(refused["code"])
    return Wire(body_of(request, category, refused["code"], message, more), status_code=category.status)
