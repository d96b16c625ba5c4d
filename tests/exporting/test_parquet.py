"""The ledger as Parquet: exact, whole or not at all, and folded to the same balances elsewhere."""

import hashlib
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from psycopg import Connection

from settlebook import Ledger
from settlebook.domain.errors import InvalidRequest
from settlebook.exporting.parquet.files import Buckets, Converter
from settlebook.exporting.parquet.tables import tables
from settlebook.ledger.errors import NotInstalled
from settlebook.projecting import Range, folded_over
from settlebook.projecting.catalogue import built_in

COLUMNS = (
    "item_id, document_id, document_kind, currency, amount_minor, paid_minor, credited_minor, netted_minor,"
    " balance_minor, memo_minor, created_position, updated_position"
)
SHARED = {"currency"}  # of all ledgers; the manifest has the decimals of those that are used


@pytest.fixture(scope="module")
def folder(told: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "books"
    told.export_parquet(folder, buckets=2)
    return folder


def balances(told: Ledger, day: date | None = None, upto: int | None = None) -> list[tuple[Any, ...]]:
    """The read model of the ledger, over so much of its journal."""

    def read(connection: Connection[Any]) -> list[tuple[Any, ...]]:
        over = Range("main", 0, told.position if upto is None else upto, day)
        with folded_over(connection, ["item_balance"], over):
            return connection.execute(f"SELECT {COLUMNS} FROM item_balance ORDER BY item_id").fetchall()

    return told._log.connections.read(read)


def folded(folder: Path, **variables: object) -> list[tuple[Any, ...]]:
    """What DuckDB makes of the export, by the file that stands in it."""
    with duckdb.connect() as engine:
        engine.execute("SET VARIABLE export = ?", [str(folder)])
        for name, value in variables.items():
            engine.execute(f"SET VARIABLE {name} = ?", [value])
        return engine.execute((folder / "item_balance.sql").read_text("utf-8")).fetchall()


def test_the_fold_makes_the_item_balances_of_the_ledger_row_by_row(told: Ledger, folder: Path):
    live = balances(told)

    assert len(live) > 20
    assert folded(folder) == live


@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2024, 2, 1), date(2024, 2, 9), date(2024, 2, 17)])
def test_the_fold_is_right_as_of_any_day(told: Ledger, folder: Path, day: date):
    assert folded(folder, day=day) == balances(told, day)


@pytest.mark.parametrize("upto", [0, 12, 14, 16, 40, 60, 100])
def test_the_fold_is_right_as_of_any_position(told: Ledger, folder: Path, upto: int):
    assert folded(folder, upto=upto) == balances(told, upto=upto)


def test_buckets_can_be_folded_one_by_one(folder: Path):
    one, other = (folded(folder, bucket=bucket) for bucket in ("00", "01"))

    assert sorted(one + other) == folded(folder)


def test_every_table_of_the_read_models_is_exported():
    made = {
        words[5].decode()
        for model in built_in()
        for statement in model.tables
        if (words := statement.split())[:2] == [b"CREATE", b"TABLE"]
    }

    exported = {table.relation for table in tables()} - {"exported_event", "posting_leg"}
    assert exported == made - SHARED


def test_every_row_arrives_exactly(told: Ledger, folder: Path):
    known = manifest(folder)["tables"]
    with duckdb.connect() as engine:
        engine.execute("SET timezone = 'UTC'")
        for table in tables():
            names = list(known[table.path]["columns"])
            pattern = str(folder / table.path / "*" / "*.parquet")
            texts = ", ".join(f"{name}::VARCHAR" for name in names)
            found = engine.execute(f"SELECT {texts} FROM read_parquet(?)", [pattern]).fetchall()
            assert sorted(found, key=repr) == database_rows(told, table.relation, names), table


def database_rows(told: Ledger, relation: str, names: list[str]) -> list[tuple[Any, ...]]:
    is_log = relation == "exported_event"
    texts = ", ".join(
        "convert_from(state, 'UTF8')" if is_log and name == "state" else f"{name}::text" for name in names
    )
    with told._log.connections.borrow() as connection:
        query = f"SELECT {texts} FROM {'log.event' if is_log else f'read.{relation}'}"
        return sorted(connection.execute(query).fetchall(), key=repr)


