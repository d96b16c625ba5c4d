"""What is exported as Parquet: the log, every table of the journal, every table of the read models."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "tables.toml"
JOURNAL, READ_MODEL = "journal", "read_model"
_NAMES = {"journal/posting_leg": "posting_leg", "log/event": "exported_event"}


@dataclass(frozen=True, slots=True)
class Table:
    """`owned` is the column that names whose a row is."""

    part: str
    name: str
    owned: str

    @property
    def path(self) -> str:
        return f"{self.part}/{self.name}"

    @property
    def relation(self) -> str:
        """What it is called in the database."""
        prefix = "journal_" if self.part == JOURNAL else ""
        return _NAMES.get(self.path, prefix + self.name)

    @property
    def by_position(self) -> bool:
        """Whether rows are only ever added, each at its position; else the table is exported as it stands."""
        return self.part != READ_MODEL


@cache
def tables() -> tuple[Table, ...]:
    return tuple(_read())


def _read() -> Iterator[Table]:
    for part, owned_by in tomllib.loads(FILE.read_text(encoding="utf-8")).items():
        for name, owned in owned_by.items():
            yield Table(part, name, owned)
