"""The routes of ZOQL: a query, and what comes after its first rows."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter

from settlebook.api.caller import Role, Scope, allowed
from settlebook.api.context import Body, Context, Reading
from settlebook.api.object_query.cursors import mark_of, read_cursor, write_cursor
from settlebook.api.schemas import answered, object_of
from settlebook.api.wire import Wire
from settlebook.api.zoql.parsing import WHERE, read_zoql
from settlebook.domain.errors import InvalidRequest
from settlebook.nesting import json_of
from settlebook.queries.objects.answering import total_order
from settlebook.queries.objects.question import MOST_ROWS, Question

LOCATOR = "queryLocator"
MAY_SEE = allowed(Role.VIEWER, Scope.FILTERED)
_FOUND = object_of(
    size={"type": "integer"},
    done={"type": "boolean"},
    records={"type": "array", "items": {"type": "object"}},
    queryLocator={"type": "string", "description": "For queryMore; absent at the end."},
)
_CONF = object_of(batchSize={"type": "integer", "minimum": 1, "maximum": MOST_ROWS})


def _body(name: str, described: str) -> dict[str, Any]:
    schema = {**object_of(**{name: {"type": "string", "description": described}, "conf": _CONF})}
    schema["required"] = [name]
    return {"requestBody": {"content": {"application/json": {"schema": schema}}}}


router = APIRouter(prefix="/v1/action", tags=["ZOQL"])
ASKED = _body(WHERE, "Such as: select Id, Balance from Invoice where Status = 'Posted' and Balance > 0")
MORE = _body(LOCATOR, "As the answer before gave it.")


@router.post("/query", response_class=Wire, responses=answered(_FOUND), openapi_extra={**MAY_SEE, **ASKED})
def query(context: Reading, body: Body) -> Wire:
    """Find rows of one object by ZOQL: `=`, `!=`, `<`, `<=`, `>`, `>=`, `like`, `null`, `and`, `or`."""
    return _found(context, body.get(WHERE), _size(body), None)


@router.post("/queryMore", response_class=Wire, responses=answered(_FOUND), openapi_extra={**MAY_SEE, **MORE})
def query_more(context: Reading, body: Body) -> Wire:
    """The rows after those of an answer that was not done."""
    statement, cursor = _located(body.get(LOCATOR))
    return _found(context, statement, _size(body), cursor)


def _found(context: Context, statement: object, size: int, cursor: str | None) -> Wire:
    asked = read_zoql(statement)
    order, mark = total_order(asked.shape, ()), mark_of(statement)
    after = read_cursor(cursor, mark, order, LOCATOR) if cursor is not None else None
    question = Question(
        asked.shape, asked.condition, fields=asked.fields, account=context.account, after=after, limit=size
    )
    page = context.ledger.objects(question, **context.when)
    answer: dict[str, Any] = {
        "size": len(page.rows),
        "done": page.after is None,
        "records": [_record(row) for row in page.rows],
    }
    if page.after is not None:
        located = json.dumps([statement, write_cursor(mark, page.after)]).encode()
        answer[LOCATOR] = urlsafe_b64encode(located).decode()
    return Wire(answer)


def _record(row: Mapping[str, Any]) -> dict[str, Any]:
    """With names as this language has them, `AccountNumber`, and without what has no value."""
    return {
        name if "__" in name else name[0].upper() + name[1:]: _written(value)
        for name, value in row.items()
        if value is not None
    }


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds")
    return value


def _size(body: Mapping[str, Any]) -> int:
    conf = body.get("conf") or {}
    size = conf.get("batchSize", MOST_ROWS) if isinstance(conf, Mapping) else None
    if not isinstance(size, int) or isinstance(size, bool) or not 1 <= size <= MOST_ROWS:
        raise InvalidRequest("conf.batchSize", f"give a whole number from 1 to {MOST_ROWS:,}")
    return size


def _located(locator: object) -> tuple[str, str]:
    try:
        statement, cursor = json_of(urlsafe_b64decode(str(locator).encode()))
        return str(statement), str(cursor)
    except (ValueError, TypeError):
        raise InvalidRequest(LOCATOR, "it is none that an answer gave") from None


ROUTERS = (router,)
