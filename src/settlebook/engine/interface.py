"""What the rest of Settlebook sees of a database: who may log in, and how to reach it."""

from enum import StrEnum
from typing import Protocol

DATABASE = "settlebook"  # the application database of an embedded cluster
OLDEST_MAJOR = 15  # of PostgreSQL; our SQL is valid from there on


class Role(StrEnum):
    """The three logins of a ledger, from the most to the least powerful."""

    OWNER = "settlebook_owner"
    APP = "settlebook_app"
    READER = "settlebook_reader"


class Engine(Protocol):
    """A PostgreSQL that holds a ledger, embedded or a server."""

    @property
    def embedded(self) -> bool: ...

    @property
    def description(self) -> str:
        """The database in words for people, never with a password."""

    def conninfo(self, role: Role) -> str:
        """How psycopg connects in this role; for a server it may hold a password."""

    def ensure(self) -> None:
        """Start the embedded server again if it was killed; a server is somebody else's to start."""

    def tidy(self) -> None:
        """Cut what an embedded server left while it ran: a ledger may stay open for months."""

    def close(self) -> None:
        """Leave; the last one out stops the embedded server."""
