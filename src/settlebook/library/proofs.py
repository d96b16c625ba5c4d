"""Proofs of the log by itself, and of everything, one after another."""

from collections.abc import Callable

from settlebook.audit.log import verify_log
from settlebook.audit.report import Report, Verified
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.upcasting import FactReader
from settlebook.library.upkeep import Upkeep, silent

Progress = Callable[[int, int], None]


def nobody(name: str) -> Progress:
    """Tells nobody."""
    return silent


class Proofs(Upkeep):
    """What an auditor asks for first: is all of it right?"""

    _log: LedgerLog

    def verify_log(self, progress: Progress = silent) -> Report:
        """Check the log by itself: no holes, every topic known, every fact and outcome readable."""
        decode = FactReader().read
        return self._read(lambda connection: verify_log(connection, self._log.ledger_id, decode, progress))

    def verify_all(self, progress: Callable[[str], Progress] = nobody) -> Verified:
        """Every verification there is, one after another, whatever the one before found.

        progress  gives for the name of each what is told (events looked at, events in all).
        """
        looks: dict[str, Callable[[Progress], Report]] = {
            "books": self.verify_books,
            "log": self.verify_log,
        }
        return Verified({name: look(progress(name)) for name, look in looks.items()})
