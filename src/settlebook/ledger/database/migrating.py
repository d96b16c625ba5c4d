"""Creates the log and keeps its schema current: numbered migrations, forward only, safe in many programs."""

import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import psycopg
from psycopg import sql

from settlebook.engine import RoleMissing
from settlebook.ledger.database.statements import migrations, statement, text
from settlebook.ledger.errors import NotMigrated, TooNew, Unreachable

Connection = psycopg.Connection[Any]
Install = Callable[[Connection], None]
T = TypeVar("T")

_OTHERS_AT_IT = (
    psycopg.errors.UniqueViolation,
    psycopg.errors.DuplicateObject,
    psycopg.errors.DuplicateSchema,
    psycopg.errors.DuplicateTable,
    psycopg.errors.InternalError_,  # "tuple concurrently updated": two programs grant at once
)
_TRIES = 20
_PAUSE = 0.05


def migrate(conninfo: str, *install: Install) -> tuple[str, ...]:
    """Bring the database up to date as its owner, all of it or nothing; returns the migrations that were new.

    `install` is run in the same transaction, after the migrations and as the owner: what read models need.
    Raises RoleMissing, TooNew, Unreachable.
    """
    try:
        with psycopg.connect(conninfo, autocommit=True) as connection:
            connection.execute(text("session").encode())
            _patiently(lambda: _prepare_roles(connection))
            return _patiently(lambda: _migrate(connection, install))
    except psycopg.OperationalError as error:
        if not (error.sqlstate or "57P").startswith("57P"):
            raise
        said = str(error).splitlines()[0]
        raise Unreachable(
            f"The database does not answer: {said}", "When it answers again, try again."
        ) from error


def require_current(connection: Connection) -> None:
    """Refuse a ledger of another version of the schema, older or newer."""
    newest = migrations()[-1][0]
    try:
        applied = _applied(connection)
    except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege):
        applied = set()
    _refuse_newer(applied)
    if newest not in applied:
        raise NotMigrated("The database is not ready for this version.", "Run `settlebook migrate` on it.")


def _migrate(connection: Connection, install: tuple[Install, ...]) -> tuple[str, ...]:
    with connection.transaction():
        connection.execute(text("become_owner").encode())
        connection.execute(text("no_hurry").encode())
        connection.execute(text("migration_table").encode())  # the lock, until the end of the transaction
        done = tuple(_apply_missing(connection))
        for step in install:
            step(connection)
    return done


def _apply_missing(connection: Connection) -> Iterator[str]:
    applied = _applied(connection)
    _refuse_newer(applied)
    for number, file in migrations():
        if number not in applied:
            connection.execute(file.read_bytes())
            name = file.name.removesuffix(".sql")
            connection.execute(statement("note_migration"), {"number": number, "name": name})
            yield name


def _applied(connection: Connection) -> set[int]:
    return {number for (number,) in connection.execute(statement("applied_migrations"))}


def _refuse_newer(applied: set[int]) -> None:
    newest = migrations()[-1][0]
    if applied and max(applied) > newest:
        raise TooNew(
            f"The ledger has migration {max(applied)}; this version of Settlebook knows up to {newest}.",
            "Install the newer version.",
        )


def _prepare_roles(connection: Connection) -> None:
    steps = _missing_steps(connection)
    if not steps:
        return
    try:
        with connection.transaction():
            for step in steps:
                connection.execute(step)
    except psycopg.errors.InsufficientPrivilege as error:
        wanted = "\n".join(f"  {step.as_string(connection).strip()};" for step in steps)
        raise RoleMissing(
            f"The login {connection.info.user} may not prepare the database: {error.diag.message_primary}.",
            f"Have an administrator run, in this database:\n{wanted}",
        ) from None


def _missing_steps(connection: Connection) -> list[sql.Composed]:
    """What has to be done once a server: nothing on an embedded database, which is made with it."""
    (found,) = connection.execute(text("roles").encode())
    missing, owner_cannot_create, not_let_in, not_ours, database, login = found
    steps = [_step("create_role", role=role) for role in missing]
    if owner_cannot_create:
        steps.append(_step("grant_create", database=database))
    if not_let_in:
        steps += [_step("let_app_in", database=database), _step("let_reader_in", database=database)]
    return steps + [_step("grant_role", role=role, login=login) for role in not_ours]


def _step(name: str, **names: str) -> sql.Composed:
    return sql.SQL(text(name)).format(**{key: sql.Identifier(value) for key, value in names.items()})


def _patiently(work: Callable[[], T]) -> T:
    """Try again while other programs do the same."""
    for attempt in range(1, _TRIES):
        try:
            return work()
        except _OTHERS_AT_IT:
            time.sleep(_PAUSE * attempt)
    return work()
