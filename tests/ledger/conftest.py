"""An open log on a fresh database."""

from collections.abc import Iterator

import pytest

from settlebook.ledger.opening import LedgerLog, open_log
from tests.conftest import Database


@pytest.fixture
def log(database: Database) -> Iterator[LedgerLog]:
    with open_log(database, actor="clerk") as opened:
        yield opened
