"""Any sequence of commands, against an independent naive ledger: the same answers and the same figures."""

from datetime import date

from hypothesis import HealthCheck, given, settings

from tests.model import rules
from tests.model.book import Book
from tests.model.commands import Apply, Command, Pay, Refund, Unapply
from tests.model.memory import Memory
from tests.model.reading import Reading, broken_promises, names_in
from tests.model.sequences import sequences
from tests.model.standing import amounts_on, snapshot_of

TODAY = date(2026, 3, 9)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(commands=sequences(TODAY))
def test_any_sequence_of_commands_is_answered_as_the_naive_ledger_answers(commands: list[Command]) -> None:
    book, memory = Book(), Memory(TODAY)

    for place, command in enumerate(commands):
        expected = rules.run(book, command, place, TODAY)
        known = len(memory.facts)
        answer = memory.run(command, place)

        assert (place, answer) == (place, expected)
        if answer is not None:
            assert len(memory.facts) == known
        elif settles(command):
            assert broken_promises(memory.facts) == []
            _assert_alike(book, memory)


def settles(command: Command) -> bool:
    """Setting up is compared with the first settlement that follows."""
    return isinstance(command, Pay | Apply | Unapply | Refund)


def _assert_alike(book: Book, memory: Memory) -> None:
    names = names_in(memory.facts)
    for day in book.days():
        assert Reading(memory.facts, names, day).snapshot() == book.snapshot(day)
        assert amounts_on(memory, day) == book.amounts_on(day)
    assert Reading(memory.facts, names).snapshot() == snapshot_of(memory) == book.snapshot()
