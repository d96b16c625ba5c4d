"""A small ledger, sealed in blocks of four events and anchored, and somebody who may write everywhere."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from settlebook import Ledger
from settlebook.engine import Role
from settlebook.engine.embedded import EmbeddedEngine
from tests.audit.conftest import opened, record
from tests.conftest import Database, a_database
from tests.engines import fresh_database
from tests.sealing.sealed import Superuser, seal_small

TEMPLATE = "template_of_sealed_books"


@pytest.fixture(scope="session")
def sealed_template(engine: EmbeddedEngine, template: str) -> tuple[str, str]:
    """A database to copy, nobody connected to it, and the anchors that were kept of it."""
    database = Database(engine, TEMPLATE, fresh_database(engine, template, TEMPLATE))
    with opened(database) as ledger:
        record(ledger)
        return TEMPLATE, seal_small(ledger)


@pytest.fixture
def books(engine: EmbeddedEngine, sealed_template: tuple[str, str]) -> Iterator[Ledger]:
    """A copy of the ledger for each test."""
    for database in a_database(engine, sealed_template[0]):
        with opened(database) as ledger:
            yield ledger


@pytest.fixture
def anchors(sealed_template: tuple[str, str], tmp_path: Path) -> Path:
    """The anchors of its blocks, in a file that nobody tampers with."""
    file = tmp_path / "anchors.jsonl"
    file.write_text(sealed_template[1], "utf-8")
    return file


@pytest.fixture(scope="module")
def tampered(engine: EmbeddedEngine, sealed_template: tuple[str, str]) -> Iterator[psycopg.Connection]:
    """A copy for the tests of a module, whose tables their owner may change."""
    for database in a_database(engine, sealed_template[0]):
        with psycopg.connect(database.conninfo(Role.OWNER), autocommit=True) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ  # as a verification looks
            for table in ("event", "command", "seal"):
                connection.execute(f"ALTER TABLE log.{table} DISABLE TRIGGER ALL")
            yield connection


@pytest.fixture
def superuser(tampered: psycopg.Connection) -> Iterator[Superuser]:
    """What is done to the tables lasts as long as the test."""
    with tampered.transaction(force_rollback=True):
        yield Superuser(tampered)
