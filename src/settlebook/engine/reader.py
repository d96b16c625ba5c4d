"""Is a login no more than a reader: its rights decide, not its name."""

import psycopg

from settlebook.engine import statements
from settlebook.engine.errors import ReaderNeeded

READER_DATABASE = "SETTLEBOOK_READER_DATABASE"


def more_than_a_reader(connection: psycopg.Connection[tuple[str]]) -> list[str]:
    """What the login of this connection could do beyond reading the read models; empty for a reader."""
    return [excess for (excess,) in connection.execute(statements.MORE_THAN_A_READER)]


def require_reader(connection: psycopg.Connection[tuple[str]], login: str) -> None:
    """Refuse a login that may do more: free queries are guarded by rights alone."""
    excess = more_than_a_reader(connection)
    if excess:
        raise ReaderNeeded(
            f"Free queries need a login that may only read, and {login} may do more: {'; '.join(excess)}.",
            f"Set {READER_DATABASE} to the postgresql:// URL of a login that is in settlebook_reader only.",
        )