def test_texts_of_any_kind_and_length_arrive_as_they_are(tmp_path: Path):
    texts = ["", None, '"', "a\nb\r\n,c", "NULL", "\\N", "'=1", "\u2028 \U0001f600", "x" * 3_000_000]
    with Buckets(tmp_path, 1) as rows:
        for text in texts:
            quoted = "" if text is None else '"' + text.replace('"', '""') + '"'
            rows.add(f"0,{quoted},7\n".encode())

    converter = Converter(tmp_path)
    converter.convert(
        rows.path(0), {"text": "VARCHAR", "number": "INTEGER"}, rows.longest, tmp_path / "a.parquet"
    )
    converter.close()

    with duckdb.connect() as engine:
        found = engine.execute("SELECT text FROM read_parquet(?)", [str(tmp_path / "a.parquet")]).fetchall()
    assert [text for (text,) in found] == texts


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    return found


def test_amounts_are_whole_numbers_of_38_digits(folder: Path):
    types = {
        type
        for table in manifest(folder)["tables"].values()
        for name, type in table["columns"].items()
        if name.endswith("_minor")
    }

    assert types == {"DECIMAL(38,0)"}


def test_the_manifest_tells_of_every_file_and_of_the_ledger(told: Ledger, folder: Path):
    said = manifest(folder)

    assert (said["ledger"], said["position"], said["buckets"]) == ("main", told.position, 2)
    assert said["epoch"] == told.epoch.id.hex
    assert said["decimals"] == {"GBP": 2, "JPY": 0, "KWD": 3}
    assert {file["path"] for file in said["files"]} == set(files_of(folder))
    for file in said["files"]:
        content = (folder / file["path"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert said["tables"]["log/event"]["rows"] == told.position


def files_of(folder: Path) -> Iterator[str]:
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*.parquet"))


def test_rows_stand_in_the_bucket_of_their_account(folder: Path):
    with duckdb.connect() as engine:
        rows = engine.execute(
            "SELECT account_id, bucket FROM read_parquet(?, hive_partitioning = true)",
            [str(folder / "journal" / "posting_leg" / "*" / "*.parquet")],
        ).fetchall()

    assert {(int(account.hex[-7:], 16) % 2 if account else 0) == int(bucket) for account, bucket in rows} == {
        True
    }


def test_the_same_state_gives_the_same_bytes(told: Ledger, folder: Path, tmp_path: Path):
    tmp_path.joinpath("again").mkdir()

    told.export_parquet(tmp_path / "again", buckets=2)

    assert [path.name for path in tmp_path.iterdir()] == ["again"]
    assert manifest(tmp_path / "again") == manifest(folder)


def test_a_folder_that_is_not_empty_is_left_alone(told: Ledger, tmp_path: Path):
    (tmp_path / "kept.txt").write_text("mine", "utf-8")

    for target, problem in ((tmp_path, "is not empty"), (tmp_path / "kept.txt", "is no folder")):
        with pytest.raises(InvalidRequest, match=problem):
            told.export_parquet(target)
    with pytest.raises(InvalidRequest, match="1 to 256"):
        told.export_parquet(tmp_path / "new", buckets=0)

    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_a_folder_in_no_folder_is_called_by_the_name_that_was_asked_for(told: Ledger, tmp_path: Path):
    with pytest.raises(FileNotFoundError) as refused:
        told.export_parquet(tmp_path / "missing" / "books")

    assert refused.value.filename == str(tmp_path / "missing" / "books")


def test_an_export_that_breaks_off_leaves_nothing(told: Ledger, tmp_path: Path):
    def interrupted(done: int, of: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        told.export_parquet(tmp_path / "books", progress=interrupted)

    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_it_is_said_how_to_install_it(
    told: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "duckdb", None)

    with pytest.raises(NotInstalled, match=r"settlebook\[parquet\]"):
        told.export_parquet(tmp_path / "books")

    assert list(tmp_path.iterdir()) == []
