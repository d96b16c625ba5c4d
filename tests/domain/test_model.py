"""Any sequence of commands, against an independent naive ledger: the same answers and the same figures."""

from datetime import date

from hypothesis import HealthCheck, given, settings

from tests.model.book import Book
from tests.model.commands import Apply, Command, Pay, Refund, Unapply
from tests.model.expected import expected
from tests.model.figures import snapshot
from tests.model.reading import Reading, broken_promises, names_in
from tests.model.sequences import sequences
from tests.model.spoken import Speech, sendable
from tests.model.standing import amounts_on, snapshot_of
from tests.model.stories import speeches
from tests.model.told import Told

TODAY = date(2026, 3, 9)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(commands=sequences(TODAY), speech=speeches)
def test_any_sequence_of_commands_is_answered_as_the_naive_ledger_answers(
    commands: list[Command], speech: Speech
) -> None:
    book, memory = Book(), Told(TODAY, speech)

    for place, command in enumerate(map(sendable, commands)):
        known = len(memory.facts)
        answer = memory.run(command, place)

        assert (place, answer) == (place, expected(book, command, place, TODAY))
        if answer is not None:
            assert len(memory.facts) == known
        elif settles(command):
            assert broken_promises(memory.facts) == []
            _assert_alike(book, memory)


def settles(command: Command) -> bool:
    """Setting up is compared with the first settlement that follows."""
    return isinstance(command, Pay | Apply | Unapply | Refund)


def _assert_alike(book: Book, memory: Told) -> None:
    names = names_in(memory.facts)
    for day in book.days():
        assert Reading(memory.facts, names, day).snapshot() == snapshot(book, day)
        assert amounts_on(memory, day) == book.amounts_on(day)
    assert Reading(memory.facts, names).snapshot() == snapshot_of(memory) == snapshot(book)
