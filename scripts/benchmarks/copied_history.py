"""A long history, copied from a short one: an invoice of five items, paid, with other ids each time."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from hashlib import md5
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from psycopg import Connection

from benchmarks.trade import Pair
from settlebook.commands import parse_command
from settlebook.engine import Engine, Role
from settlebook.library.ledger import Ledger
from settlebook.statements import statements

SQL = Path(__file__).parent / "sql"
EVENTS = 5  # of a pair: drafted, posted, received, applied, and the mirror of the last
FIRST = Pair(0)
EVENT = ("text", "int8", "uuid", "int4", "text", "bytea", "date", "timestamptz", "uuid")
COMMAND = ("text", "uuid", "text", "text", "text", "text", "text", "text", "int8", "int8", "timestamptz")

_ID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NUMBER = re.compile(rb'"(INV-|P-)0{7}"')
Row = tuple[Any, ...]


class Pattern(NamedTuple):
    """What the first pair left in the log; ids that it made are told from those that were there before."""

    events: list[Row]
    commands: list[Row]
    made: frozenset[bytes]


def write_history(ledger: Ledger, engine: Engine, events: int) -> int:
    """Fill an empty ledger with at least so many events, as fast as COPY is; the position reached."""
    _do(ledger, "account.create", None, accountNumber="A-1", name="Ada Ltd", currency="EUR")
    before = ledger.position
    _do(ledger, "invoice.create", None, **FIRST.invoice_body())
    _do(ledger, "payment.create", None, **FIRST.payment_body())
    invoices = [{"invoiceNumber": FIRST.invoice, "amount": "50.00"}]
    _do(ledger, "payment.apply", FIRST.payment, effectiveDate="2026-03-01", invoices=invoices)
    with closing(psycopg.connect(engine.conninfo(Role.OWNER), autocommit=True)) as owner:
        pattern = _pattern(owner, ledger.ledger_id, before)
        last = before + EVENTS
        pairs = range(1, 1 + max(0, -(-(events - last) // EVENTS)))
        with owner.transaction():
            _copy(owner, "copy_events", EVENT, (row for pair in pairs for row in _events(pattern, pair)))
            _copy(
                owner, "copy_commands", COMMAND, (row for pair in pairs for row in _commands(pattern, pair))
            )
            last += len(pairs) * EVENTS
            _run(owner, "move_head", ledger=ledger.ledger_id, position=last)
        _run(owner, "settle_log")
    return last


def _do(ledger: Ledger, verb: str, key: str | None, **body: Any) -> None:
    ledger.carry_out(parse_command(verb, key, body))


def _pattern(owner: Connection[Any], ledger_id: str, before: int) -> Pattern:
    events = _run(owner, "events_after", ledger=ledger_id, position=before)
    commands = _run(owner, "commands_after", ledger=ledger_id, position=before)
    (known,) = _run(owner, "ids_until", ledger=ledger_id, position=before)
    states = b"".join(row[5] for row in events)
    return Pattern(events, commands, frozenset(_ID.findall(states)) - {str(id).encode() for id in known[0]})


def _events(pattern: Pattern, pair: int) -> Iterator[Row]:
    renew = _renewing(pattern, pair)
    for ledger_id, position, stream, version, topic, state, day, recorded_at, command in pattern.events:
        yield (
            ledger_id,
            position + pair * EVENTS,
            _fresh(stream, pair),
            version,
            topic,
            renew(state),
            day,
            recorded_at + timedelta(milliseconds=pair),
            _fresh(command, pair),
        )


def _commands(pattern: Pattern, pair: int) -> Iterator[Row]:
    for ledger_id, command, client, _, kind, actor, request, outcome, first, last, at in pattern.commands:
        id = _fresh(command, pair)
        moved = first + pair * EVENTS, last + pair * EVENTS, at + timedelta(milliseconds=pair)
        yield ledger_id, id, client, id.hex, kind, actor, request, outcome, *moved


def _renewing(pattern: Pattern, pair: int) -> Callable[[bytes], bytes]:
    def id_of(found: re.Match[bytes]) -> bytes:
        id = found[0]
        return str(_fresh(UUID(id.decode()), pair)).encode() if id in pattern.made else id

    number = b'"\\g<1>%07d"' % pair
    return lambda state: _NUMBER.sub(number, _ID.sub(id_of, state))


def _fresh(id: UUID, pair: int) -> UUID:
    return UUID(bytes=md5(id.bytes + pair.to_bytes(8), usedforsecurity=False).digest(), version=5)


def _copy(owner: Connection[Any], statement: str, types: tuple[str, ...], rows: Iterator[Row]) -> None:
    with owner.cursor() as cursor, cursor.copy(*statements(SQL / f"{statement}.sql")) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)


def _run(owner: Connection[Any], file: str, **parameters: Any) -> list[Row]:
    rows: list[Row] = []
    for statement in statements(SQL / f"{file}.sql"):
        cursor = owner.execute(statement, parameters, binary=True)
        rows = cursor.fetchall() if cursor.description else []
    return rows
