"""Replays the log under another policy, go by go, and keeps what comes out otherwise in scratch tables."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from psycopg import Connection

from settlebook.audit.replay.moves import Balance, Subject, moves_of
from settlebook.audit.replay.reading import Log, Told
from settlebook.audit.statements import statement
from settlebook.audit.what_if.accounts import SQL, batches
from settlebook.audit.what_if.retelling import Problem, Retelling, Retold
from settlebook.audit.what_if.rules import Rules, act_of
from settlebook.audit.what_if.world import World
from settlebook.domain.document import Document
from settlebook.domain.events import (
    CreditApplied,
    CreditUnapplied,
    Event,
    PaymentApplied,
    PaymentTransferred,
    PaymentUnapplied,
)
from settlebook.domain.payment import Payment
from settlebook.ledger.log.upcasting import UnreadableEvent
from settlebook.ledger.states.streams import State
from settlebook.progress import Progress

BALANCE_TYPES = ("text", "uuid", "uuid", "uuid", "text", "numeric", "numeric")
PROBLEM_TYPES = ("int8", "date", "text", "uuid", "uuid", "text", "text")
Key = tuple[UUID, Balance]  # the stream, and which balance of it
Owner = tuple[UUID | None, str]  # the account, none where it is nobody's, and the currency
TOLD = (Subject.ITEM, Subject.PAYMENT, Subject.CREDIT_ITEM)
DOCUMENT_OF = {Subject.ITEM: "document", Subject.CREDIT_ITEM: "credit_memo"}
EVERY = 200  # events between two words on how far it is


@dataclass(slots=True)
class Counts:
    """How much of the history was concerned: applications and unapplies, of the account that was asked for.

    chosen_again     by the policy asked for; `chosen_otherwise` of them settle other rows, or other amounts.
    chosen_as_before by the policy that chose them, since the one asked for is not offered there.
    named            whose rows the caller named, or that take all there is: they stay.
    taken_otherwise  unapplies that take other rows back.
    """

    events: int = 0
    applications: int = 0
    chosen_again: int = 0
    chosen_otherwise: int = 0
    chosen_as_before: int = 0
    named: int = 0
    taken_otherwise: int = 0
    problems: int = 0


class Otherwise:
    """One what-if: `run` fills the scratch tables; `counts` tells how much there was to do."""

    def __init__(
        self,
        connection: Connection[Any],
        ledger_id: str,
        rules: Rules,
        upto: int,
        day: date | None,
        account_id: UUID | None,
    ) -> None:
        self.counts = Counts()
        self._connection = connection
        self._ledger_id = ledger_id
        self._rules = rules
        self._log = Log(connection, ledger_id, upto)
        self._day = day
        self._account_id = account_id

    def run(self, progress: Progress) -> None:
        """Nothing is written but tables of this session. Raises UnreadableEvent."""
        all_batches = list(batches(self._connection, self._ledger_id, self._account_id))
        total = sum(self._log.count(streams) for streams in all_batches)
        for streams in all_batches:
            self._replay(streams, total, progress)
        progress(self.counts.events, total)

    def _replay(self, streams: list[UUID], total: int, progress: Progress) -> None:
        go = _Go(self._day)
        problems: list[tuple[Told, Problem]] = []
        for _, group in groupby(self._log.in_order(streams), key=lambda told: told.command_id):
            command = [(told, _readable(told)) for told in group]
            retelling = Retelling(go.world, self._rules, [fact for _, fact in command])
            for told, fact in command:
                retold = retelling.tell(fact)
                go.add(retold)
                problems += [(told, problem) for problem in retold.problems]
                self._count(retold)
                if self.counts.events % EVERY == 0:
                    progress(self.counts.events, total)
        self._keep("copy_balances", BALANCE_TYPES, go.rows())
        self._keep("copy_problems", PROBLEM_TYPES, (_problem_row(go.world, *one) for one in problems))

    def _keep(self, name: str, types: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
        with self._connection.cursor() as cursor, cursor.copy(statement(SQL, name)) as copy:
            copy.set_types(types)
            for row in rows:
                copy.write_row(row)

    def _count(self, retold: Retold) -> None:
        counts, fact = self.counts, retold.fact
        counts.events += 1
        if not self._concerns(fact):
            return
        counts.problems += len(retold.problems)
        is_other = retold.instead != (fact,)
        match fact:
            case PaymentUnapplied() | CreditUnapplied():
                counts.taken_otherwise += is_other
            case PaymentApplied() | CreditApplied():
                counts.applications += 1
                counts.chosen_otherwise += is_other and fact.policy is not None
                if fact.policy is None:
                    counts.named += 1
                elif self._rules.asked(act_of(fact)) is None:
                    counts.chosen_as_before += 1
                else:
                    counts.chosen_again += 1

    def _concerns(self, fact: Event) -> bool:
        if self._account_id is None:
            return True
        owners = (getattr(fact, name, None) for name in ("account_id", "document_account_id"))
        return self._account_id in owners


@dataclass(slots=True)
class _Sums:
    """Of each balance, and of each account: what is open less what is unapplied."""

    balances: Counter[Key] = field(default_factory=Counter)
    accounts: Counter[Owner] = field(default_factory=Counter)

    def add(self, fact: Event, state: State | None, sign: int) -> None:
        """`state` is that of its stream, after it: an account has what moved while the stream was its own."""
        moves = [(each, sign * minor) for each, minor in moves_of(fact).items() if each.subject in TOLD]
        for balance, minor in moves:
            self.balances[fact.stream_id, balance] += minor
            self.accounts[_owner(state)] += minor if balance.subject is Subject.ITEM else -minor
        if isinstance(fact, PaymentTransferred) and fact.to_payment_id == fact.payment_id:
            self.accounts[fact.from_account_id, fact.currency] += sign * fact.amount_minor
            self.accounts[fact.to_account_id, fact.currency] -= sign * fact.amount_minor


class _Go:
    """One go over some streams: both worlds, what each balance is in the log's, and by how much otherwise."""

    def __init__(self, day: date | None) -> None:
        self.world = World()
        self._day = day
        self._actual = _Sums()
        self._other = _Sums()  # less what it is in the log's

    def add(self, retold: Retold) -> None:
        """What takes effect after the day counts in neither world."""
        fact, instead = retold.fact, retold.instead
        if self._counts(fact):
            self._actual.add(fact, self.world.actual(fact.stream_id), 1)
        if instead == (fact,) and self._has_one_owner(fact.stream_id):
            return
        if self._counts(fact):
            self._other.add(fact, self.world.actual(fact.stream_id), -1)
        for event in filter(self._counts, instead):
            self._other.add(event, self.world.other(event.stream_id), 1)

    def _counts(self, fact: Event) -> bool:
        return self._day is None or fact.effective_on <= self._day

    def _has_one_owner(self, stream_id: UUID) -> bool:
        """A payment that could not go to another account in the other world is not the same account's."""
        actual, other = self.world.actual(stream_id), self.world.other(stream_id)
        return not (isinstance(actual, Payment) and isinstance(other, Payment)) or (
            actual.account_id == other.account_id
        )

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Balances that are others: of rows and payments, of documents, of accounts."""
        changed = {key: minor for key, minor in self._other.balances.items() if minor}
        for (stream_id, balance), minor in changed.items():
            actual = self._actual.balances[stream_id, balance]
            account_id, currency = _owner(self.world.actual(stream_id))
            subject = balance.subject.value
            yield subject, balance.id, stream_id, account_id, currency, actual, actual + minor
        documents = _by_document(self._actual.balances)
        for (subject, stream_id), minor in _by_document(changed).items():
            if minor:
                actual = documents[subject, stream_id]
                account_id, currency = _owner(self.world.actual(stream_id))
                yield subject, stream_id, stream_id, account_id, currency, actual, actual + minor
        for (account_id, currency), minor in self._other.accounts.items():
            if minor and account_id is not None:
                actual = self._actual.accounts[account_id, currency]
                yield "account", account_id, account_id, account_id, currency, actual, actual + minor


def _owner(state: State | None) -> Owner:
    assert isinstance(state, Document | Payment)  # nothing else has balances
    return state.account_id, state.currency


def _by_document(balances: Mapping[Key, int]) -> Counter[tuple[str, UUID]]:
    sums: Counter[tuple[str, UUID]] = Counter()
    for (stream_id, balance), minor in balances.items():
        if balance.subject in DOCUMENT_OF:
            sums[DOCUMENT_OF[balance.subject], stream_id] += minor
    return sums


def _readable(told: Told) -> Event:
    if told.fact is None:
        raise UnreadableEvent(f"event {told.position} cannot be read: {told.problem}")
    return told.fact


def _problem_row(world: World, told: Told, problem: Problem) -> tuple[object, ...]:
    state = world.actual(told.stream_id)
    account_id = state.account_id if isinstance(state, Document | Payment) else None
    fact = _readable(told)
    event = type(fact).__name__
    return told.position, fact.effective_on, event, told.stream_id, account_id, problem.code, problem.reason
