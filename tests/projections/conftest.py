"""A ledger with a story to tell."""

from collections.abc import Callable, Iterator

import pytest

from settlebook.engine.embedded import EmbeddedEngine
from tests.conftest import Database, a_database, a_told_template
from tests.projections.story import Story
from tests.whole_life import live


def begun(database: Database) -> Story:
    """One account in GBP, A-1."""
    story = Story(database)
    story.tell_of_account()
    return story


def told_to_the_end(database: Database) -> Story:
    story = begun(database)
    story.tell()
    story.catch_up()
    return story


def whole_life(database: Database) -> Story:
    story = Story(database)
    live(story.do)
    story.catch_up()
    return story


def once(
    engine: EmbeddedEngine, template: str, name: str, tell: Callable[[Database], Story]
) -> tuple[str, Story]:
    """A database to copy in which a story was told, and that story, which has ended there."""
    ended: list[Story] = []

    def tell_and_end(database: Database) -> None:
        ended.append(tell(database))
        ended[0].close()

    return a_told_template(engine, template, name, tell_and_end), ended[0]


@pytest.fixture(scope="session")
def told_once(engine: EmbeddedEngine, template: str) -> tuple[str, Story]:
    return once(engine, template, "template_of_told_stories", told_to_the_end)


@pytest.fixture(scope="session")
def whole_once(engine: EmbeddedEngine, template: str) -> tuple[str, Story]:
    return once(engine, template, "template_of_whole_lives", whole_life)


@pytest.fixture
def database(request: pytest.FixtureRequest, engine: EmbeddedEngine, template: str) -> Iterator[Database]:
    """Of the test's own, with the story in it that the test begins with."""
    told = next((name for name in ("told_once", "whole_once") if name in request.fixturenames), None)
    yield from a_database(engine, request.getfixturevalue(told)[0] if told else template)


@pytest.fixture
def story(database: Database) -> Iterator[Story]:
    """A fresh ledger with one account in GBP, A-1."""
    story = begun(database)
    yield story
    story.close()


@pytest.fixture
def told(database: Database, told_once: tuple[str, Story]) -> Iterator[Story]:
    """The story told, and the read models up to date."""
    story = told_once[1].again(database)
    yield story
    story.close()


@pytest.fixture
def whole(database: Database, whole_once: tuple[str, Story]) -> Iterator[Story]:
    """A ledger in which every fact there is has happened, its read models up to date."""
    story = whole_once[1].again(database)
    yield story
    story.close()
