"""A ledger whose read models are installed."""

from collections.abc import Iterator

import psycopg
import pytest

from settlebook.engine import Role
from settlebook.projecting import install
from tests.conftest import Database
from tests.projections.story import Story


@pytest.fixture
def story(database: Database) -> Iterator[Story]:
    """A fresh ledger with one account in GBP, A-1."""
    with psycopg.connect(database.conninfo(Role.OWNER)) as owner:
        install(owner)
    begun = Story(database)
    begun.do("account.create", accountNumber="A-1", name="Ada Ltd", currency="GBP")
    yield begun
    begun.close()
