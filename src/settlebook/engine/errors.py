"""Why a database cannot be opened: every refusal says what is wrong and what to do about it."""


class EngineError(Exception):
    """The database cannot be opened or used as it stands.

    problem  what was asked and what was found, without any password.
    remedy   what the reader of the message can do now.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem, remedy)
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.problem}\n{self.remedy}"


class PlatformRefused(EngineError):
    """The embedded database is not built for this operating system."""


class NoBinaries(EngineError):
    """No PostgreSQL programs were found that run here."""


class MajorMismatch(EngineError):
    """The files were written by another major version of PostgreSQL than the programs found."""


class NotYours(EngineError):
    """The folder belongs to another user of the operating system."""


class FolderRefused(EngineError):
    """The folder cannot hold a ledger: it is a file, holds other things, or cannot be written."""


class UnsafeSettings(EngineError):
    """The server runs with settings under which an acknowledged entry could be lost."""


class NotStarted(EngineError):
    """The embedded server did not start."""


class ServerRefused(EngineError):
    """The server cannot be reached, is too old, or its address cannot be read."""


class RoleMissing(EngineError):
    """The login cannot act in the role that was asked for."""


class ReaderNeeded(EngineError):
    """Free queries need a login that may only read, and none was given."""
