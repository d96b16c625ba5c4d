"""docs/log.md says what is stored: every table with its columns, every topic with its class."""

import re

import psycopg

from settlebook.domain.events import EVENTS
from settlebook.engine import Role
from settlebook.ledger.deciding.numbers import FORMATS
from tests.conftest import Database
from tests.house.tree import ROOT

DOCUMENT = (ROOT / "docs" / "log.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([a-z_.0-9]+)` \| (?:[^|]* \| )?(`[^|]+`) \|$", re.MULTILINE)


def rows() -> dict[str, list[str]]:
    return {name: re.findall(r"`([^`]+)`", cell) for name, cell in ROW.findall(DOCUMENT)}


def test_every_table_is_documented_with_its_columns(database: Database):
    with psycopg.connect(database.conninfo(Role.OWNER)) as connection:
        stored = connection.execute(
            "SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position)"
            " FROM information_schema.columns WHERE table_schema = 'log' GROUP BY table_name"
        ).fetchall()

    documented = rows()

    assert {table: documented.get(table) for table, _ in stored} == dict(stored)


def test_every_topic_is_documented_with_its_class():
    documented = {name: cells for name, cells in rows().items() if name in EVENTS or ".v" in name}

    assert documented == {topic: [event.__name__] for topic, event in EVENTS.items()}


def test_every_format_of_numbers_is_documented():
    assert all(f"`{spelling.format(1)}`" in DOCUMENT for spelling in FORMATS.values())
