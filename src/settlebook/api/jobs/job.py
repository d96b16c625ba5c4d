"""A job as it stands: what was asked, who has it in hand, what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from settlebook.commands.parsing import read_json


class State(StrEnum):
    """How far a job has come; the last three are its end."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class Job:
    """One job.

    kind      what is to be done, in Zuora's word for the operation.
    about     the id of what it is done to, where that was there before.
    number    what people call it, where its kind has numbers.
    request   what it was asked with; empty once it is done, where that may be personal.
    result    what it found, by the names of its kind; `error` why it failed, with a code and a message.
    """

    id: UUID
    kind: str
    number: str | None
    client_id: str
    actor: str
    account: UUID | None
    about: UUID | None
    request: Mapping[str, Any]
    digest: bytes
    state: State
    created_at: datetime
    due_at: datetime
    changed_at: datetime
    begun_at: datetime | None
    ended_at: datetime | None
    tries: int
    result: Mapping[str, Any]
    error: Mapping[str, Any] | None
    rows: int | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        return cls(
            id=row["job_id"],
            kind=row["kind"],
            number=row["number"],
            client_id=row["client_id"],
            actor=row["actor"],
            account=row["account_id"],
            about=row["about"],
            request=_read(row["request"]),
            digest=row["digest"],
            state=State(row["state"]),
            created_at=row["created_at"],
            due_at=row["due_at"],
            changed_at=row["changed_at"],
            begun_at=row["begun_at"],
            ended_at=row["ended_at"],
            tries=row["tries"],
            result=_read(row["result"]),
            error=_read(row["error"]) or None,
            rows=row["row_count"],
        )


def _read(text: str | None) -> dict[str, Any]:
    found: dict[str, Any] = read_json(text) if text else {}
    return found


@dataclass(frozen=True, slots=True)
class Asking:
    """A job that is asked for.

    key      the caller's idempotency key: asked again under it, the job is the same one.
    account  the only account it is about, so that a client of that account may see it.
    prefix   of the numbers of its kind, where it has a number: `PR-`.
    due_at   not begun before.
    """

    kind: str
    request: Mapping[str, Any]
    client_id: str
    actor: str
    key: str | None = None
    account: UUID | None = None
    about: UUID | None = None
    prefix: str | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a job.

    rows           of its file, where it made one.
    keep_for       seconds until it is taken away with its file; None: it is kept.
    keeps_request  False where the request may be personal, or is kept elsewhere.
    """

    result: Mapping[str, Any]
    rows: int | None = None
    keep_for: float | None = None
    keeps_request: bool = True
