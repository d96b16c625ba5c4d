"""Every fact there is, folded: in pages of any size, rebuilt, and for a past day."""

from collections.abc import Iterator

import pytest

from settlebook.domain.events import EVENTS
from settlebook.projecting.catalogue import built_in, folded
from tests.conftest import Database
from tests.projections.story import Story
from tests.whole_life import live

MODELS = [model.name for model in folded(built_in())]


@pytest.fixture
def told(database: Database) -> Iterator[Story]:
    begun = Story(database)
    live(begun.do)
    begun.catch_up()
    yield begun
    begun.close()


def test_every_fact_there_is_happens_in_a_whole_life(told: Story):
    assert {fact.TOPIC for fact in told.books.facts} == set(EVENTS)


@pytest.mark.parametrize("page_size", [1, 2, 7, 50])
def test_pages_of_any_size_give_the_tables_of_one_fold(told: Story, page_size: int):
    in_one = told.tables()

    told.forget_reading()
    told.catch_up(page_size)

    assert told.tables() == in_one


def test_a_whole_life_is_rebuilt_from_its_events(told: Story):
    rebuilt = told.rebuilder(page_size=9).rebuild_from_events()

    assert {table.name: table.differing for table in rebuilt.tables if table.differing} == {}


@pytest.mark.parametrize("name", MODELS)
def test_each_read_model_of_a_whole_life_is_rebuilt_from_the_journal(told: Story, name: str):
    assert told.rebuilder(page_size=11).rebuild(name).differing == 0
