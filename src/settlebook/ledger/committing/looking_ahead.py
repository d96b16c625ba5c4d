"""Looks ahead for a batch: what its commands name, and what their keys have, comes in one round trip."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.payment import Payment
from settlebook.domain.receivable import Receivable
from settlebook.ledger.database.arrays import Texts, Uuids
from settlebook.ledger.database.connections import Connections
from settlebook.ledger.database.prepared import Parameter, Prepared
from settlebook.ledger.deciding.decided import StoredCommand
from settlebook.ledger.deciding.known import Name
from settlebook.ledger.log.upcasting import UnreadableEvent
from settlebook.ledger.states.repository import Repository, StreamRow
from settlebook.ledger.states.streams import State

T = TypeVar("T")
_LOOK_AHEAD = Prepared("look_ahead")
MOST_AT_ONCE = 64  # streams of one answer: nobody knows before how long they are
LONG = 64  # events: a stream that has as many is left to whoever needs it

Wanted = tuple[str, str]  # a kind, and the id or number of one of it


class LookingAhead:
    """Fills the repository with what decisions will ask it for; what is missing here they find themselves."""

    def __init__(self, connections: Connections, ledger_id: str, repository: Repository) -> None:
        self._connections = connections
        self._ledger_id = ledger_id
        self._repository = repository

    def look(self, names: Sequence[Name], wanted: Iterable[Wanted]) -> dict[Name, StoredCommand]:
        """What was committed under these keys; nobody is asked where all is known and there are no keys."""
        numbers, ids = self._repository.unknown(wanted)
        asked: list[Wanted | UUID] = [*numbers, *ids]
        commands, accounts = self._read(names, asked[:MOST_AT_ONCE])
        for some in _in_turns(asked[MOST_AT_ONCE:]):
            accounts |= self._read((), some)[1]
        for some in _in_turns(self._repository.without_known(accounts)):
            self._read((), some)
        return commands

    def _read(
        self, names: Sequence[Name], wanted: Sequence[Wanted | UUID]
    ) -> tuple[dict[Name, StoredCommand], set[UUID]]:
        """The commands that were found, and whose accounts the streams are that were."""
        if not names and not wanted:
            return {}, set()
        numbers = [entry for entry in wanted if isinstance(entry, tuple)]
        parameters: dict[str, Parameter] = {
            "ledger_id": self._ledger_id,
            "kinds": Texts.of(kind for kind, _ in numbers),
            "numbers": Texts.of(number for _, number in numbers),
            "ids": Uuids.of(entry for entry in wanted if isinstance(entry, UUID)),
            "long": LONG,
            "clients": Texts.of(client for client, _ in names),
            "keys": Texts.of(key for _, key in names),
        }
        rows = self._connections.read(lambda connection: _LOOK_AHEAD.rows(connection, parameters))
        return self._learn(rows)

    def _learn(self, rows: list[tuple[Any, ...]]) -> tuple[dict[Name, StoredCommand], set[UUID]]:
        commands: dict[Name, StoredCommand] = {}
        streams: defaultdict[UUID, dict[int, StreamRow]] = defaultdict(dict)
        for id, version, topic, content, kind, number, outcome, position, salt in rows:
            if version:
                streams[id][version] = StreamRow(version, topic, content, kind, number)
            else:
                commands[kind, number] = StoredCommand(
                    kind, number, topic, id, content.decode(), outcome, position, salt
                )
        states = (self._state(id, found) for id, found in streams.items() if len(found) < LONG)
        return commands, {account for account in map(_account_of, states) if account is not None}

    def _state(self, id: UUID, found: dict[int, StreamRow]) -> State | None:
        """One that cannot be read is left to whoever needs it: it is no reason to refuse the others."""
        try:
            return self._repository.learn(id, found)
        except UnreadableEvent:
            return None


def _account_of(state: State | None) -> UUID | None:
    """Whose it is: decisions look at the account's choices too."""
    return state.account_id if isinstance(state, Payment | CreditMemo | Receivable) else None


def _in_turns(asked: Sequence[T]) -> Iterator[Sequence[T]]:
    for first in range(0, len(asked), MOST_AT_ONCE):
        yield asked[first : first + MOST_AT_ONCE]
