"""Exports a ledger as Parquet: one state of the books, in a folder that is there whole or not at all."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from psycopg import ClientCursor, Connection

from settlebook.domain.errors import InvalidRequest
from settlebook.exporting.parquet.files import Buckets, Columns, Converter, Written, digest, type_of
from settlebook.exporting.parquet.tables import Table, tables
from settlebook.exporting.whole_files import name_beside, said_of
from settlebook.progress import Progress
from settlebook.projecting.folding import Range
from settlebook.projecting.past.standing_in import Past
from settlebook.projecting.relations import read_by
from settlebook.statements import naming, statements

SQL = Path(__file__).parents[1] / "sql"
FOLD = Path(__file__).parent / "item_balance.sql"
MANIFEST = "manifest.json"
POSITIONS = 100_000  # of one file: what stands beside the export while it is made is no more
MOST_BUCKETS = 256
BUCKETING = "the last 7 hexadecimal digits of the account's id, modulo the buckets; what is nobody's is in 0"


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of an export: the position it is of, and its files."""

    position: int
    files: tuple[Written, ...]

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files)


class ParquetExport:
    """One export: `connection` is in a transaction of its own, `folder` is new, `work` goes in the end."""

    def __init__(self, connection: Connection[Any], over: Range, buckets: int, folder: Path) -> None:
        self._connection = connection
        self._given = {"ledger": over.ledger_id, "buckets": buckets}
        self._buckets = buckets
        self._folder, self._work = folder, folder / "work"
        self._columns: dict[str, Columns] = {}
        self.position = over.upto
        self._day = over.day

    def write(self, progress: Progress) -> tuple[Written, ...]:
        self._work.mkdir()
        written: list[Written] = []
        with closing(Converter(self._work)) as converter:
            for done, table in enumerate(tables(), 1):
                written += self._table(converter, table)
                progress(done, len(tables()))
        shutil.rmtree(self._work)
        return tuple(written)

    def manifest(self, written: tuple[Written, ...], epoch: str | None) -> dict[str, Any]:
        currencies = self._run("parquet/currencies.sql", self._given)
        return {
            "format": "settlebook parquet 1",
            "ledger": self._given["ledger"],
            "position": self.position,
            "asOf": self._day.isoformat() if self._day else None,
            "epoch": epoch,
            "buckets": self._buckets,
            "bucketOf": BUCKETING,
            "decimals": dict(currencies),
            "tables": {
                table.path: {
                    "rows": sum(file.rows for file in written if file.table == table.path),
                    "columns": self._columns[table.path],
                }
                for table in tables()
            },
            "files": [asdict(file) for file in written],
        }

    def _table(self, converter: Converter, table: Table) -> Iterator[Written]:
        columns = self._columns[table.path] = self._columns_of(table)
        for after, upto in self._ranges(table):
            with Buckets(self._work, self._buckets) as rows:
                self._copy(table, after, upto, rows)
            for bucket in range(self._buckets):
                if (
                    rows.rows[bucket] or after == 0
                ):  # the first is there if empty, so that a pattern finds one
                    to = self._place(table, bucket, after + 1, upto)
                    converter.convert(rows.path(bucket), columns, rows.longest, to)
                    yield self._written(table, bucket, after + 1, upto, rows.rows[bucket], to)

    def _ranges(self, table: Table) -> Iterator[tuple[int, int]]:
        if not table.by_position or not self.position:
            yield 0, self.position
            return
        for after in range(0, self.position, POSITIONS):
            yield after, min(after + POSITIONS, self.position)

    def _copy(self, table: Table, after: int, upto: int, rows: Buckets) -> None:
        file = "copy_range.sql" if table.by_position else "copy_all.sql"
        (statement,) = statements(SQL / "parquet" / file)
        named = naming(statement, table=table.relation, owned=table.owned)
        given = {**self._given, "after": after, "upto": upto}
        with self._connection.cursor() as cursor, cursor.copy(named, given) as copied:
            for row in copied:  # the server sends each row by itself
                rows.add(bytes(row))

    def _columns_of(self, table: Table) -> Columns:
        (statement,) = statements(SQL / "parquet" / "columns.sql")
        described = self._connection.execute(naming(statement, table=table.relation), {}).description or []
        return {
            column.name: type_of(column.name, self._connection.adapters.types[column.type_code].name)
            for column in described
        }

    def _place(self, table: Table, bucket: int, first: int, last: int) -> Path:
        folder = self._folder / table.part / table.name / f"bucket={bucket:02}"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{first:012}-{last:012}.parquet"

    def _written(self, table: Table, bucket: int, first: int, last: int, rows: int, to: Path) -> Written:
        path = to.relative_to(self._folder).as_posix()
        return Written(path, table.path, bucket, first, last, rows, to.stat().st_size, digest(to))

    def _run(self, file: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        (statement,) = statements(SQL / file)
        return self._connection.execute(statement, given).fetchall()


def export_parquet(
    connection: Connection[Any],
    ledger_id: str,
    folder: Path,
    *,
    buckets: int,
    epoch: str | None,
    progress: Progress,
    past: Range | None = None,
) -> Exported:
    """What is known now, or what of it counts over a range from 0 on.

    Refuses: InvalidRequest for the number of buckets, then for a folder that is not empty.
    Raises NotInstalled.
    """
    if not 1 <= buckets <= MOST_BUCKETS:
        raise InvalidRequest("buckets", f"give a whole number from 1 to {MOST_BUCKETS}")
    with _whole_folder(folder) as new, connection.transaction(force_rollback=True):
        over = _begun(connection, ledger_id, past)
        export = ParquetExport(connection, over, buckets, new)
        written = export.write(progress)
        manifest = json.dumps(export.manifest(written, epoch), indent=1)
        (new / MANIFEST).write_text(manifest + "\n", encoding="utf-8")
        shutil.copy(FOLD, new / FOLD.name)
    return Exported(export.position, written)


def _begun(connection: Connection[Any], ledger_id: str, past: Range | None) -> Range:
    """One state of the books, its tables under the names that the export reads."""
    for statement in statements(SQL / "begin_export.sql"):
        connection.execute(statement, {})
    owners = statements(SQL / "parquet" / "create_owners.sql")
    if past is not None:
        names = [table.relation for table in tables()]
        names += [name for statement in owners for name in sorted(read_by(statement))]
        Past(connection, past).require(names)
    for statement in owners:
        connection.execute(statement, {"ledger": ledger_id})
    (reached,) = statements(SQL / "parquet" / "position.sql")
    found = connection.execute(reached, {"ledger": ledger_id}).fetchone()
    over = past or Range(ledger_id, 0, found[0] if found else 0)
    (events,) = statements(SQL / "parquet" / "create_events.sql")
    ClientCursor(connection).execute(events, over.parameters)  # a view holds its values in its text
    return over


@contextmanager
def _whole_folder(folder: Path) -> Iterator[Path]:
    """A folder beside, which takes the place of one that is not there, or empty, when all is in it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        what = "is not empty" if folder.is_dir() else "is no folder"
        raise InvalidRequest("DIR", f"{folder} {what}; name an empty one, or one that is not there yet")
    to = Path(os.path.realpath(folder))  # where a link leads to: the link itself stays
    new = name_beside(to)
    try:
        with said_of(str(folder), new):
            new.mkdir()
            yield new
            for path in sorted(new.rglob("*")):
                _flush(path)
            new.replace(to)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
