"""What is said of a server that takes no writes, such as a standby, when it refuses one."""

import psycopg

TAKES_NO_WRITES = "This server takes no writes: it is a standby, or set to only read."
ASK_THE_PRIMARY = (
    "Ask the primary: it takes commands, brings read models up to date, and makes the temporary tables that "
    "questions about the past, replays, what-ifs, exports and the verification of books are answered from."
)


def takes_no_writes(error: psycopg.Error) -> bool:
    """Whether that is why; a free query, which may only read anywhere, is told so before."""
    return isinstance(error, psycopg.errors.ReadOnlySqlTransaction)
