"""Installs the read models: schemas, tables, views and rights, as new as the SQL of this version."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from psycopg import Connection

from settlebook.domain.currency import CURRENCIES
from settlebook.domain.errors import InvalidRequest
from settlebook.projecting.catalogue import (
    ADDED,
    BUILT_IN,
    FOLDS_FILE,
    LIVE,
    TABLES_FILE,
    ReadModel,
    added,
    built_in,
    digest,
)
from settlebook.projecting.checking import require_fit, require_untaken
from settlebook.projecting.folding import use_schemas
from settlebook.projecting.poison import UNFOLDABLE_BY_ADDED, why
from settlebook.statements import naming, statements

SQL = Path(__file__).parent / "sql" / "install"
SHOWN = "data_query"  # the schema of the views
TABLES, VIEWS, MONEY = "tables and folds", "views", "currencies"  # what `installed` keeps a digest of


Replace = Callable[[Connection[Any]], None]
Told = Callable[[str], None]


def untold(problem: str) -> None:
    """Tells nobody."""


def install(owner: Connection[Any], replace: Replace | None = None, told: Told = untold) -> None:
    """Create what is not there yet, as the owner; where all is as it should be, nothing is touched.

    Read models are made of the log alone: where the SQL of Settlebook's own tables or folds changed since the
    last time, `replace` puts new ones into their place; without it they are dropped and begin again at the
    next catching up. A user's are dropped and begin again each for itself. One that the database keeps and
    that does not fit what is installed now is `told` of, and stops nothing; one in a folder is refused.
    Refuses: InvalidRequest.
    """
    with owner.transaction():
        _run(owner, "lock.sql")
        _run(owner, "create_schemas.sql")
        began_again = _install_own(owner, replace)
        known = _known(owner, ADDED)
        for model in added(owner):
            with _told_of_kept(owner, model, told), owner.transaction():
                _install_added(owner, model, known.get(model.name), began_again)


@contextmanager
def _told_of_kept(owner: Connection[Any], model: ReadModel, told: Told) -> Iterator[None]:
    """A user's read model is no reason to refuse an upgrade: one that is kept can be mended after it."""
    try:
        yield
    except (InvalidRequest, *UNFOLDABLE_BY_ADDED) as error:
        if model.written is None:
            raise
        _run(owner, "not_current.sql", name=model.name)
        told(
            f"The read model {model.name} does not fit this version of Settlebook: {why(error)}. What it "
            "shows may be missing. Mend its SQL and add it again (`settlebook projections add FOLDER`), or "
            f"take it away: `settlebook projections remove {model.name}`"
        )


def begin_adding(owner: Connection[Any]) -> dict[str, str]:
    """Within a transaction: one process installs, others wait. Digests of users' read models, by name."""
    _run(owner, "lock.sql")
    _run(owner, "create_schemas.sql")
    known = _known(owner, ADDED)
    _run(owner, "base_of_added.sql")
    return known


def keep_added(
    owner: Connection[Any], model: ReadModel, names: Iterable[str], move: Callable[[], None]
) -> None:
    """Keep a user's read model in the database; `move` brings its tables, once old ones of its are gone.

    Refuses: InvalidRequest for what meanwhile became another's.
    """
    use_schemas(owner, f"{ADDED}, {LIVE}")
    _drop_added(owner, model.name)
    require_untaken(owner, model, names)
    move()
    _create(owner, [model])
    written = model.written or {}
    tables, folds = written[TABLES_FILE], written[FOLDS_FILE]
    _run(owner, "save_model.sql", name=model.name, tables=tables, folds=folds)
    _save(owner, model.name, digest([model], views=False), names)
    _grant_added(owner)


def remove(owner: Connection[Any], name: str) -> None:
    """Forget a user's read model, with its tables.

    Refuses: InvalidRequest where a view of somebody else's reads them.
    """
    with owner.transaction():
        _run(owner, "lock.sql")
        _known(owner, ADDED)
        _drop_added(owner, name)
        _run(owner, "forget_model.sql", name=name)


def is_installed(connection: Connection[Any]) -> bool:
    """Whether the read models are those of this version; else `install` has something to do."""
    with connection.transaction():
        use_schemas(connection, LIVE)
        known = dict(_run(connection, "read_installed.sql"))
    wanted = {TABLES: digest(built_in(), views=False), VIEWS: digest(built_in(), views=True)}
    return wanted.items() <= known.items()


def has_old(owner: Connection[Any]) -> bool:
    """Whether there are read models of Settlebook's own, with something in them, made by other SQL."""
    ((is_there,),) = _run(owner, "is_there.sql")
    if not is_there:
        return False
    use_schemas(owner, LIVE)
    known = dict(_run(owner, "read_installed.sql"))
    ((is_filled,),) = _run(owner, "is_filled.sql", model=BUILT_IN)
    return bool(is_filled) and known.get(TABLES) != digest(built_in(), views=False)


def furnish(owner: Connection[Any], schemas: str) -> None:
    """What stands beside the tables of read models in the first schema of a search path."""
    use_schemas(owner, schemas)
    _execute(owner, statements(SQL / "base.sql"))
    _fill_currencies(owner, {})


