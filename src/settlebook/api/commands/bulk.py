"""POST /v1/commands: many commands in one request, a JSON object a line, as in a command file."""

import re
from collections.abc import Iterator, Sequence
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
from settlebook.api.failures import PERMISSION, TOO_LARGE, ApiError, body_of
from settlebook.api.schemas import answered
from settlebook.api.security.json_depth import require_shallow
from settlebook.api.wire import Wire, written
from settlebook.commands.parsing import LONGEST_KEY, parse_line
from settlebook.domain.errors import InvalidRequest, Malformed, RolledBack
from settlebook.importing.json_lines import in_one_line, utf8
from settlebook.ledger.errors import NotRecorded
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


_FILLED = re.compile(rb"\S[^\n]*")  # a line that is not blank; of those that are, 100 MB fit in little gzip


class Lines:
    """The lines of a body, read anew by whoever goes over them: few are held at once."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Each with its number, from 1 on. Blank ones are left out, but count where lines are numbered."""
        number, seen = 1, 0
        for found in _FILLED.finditer(self._raw):
            number += self._raw.count(b"\n", seen, found.start())
            seen = found.start()
            yield number, found[0].rstrip()


async def _raw(request: HttpRequest) -> bytes:
    return await request.body()


def _lines(request: HttpRequest, raw: Annotated[bytes, Depends(_raw)]) -> Lines:
    """In a thread: there may be very many."""
    settings = request.app.state.settings
    lines, commands = Lines(raw), 0
    for commands, (_, line) in enumerate(lines, 1):
        if commands > settings.most_commands:
            raise _too_many(settings.most_commands)
        require_shallow(line, settings.deepest_json)
    if not commands:
        raise InvalidRequest("body", 'give a command a line: {"do": ..., "key": ..., "body": {...}}')
    return lines


def _too_many(most: int) -> ApiError:
    message = f"The body has more than {most:,} commands. Nothing was done: send it in parts."
    return ApiError(TOO_LARGE, "too_many_commands", message)


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
    lines: Annotated[Lines, Depends(_lines)],
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
    _require_roles(context, lines)
    results = _previewed(context, lines, chosen) if context.preview else _done(context, lines, chosen)
    if chosen is not Mode.ATOMIC or context.preview:
        return _Lines(results)
    whole = list(results)
    refused = next(
        (result for result in whole if not result["ok"] and result["code"] not in _NOT_ITS_OWN), None
    )
    return _Lines(whole) if refused is None else _rolled_back(request, refused, whole)


_NOT_ITS_OWN = {RolledBack.code}


class _Lines(Wire):
    """Results, one a line; each is written before the next is asked for."""

    media_type = NDJSON

    def render(self, content: Any) -> bytes:
        lines = BytesIO()
        for result in content:
            lines.write(written(result) + b"\n")
        return lines.getvalue()


def _mode(text: str) -> Mode:
    try:
        return Mode(text)
    except ValueError:
        raise InvalidRequest("mode", f"give {', '.join(mode.value for mode in Mode)}") from None


def _read(context: Context, number: int, text: bytes) -> Request | Refusal:
    """A command of the caller's, or why it is none."""
    try:
        spoken = parse_line(utf8(text))
        key = spoken.idempotency_key or _key_of_line(context, number)
    except Malformed as malformed:
        refusal = in_one_line(malformed).with_traceback(None)
        refusal.__context__ = None  # which would hold the line, and all that was read of it
        return refusal
    return context.asked(spoken.command, key)


def _key_of_line(context: Context, number: int) -> str | None:
    if context.idempotency_key is None:
        return None
    key = f"{context.idempotency_key}/{number}"
    if len(key) > LONGEST_KEY:
        raise InvalidRequest("Idempotency-Key", "it is too long for so many lines")
    return key


def _require_roles(context: Context, lines: Lines) -> None:
    """Before anything is carried out. Only lines that may name what the caller may not are read for it."""
    caller = context.caller
    closed = [do for do, role in ROLE_OF.items() if not caller.role.includes(role)]
    if not closed:
        return
    suspicious = re.compile(b"|".join([rb"\\", *(re.escape(do.encode()) for do in closed)]))  # or spelled so
    for number, text in lines:
        found = _read(context, number, text) if suspicious.search(text) else None
        if isinstance(found, Request) and (do := found.command.DO) in closed:
            needs = f"{do} of line {number} needs {ROLE_OF[do]}"
            message = f"{caller.name} has the role {caller.role}, and {needs}."
            raise ApiError(PERMISSION, "not_allowed", message)


def _done(context: Context, lines: Lines, mode: Mode) -> Iterator[dict[str, Any]]:
    """What was recorded before a disk was full is told as well. Raises NotRecorded where that is nothing."""
    requests = (_read(context, number, text) for number, text in lines)
    answers: Iterator[Recorded | Refusal] = context.ledger.execute(requests, mode)
    numbers = (number for number, _ in lines)
    is_first = True
    try:
        for answer in answers:
            yield {"line": next(numbers), **result_of(answer)}
            is_first = False
    except NotRecorded as error:
        if is_first:
            raise
        result = result_of(error.as_refusal)
        yield from ({"line": number, **result} for number in numbers)


def _previewed(context: Context, lines: Lines, mode: Mode) -> Iterator[dict[str, Any]]:
    requests = (_read(context, number, text) for number, text in lines)
    previews: list[Preview] = context.ledger.preview_many(requests, mode)
    for (number, _), preview in zip(lines, previews, strict=True):
        yield {"line": number, **preview_result(preview)}


def _rolled_back(request: HttpRequest, refused: dict[str, Any], results: Sequence[Any]) -> Wire:
    message = f"Nothing was recorded: line {refused['line']} is refused. {refused['message']}"
    more = {"facts": {"line": refused["line"]}, "results": results}
    category = category_of_code(refused["code"])
    return Wire(body_of(request, category, refused["code"], message, more), status_code=category.status)
