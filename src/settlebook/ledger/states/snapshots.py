"""States of long streams, kept beside the log: made from it, and never needed to know what happened.

A state is read back only by the very code that made it: its format is a digest of what evolves states. What
somebody tampered with is found by `verify log`, which makes every state again from its events.
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any
from uuid import UUID

import psycopg
from pydantic import TypeAdapter, ValidationError

from settlebook.domain.account import Account
from settlebook.domain.accounting_codes import AccountingCodes
from settlebook.domain.calendar import Calendar
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.debit_memo import DebitMemo
from settlebook.domain.events import Settings
from settlebook.domain.invoice import Invoice
from settlebook.domain.journal_run import JournalRun
from settlebook.domain.payment import Payment
from settlebook.engine import EngineError
from settlebook.ledger.database.connections import Connections
from settlebook.ledger.database.statements import statement
from settlebook.ledger.log.mapper import StoredFact
from settlebook.ledger.states.streams import NOTHING, State, Stream

LONG = 256  # events folded at once: a shorter way is not worth a state kept
SHARE = 8  # of a longer stream an eighth, so that all states ever kept are a few times its last

KINDS: tuple[type[State], ...] = (
    Account, AccountingCodes, Calendar, CreditMemo, DebitMemo, Invoice, JournalRun, Payment, Settings,
)  # fmt: skip
_KIND_OF_NAME = {kind.__name__: kind for kind in KINDS}


class Snapshots:
    """The states kept of one ledger's streams."""

    def __init__(self, connections: Connections, ledger_id: str) -> None:
        self._connections = connections
        self._ledger_id = ledger_id

    def rows_of_stream(self, stream_id: UUID) -> list[StoredFact]:
        """What a stream is made from: its state if one is kept, at position 0, then the events after it."""
        return self._rows("state_of_stream", stream_id=stream_id)

    def rows_of_number(self, kind: str, number: str) -> list[StoredFact]:
        """As `rows_of_stream`, of the stream that a number names."""
        return self._rows("state_of_number", kind=kind, number=number)

    def keep(self, stream_id: UUID, stream: Stream) -> None:
        """Keep the state of a committed stream. Where that cannot be, nothing is lost but time."""
        parameters = {
            "ledger_id": self._ledger_id,
            "stream_id": stream_id,
            "stream_version": stream.version,
            "format": state_format(),
            "state": written(stream.state),
        }
        with suppress(psycopg.Error, EngineError), self._connections.borrow() as connection:
            connection.execute(statement("keep_snapshot"), parameters)

    def _rows(self, name: str, **parameters: Any) -> list[StoredFact]:
        parameters["ledger_id"] = self._ledger_id
        rows = self._connections.read(
            lambda connection: connection.execute(statement(name), parameters, binary=True).fetchall()
        )
        return sorted((StoredFact(*row) for row in rows), key=lambda row: row.originator_version)


def kept(rows: Sequence[StoredFact]) -> Stream | None:
    """The stream up to the state that is kept; None where it is of another format, or no state at all.

    Without such a row, which only stands first, it is the stream before its first event.
    """
    if not rows or rows[0].id:
        return NOTHING
    row = rows[0]
    if row.topic != state_format():
        return None
    with suppress(ValidationError, ValueError, LookupError):
        return Stream(read(row.state), row.originator_version)
    return None


def is_worth_keeping(folded: int, stream: Stream) -> bool:
    """Whether so many events were folded at once that the next reader is to be spared them."""
    return folded >= max(LONG, stream.version // SHARE)


def written(state: State | None) -> bytes:
    """A state in the bytes that are kept: always the same for the same events."""
    kind: Any = type(state)
    text: bytes = adapter(kind).dump_json(state, warnings="error")
    return b" ".join((kind.__name__.encode(), text))


def read(content: bytes) -> State:
    """The state again, exactly. Raises ValueError, of which ValidationError is one, or LookupError."""
    name, text = content.split(b" ", 1)
    kind: Any = _KIND_OF_NAME[name.decode()]
    state: State = adapter(kind).validate_json(text)
    return state


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


@cache
def state_format() -> str:
    """A digest of all that decides what a state is made like."""
    package = files("settlebook")
    states, log = package / "ledger" / "states", package / "ledger" / "log"
    sources = _sources(package / "domain")
    sources += [states / "streams.py", states / "snapshots.py", log / "upcasting.py"]
    digest = sha256()
    for source in sources:
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()


def _sources(folder: Traversable) -> list[Traversable]:
    """The Python files of a folder and those below it, always in the same order."""
    found: list[Traversable] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _sources(entry)
        elif entry.name.endswith(".py"):
            found.append(entry)
    return found
