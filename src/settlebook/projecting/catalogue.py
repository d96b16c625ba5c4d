"""The read models there are: folders of SQL, those of Settlebook and those a user added."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from psycopg import Connection

from settlebook.domain.errors import InvalidRequest, NotFoundAlone, NotFoundAmong
from settlebook.resources import projections_folder
from settlebook.statements import statements, statements_in

SQL = Path(__file__).parent / "sql"
(HAS_KEPT,) = statements(SQL / "has_added_models.sql")
(FORSAKEN,) = statements(SQL / "forsaken_models.sql")
(READ_KEPT,) = statements(SQL / "added_models.sql")
SETTING = "SETTLEBOOK_PROJECTIONS"  # folders that hold a user's read models, as in PATH
LIVE = "read"  # the schema of Settlebook's own read models
ADDED = "added"  # the schema of a user's
BUILT_IN = "built-in"  # Settlebook's own advance together, under this name
JOURNAL = "journal"
TABLES_FILE, FOLDS_FILE = "schema.sql", "fold.sql"  # of a folder: what it keeps, and how that is folded
ALONE = "alone.sql"  # of a folder: what of the journal it needs, where nothing else is made
# Data Query first, so that the names people know mean its views.
READER_SEARCH_PATH = "data_query, read, added"


@dataclass(frozen=True, slots=True)
class ReadModel:
    """One folder: what it keeps (schema.sql), how it is folded (fold.sql) and what it shows (views/*.sql)."""

    name: str
    folder: Path
    schema: str  # where its tables live
    tables_file: str = TABLES_FILE
    written: Mapping[str, str] | None = None  # of one that the database keeps: its files by name

    @property
    def tables(self) -> tuple[bytes, ...]:
        return self._statements(self.tables_file)

    @property
    def folds(self) -> tuple[bytes, ...]:
        return self._statements(FOLDS_FILE) if self.tables_file != ALONE else ()

    @property
    def views(self) -> tuple[bytes, ...]:
        return tuple(view for path in sorted(self.folder.glob("views/*.sql")) for view in statements(path))

    @property
    def search_path(self) -> str:
        """The model's own tables, then those of the journal; what a session built beside comes last."""
        return "read, pg_temp" if self.schema == LIVE else "added, read, pg_temp"

    @property
    def progress_name(self) -> str:
        """Under which its position is kept: Settlebook's own share one."""
        return BUILT_IN if self.schema == LIVE else self.name

    def _statements(self, name: str) -> tuple[bytes, ...]:
        if self.written is not None:
            return statements_in(self.written.get(name, ""))
        path = self.folder / name
        return statements(path) if path.is_file() else ()


def journal() -> ReadModel:
    return built_in()[0]


def journal_for(model: ReadModel) -> ReadModel:
    """What of the journal a model needs, where it is made of the events alone: all, unless it says less."""
    if (model.folder / ALONE).is_file():
        return ReadModel(JOURNAL, model.folder, model.schema, ALONE)
    return journal()


@cache
def built_in() -> tuple[ReadModel, ...]:
    """Settlebook's own, the journal first, the others by name: the fixed order of every fold."""
    models = _models_in(projections_folder(), LIVE)
    return tuple(sorted(models, key=lambda model: (model.name != JOURNAL, model.name)))


def added(connection: Connection[Any]) -> list[ReadModel]:
    """The read models that users added, by name: those that the database keeps, and those in folders that the
    environment names. Refuses: InvalidRequest.
    """
    folders = [Path(folder) for folder in os.environ.get(SETTING, "").split(os.pathsep) if folder]
    for folder in folders:
        if not folder.is_dir():
            raise InvalidRequest(SETTING, f"{folder} is no folder")
    models = kept_in(connection)
    taken = {model.name for model in models}
    for model in (model for folder in folders for model in _models_in(folder, ADDED)):
        require_free(SETTING, model.name)
        if model.name in taken:
            problem = f"there is a read model {model.name} already; take its folder out, or rename it"
            raise InvalidRequest(SETTING, problem)
        taken.add(model.name)
        models.append(model)
    return sorted(models, key=lambda model: model.name)


def require_free(field: str, name: str) -> None:
    """Refuses: InvalidRequest of the field for a name of Settlebook's own."""
    if name in {*(model.name for model in built_in()), BUILT_IN}:
        raise InvalidRequest(
            field, f"there is a read model {name} already, of Settlebook's own; rename yours"
        )


def kept_in(connection: Connection[Any]) -> list[ReadModel]:
    """Those that `projections add` put into the database. A name that a later version of Settlebook took for
    one of its own is no reason to refuse: it can be removed."""
    ((is_there,),) = connection.execute(HAS_KEPT, {}).fetchall()
    rows = connection.execute(READ_KEPT, {}).fetchall() if is_there else []
    return [
        ReadModel(name, Path(name), ADDED, written={TABLES_FILE: tables, FOLDS_FILE: folds})
        for name, tables, folds in rows
    ]


def forsaken(connection: Connection[Any], ledger_id: str, models: Iterable[ReadModel]) -> dict[str, int]:
    """Those that were installed from folders which this program was not given, by name, with their positions.

    `models` are all that were added as far as this program knows them.
    """
    ((is_there,),) = connection.execute(HAS_KEPT, {}).fetchall()
    if not is_there:
        return {}
    asked = {"ledger": ledger_id, "known": [model.name for model in models]}
    return dict(connection.execute(FORSAKEN, asked).fetchall())


def added_from(folder: Path) -> ReadModel:
    """A read model to add, as its files are. Refuses: InvalidRequest for one that is missing or no text."""
    written = {}
    for file in (TABLES_FILE, FOLDS_FILE):
        if not (folder / file).is_file():
            raise InvalidRequest("folder", f"{folder} has no {file}, which a read model needs")
        try:
            written[file] = (folder / file).read_text("utf-8")
        except UnicodeDecodeError:
            raise InvalidRequest("folder", f"{folder / file} is no text in UTF-8") from None
    return ReadModel(folder.resolve().name, folder, ADDED, written=written)


def folded(models: Iterable[ReadModel]) -> list[ReadModel]:
    return [model for model in models if model.folds]


def find(name: str, connection: Connection[Any]) -> ReadModel:
    """The read model of that name that can be folded. Refuses: NotFound, which says so of the journal."""
    models = {model.name: model for model in (*built_in(), *added(connection))}
    foldable = {model.name: model for model in folded(models.values())}
    if name in foldable:
        return foldable[name]
    if name == JOURNAL:
        raise NotFoundAlone("read model", name, "the others are built from it, and it from the events")
    if name in models:
        raise NotFoundAlone("read model", name, "it keeps nothing of the log")
    raise NotFoundAmong("read model", name, ", ".join(foldable))


def digest(models: Iterable[ReadModel], *, views: bool) -> str:
    """A fingerprint of how the models keep and fold, or of their views: new SQL, new fingerprint."""
    content = hashlib.sha256()
    for model in models:
        for statement in model.views if views else (*model.tables, *model.folds):
            content.update(statement + b"\0")
    return content.hexdigest()


def _models_in(folder: Path, schema: str) -> Iterator[ReadModel]:
    for path in sorted(folder.iterdir()):
        if (path / TABLES_FILE).is_file() or (path / "views").is_dir():
            yield ReadModel(path.name, path, schema)
