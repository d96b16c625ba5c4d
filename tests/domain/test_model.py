"""Any sequence of commands, against an independent naive ledger: the same answers and the same figures."""

from datetime import date

from hypothesis import HealthCheck, Phase, given, settings

from tests.model import figures, standing
from tests.model.book import Book
from tests.model.commands import (
    Apply,
    CancelRefund,
    Choose,
    Command,
    Draft,
    NewAccount,
    NewItem,
    NewTax,
    Pay,
    RefundApplied,
    Share,
)
from tests.model.expected import expected
from tests.model.lives import lives
from tests.model.reading import Reading, broken_promises, names_in
from tests.model.sequences import sequences
from tests.model.snapshot import renamed
from tests.model.spoken import Speech, sendable
from tests.model.stories import speeches
from tests.model.told import Told

TODAY = date(2026, 3, 9)
EVERY_DAY = 4  # after so many commands all days are looked at, after each one what stands now

quick = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@settings(quick, max_examples=40)
@given(commands=sequences(TODAY), speech=speeches)
def test_any_sequence_of_settlement_is_answered_as_the_naive_ledger_answers(
    commands: list[Command], speech: Speech
) -> None:
    assert_alike_at_each_step(commands, speech)


@settings(
    quick, max_examples=40, phases=(Phase.explicit, Phase.reuse, Phase.generate)
)  # shrinking takes long
@given(commands=lives(TODAY), speech=speeches)
def test_any_sequence_of_every_command_is_answered_as_the_naive_ledger_answers(
    commands: list[Command], speech: Speech
) -> None:
    assert_alike_at_each_step(commands, speech)


def test_what_a_refund_gave_back_of_netting_is_netted_again_when_it_is_canceled() -> None:
    rows = (NewItem(100, (NewTax(10, "state"),)), NewItem(-30), NewItem(40))
    part = Share("invoice", "INV-1", 50)

    assert_alike_at_each_step(
        [
            NewAccount("A-1", "GBP"),
            Draft("invoice", "INV-1", "A-1", date(2026, 3, 5), rows, posts=True),
            Pay("P-1", "A-1", "GBP", 500, date(2026, 3, 5)),
            Apply("payment", "P-1", (part,), day=date(2026, 3, 5), nets=True),
            RefundApplied("P-1", "R-1", 500, (part,)),
            CancelRefund("R-1", reapplies=True),
            Choose(choices=(("negative_lines", "net"),)),
            RefundApplied("P-1", "R-2", writes_off=True),
            CancelRefund("R-2", reapplies=True),
            RefundApplied("P-1", "R-3"),
            CancelRefund("R-3", reapplies=True),
        ],
        Speech(),
    )


def assert_alike_at_each_step(commands: list[Command], speech: Speech) -> None:
    book, told = Book(), Told(TODAY, speech)
    for place, command in enumerate(map(sendable, commands)):
        known = len(told.facts)
        answer = told.run(command, place)
        book.called = told.called

        assert (place, answer) == (place, expected(book, command, place, TODAY))
        if answer is not None:
            assert len(told.facts) == known
        elif not isinstance(command, NewAccount | Draft):  # setting up is compared with what follows
            _assert_alike_now(book, told)
        if place % EVERY_DAY == 0 or place == len(commands) - 1:
            _assert_alike_on_every_day(book, told)


def _assert_alike_now(book: Book, told: Told) -> None:
    now = figures.snapshot(book)
    assert Reading(told.facts, names_in(told.facts)).snapshot().renamed(told.called) == now
    assert standing.snapshot_of(told).renamed(told.called) == now
    assert renamed(standing.written(told), told.called) == figures.written(book)


def _assert_alike_on_every_day(book: Book, told: Told) -> None:
    names = names_in(told.facts)
    assert broken_promises(told.facts) == []
    for day in book.days():
        assert Reading(told.facts, names, day).snapshot().renamed(told.called) == figures.snapshot(book, day)
        assert renamed(standing.amounts_on(told, day), told.called) == figures.amounts_on(book, day)
