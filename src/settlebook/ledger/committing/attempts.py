"""Records batches: decides, appends under expectations, and tries again when a race or an answer was lost.

ahead        decide while the batch before is being recorded, as if it were; if it is not, decide again
optimistic   decide on what is known, append, and on a conflict bring what was read up to date
locked       after a few lost races: hold the ledger's lock, then decide, so that nobody can be faster
unknown      the connection broke: forget everything, look every key up, decide what is not there
"""

from collections.abc import Callable
from threading import Lock
from time import perf_counter

import psycopg

from settlebook.domain.errors import Outdated, Refusal
from settlebook.engine.read_only import ASK_THE_PRIMARY, TAKES_NO_WRITES, takes_no_writes
from settlebook.garbage import unsought
from settlebook.ledger.committing.append import AlreadyTaken, Conflict, append
from settlebook.ledger.committing.lineup import PassOn
from settlebook.ledger.committing.looking_ahead import LookingAhead
from settlebook.ledger.committing.watching import Batch, Watch
from settlebook.ledger.database.connections import ConnectionLost, Connections
from settlebook.ledger.database.statements import statement
from settlebook.ledger.deciding.attempt import Attempt, Ground, final, first_of
from settlebook.ledger.deciding.batch import Entry, Group
from settlebook.ledger.deciding.decided import StoredCommand
from settlebook.ledger.deciding.reads import Reads
from settlebook.ledger.errors import NotRecorded, Unreachable
from settlebook.ledger.log.recorder import LogRecorder
from settlebook.ledger.requests.outcome import Mode
from settlebook.ledger.states.repository import Repository

OPTIMISTIC_TRIES = 4
TRIES = 8  # then Outdated
OF_ITS_STATE = ("25", "53100", "58")  # it only reads, or its disk is full or broken: no command is at fault
SEND_AGAIN = "When it answers again, send the same commands with the same keys: none is recorded twice."


class TooSoon(Exception):
    """What was sent before it is not recorded yet, and may never be: nothing of it was recorded either."""


