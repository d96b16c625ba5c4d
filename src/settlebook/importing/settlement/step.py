"""A step of the history: one command with the key under which it takes effect once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from settlebook.commands import Command, parse_command
from settlebook.domain.errors import Malformed
from settlebook.importing.settlement.rows import Row, Unusable


@dataclass(frozen=True, slots=True)
class Step:
    """One command; `rows` are those of the files that it stands for."""

    order: str
    rank: int  # of steps that were recorded at the same instant
    command: Command
    key: str
    rows: tuple[Row, ...]


def step(
    do: str, key: str | None, body: Mapping[str, Any], rows: tuple[Row, ...], rank: int, name: str = ""
) -> Step:
    """A step that stands for rows; Unusable where they make no request that can be read."""
    first = rows[0]
    if do.endswith(".apply"):
        body = {**body, "negativeLines": "skip"}  # the rows tell what was settled
    known_by = f"import:settlement:{first.of.word}:{first.id}{name}"
    try:
        return Step(first.order, rank, parse_command(do, key, _given(body)), known_by, rows)
    except Malformed as refused:
        raise Unusable(refused.code, refused.message) from None


RECEIVE, GRANT, SETTLE, RETURN, REFUND = range(5)  # what comes first of one instant


def _given(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _spelled(value) for name, value in body.items() if value is not None}


def _spelled(value: Any) -> Any:
    match value:
        case Decimal():
            return value
        case date():
            return value.isoformat()
        case list():
            return [_spelled(element) for element in value]
        case dict():
            return _given(value)
    return value


def in_order(steps: Iterable[Step]) -> list[Step]:
    """First all that came in, which needs nothing; then what became of it, as it was recorded."""
    return sorted(steps, key=lambda each: (each.rank > GRANT, each.order, each.rank))
