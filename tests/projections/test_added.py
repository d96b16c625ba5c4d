"""A user's own read models: a folder of SQL, folded by itself from the same journal."""

import shutil
from pathlib import Path

import psycopg
import pytest

from settlebook.domain.errors import InvalidRequest, NotFound
from settlebook.engine import Role
from settlebook.library.ledger import Ledger
from settlebook.projecting import install
from settlebook.projecting.catalogue import SETTING
from tests.conftest import Database
from tests.projections.story import Story

SCHEMA = """
CREATE TABLE IF NOT EXISTS takings (
    ledger_id text NOT NULL, currency text NOT NULL, minor numeric NOT NULL, PRIMARY KEY (ledger_id, currency)
);
CREATE OR REPLACE VIEW best_takings AS SELECT * FROM takings JOIN currency ON code = currency;
"""
FOLD = """
INSERT INTO takings SELECT ledger_id, currency, sum({sign}amount_minor) FROM journal_payment
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto GROUP BY ledger_id, currency
ON CONFLICT (ledger_id, currency) DO UPDATE SET minor = takings.minor + excluded.minor;
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path, FOLD.format(sign=""))
    monkeypatch.setenv(SETTING, str(tmp_path))
    return tmp_path


def write(folder: Path, fold: str, name: str = "takings") -> None:
    (folder / name).mkdir(exist_ok=True)
    (folder / name / "schema.sql").write_text(SCHEMA, "utf-8")
    (folder / name / "fold.sql").write_text(fold, "utf-8")


def reinstall(database: Database) -> None:
    with psycopg.connect(database.conninfo(Role.OWNER)) as owner:
        install(owner)


def caught_up(story: Story) -> list[tuple[object, ...]]:
    story.catch_up()
    story.projector(page_size=2).catch_up_added()
    return story.rows("SELECT minor FROM takings")


def test_an_added_read_model_catches_up_by_itself(story: Story, database: Database, folder: Path):
    story.tell()
    story.catch_up()
    reinstall(database)

    assert caught_up(story) == [(100_00,)]
    story.do("payment.create", accountNumber="A-1", amount="5.00")
    assert caught_up(story) == [(105_00,)]
    assert story.rows("SELECT position FROM added.progress") == [(story.head,)]


def test_an_added_read_model_is_rebuilt_like_any_other(story: Story, database: Database, folder: Path):
    reinstall(database)
    story.tell()
    caught_up(story)
    story.app.execute("UPDATE added.takings SET minor = 1")

    rebuilt = story.rebuilder(page_size=3).rebuild("takings")

    assert [(table.name, table.differing) for table in rebuilt.tables] == [("takings", 1)]
    assert story.rows("SELECT minor FROM takings") == [(100_00,)]
    assert "takings" in [table.name for table in story.rebuilder().rebuild_from_events().tables]


def test_changed_sql_begins_again(story: Story, database: Database, tmp_path: Path, monkeypatch):
    first, second = tmp_path / "first", tmp_path / "second"
    for place, sign in ((first, ""), (second, "-")):
        place.mkdir()
        write(place, FOLD.format(sign=sign))
    story.tell()
    monkeypatch.setenv(SETTING, str(first))
    reinstall(database)
    assert caught_up(story) == [(100_00,)]

    monkeypatch.setenv(SETTING, str(second))
    reinstall(database)

    assert caught_up(story) == [(-100_00,)]


def test_views_of_an_added_model_return_when_the_journal_began_again(
    story: Story, database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    reinstall(database)
    story.tell()
    caught_up(story)
    monkeypatch.setattr("settlebook.projecting.installing.TABLES", "as if the digest had not been known")

    reinstall(database)

    assert caught_up(story) == [(100_00,)]
    assert story.rows("SELECT code, minor FROM best_takings") == [("GBP", 100_00)]


def test_a_model_that_is_not_installed_or_wrong_stops_nobody_else(story: Story, folder: Path):
    story.tell()

    assert story.catch_up() == story.head
    (failing,) = story.projector().catch_up_added()
    assert "read model takings" in str(failing) and "settlebook migrate" in str(failing)


@pytest.mark.parametrize("name", ["item_balance", "journal", "built-in"])
def test_an_added_model_may_not_take_a_name_of_settlebooks_own(story: Story, folder: Path, name: str):
    write(folder, FOLD, name)

    with pytest.raises(InvalidRequest, match=name):
        story.projector().catch_up_added()


def test_a_folder_that_is_none_is_named(story: Story, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv(SETTING, str(tmp_path / "nowhere"))

    with pytest.raises(InvalidRequest, match="nowhere"):
        story.projector().catch_up_added()


def test_an_added_model_is_one_command_on_a_running_ledger_and_is_kept_in_the_database(
    ledger: Ledger, tmp_path: Path
):
    carry = ledger.perform
    carry("account.create", None, {"accountNumber": "A-1", "name": "Ada Ltd", "currency": "GBP"})
    carry("payment.create", None, {"accountNumber": "A-1", "amount": "100.00", "currency": "GBP"})
    write(tmp_path, FOLD.format(sign=""))

    built = ledger.add_projection(tmp_path / "takings")
    shutil.rmtree(tmp_path / "takings")
    carry("payment.create", None, {"accountNumber": "A-1", "amount": "5.00", "currency": "GBP"})
    ledger.catch_up()

    assert [(table.name, table.rows) for table in built.tables] == [("takings", 1)]
    assert takings(ledger) == [(105_00,)]
    assert ledger.rebuild("takings").differing == 0
    assert ledger.verify_projections().ok
    (standing,) = [one for one in ledger.projections() if one.name == "takings"]
    assert (standing.position, standing.is_current, standing.is_built_in) == (ledger.position, True, False)

    write(tmp_path, FOLD.format(sign="-"))
    ledger.add_projection(tmp_path / "takings")
    assert takings(ledger) == [(-105_00,)]

    ledger.remove_projection("takings")
    assert "takings" not in [one.name for one in ledger.projections()]
    with pytest.raises(NotFound):
        ledger.remove_projection("takings")


def takings(ledger: Ledger) -> list[tuple[object, ...]]:
    with psycopg.connect(ledger.conninfo(Role.READER)) as reader:
        return reader.execute("SELECT minor FROM added.takings").fetchall()


@pytest.mark.parametrize(("name", "reason"), [("payment", "already"), ("empty", "schema.sql")])
def test_a_folder_that_is_no_read_model_or_takes_a_name_is_refused(
    ledger: Ledger, tmp_path: Path, name: str, reason: str
):
    write(tmp_path, FOLD.format(sign=""), "payment")
    (tmp_path / "empty").mkdir()

    with pytest.raises(InvalidRequest, match=reason):
        ledger.add_projection(tmp_path / name)
