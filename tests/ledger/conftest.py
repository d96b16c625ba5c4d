"""An open log on a fresh database."""

from collections.abc import Iterator
from typing import Any

import pytest

from settlebook.engine.embedded import EmbeddedEngine
from settlebook.ledger.committing import attempts
from settlebook.ledger.committing.append import append
from settlebook.ledger.opening import LedgerLog
from tests.conftest import Database, a_template


@pytest.fixture(scope="session")
def template(engine: EmbeddedEngine) -> str:
    """A database with the log alone: the log needs no read models, and a small template is copied faster."""
    return a_template(engine, "template_of_the_log")


@pytest.fixture
def log(database: Database) -> Iterator[LedgerLog]:
    with LedgerLog(database, actor="clerk") as opened:
        yield opened


@pytest.fixture
def other(database: Database) -> Iterator[LedgerLog]:
    """Another program on the same ledger, with a memory of its own."""
    with LedgerLog(database, actor="other clerk") as opened:
        yield opened


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of commands in each append."""
    sizes: list[int] = []

    def counted(connection: Any, ledger_id: str, reads: Any, decided: Any) -> None:
        sizes.append(len(decided))
        append(connection, ledger_id, reads, decided)

    monkeypatch.setattr(attempts, "append", counted)
    return sizes
