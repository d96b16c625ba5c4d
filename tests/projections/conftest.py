"""A ledger with a story to tell."""

from collections.abc import Iterator

import pytest

from tests.conftest import Database
from tests.projections.story import Story
from tests.whole_life import live


@pytest.fixture
def story(database: Database) -> Iterator[Story]:
    """A fresh ledger with one account in GBP, A-1."""
    begun = Story(database)
    begun.tell_of_account()
    yield begun
    begun.close()


@pytest.fixture
def told(story: Story) -> Story:
    """The story told, and the read models up to date."""
    story.tell()
    story.catch_up()
    return story


@pytest.fixture
def whole(database: Database) -> Iterator[Story]:
    """A ledger in which every fact there is has happened, its read models up to date."""
    begun = Story(database)
    live(begun.do)
    begun.catch_up()
    yield begun
    begun.close()
