"""Folds the log from nothing in Python, and says whether the read models show the same."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from psycopg import Connection

from settlebook.audit.findings import Findings
from settlebook.audit.replay.moves import Balance, Subject
from settlebook.audit.replay.ordering import Ordering
from settlebook.audit.replay.reading import SQL, Log, Streams, Told
from settlebook.audit.replay.streams import IMPOSSIBLE, Folded, balances_of
from settlebook.audit.report import Offence, Report, briefly
from settlebook.audit.statements import statement
from settlebook.domain.ids import derived_id
from settlebook.domain.money import Money
from settlebook.ledger.states.streams import HistoryImpossible
from settlebook.progress import Progress
from settlebook.projecting.catalogue import BUILT_IN
from settlebook.projecting.folding import Range
from settlebook.projecting.past.as_of import folded_over

Row = tuple[str, UUID, UUID, str | None, int, int]

MODELS = ("item_balance", "document_balance", "payment", "credit_memo")  # what is compared with
PAGE = 10_000  # rows handed to the database together
EVERY = 200  # events between two words on how far it is
IN_ORDER = "recorded_in_order"  # a check of verify log, made of a whole replay
SENTENCES = {
    IN_ORDER: "No event was recorded before the one in front of it.",
    "readable": "Every event replayed can be read.",
    "versions": "The versions of each stream replayed count from 1, in the order of the log.",
    "possible": "Every event replayed fits what its stream had told before.",
    "states": "The state of each stream adds up to what its events moved.",
    "item": "What is open of each item and tax item is what replay makes of its document's events.",
    "document": "What is open of each invoice and debit memo is what replay makes of its events.",
    "payment": "What is unapplied of each payment is what replay makes of its events.",
    "credit_item": "What is unapplied of each row of a credit memo is what replay makes of its events.",
    "credit_memo": "What is unapplied of each credit memo is what replay makes of its events.",
    "part_item": "What of a payment or memo sits on each row is what replay makes of its events.",
}


def replay(
    connection: Connection[Any],
    ledger_id: str,
    streams: Streams,
    past: tuple[int, date | None] | None,
    progress: Progress,
) -> Report:
    """What replay and the read models agree on, and where they first differ.

    `past`      a position, and maybe a day: replay stops there, and the read models are folded up to there,
                beside the live ones. None: all that the live ones have come to.
    `progress`  is told (events read, all events).
    Nothing live is written. `connection` is the app's, in no transaction.
    """
    if past is not None:
        upto, day = past
        with folded_over(connection, MODELS, Range(ledger_id, 0, upto, day)):
            connection.execute(statement(SQL, "plan_freely"), {})
            return Replay(connection, ledger_id, upto, day, streams).report(progress)
    with connection.transaction():
        prepare(connection)
        upto = folded_to(connection, ledger_id)
        found = Replay(connection, ledger_id, upto, None, streams)
        notes = found.look_beyond()
        return replace(found.report(progress), notes=notes)


def whole_commands(connection: Connection[Any], ledger_id: str, upto: int) -> int:
    """The position, or the last before it where a command ends: what one command records is one moment.

    In the midst of a command a settlement would stand with the source and not yet with the document.
    """
    asked = {"ledger": ledger_id, "upto": upto}
    row = connection.execute(statement(SQL, "whole_commands"), asked).fetchone()
    return upto if row is None else int(row[0])


def prepare(connection: Connection[Any]) -> None:
    """One state of the books until the end of the transaction, and names mean the live read models."""
    connection.execute(statement(SQL, "begin"), {})
    connection.execute(statement(SQL, "use_live"), {})


def folded_to(connection: Connection[Any], ledger_id: str) -> int:
    """The position that the live read models show."""
    asked = {"ledger": ledger_id, "model": BUILT_IN}
    (position,) = connection.execute(statement(SQL, "folded_to"), asked).fetchone() or (0,)
    return int(position)


class Replay:
    """One replay, up to a position and maybe to a day, of some streams or of all.

    Memory holds one stream at a time: what it comes to goes to a table of the session and is compared there.
    `connection` is in a transaction whose unqualified names mean the read models to compare with.
    """

    def __init__(
        self, connection: Connection[Any], ledger_id: str, upto: int, day: date | None, streams: Streams
    ) -> None:
        self._connection = connection
        self._ledger_id = ledger_id
        self._upto = upto
        self._day = day
        self._streams = streams
        left_out = IN_ORDER if streams is not None else None
        self._findings = Findings({name: told for name, told in SENTENCES.items() if name != left_out})
        self._page: list[Row] = []

    def report(self, progress: Progress) -> Report:
        log = Log(self._connection, self._ledger_id, self._upto)
        total, done = log.count(self._streams), 0
        if self._streams is None:
            self._look_at_order()
        self._connection.execute(statement(SQL, "replayed"), {})
        for _, group in groupby(log.by_stream(self._streams), key=lambda told: told.stream_id):
            done = self._fold(group, done, total, progress)
        self._write()
        progress(done, total)
        self._compare()
        return Report(self._upto, done, self._findings.checks())

    def look_beyond(self) -> tuple[str, ...]:
        """What the read models do not show, as where they stop at an event that nobody can read: in notes."""
        beyond = 0
        for told in Log(self._connection, self._ledger_id, self._upto).after(self._streams):
            beyond += 1
            if told.fact is None:
                self._offend("readable", told.position, told.topic, "an event that can be read", told.problem)
        if not beyond:
            return ()
        return (f"Events that the read models do not show, and were not compared with them: {beyond:,}.",)

    def _look_at_order(self) -> None:
        """Of the log as a whole: each stream for itself does not show that two events changed places."""
        asked = {"ledger": self._ledger_id}
        for position, stream_id, expected, found in self._connection.execute(
            statement("checks/log", IN_ORDER), asked
        ):
            if position <= self._upto:
                self._offend(IN_ORDER, position, stream_id.hex, expected, found)

    def _fold(self, stream: Iterable[Told], done: int, total: int, progress: Progress) -> int:
        folded: Folded | None = None
        ordering, sound = Ordering(), True
        for told in stream:
            for check, expected, found in ordering.next(told):
                self._offend(check, told.position, told.topic, expected, found)
            folded = folded or Folded(told.stream_id, self._day)
            sound = self._add(folded, told, sound)
            done += 1
            if done % EVERY == 0:
                progress(done, total)
        if folded is not None:
            self._keep(folded)
            if sound and self._day is None:
                self._hold_against_state(folded)
        return done

    def _add(self, folded: Folded, told: Told, sound: bool) -> bool:
        """Whether the state can still be relied on."""
        if told.fact is None:
            self._offend("readable", told.position, told.topic, "an event that can be read", told.problem)
            return False
        try:
            folded.add(told, told.fact)
        except IMPOSSIBLE as error:
            if sound:  # what follows on it is its consequence
                said = error.why if isinstance(error, HistoryImpossible) else str(error)
                problem = briefly(said) or type(error).__name__
                self._offend("possible", told.position, told.fact.TOPIC, "an event that fits", problem)
            return False
        return sound

    def _hold_against_state(self, folded: Folded) -> None:
        said = balances_of(folded.state)
        for balance in said.keys() | folded.balances.keys():
            expected, found = folded.balances.get(balance, 0), said.get(balance, 0)
            if expected != found:
                position = folded.moved_at.get(balance)
                self._offend("states", position, balance.id.hex, str(expected), str(found))

    def _keep(self, folded: Folded) -> None:
        currency = folded.currency
        for balance, minor in folded.balances.items():
            id = _id_of(self._ledger_id, folded, balance)
            position = folded.moved_at[balance]
            self._page.append((balance.subject.value, id, folded.stream_id, currency, minor, position))
            if len(self._page) >= PAGE:
                self._write()

    def _write(self) -> None:
        with self._connection.cursor() as cursor, cursor.copy(statement(SQL, "copy")) as copy:
            copy.set_types(("text", "uuid", "uuid", "text", "numeric", "int8"))
            for row in self._page:
                copy.write_row(row)
        self._page.clear()

    def _compare(self) -> None:
        asked = {"ledger": self._ledger_id, "streams": None if self._streams is None else list(self._streams)}
        for row in self._connection.execute(statement(SQL, "differences"), asked).fetchall():
            subject, times, position, id, currency, expected, found, name = row
            what = name or (id.hex if id else "a row that names nothing")
            told = (_money(minor, currency) for minor in (expected, found))
            self._findings.offend(subject, Offence(position, what, *told), times)

    def _offend(self, check: str, position: int | None, what: str, expected: str, found: str) -> None:
        self._findings.offend(check, Offence(position, what, expected, found))


def _id_of(ledger_id: str, folded: Folded, balance: Balance) -> UUID:
    if balance.subject is not Subject.PART_ITEM:
        return balance.id
    between = folded.stream_id, balance.document_id, balance.source_item_id or "", balance.id
    return derived_id(ledger_id, "part-item", *between)


def _money(minor: Any, currency: str | None) -> str:
    return str(int(minor)) if currency is None else f"{Money(int(minor), currency)} {currency}"
