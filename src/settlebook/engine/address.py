"""Reading a server's address without ever repeating the password in it."""

import re
from urllib.parse import quote

import psycopg
from psycopg.conninfo import conninfo_to_dict

from settlebook.engine.errors import ServerRefused

SCHEMES = ("postgresql://", "postgres://")


def is_server(database: str) -> bool:
    return database.lower().startswith(SCHEMES)


def parts_of(url: str, name: str) -> dict[str, str]:
    """The address in parts; refused without quoting it, since a misread password could be anywhere in it."""
    try:
        parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    except psycopg.ProgrammingError:
        raise _unreadable(name) from None
    if not _plausible(url, parts):
        raise _unreadable(name)
    return parts


def _plausible(url: str, parts: dict[str, str]) -> bool:
    """A raw @ or / in a password moves the rest of it into the host, the port or the database."""
    before_query = url.partition("://")[2].partition("?")[0]
    authority, _, path = before_query.partition("/")
    ports = parts.get("port", "")
    return authority.count("@") <= 1 and "@" not in path and re.fullmatch(r"[\d,]*", ports) is not None


def _unreadable(name: str) -> ServerRefused:
    return ServerRefused(
        f"The address in {name} cannot be read (it is not repeated here, for the password in it).",
        "Write postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with @ : / ? # % in the password as "
        "%40 %3A %2F %3F %23 %25.",
    )


def without_password(parts: dict[str, str]) -> str:
    user = f"{quote(parts['user'])}@" if "user" in parts else ""
    host = parts.get("host") or parts.get("hostaddr") or ""
    port = f":{parts['port']}" if "port" in parts else ""
    return f"postgresql://{user}{host}{port}/{quote(parts.get('dbname', ''))}"


def scrubbed(text: str, parts: dict[str, str]) -> str:
    """An error of the driver as one line, without the password should it name it."""
    line = " ".join(text.split())
    password = parts.get("password")
    return line.replace(password, "***") if password else line
