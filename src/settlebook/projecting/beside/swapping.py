"""Puts tables that were built beside in the place of the live ones, all at once or none."""

import time
from collections.abc import Callable
from typing import Any

import psycopg
from psycopg import Connection

from settlebook.engine import EngineError
from settlebook.projecting.beside.register import SQL, run_sql
from settlebook.projecting.beside.tables import GreenTables
from settlebook.projecting.catalogue import ReadModel
from settlebook.statements import naming, statements

PATIENCE = 600.0  # seconds of trying to get hold of the tables
PAUSE = 0.2
TRIES = 100  # for one table at a time, while no new read begins
SHORT_PAUSE = 0.003
OTHERS_AT_IT = (
    psycopg.errors.LockNotAvailable,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.InternalError_,
)


class NotSwapped(EngineError):
    """What was built cannot take the place of what is live; that was left as it is."""


def patiently(work: Callable[[], None], look: Callable[[], None]) -> None:
    """Try until nobody is in the way: each try waits a moment only, so that nobody waits long behind it."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return work()
        except OTHERS_AT_IT as error:
            if time.monotonic() > until:
                raise NotSwapped(
                    f"Others held on to the tables for {PATIENCE:.0f} s: {error.diag.message_primary}.",
                    "End what reads or folds for so long, and run it again.",
                ) from error
        look()
        time.sleep(PAUSE)


def swap(owner: Connection[Any], green: GreenTables, models: tuple[ReadModel, ...]) -> None:
    """Within a transaction in which nobody folds: green tables become live ones, and those are kept.

    Views read the new tables from then on, prepared statements and open sessions too. Raises LockNotAvailable
    where somebody reads: try the whole transaction again.
    """
    schema = models[0].schema
    tables = [table for model in models for table in green.names[model.name]]
    run_sql(owner, "no_search_path")
    views = run_sql(owner, "views_of", schema=schema, tables=tables, beside=green.schema)
    _refuse_what_cannot_follow(views)
    run_sql(owner, "stop_reading")
    for table in tables:
        take(owner, schema, table)
    for model in models:
        for table in green.names[model.name]:
            _move(owner, green.schema, schema, table, model.name)
    for _, _, statement, _ in views:
        owner.execute(statement.encode())


def _refuse_what_cannot_follow(views: list[tuple[Any, ...]]) -> None:
    """A view that somebody else made would go on to show the old rows, unseen."""
    foreign = sorted(name for name, is_ours, _, is_view in views if not (is_ours and is_view))
    if foreign:
        raise NotSwapped(
            f"{', '.join(foreign)} would go on to read the old tables: only its owner can change that.",
            "Have it dropped, or owned by settlebook_owner, and run it again.",
        )


def take(owner: Connection[Any], schema: str, table: str) -> None:
    """Nobody else reads it from here on. Raises LockNotAvailable where somebody goes on to."""
    statement = naming(_one("take_table"), schema=schema, table=table)
    for _ in range(TRIES):
        try:
            with owner.transaction():
                owner.execute(statement, {})
            return
        except psycopg.errors.LockNotAvailable:
            time.sleep(SHORT_PAUSE)
    owner.execute(statement, {})


def _move(owner: Connection[Any], beside: str, schema: str, table: str, model: str) -> None:
    kept = f"{schema}_kept"
    owner.execute(naming(_one("drop_kept"), kept=kept, table=table), {})
    for place, target in ((schema, kept), (beside, schema)):
        owner.execute(naming(_one("move_table"), schema=place, table=table, place=target), {})
    run_sql(owner, "note_kept", schema=schema, name=table, model=model)


def _one(file: str) -> bytes:
    (statement,) = statements(SQL / f"{file}.sql")
    return statement
