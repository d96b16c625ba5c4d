"""A ledger with a story to tell."""

from collections.abc import Iterator

import pytest

from tests.conftest import Database
from tests.projections.story import Story


@pytest.fixture
def story(database: Database) -> Iterator[Story]:
    """A fresh ledger with one account in GBP, A-1."""
    begun = Story(database)
    begun.tell_of_account()
    yield begun
    begun.close()
