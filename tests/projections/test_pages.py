"""Folding page by page, in any page size, gives what one fold over everything gives, live and rebuilt."""

from datetime import date
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Database
from tests.model.commands import Command
from tests.model.memory import Memory
from tests.model.sequences import sequences
from tests.model.standing import snapshot_of
from tests.projections.seen import snapshot
from tests.projections.story import Story

TODAY = date(2026, 3, 9)
LEDGERS = (f"ledger-{number}" for number in count(1))


def recorded(database: Database, commands: list[Command]) -> tuple[Story, Memory]:
    """The story of the commands in a ledger of its own, and the same in memory."""
    story, memory = Story(database, next(LEDGERS)), Memory(TODAY)
    for place, command in enumerate(commands):
        known = len(memory.facts)
        memory.run(command, place)
        if len(memory.facts) > known:
            story.append(memory.facts[known:], type(command).__name__)
    return story, memory


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(
    commands=sequences(TODAY, longest=24),
    stops=st.lists(st.integers(1, 120), max_size=5),
    page_size=st.integers(1, 40),
)
def test_any_split_into_pages_gives_the_same_tables_as_one_fold(
    database: Database, commands: list[Command], stops: list[int], page_size: int
):
    story, memory = recorded(database, commands)

    for stop in sorted(stops):
        story.projector(page_size).catch_up(stop)
    story.catch_up(page_size)
    in_pages, shown = story.tables(), snapshot(story)
    story.forget_reading()
    story.catch_up()

    assert story.tables() == in_pages
    assert shown == snapshot_of(memory)
    if page_size % 2:
        assert story.rebuilder(by_pages=False).rebuild_from_events().differing == 0
    story.close()
