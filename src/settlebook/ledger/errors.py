"""Why a ledger cannot be opened or answer: nothing of this is a refusal of a command, and none is stored."""

from settlebook.domain.errors import NotTaken
from settlebook.engine import EngineError


class NotMigrated(EngineError):
    """The database holds no ledger yet, or one of an older version."""


class TooNew(EngineError):
    """The ledger was migrated by a newer version of Settlebook."""


class Unreachable(EngineError):
    """The database does not answer; where commands were sent, whether they were recorded is not known."""


class NoSuchLedger(EngineError):
    """Nothing was ever recorded in a ledger of that name."""


class HeadLost(EngineError):
    """The log does not say where it ends, so nobody can say what counts."""


class LogCutOff(HeadLost):
    """The log ends before events of which read models or seals know."""


class EventMissing(EngineError):
    """The log has a hole, or an event without its instant."""


class NotRecorded(EngineError):
    """The database does not take what was to be recorded; nothing of it was."""

    @property
    def as_refusal(self) -> NotTaken:
        """As each of the commands is answered that were to be recorded."""
        return NotTaken(" ".join(str(self).split()))


class BadName(EngineError):
    """A ledger, an actor or a client is called by what cannot be kept for ever."""


class LedgerClosed(EngineError):
    """The ledger was closed by the program that uses it."""


class Forked(EngineError):
    """The ledger was opened by the process that this one is a copy of, and has its connections from there."""


class SettingFixed(EngineError):
    """A setting of the ledger is chosen once."""


class UnknownTimeZone(EngineError):
    """No time zone has the name."""


class LogFileRefused(EngineError):
    """A file of the log is cut off, changed, of a newer form, or something else."""


class LedgerInUse(EngineError):
    """A log is imported into an empty ledger, and this one holds something."""


class AnotherLedger(EngineError):
    """A file of the log keeps the name of its ledger, since its ids are derived from it."""


class NotInstalled(EngineError):
    """What was asked needs a package that is installed only on request."""
