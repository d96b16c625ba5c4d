"""Arrays arrive at the database as they were sent, whatever is in them."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from settlebook.ledger.database.arrays import Array, Bytes, Days, Ints, Texts, Uuids
from settlebook.ledger.opening import LedgerLog

TEXTS = some.text(some.characters(blacklist_characters="\0", blacklist_categories=("Cs",)))
SENT = {
    Uuids: ("uuid[]", some.lists(some.uuids())),
    Ints: ("int[]", some.lists(some.integers(-(2**31), 2**31 - 1))),
    Days: ("date[]", some.lists(some.dates())),
    Bytes: ("bytea[]", some.lists(some.none() | some.binary())),
    Texts: ("text[]", some.lists(some.none() | TEXTS)),
}


@pytest.mark.parametrize("kind", SENT, ids=lambda kind: kind.__name__)
def test_an_array_arrives_as_it_was_sent(log: LedgerLog, kind: type[Array]):
    named, values = SENT[kind]
    with log.connections.borrow() as connection:

        @given(values)
        @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        def arrives(sent: list[object]) -> None:
            row = connection.execute(f"SELECT %s::{named}".encode(), [kind.of(sent)]).fetchone()  # type: ignore[attr-defined]
            assert row == (sent,)

        arrives()


def test_the_ends_of_the_calendar_arrive_too(log: LedgerLog):
    ends = [date.min, date(1999, 12, 31), date(2000, 1, 1), date.max]

    with log.connections.borrow() as connection:
        row = connection.execute("SELECT %s::date[], %s::uuid[]", [Days.of(ends), Uuids.of([UUID(int=0)])])

        assert row.fetchone() == (ends, [UUID(int=0)])
