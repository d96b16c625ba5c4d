"""How each read model stands: how far it is, how large, made by which SQL, and what of it is kept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from psycopg import Connection

from settlebook.ledger.log.head import cut_off, head_of
from settlebook.projecting.beside.register import SQL, Run, run_sql, runs
from settlebook.projecting.catalogue import ADDED, BUILT_IN, LIVE, ReadModel, added, built_in, digest
from settlebook.projecting.installing import TABLES
from settlebook.statements import naming, statements

_TABLE = re.compile(rb"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?([a-z_][a-z_0-9]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kept:
    """The old tables of a read model, which the last rebuild replaced."""

    tables: tuple[str, ...]
    since: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One read model.

    `lag`, `lag_seconds`  events it is behind, and how long ago the first of them was recorded.
    `beyond`              events that it has and the log has no longer: that was cut off.
    `rows`                of all ledgers; about so many where they are many.
    `size`                bytes, with indexes.
    `digest`              of the SQL of its tables and folds; `is_current` where that is what is installed.
    `is_forsaken`         a user's, of which this program was given no folder: it does not fold it.
    `is_new`              a user's that is being built for the first time: there is nothing else of it yet.
    """

    name: str
    is_built_in: bool
    position: int
    lag: int
    lag_seconds: int
    beyond: int
    rows: int
    size: int
    digest: str
    is_current: bool
    is_forsaken: bool
    is_new: bool
    kept: Kept | None
    rebuild: Run | None


@dataclass(frozen=True, slots=True)
class Lag:
    """How far behind read models are: Settlebook's own, which advance together, or one that was added."""

    name: str
    position: int
    events: int
    seconds: int  # since the first of these was recorded


def lags(connection: Connection[Any], ledger_id: str) -> list[Lag]:
    """How far behind the read models are that this program folds; Settlebook's own first.

    Nothing is asked that takes long to find.
    Raises HeadLost, LogCutOff.
    """
    head = head_of(connection, ledger_id)
    look = _Look(connection, ledger_id)
    own = next(model for model in built_in() if _tables_of(model))
    named = [(BUILT_IN, own), *((model.name, model) for model in added(connection))]
    found = [Lag(name, *look.lag(model)) for name, model in named]
    for lag in found:
        if lag.events < 0:
            raise cut_off(ledger_id, head, f"the read model {lag.name} stands at", lag.position)
    return found


def standings(connection: Connection[Any], ledger_id: str) -> list[Standing]:
    """Every read model that keeps tables or folds, Settlebook's own first. Raises HeadLost."""
    head_of(connection, ledger_id)
    return _Look(connection, ledger_id).standings()


class _Look:
    def __init__(self, connection: Connection[Any], ledger_id: str) -> None:
        self._connection = connection
        self._ledger_id = ledger_id
        self._runs = {run.model: run for run in runs(connection)}
        self._kept = _kept(connection)
        self._own = {name: known for name, known, _ in self._named("installed", schema="read")}
        has_added = bool(run_sql(connection, "has_added")[0][0])
        installed = self._named("installed", schema="added") if has_added else []
        self._added = {name: known for name, known, _ in installed}
        self._made = {name: made for name, _, made in installed}

    def standings(self) -> list[Standing]:
        own = [model for model in built_in() if _tables_of(model)]
        users = added(self._connection)
        names = self._made.keys() - {model.name for model in users}
        of_no_folder = [ReadModel(name, Path(name), ADDED, written={}) for name in sorted(names)]
        known = [self._standing(model, _tables_of(model)) for model in (*own, *users)]
        known += (self._standing(model, self._made[model.name], True) for model in of_no_folder)
        new = self._runs.keys() - {standing.name for standing in known} - {BUILT_IN}
        return [*known, *(self._new(name) for name in sorted(new))]

    def _standing(self, model: ReadModel, tables: Iterable[str], is_forsaken: bool = False) -> Standing:
        is_own = model.schema == LIVE
        position, lag, seconds = self.lag(model)
        sizes = [self._size(model.schema, table) for table in tables]
        known = self._own.get(TABLES) if is_own else self._added.get(model.name)
        fingerprint = known if is_forsaken and known else digest([model], views=False)
        wanted = digest(built_in(), views=False) if is_own else fingerprint
        return Standing(
            model.name,
            is_own,
            position,
            max(lag, 0),
            seconds,
            max(-lag, 0),
            sum(rows for rows, _ in sizes),
            sum(size for _, size in sizes),
            fingerprint,
            is_forsaken or known == wanted,
            is_forsaken,
            False,
            self._kept.get(model.name),
            self._runs.get(model.name) or (self._runs.get(BUILT_IN) if is_own else None),
        )

    def _new(self, name: str) -> Standing:
        """Of a model that only the register of rebuilds knows: it is as far behind as can be."""
        asked = {"ledger": self._ledger_id, "model": name}
        ((_, lag, seconds),) = self._named("lag", schema=LIVE, asked=asked)
        return Standing(name, False, 0, lag, seconds, 0, 0, 0, "", True, False, True, None, self._runs[name])

    def lag(self, model: ReadModel) -> tuple[int, int, int]:
        """Position, events behind (below 0: beyond the log), and seconds since the first of these."""
        if model.schema != LIVE and model.name not in self._added:
            return 0, 0, 0
        asked = {"ledger": self._ledger_id, "model": model.progress_name}
        rows = self._named("lag", schema=model.schema, asked=asked)
        return rows[0] if rows else (0, 0, 0)

    def _size(self, schema: str, table: str) -> tuple[int, int]:
        rows = run_sql(self._connection, "sizes", schema=schema, table=table)
        if not rows:
            return 0, 0
        ((size, about),) = rows
        if about is None:
            ((about,),) = self._named("count_rows", schema=schema, table=table)
        return about, size

    def _named(
        self, file: str, *, asked: dict[str, Any] | None = None, **names: str
    ) -> list[tuple[Any, ...]]:
        (statement,) = statements(SQL / f"{file}.sql")
        return self._connection.execute(naming(statement, **names), asked or {}).fetchall()


def _kept(connection: Connection[Any]) -> dict[str, Kept]:
    ((is_prepared,),) = run_sql(connection, "is_prepared")
    by_model: dict[str, list[tuple[str, datetime, int]]] = {}
    for _, table, model, since, size in run_sql(connection, "kept") if is_prepared else ():
        by_model.setdefault(model, []).append((table, since, size))
    return {model: _joined(tables) for model, tables in by_model.items()}


def _joined(tables: Iterable[tuple[str, datetime, int]]) -> Kept:
    names, since, sizes = zip(*tables, strict=True)
    return Kept(tuple(names), max(since), sum(sizes))


def _tables_of(model: ReadModel) -> list[str]:
    """The tables that its schema.sql makes."""
    return [found.decode() for statement in model.tables for found in _TABLE.findall(statement)]
