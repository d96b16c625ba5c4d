"""Which tables, views and functions the read models are made of, and what each of them reads."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from psycopg import Connection

from settlebook.projecting.catalogue import JOURNAL, ReadModel, added, built_in

_MADE = re.compile(rb'CREATE (?:OR REPLACE )?(TABLE|VIEW|FUNCTION)(?: IF NOT EXISTS)? (?:\w+\.)?"?(\w+)"?')
_VIEW = re.compile(rb"CREATE (?:OR REPLACE )?VIEW (?:data_query\.)?\w+")
_READ = re.compile(rb"\b(?:FROM|JOIN|USING)\s+(?:LATERAL\s+)?(?:read\.)?([a-z_]\w*)")


class Kind(Enum):
    TABLE = "TABLE"
    VIEW = "VIEW"
    FUNCTION = "FUNCTION"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a name of the read models means: a table of a model, or a view or function over tables."""

    name: str
    kind: Kind
    model: ReadModel
    statement: bytes

    @property
    def reads(self) -> frozenset[str]:
        """Names it may read; among them such that are none of the read models'."""
        if self.kind is Kind.TABLE:
            return frozenset[str]().union(*(read_by(fold) for fold in self.model.folds))
        return read_by(self.statement)

    @property
    def is_journal(self) -> bool:
        return self.kind is Kind.TABLE and self.model.name == JOURNAL

    @property
    def is_kept(self) -> bool:
        """Whether it holds what happened; what is the same at any time is not."""
        return self.model.name == JOURNAL or bool(self.model.folds)


def kind_made_by(statement: bytes) -> Kind | None:
    """Whether a statement makes a table, a view or a function; or something else, such as an index."""
    made = _MADE.match(statement)
    return Kind(made[1].decode()) if made is not None else None


def as_temporary(view: Relation, name: str) -> bytes:
    """The statement that makes a view of the models for one session, under another name."""
    return _VIEW.sub(b"CREATE TEMP VIEW " + name.encode(), view.statement, count=1)


def read_by(statement: bytes) -> frozenset[str]:
    """The names that a statement reads from."""
    return frozenset(name.decode() for name in _READ.findall(statement))


def relations(models: Iterable[ReadModel]) -> dict[str, Relation]:
    """All relations of the models' schema.sql, by name."""
    return {found.name: found for model in models for found in _made_by(model, model.tables)}


def views(models: Iterable[ReadModel]) -> dict[str, Relation]:
    """What the models show in SQL, by name, in lower case as the database knows it."""
    return {found.name: found for model in models for found in _made_by(model, model.views)}


@cache
def own_relations() -> Mapping[str, Relation]:
    """Those of Settlebook's own read models, which do not change while a program runs."""
    return relations(built_in())


@cache
def own_views() -> Mapping[str, Relation]:
    return views(built_in())


def all_relations(connection: Connection[Any]) -> Mapping[str, Relation]:
    """Those of read models that a user added, too. Refuses: InvalidRequest."""
    return {**relations(added(connection)), **own_relations()}


def _made_by(model: ReadModel, statements: Iterable[bytes]) -> Iterator[Relation]:
    for statement in statements:
        made = _MADE.match(statement)
        if made is not None:
            kind, name = (part.decode() for part in made.groups())
            yield Relation(name.lower(), Kind(kind), model, statement)
