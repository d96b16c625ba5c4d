"""Turns rows of the database into Parquet files, exactly: DuckDB writes them, and never sees a float."""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from settlebook.ledger.errors import NotInstalled

Columns = Mapping[str, str]  # the types of Parquet, as DuckDB calls them, by the names of the columns

# By the types of PostgreSQL; all else is text. Amounts are exact: 38 digits, none of them after the point.
_TYPES: Mapping[str, str] = {
    "bool": "BOOLEAN", "int4": "INTEGER", "int8": "BIGINT", "numeric": "DECIMAL(38,0)", "uuid": "UUID",
    "date": "DATE", "timestamptz": "TIMESTAMPTZ",
}  # fmt: skip
_AMOUNT, _OF_AMOUNT = "DECIMAL(38,0)", "_minor"
_SHORT = 2 * 1024 * 1024  # bytes of a line that need no larger buffers
_HASHED = 1024 * 1024  # bytes at a time


def type_of(column: str, type: str) -> str:
    return _AMOUNT if column.endswith(_OF_AMOUNT) else _TYPES.get(type, "VARCHAR")


@dataclass(frozen=True, slots=True)
class Written:
    """A file of an export: its place in the folder, what is in it, and its fingerprint."""

    path: str
    table: str
    bucket: int
    first: int  # the positions that its rows are of
    last: int
    rows: int
    bytes: int
    sha256: str


class Converter:
    """Writes Parquet; one thread and bounded memory, so the same rows always give the same bytes."""

    def __init__(self, work: Path) -> None:
        """Raises NotInstalled."""
        try:
            import duckdb
        except ImportError:
            raise NotInstalled(
                "Parquet is written by DuckDB, which is not installed.",
                "Install it with: pip install 'settlebook[parquet]'",
            ) from None
        settings: dict[str, Any] = {
            "threads": 1,
            "memory_limit": "512MB",
            "temp_directory": str(work),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        self._duckdb = duckdb.connect(config=settings)

    def convert(self, rows: Path, columns: Columns, longest: int, to: Path) -> None:
        """Make a Parquet file of rows that PostgreSQL wrote as CSV, the longest of so many bytes."""
        read = self._duckdb.read_csv(
            str(rows), header=False, auto_detect=False, columns=dict(columns), delimiter=",", quotechar='"',
            escapechar='"', na_values="", allow_quoted_nulls=False, parallel=False, strict_mode=True,
            max_line_size=max(_SHORT, longest + 1),
        )  # fmt: skip
        read.write_parquet(str(to), compression="zstd")

    def close(self) -> None:
        self._duckdb.close()


class Buckets:
    """The rows of one table and range of positions, on their way into a file a bucket."""

    def __init__(self, work: Path, count: int) -> None:
        self._paths = [work / f"rows-{bucket}.csv" for bucket in range(count)]
        self.rows = [0] * count
        self.longest = 0

    def __enter__(self) -> Self:
        self._exits = ExitStack()
        self._files: Sequence[IO[bytes]] = [
            self._exits.enter_context(path.open("wb")) for path in self._paths
        ]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._exits.close()

    def add(self, row: bytes) -> None:
        """A line of CSV behind the number of its bucket."""
        bucket, _, line = row.partition(b",")
        self._files[int(bucket)].write(line)
        self.rows[int(bucket)] += 1
        self.longest = max(self.longest, len(line))

    def path(self, bucket: int) -> Path:
        return self._paths[bucket]


def digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_HASHED):
            found.update(part)
    return found.hexdigest()
