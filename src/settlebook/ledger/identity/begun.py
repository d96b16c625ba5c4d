"""Which ledgers there are in a database: each begins with the first command that records."""

from collections.abc import Sequence

from settlebook.ledger.database.connections import Connections
from settlebook.ledger.database.statements import statement
from settlebook.ledger.errors import NoSuchLedger
from settlebook.ledger.log.application import MAIN

MOST_NAMED = 20


def ledgers_of(connections: Connections) -> tuple[str, ...]:
    """The ledgers that were begun, by name."""
    return connections.read(
        lambda connection: tuple(str(name) for (name,) in connection.execute(statement("ledgers")))
    )


def require_begun(connections: Connections, ledger_id: str) -> None:
    """Raises NoSuchLedger. `main`, which nobody has to name, is there and empty where no other was begun."""
    begun = ledgers_of(connections)
    if ledger_id in begun or (ledger_id == MAIN and not begun):
        return
    raise NoSuchLedger(
        f"There is no ledger {ledger_id} in this database; there is {_named(begun)}.",
        "Name one by --ledger, or another --database. A ledger begins with the first command that records.",
    )


def _named(begun: Sequence[str]) -> str:
    if not begun:
        return "none yet"
    more = len(begun) - MOST_NAMED
    return ", ".join(begun[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