def make_beside(owner: Connection[Any], tables: str, views: str) -> None:
    """Within a transaction: Settlebook's own read models, empty, in two new schemas of these names."""
    for name in (tables, views):
        owner.execute(naming(statements(SQL / "create_schema.sql")[0], schema=name), {})
    use_schemas(owner, tables)
    _execute(owner, statements(SQL / "base.sql"))
    _create(owner, built_in())
    _execute(owner, [_in_schema(statements(SQL / "measure.sql")[0], LIVE, tables)])
    for model in built_in():
        _execute(owner, [_in_schema(view, SHOWN, views) for view in model.views])


def _in_schema(statement: bytes, named: str, schema: str) -> bytes:
    """What a statement creates in the schema that it names, in another one."""
    return statement.replace(f"{named}.".encode(), f"{schema}.".encode(), 1)


def unit_of(digits: int) -> Decimal:
    """0.01 for two decimals: it carries the scale of every amount."""
    return Decimal((0, (1,), -digits))


def _install_own(owner: Connection[Any], replace: Replace | None) -> bool:
    """Whether the tables are new."""
    known = _known(owner, LIVE)
    tables = digest(built_in(), views=False)
    is_new = known.get(TABLES) != tables
    if is_new:
        if replace is not None:
            replace(owner)
            known = _known(owner, LIVE)
        else:
            _run(owner, "reset_tables.sql")
            known = _known(owner, LIVE)
            _create(owner, built_in())
        _run(owner, "measure.sql")
        _save(owner, TABLES, tables)
    _fill_currencies(owner, known)
    _show(owner, known)
    return is_new


def _install_added(owner: Connection[Any], model: ReadModel, known: str | None, began_again: bool) -> None:
    wanted = digest([model], views=False)
    if known != wanted:
        names = require_fit(owner, model)
        use_schemas(owner, f"{ADDED}, {LIVE}")
        _drop_added(owner, model.name)
        _create(owner, [model])
        _save(owner, model.name, wanted, names)
    elif began_again:
        _create(owner, [model])  # its views on the journal went with the old tables
    else:
        return
    _grant_added(owner)


def _drop_added(owner: Connection[Any], name: str) -> None:
    """Refuses: InvalidRequest where a view of somebody else's would go as well."""
    if views := [view for (view,) in _run(owner, "views_of_others.sql", name=name)]:
        problem = f"{', '.join(views)} read what it made, and would be lost; drop them first"
        raise InvalidRequest(name, f"{problem}. Nothing was changed")
    for (statement,) in _run(owner, "drops_of_added.sql", name=name):
        owner.execute(statement.replace("%", "%%").encode(), {})
    _run(owner, "restart_added.sql", name=name)


def _known(owner: Connection[Any], schema: str) -> dict[str, str]:
    """What is installed in a schema, by name its digest; from here on names mean that schema's tables."""
    use_schemas(owner, schema if schema == LIVE else f"{schema}, {LIVE}")
    _execute(owner, statements(SQL / "base.sql"))
    return dict(_run(owner, "read_installed.sql"))


def _create(owner: Connection[Any], models: Iterable[ReadModel]) -> None:
    for model in models:
        _execute(owner, model.tables)


def _show(owner: Connection[Any], known: dict[str, str]) -> None:
    views = digest(built_in(), views=True)
    if known.get(VIEWS) == views:
        return
    _run(owner, "reset_views.sql")
    for model in built_in():
        _execute(owner, model.views)
    _run(owner, "grant_views.sql")
    _grant(owner, LIVE)
    _save(owner, VIEWS, views)


def _fill_currencies(owner: Connection[Any], known: dict[str, str]) -> None:
    currencies = sorted(CURRENCIES.items())
    wanted = hashlib.sha256(repr(currencies).encode()).hexdigest()
    if known.get(MONEY) == wanted:
        return
    for code, digits in currencies:
        _run(owner, "save_currency.sql", code=code, digits=digits, unit=unit_of(digits))
    _save(owner, MONEY, wanted)


def _grant(owner: Connection[Any], schema: str) -> None:
    for statement in statements(SQL / "grant.sql"):
        owner.execute(naming(statement, schema=schema), {})


def _grant_added(owner: Connection[Any]) -> None:
    _run(owner, "base_of_added.sql")
    _grant(owner, ADDED)
    _run(owner, "only_owner.sql")


def _save(owner: Connection[Any], name: str, wanted: str, made: Iterable[str] = ()) -> None:
    _run(owner, "save_installed.sql", name=name, digest=wanted, relations=sorted(made))


def _execute(owner: Connection[Any], every: Iterable[bytes]) -> None:
    for statement in every:
        owner.execute(statement, {})


def _run(owner: Connection[Any], file: str, /, **parameters: Any) -> list[tuple[Any, ...]]:
    """Run a file; the rows of its last statement, if it has any."""
    rows: list[tuple[Any, ...]] = []
    for statement in statements(SQL / file):
        cursor = owner.execute(statement, parameters)
        rows = cursor.fetchall() if cursor.description else []
    return rows
