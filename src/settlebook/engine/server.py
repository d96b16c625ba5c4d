"""A PostgreSQL server that somebody else runs, named by a postgresql:// URL."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, Self

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row

from settlebook.engine import address, statements
from settlebook.engine.errors import RoleMissing, ServerRefused, UnsafeSettings
from settlebook.engine.interface import OLDEST_MAJOR, Role
from settlebook.engine.reader import READER_DATABASE, require_reader

ANSWER_WITHIN = 10  # seconds
MAIN = "the database URL"


class ServerEngine:
    """A server: it is checked, never started, stopped or configured."""

    embedded = False

    def __init__(self, url: str, *, reader_url: str | None = None) -> None:
        self._url = url
        self._parts = address.parts_of(url, MAIN)
        self._reader_url = reader_url
        self._known: dict[Role, str] = {Role.OWNER: url}
        with self._connect(url, self._parts) as connection:
            _require_safe(connection, self.description)

    @property
    def description(self) -> str:
        return address.without_password(self._parts)

    def __repr__(self) -> str:
        return f"<server {self.description}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def conninfo(self, role: Role) -> str:
        """Found out when first asked for: app and reader exist only once the ledger was migrated."""
        if role not in self._known:
            self._known[role] = self._as_app() if role is Role.APP else self._as_reader()
        return self._known[role]

    def ensure(self) -> None:
        """Nothing to do: who runs the server starts it."""

    def tidy(self) -> None:
        """Nothing to do: its log is its administrator's."""

    def close(self) -> None:
        """Nothing to do: no connection is kept."""

    def _as_app(self) -> str:
        with self._connect(self._url, self._parts) as connection:
            if connection.info.user == Role.APP:
                return self._url
            try:
                connection.execute(statements.BECOME_APP)
            except psycopg.errors.InvalidParameterValue:
                raise RoleMissing(
                    f"{self.description} has no role {Role.APP} yet.", "Run `settlebook migrate` on it first."
                ) from None
            except psycopg.errors.InsufficientPrivilege:
                login = connection.info.user
                raise RoleMissing(
                    f"The login {login} may not act as {Role.APP}.",
                    f"Have an administrator run: GRANT {Role.APP} TO {login}",
                ) from None
        options = f"{self._parts.get('options', '')} -c role={Role.APP}".strip()
        return make_conninfo(self._url, options=options)

    def _as_reader(self) -> str:
        url = self._reader_url or self._url
        parts = address.parts_of(url, READER_DATABASE if self._reader_url else MAIN)
        with self._connect(url, parts) as connection:
            require_reader(connection, f"the login {connection.info.user}")
        return url

    @contextmanager
    def _connect(self, url: str, parts: dict[str, str]) -> Iterator[psycopg.Connection[Any]]:
        try:
            with closing(
                psycopg.connect(url, connect_timeout=ANSWER_WITHIN, autocommit=True, client_encoding="utf8")
            ) as connection:
                connection.execute(statements.UNHURRIED)
                yield connection
        except psycopg.Error as error:  # it may break while we ask, too
            raise ServerRefused(
                f"{address.without_password(parts)} cannot be reached: {address.scrubbed(str(error), parts)}",
                "Check the address, that the server runs, and that this login may connect.",
            ) from None


def _require_safe(connection: psycopg.Connection[Any], description: str) -> None:
    found = connection.cursor(row_factory=dict_row).execute(statements.READ_SERVER).fetchone() or {}
    if found["version_number"] < OLDEST_MAJOR * 10_000:
        raise ServerRefused(
            f"{description} is PostgreSQL {found['version']}; Settlebook needs {OLDEST_MAJOR} or newer.",
            "Move to a newer server, or use the embedded database: --database FOLDER.",
        )
    if found["server_encoding"] != "UTF8":
        raise ServerRefused(
            f"{description} stores text as {found['server_encoding']}; Settlebook needs UTF8.",
            "Create a database with ENCODING 'UTF8'.",
        )
    unsafe = [name for name in ("fsync", "full_page_writes") if found[name] != "on"]
    if unsafe:
        raise UnsafeSettings(
            f"{description} runs with {' and '.join(unsafe)} off: a power cut could lose acknowledged work.",
            f"Have its administrator turn {' and '.join(unsafe)} on.",
        )
