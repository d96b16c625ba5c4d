"""Whether a log still has all events of which its read models and its seals know."""

from pathlib import Path

from settlebook.ledger.log.head import cut_off, lost
from settlebook.ledger.opening import LedgerLog
from settlebook.projecting.catalogue import BUILT_IN
from settlebook.statements import statements

(KNOWN_ENDS,) = statements(Path(__file__).parent / "sql" / "known_ends.sql")


def require_whole(log: LedgerLog) -> None:
    """Raises HeadLost, LogCutOff. One look: a program takes it before its first command, not with each."""
    asked = {"ledger": log.ledger_id, "model": BUILT_IN}
    head, folded, sealed = log.connections.read(
        lambda connection: connection.execute(KNOWN_ENDS, asked).fetchone() or (None, 0, 0)
    )
    for what, end in (("the read models stand at", folded), ("its last seal is of events up to", sealed)):
        if head is None:
            if end:
                raise lost(log.ledger_id)
        elif end > head:
            raise cut_off(log.ledger_id, head, what, end)
