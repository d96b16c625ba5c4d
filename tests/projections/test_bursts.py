"""Under a burst of commands memory stays bounded, and the read models catch up while it goes on."""

import time
import tracemalloc
from collections.abc import Iterator
from threading import Event, Thread

import pytest

import settlebook
from settlebook.ledger.committing import committer
from settlebook.ledger.states import repository
from settlebook.projecting import Projector

PATIENCE = 60.0  # seconds until the read models have something of a burst that goes on
BODY = {"accountNumber": "ACME", "amount": "1.00", "currency": "GBP", "type": "External"}


def payments(count: int) -> Iterator[settlebook.Request]:
    for _ in range(count):
        yield settlebook.Request(settlebook.parse_command("payment.create", None, BODY))


def burst(ledger: settlebook.Ledger, count: int) -> None:
    assert not any(isinstance(answer, settlebook.Refusal) for answer in ledger.execute(payments(count)))


def peak_of_catching_up(ledger: settlebook.Ledger, count: int) -> int:
    """The most bytes that Python held while it folded the events of a burst."""
    burst(ledger, count)
    with ledger._log.connections.borrow() as connection:
        tracemalloc.start()
        try:
            reached = Projector(connection, ledger.ledger_id, page_size=200).catch_up()
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
            assert reached == ledger.position


def test_what_is_held_while_catching_up_does_not_grow_with_what_there_is_to_fold(ledger: settlebook.Ledger):
    ledger.perform("account.create", None, {"name": "Acme", "currency": "GBP", "accountNumber": "ACME"})
    peak_of_catching_up(ledger, 200)  # what is made once

    short, long = peak_of_catching_up(ledger, 200), peak_of_catching_up(ledger, 1_200)

    assert long < 2 * short


def peak_of_recording(ledger: settlebook.Ledger, count: int) -> int:
    """The most bytes that Python held while it recorded a burst."""
    tracemalloc.start()
    try:
        burst(ledger, count)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_what_is_held_while_recording_does_not_grow_with_the_burst(
    ledger: settlebook.Ledger, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(committer, "MOST_ENTRIES", 20)  # of a batch; the short burst fills all that is kept
    monkeypatch.setattr(ledger._log.repository, "_capacity", 50)  # rows of states
    monkeypatch.setattr(repository, "MOST_NUMBERS", 50)
    ledger.perform("account.create", None, {"name": "Acme", "currency": "GBP", "accountNumber": "ACME"})
    peak_of_recording(ledger, 80)  # what is made once

    short, long = peak_of_recording(ledger, 80), peak_of_recording(ledger, 480)

    assert long < 1.6 * short


def burst_until(ledger: settlebook.Ledger, seen: Event) -> int:
    """Payments without end, until something of them was seen; how many those were."""
    ends = time.monotonic() + PATIENCE
    sent = 0

    def endless() -> Iterator[settlebook.Request]:
        nonlocal sent
        while not seen.is_set() and time.monotonic() < ends:
            yield from payments(1)
            sent += 1

    assert not any(isinstance(answer, settlebook.Refusal) for answer in ledger.execute(endless()))
    return sent


def test_the_read_models_catch_up_with_a_burst_while_it_goes_on(ledger: settlebook.Ledger):
    ledger.perform("account.create", None, {"name": "Acme", "currency": "GBP", "accountNumber": "ACME"})
    before = ledger.position
    stop, seen = Event(), Event()

    def look(position: int, _: int) -> None:
        if position > before:
            seen.set()

    projecting = Thread(target=ledger.project, args=(stop, look))
    projecting.start()

    sent = burst_until(ledger, seen)
    caught_up_beside = seen.is_set()
    behind = ledger.position
    stop.set()
    projecting.join()

    assert caught_up_beside  # not only after it: the burst ends when it was seen
    assert ledger.catch_up() == behind
    assert len(ledger.payments("ACME", limit=sent + 1)) == sent