class Attempts:
    """Runs batches: one is recorded at a time, and another decided meanwhile."""

    def __init__(
        self, connections: Connections, recorder: LogRecorder, repository: Repository, ground: Ground
    ) -> None:
        self._connections = connections
        self._recorder = recorder
        self._repository = repository
        self._ground = ground
        self._ahead = LookingAhead(connections, ground.ledger_id, repository)
        self._recording = Lock()
        self._in_flight: Attempt | None = None  # decided, and being recorded
        self.watch: Watch | None = None  # is told of every batch
        self.before_first: Callable[[], None] | None = None  # raises where nothing may be recorded

    @unsought()
    def run(self, groups: list[Group], pass_on: PassOn) -> None:
        """Give every entry its answer, all of them committed; the lead is passed on once all is decided."""
        if self.before_first is not None:
            self.before_first()
            self.before_first = None
        try:
            self._run(groups, pass_on)
        except Unreachable as error:
            raise Unreachable(error.problem, SEND_AGAIN) from error
        except psycopg.Error as error:  # something in the batch is refused: find out whose it is
            if (error.sqlstate or "").startswith(OF_ITS_STATE):
                raise _not_recorded(error) from error
            in_turn = _in_turn(groups)
            was_alone = len(groups) == 1 and len(_one_by_one(groups[0])) == 1
            for group in in_turn:
                if was_alone:
                    _blame(group, error)
                else:
                    self._run_apart(group, pass_on)
            _mark_recorded(in_turn)

    def _run_apart(self, group: Group, pass_on: PassOn) -> None:
        """As far as its mode goes: where it stops at a refusal, nothing after that is run."""
        for alone in _one_by_one(group):
            self._run_alone(alone, pass_on)
            if group.mode is Mode.STOP and any(map(_is_refused, alone.lines)):
                return

    def _run_alone(self, group: Group, pass_on: PassOn) -> None:
        try:
            self._run([group], pass_on)
        except psycopg.Error as error:
            _blame(group, error)

    def _run(self, groups: list[Group], pass_on: PassOn) -> None:
        """Decide while the batch before is recorded, as if it were already; and then record."""
        attempt = self._attempt(groups, below=self._in_flight)
        try:
            attempt.decide(groups)
            with self._recording:
                in_turn = _in_turn(groups)
                if len(in_turn) < len(groups) or not attempt.is_on_the_log():
                    attempt.close()  # what it was decided upon never came to be
                    if in_turn:
                        self._record(in_turn, None)
                    return
                self._in_flight = attempt
                pass_on()
                try:
                    self._record(groups, attempt)
                finally:
                    self._in_flight = None
        finally:
            attempt.close()

    def _record(self, groups: list[Group], decided: Attempt | None) -> None:
        is_unsure = False
        failed: Reads | None = None
        asks = False
        for tries in range(1, TRIES + 1):
            attempt = decided or self._attempt(groups, failed if asks else None, is_unsure=is_unsure)
            try:
                began = perf_counter()
                if tries > OPTIMISTIC_TRIES and failed is not None:
                    self._append_locked(attempt, groups, failed)
                else:
                    if decided is None:
                        attempt.decide(groups)
                        began = perf_counter()
                    self._append(attempt)
                self._keep(attempt)
                _mark_recorded(groups)
                self._tell(attempt, perf_counter() - began)
                return
            except Conflict as conflict:
                asks = asks or isinstance(conflict, AlreadyTaken)
                failed = attempt.reads
                self._catch_up(failed, asks=asks)
            except ConnectionLost as lost:
                self._recover(lost, is_last=tries == TRIES)
                is_unsure = True
            finally:
                attempt.close()
            decided = None
        _give_up(attempt)
        _mark_recorded(groups)
        self._tell(attempt, 0)

    def _attempt(
        self,
        groups: list[Group],
        failed: Reads | None = None,
        *,
        is_unsure: bool = False,
        below: Attempt | None = None,
    ) -> Attempt:
        is_unsure = is_unsure or any(group.is_unsure for group in groups)
        entries = [entry for group in groups for entry in group.entries]
        asked = [(entry.client, entry.key) for entry in entries if entry.has_own_key or is_unsure]
        reads = Reads(self._repository, self._recorder)
        if failed is not None:
            reads.ask_for_claims_of(failed)
        wanted = {name for entry in entries for name in entry.wants()}
        return Attempt(self._ground, reads, self._ahead.look(asked, wanted), below)

    def _append(self, attempt: Attempt) -> None:
        if not attempt.draft.decided and not attempt.reads.expected and not attempt.reads.absent_numbers:
            return  # nothing to record, and no answer that depends on what was read
        with self._connections.borrow() as connection:
            append(connection, self._ground.ledger_id, attempt.reads, attempt.draft.decided)

    def _append_locked(self, attempt: Attempt, groups: list[Group], failed: Reads) -> None:
        """Under the lock nobody records, so what is read now is still so when it is appended."""
        with self._connections.borrow() as connection, connection.transaction():
            connection.execute(statement("lock_head"), {"ledger_id": self._ground.ledger_id})
            self._repository.bring_forward(failed.expected)
            attempt.decide(groups)
            append(connection, self._ground.ledger_id, attempt.reads, attempt.draft.decided)

    def _keep(self, attempt: Attempt) -> None:
        """After the commit: what was decided is what is known."""
        attempt.conclude()
        for stream_id, stream in attempt.draft.layer.streams.items():
            self._repository.put(stream_id, stream)
        for (kind, number), id in attempt.draft.layer.numbers.items():
            self._repository.know_number(kind, number, id)
        if attempt.draft.decided:
            self._recorder.wake()

    def _tell(self, attempt: Attempt, seconds: float) -> None:
        if self.watch is not None:
            recorded = len(attempt.draft.decided) if attempt.is_recorded else 0
            self.watch(Batch.of(attempt.answers, recorded, seconds))

    def _catch_up(self, failed: Reads, *, asks: bool) -> None:
        self._repository.bring_forward(failed.expected)
        if asks:
            self._ground.sequences.doubt()

    def _recover(self, lost: ConnectionLost, *, is_last: bool) -> None:
        """The outcome is unknown: nothing that is known here counts any more."""
        self._connections.drop()
        self._repository.forget()
        if is_last:
            raise Unreachable(f"Again and again: {lost.problem}", SEND_AGAIN) from lost


def _in_turn(groups: list[Group]) -> list[Group]:
    """Those that may be recorded; the others are told that it is too soon."""
    for group in groups:
        if not group.is_in_turn:
            group.error = TooSoon()
    return [group for group in groups if group.error is None]


def _mark_recorded(groups: list[Group]) -> None:
    for group in groups:
        group.is_recorded = True


def _give_up(attempt: Attempt) -> None:
    """Every race was lost; what was already known under a key is answered all the same."""
    for entry, tentative in attempt.answers.items():
        is_known = isinstance(first_of(tentative), StoredCommand)
        entry.answer = final(tentative) if is_known else Outdated(TRIES)


def _blame(group: Group, error: psycopg.Error) -> None:
    for entry in group.entries:
        entry.fault = _not_recorded(error)


def _not_recorded(error: psycopg.Error) -> NotRecorded:
    if takes_no_writes(error):
        return NotRecorded(TAKES_NO_WRITES, ASK_THE_PRIMARY)
    said = error.diag.message_primary or type(error).__name__
    return NotRecorded(f"The database does not record it: {said}.", "Mend what it names, then send it again.")


def _one_by_one(group: Group) -> list[Group]:
    """The smallest groups that may be recorded apart."""
    if group.mode is Mode.ATOMIC:
        return [group]
    return [Group([line], group.mode, is_unsure=True) for line in group.lines]


def _is_refused(line: Entry | Refusal) -> bool:
    if isinstance(line, Refusal):
        return True
    return line.fault is not None or isinstance(line.answer, Refusal)
