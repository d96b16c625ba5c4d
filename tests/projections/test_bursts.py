"""Under a burst of commands memory stays bounded, and the read models catch up while it goes on."""

import tracemalloc
from collections.abc import Iterator
from threading import Event, Thread

import settlebook
from settlebook.projecting import Projector

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


def test_the_read_models_catch_up_with_a_burst_while_it_goes_on(ledger: settlebook.Ledger):
    ledger.perform("account.create", None, {"name": "Acme", "currency": "GBP", "accountNumber": "ACME"})
    reached: list[int] = []
    stop = Event()
    projecting = Thread(target=ledger.project, args=(stop, lambda position, _: reached.append(position)))
    projecting.start()

    burst(ledger, 1_000)
    behind = ledger.position
    stop.set()
    projecting.join()

    assert reached and max(reached) > 1  # beside the burst, not only after it
    assert ledger.catch_up() == behind
    assert len(ledger.payments("ACME", limit=2_000)) == 1_000
