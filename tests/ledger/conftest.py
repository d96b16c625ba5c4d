"""An open log on a fresh database."""

from collections.abc import Iterator

import pytest

from settlebook.engine.embedded import EmbeddedEngine
from settlebook.ledger.opening import LedgerLog, open_log
from tests.conftest import Database, a_template


@pytest.fixture(scope="session")
def template(engine: EmbeddedEngine) -> str:
    """A database with the log alone: the log needs no read models, and a small template is copied faster."""
    return a_template(engine, "template_of_the_log")


@pytest.fixture
def log(database: Database) -> Iterator[LedgerLog]:
    with open_log(database, actor="clerk") as opened:
        yield opened
