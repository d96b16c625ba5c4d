"""The tables of read models beside the live ones: made, filled without their indexes, and given those."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from psycopg import Connection

from settlebook.projecting.beside.register import SQL, run_sql
from settlebook.projecting.catalogue import ReadModel
from settlebook.statements import naming, statements

PREFIX = "green_"  # of the schema that a rebuild makes for what it builds
_WORD = re.compile(rb"[a-z_][a-z_0-9]*")


@dataclass
class GreenTables:
    """Tables of the models in a schema of their own.

    `names`  of the tables by model, in the order of the models.
    `bare`   the statements that give a table its keys and indexes, of those that have none yet.
    """

    schema: str
    models: tuple[ReadModel, ...]
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    bare: dict[str, list[bytes]] = field(default_factory=dict)

    @property
    def search_path(self) -> str:
        """What is built stands before what is live."""
        return f'"{self.schema}", {self.models[0].search_path}'

    def all(self) -> list[str]:
        return [name for names in self.names.values() for name in names]

    def make(self, owner: Connection[Any]) -> None:
        """Empty, in a fresh schema, with the rights of live ones."""
        with owner.transaction():
            run_named(owner, "create_beside", beside=self.schema)
            run_sql(owner, "use_schemas", schemas=self.search_path)
            known: set[str] = set()
            for model in self.models:
                for statement in model.tables:
                    owner.execute(statement, {})
                found = {name for (name,) in run_sql(owner, "relations", schema=self.schema)}
                self.names[model.name] = tuple(sorted(found - known))
                known = found
            for table in self.all():
                run_named(owner, "grant_table", schema=self.schema, table=table)

    def strip(self, owner: Connection[Any], tables: Iterable[str]) -> None:
        """Take the indexes off empty tables: filled at once they are made faster afterwards."""
        with owner.transaction():
            run_sql(owner, "use_schemas", schemas="")
            for table in tables:
                self.bare[table] = [
                    self._taken_off(owner, table, *index)
                    for index in run_sql(owner, "indexes", schema=self.schema, table=table)
                ]

    def _taken_off(
        self, owner: Connection[Any], table: str, name: str, is_key: bool, statement: str
    ) -> bytes:
        file = "drop_constraint" if is_key else "drop_index"
        run_named(owner, file, schema=self.schema, table=table, name=name)
        return statement.replace("%", "%%").encode()

    def dress(self, owner: Connection[Any], tables: Iterable[str]) -> None:
        """Give tables their indexes."""
        for table in tables:
            for statement in self.bare.pop(table, ()):
                owner.execute(statement, {})

    def measure(self, owner: Connection[Any], tables: Iterable[str]) -> None:
        """For the planner, once they are filled."""
        for table in tables:
            run_named(owner, "measure", schema=self.schema, table=table)

    def bare_in(self, statement: bytes, model: ReadModel) -> list[str]:
        """The model's tables without indexes that a statement of its own may name."""
        words = {word.decode() for word in _WORD.findall(statement)}
        return [table for table in self.names[model.name] if table in self.bare and table in words]

    def drop(self, owner: Connection[Any]) -> None:
        run_named(owner, "drop_beside", beside=self.schema)


def schema_beside(name: str) -> str:
    return f"{PREFIX}{name}"[:63]


def run_named(owner: Connection[Any], file: str, /, **names: str) -> None:
    """Run a file of this room that names tables or schemas."""
    for statement in statements(SQL / f"{file}.sql"):
        owner.execute(naming(statement, **names), {})
