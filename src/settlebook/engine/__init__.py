"""The database under a ledger: an embedded PostgreSQL, or a server. It knows nothing else of Settlebook."""

from settlebook.engine.errors import (
    EngineError,
    FolderRefused,
    MajorMismatch,
    NoBinaries,
    NotStarted,
    NotYours,
    PlatformRefused,
    ReaderNeeded,
    RoleMissing,
    ServerRefused,
    UnsafeSettings,
)
from settlebook.engine.interface import Engine, Role
from settlebook.engine.locate import open_engine
from settlebook.engine.reader import more_than_a_reader

__all__ = [
    "Engine",
    "EngineError",
    "FolderRefused",
    "MajorMismatch",
    "NoBinaries",
    "NotStarted",
    "NotYours",
    "PlatformRefused",
    "ReaderNeeded",
    "Role",
    "RoleMissing",
    "ServerRefused",
    "UnsafeSettings",
    "more_than_a_reader",
    "open_engine",
]
