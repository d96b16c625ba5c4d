"""Looking ahead fills what a batch will ask for in one round trip, and changes no answer."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from settlebook.ledger.committing import looking_ahead
from settlebook.ledger.committing.looking_ahead import LookingAhead
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.requests.outcome import Recorded
from tests.conftest import Database
from tests.ledger.toys import a_submission, apply, do, settled_books, unapplied_minor

PAIR = [("payment", "P-1"), ("invoice", "INV-1")]


@pytest.fixture
def fresh(database: Database, log: LedgerLog) -> Iterator[LedgerLog]:
    """Another program, which knows nothing yet of the settled books."""
    settled_books(log)
    with LedgerLog(database) as opened:
        yield opened


def ahead_of(log: LedgerLog) -> LookingAhead:
    return LookingAhead(log.connections, log.ledger_id, log.repository)


def recorded(log: LedgerLog, key: str | None) -> Recorded:
    submission = replace(a_submission(apply(60_00), key), wants=lambda: PAIR)
    return log.committer.record(submission)


def test_what_is_named_is_known_afterwards_with_the_account_that_owns_it(fresh: LedgerLog):
    ahead_of(fresh).look([], PAIR)

    payment = fresh.repository.known_id("payment", "P-1")
    assert payment is not None
    assert fresh.repository.unknown([*PAIR, ("payment", payment.hex)]) == ([], [])
    account = fresh.repository.get(payment).state.account_id
    assert fresh.repository.without_known([account]) == []


def test_what_is_not_there_is_left_unknown(fresh: LedgerLog):
    assert ahead_of(fresh).look([("local", "k")], [("payment", "P-9")]) == {}
    assert fresh.repository.unknown([("payment", "P-9")]) == ([("payment", "P-9")], [])


def test_a_long_stream_is_left_to_who_needs_it(fresh: LedgerLog, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(looking_ahead, "LONG", 2)  # events: the invoice's, created and posted

    ahead_of(fresh).look([], PAIR)

    assert fresh.repository.unknown(PAIR) == ([("invoice", "INV-1")], [])
    assert recorded(fresh, None).number == "P-1"


def test_more_than_fits_into_one_answer_is_read_in_turns(fresh: LedgerLog, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(looking_ahead, "MOST_AT_ONCE", 1)

    ahead_of(fresh).look([], PAIR)

    assert fresh.repository.unknown(PAIR) == ([], [])


def test_a_key_has_its_first_answer_for_a_program_that_knows_nothing(fresh: LedgerLog, log: LedgerLog):
    first = recorded(log, "k-1")

    again = recorded(fresh, "k-1")

    assert again.replayed and again.position == first.position
    assert unapplied_minor(fresh) == 40_00


def test_what_was_looked_up_is_decided_again_when_it_has_moved_on(fresh: LedgerLog, log: LedgerLog):
    ahead_of(fresh).look([], PAIR)
    do(log, apply(40_00))

    answer = recorded(fresh, None)

    assert not answer.replayed and unapplied_minor(fresh) == 0
