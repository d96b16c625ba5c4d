"""Read models are installed once, stay as they are, and begin again when their SQL has changed."""

import psycopg
import pytest

from settlebook.engine import Role
from settlebook.projecting import catalogue, install, installing, is_installed
from tests.conftest import Database
from tests.projections.story import Story

OBJECTS = (
    "SELECT oid, xmin FROM pg_class WHERE relnamespace IN ('read'::regnamespace, 'data_query'::regnamespace)"
)


def reinstall(database: Database) -> None:
    with psycopg.connect(database.conninfo(Role.OWNER)) as owner:
        install(owner)


def objects(story: Story) -> list[tuple[object, ...]]:
    return sorted(story.app.execute(OBJECTS).fetchall())


def test_installing_again_touches_nothing(story: Story, database: Database):
    story.tell()
    story.catch_up()
    before, tables = objects(story), story.tables()

    reinstall(database)

    assert objects(story) == before
    assert story.tables() == tables


def test_new_folds_begin_again_from_the_log(
    story: Story, database: Database, monkeypatch: pytest.MonkeyPatch
):
    story.tell()
    story.catch_up()
    tables = story.tables()
    monkeypatch.setattr(installing, "digest", lambda models, views: f"another version {views}")

    reinstall(database)

    assert story.rows("SELECT * FROM invoice") == []
    assert story.catch_up() == story.head
    assert story.tables() == tables


def test_new_views_leave_the_tables_alone(story: Story, database: Database, monkeypatch: pytest.MonkeyPatch):
    story.tell()
    story.catch_up()
    tables, digest = story.tables(), catalogue.digest
    monkeypatch.setattr(
        installing, "digest", lambda models, views: "new" if views else digest(models, views=False)
    )

    reinstall(database)

    assert story.tables() == tables
    assert len(story.rows("SELECT * FROM invoice")) == 2


def test_the_reader_reads_and_nothing_else(story: Story, database: Database):
    story.catch_up()
    forbidden = (
        "INSERT INTO read.currency VALUES ('XYZ', 2, 0.01)",
        "DELETE FROM read.account",
        "UPDATE read.progress SET position = 0",
        "TRUNCATE read.account",
        "SELECT * FROM log.personal",
        "SELECT read.measure()",
        "CREATE TABLE read.mine ()",
    )

    for statement in forbidden:
        with (
            psycopg.connect(database.conninfo(Role.READER)) as reader,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            reader.execute(statement)


def test_the_app_writes_tables_and_no_views(story: Story):
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectNotInPrerequisiteState)):
        story.app.execute("UPDATE data_query.account SET status = 'Draft'")


def test_every_currency_has_its_unit(story: Story):
    units = dict(
        story.rows("SELECT code, unit::text FROM currency WHERE code IN ('GBP', 'JPY', 'KWD', 'CLF')")
    )

    assert units == {"GBP": "0.01", "JPY": "1", "KWD": "0.001", "CLF": "0.0001"}


def test_every_constraint_and_index_says_what_it_is_for():
    silent = [
        f"{model.name}: {line.strip()}"
        for model in catalogue.built_in()
        if (model.folder / "schema.sql").is_file()
        for line in (model.folder / "schema.sql").read_text("utf-8").splitlines()
        if any(word in line for word in ("PRIMARY KEY", "UNIQUE", "CREATE INDEX"))
        and not any(word in line for word in ("-- prevents", "-- serves"))
    ]

    assert silent == []


def test_a_database_of_another_version_is_known_as_such(
    story: Story, database: Database, monkeypatch: pytest.MonkeyPatch
):
    assert is_installed(story.app)

    monkeypatch.setattr(installing, "digest", lambda models, views: "another version")

    assert not is_installed(story.app)
    reinstall(database)
    assert is_installed(story.app)
