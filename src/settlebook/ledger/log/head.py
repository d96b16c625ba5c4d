"""Where the log of a ledger says it ends."""

from settlebook.ledger.database.connections import Connection
from settlebook.ledger.database.statements import statement
from settlebook.ledger.errors import HeadLost, LogCutOff


def head_of(connection: Connection, ledger_id: str) -> int:
    """The last position of the log; 0 before the first use of the ledger. Raises HeadLost."""
    position, is_used = connection.execute(statement("head"), {"ledger_id": ledger_id}).fetchone() or (
        0,
        False,
    )
    if position is None and is_used:
        raise lost(ledger_id)
    return int(position or 0)


def lost(ledger_id: str) -> HeadLost:
    return HeadLost(
        f"The log of ledger {ledger_id} does not say where it ends: its row of log.log_head is lost.",
        "It was changed past Settlebook. `settlebook verify all` tells what else; put it back from a backup.",
    )


def cut_off(ledger_id: str, head: int, what: str, beyond: int) -> LogCutOff:
    """`what` stands at `beyond`, as it may not: it is made of events that the log no longer has."""
    return LogCutOff(
        f"The log of ledger {ledger_id} ends at {head:,}, and {what} {beyond:,}: its end was cut off.",
        "`settlebook verify log` tells what else is missing. Put it back from a backup, or see docs/log.md.",
    )
