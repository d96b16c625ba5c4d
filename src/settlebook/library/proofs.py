"""Proofs of the log by itself, and of everything, one after another."""

from collections.abc import Callable, Iterable
from pathlib import Path

from settlebook.audit.log import verify_log
from settlebook.audit.report import Report, Verified
from settlebook.ledger.log.upcasting import FactReader
from settlebook.ledger.opening import LedgerLog
from settlebook.library.sealing import Sealing
from settlebook.library.upkeep import Upkeep
from settlebook.progress import Progress, silent


def nobody(name: str) -> Progress:
    """Tells nobody."""
    return silent


class Proofs(Upkeep, Sealing):
    """What an auditor asks for first: is all of it right?"""

    _log: LedgerLog

    def verify_log(self, progress: Progress = silent) -> Report:
        """Check the log by itself: no holes, every topic known, every fact and outcome readable."""
        decode = FactReader().read
        return self._read(lambda connection: verify_log(connection, self._log.ledger_id, decode, progress))

    def verify_all(
        self, anchors: Iterable[Path] = (), progress: Callable[[str], Progress] = nobody
    ) -> Verified:
        """Every verification there is, one after another, whatever the one before found.

        anchors   files of anchors, which the seals are held against.
        progress  gives for the name of each what is told (events looked at, events in all).
        Raises AnchorRefused and OSError for those files; RoleMissing where the login may not act as the
        owner, who builds the read models again.
        """
        files = list(anchors)
        seals = self.verify_seals(files, progress("seals"))  # first: it tells at once of a file that is none
        reports = {
            "books": self.verify_books(progress("books")),
            "projections": self.verify_projections(progress("projections")),
            "log": self.verify_log(progress("log")),
        }
        return Verified({**reports, "seals": seals})
