"""Records a batch: everything of it in one transaction, under expectations, or nothing."""

from collections.abc import Mapping, Sequence
from itertools import accumulate

import psycopg

from settlebook.domain.events import Event
from settlebook.ledger.database.arrays import Array, Bytes, Days, Ints, Texts, Uuids
from settlebook.ledger.database.connections import Connection
from settlebook.ledger.database.prepared import Parameter, Prepared
from settlebook.ledger.deciding.decided import Decided
from settlebook.ledger.deciding.reads import Reads
from settlebook.ledger.log.mapper import state_of

MOST_BYTES = 32_000_000  # of requests in one message; what is made of them is several times as much

_APPEND = Prepared("append")
_NOTHING_EXPECTED: Mapping[str, Array] = {
    "expected_streams": Uuids.EMPTY,
    "expected_versions": Ints.EMPTY,
    "absent_kinds": Texts.EMPTY,
    "absent_numbers": Texts.EMPTY,
}
_NO_NUMBERS: Mapping[str, Array] = {
    "number_kinds": Texts.EMPTY,
    "numbers": Texts.EMPTY,
    "numbered": Uuids.EMPTY,
}
_NOTHING_PERSONAL: Mapping[str, Array] = {
    "personal_ids": Uuids.EMPTY,
    "personal_owners": Uuids.EMPTY,
    "salts": Bytes.EMPTY,
    "contents": Texts.EMPTY,
}


class Conflict(Exception):
    """What the commands saw is no longer so, or what they claimed is taken: decide again."""


class StreamsMoved(Conflict):
    """Others recorded on a stream that was read, or gave a number that was missing."""


class AlreadyTaken(Conflict):
    """A number, an id or an idempotency key is in use."""


def append(connection: Connection, ledger_id: str, reads: Reads, decided: Sequence[Decided]) -> None:
    """Commits, unless within a transaction, and tells every command its position.

    Raises StreamsMoved or AlreadyTaken, and then nothing was recorded.
    """
    first, *others = _parts(decided)
    try:
        if not others:
            _append(connection, ledger_id, first, _expectations(reads))
            return
        with connection.transaction():
            _append(connection, ledger_id, first, _expectations(reads))
            for part in others:
                _append(connection, ledger_id, part, _NOTHING_EXPECTED)
    except (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected) as error:
        raise StreamsMoved(str(error)) from error
    except psycopg.errors.UniqueViolation as error:
        raise AlreadyTaken(str(error)) from error


def _append(
    connection: Connection, ledger_id: str, decided: Sequence[Decided], expectations: Mapping[str, Array]
) -> None:
    rows = [(command, version, fact) for command in decided for version, fact in command.facts]
    parameters: dict[str, Parameter] = {
        "ledger_id": ledger_id,
        **expectations,
        **_events(rows),
        **_commands(decided),
    }
    parameters |= {**_numbers(decided), **_identities(decided), **_personal(decided)}
    ((before, _),) = _APPEND.rows(connection, parameters)
    for command in decided:
        before += len(command.facts)
        command.position = before


def _parts(decided: Sequence[Decided]) -> list[list[Decided]]:
    """No message to the server may have a gigabyte: an atomic batch of any size goes in several."""
    parts: list[list[Decided]] = [[]]
    size = 0
    for command in decided:
        if size > MOST_BYTES:
            parts.append([])
            size = 0
        parts[-1].append(command)
        size += command.entry.size
    return parts


def _expectations(reads: Reads) -> dict[str, Array]:
    expected, absent = reads.expected, sorted(reads.absent_numbers)
    return {
        "expected_streams": Uuids.of(expected.keys()),
        "expected_versions": Ints.of(expected.values()),
        "absent_kinds": Texts.of([kind for kind, _ in absent]),
        "absent_numbers": Texts.of([number for _, number in absent]),
    }


def _events(rows: Sequence[tuple[Decided, int, Event]]) -> dict[str, Array]:
    return {
        "stream_ids": Uuids.of([fact.stream_id for _, _, fact in rows]),
        "stream_versions": Ints.of([version for _, version, _ in rows]),
        "topics": Texts.of([fact.TOPIC for _, _, fact in rows]),
        "states": Bytes.of(state_of(fact) for _, _, fact in rows),
        "days": Days.of([fact.effective_on for _, _, fact in rows]),
        "command_ids": Uuids.of([command.command_id for command, _, _ in rows]),
    }


def _commands(decided: Sequence[Decided]) -> dict[str, Array]:
    """First and last count from the position before; without events, both are where the log stood."""
    counts = [len(command.facts) for command in decided]
    lasts = list(accumulate(counts))
    return {
        "new_commands": Uuids.of([command.command_id for command in decided]),
        "clients": Texts.of([command.entry.client for command in decided]),
        "keys": Texts.of([command.entry.key for command in decided]),
        "kinds": Texts.of([command.kind for command in decided]),
        "actors": Texts.of([command.entry.actor for command in decided]),
        "requests": Texts.of(command.request for command in decided),
        "outcomes": Texts.of(command.stored_outcome for command in decided),
        "firsts": Ints.of([min(last, last - count + 1) for last, count in zip(lasts, counts, strict=True)]),
        "lasts": Ints.of(lasts),
    }


def _numbers(decided: Sequence[Decided]) -> Mapping[str, Array]:
    numbered = [named for command in decided for named in command.numbered]
    if not numbered:
        return _NO_NUMBERS
    return {
        "number_kinds": Texts.of([named.kind for named in numbered]),
        "numbers": Texts.of([named.number for named in numbered]),
        "numbered": Uuids.of([named.id for named in numbered]),
    }


def _identities(decided: Sequence[Decided]) -> dict[str, Array]:
    identities = [identity for command in decided for identity in command.identities]
    return {
        "ids": Uuids.of([identity.id for identity in identities]),
        "id_kinds": Texts.of([identity.kind for identity in identities]),
        "owners": Uuids.of([identity.owner_id for identity in identities]),
    }


def _personal(decided: Sequence[Decided]) -> Mapping[str, Array]:
    rows = [row for command in decided for row in command.personal]
    if not rows:
        return _NOTHING_PERSONAL
    return {
        "personal_ids": Uuids.of([row.personal_id for row in rows]),
        "personal_owners": Uuids.of([row.owner_id for row in rows]),
        "salts": Bytes.of([row.salt for row in rows]),
        "contents": Texts.of([row.content for row in rows]),
    }
