"""From what the user named to a database that is up: a folder or a postgresql:// URL."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from settlebook.engine.address import is_server
from settlebook.engine.errors import FolderRefused, PlatformRefused
from settlebook.engine.interface import Engine
from settlebook.engine.reader import READER_DATABASE
from settlebook.engine.server import ServerEngine

DATABASE = "SETTLEBOOK_DATABASE"
DEFAULT_FOLDER = Path("var/settlebook")


def tell(text: str) -> None:
    print(text, file=sys.stderr)


def open_engine(
    database: str | os.PathLike[str] | None = None,
    *,
    notice: Callable[[str], None] = tell,
    start_timeout: float = 600,
    reader_url: str | None = None,
    bindir: Path | None = None,
) -> Engine:
    """Open the database that was named, else SETTLEBOOK_DATABASE, else ./var/settlebook.

    start_timeout  seconds the embedded server may give no sign of life; a recovery may take longer.
    reader_url     for a server: the login for free queries, else SETTLEBOOK_READER_DATABASE.
    bindir         for a folder: the PostgreSQL programs, before SETTLEBOOK_PG_BINDIR.
    """
    named = os.fspath(database) if database is not None else os.environ.get(DATABASE) or str(DEFAULT_FOLDER)
    if is_server(named):
        return ServerEngine(named, reader_url=reader_url or os.environ.get(READER_DATABASE) or None)
    _refuse_what_is_no_folder(named)
    from settlebook.engine.embedded import EmbeddedEngine  # needs modules that Windows lacks

    return EmbeddedEngine(Path(named), notice=notice, start_timeout=start_timeout, bindir=bindir)


def _refuse_what_is_no_folder(named: str) -> None:
    if "://" in named or not named.strip():
        raise FolderRefused(
            "The database that was named is neither a folder nor a postgresql:// URL.",
            f"Correct --database or {DATABASE}; without them it is {DEFAULT_FOLDER}.",
        )
    if sys.platform == "win32":
        raise PlatformRefused(
            "The embedded database is not built for Windows.",
            f"Use a PostgreSQL server: set {DATABASE}=postgresql://USER:PASSWORD@HOST/DATABASE.",
        )
