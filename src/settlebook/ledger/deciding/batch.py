"""Commands on their way: submissions of callers, entries that get their answers, groups sent together."""

from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Lock
from uuid import UUID

from settlebook.domain.errors import InvalidRequest, Refusal
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.identity.names import LONGEST, is_name
from settlebook.ledger.requests.asked import Asked, Command
from settlebook.ledger.requests.outcome import Answer, Mode, Outcome
from settlebook.random_ids import random_id

# Of one batch, which holds everybody else up while it is recorded.
MOST_ENTRIES = 500
MOST_BYTES = 4_000_000

Decide = Callable[[Books], Outcome]
Tried = Callable[[Decide], Refusal | None]  # decides and forgets it; why it is refused
Reasons = Callable[[Tried], Iterable[Refusal]]
Wants = Callable[[], Iterable[tuple[str, str]]]


def nothing() -> Iterable[tuple[str, str]]:
    """Of a command whose names nobody looks for beforehand."""
    return ()


def no_reasons(tried: Tried) -> Iterable[Refusal]:
    """Of a command that is not taken apart."""
    return ()


@dataclass(frozen=True, slots=True)
class Submission:
    """A command to decide and record.

    `actor` and `client` are the ledger's own unless given. `reasons` tries parts of the command by
    themselves, to find what else refuses it; only previews ask. `wants` are the kinds and keys of what the
    command names: what is read beforehand for a whole batch, not what it may read.
    """

    kind: str  # payment.apply
    command: Command
    decide: Decide
    idempotency_key: str | None = None
    actor: str | None = None
    client: str | None = None
    reasons: Reasons = no_reasons
    wants: Wants = nothing


@dataclass(eq=False, slots=True)
class Entry:
    """A submission under way; `answer` is set once it is committed, or can never be."""

    asked: Asked
    decide: Decide
    client: str
    key: str
    has_own_key: (
        bool  # given by the caller; a generated one is looked up only when a commit's outcome is unknown
    )
    actor: str | None
    reasons: Reasons = no_reasons
    wants: Wants = nothing
    command_id: UUID = field(default_factory=random_id)
    answer: Answer | None = None
    fault: Exception | None = None  # what the program met while it decided

    @classmethod
    def of(cls, submission: Submission, client: str, actor: str | None) -> "Entry":
        """Refuses InvalidRequest for keys, names and texts that cannot be stored."""
        command_id = random_id()
        given = submission.idempotency_key
        names = {"idempotencyKey": given, "actor": submission.actor, "client": submission.client}
        for field_name, name in names.items():
            if name is not None and not is_name(name):
                raise InvalidRequest(field_name, f"it has 1 to {LONGEST} printable characters")
        return cls(
            asked=Asked.of(submission.kind, submission.command),
            decide=submission.decide,
            client=submission.client or client,
            key=command_id.hex if given is None else given,
            has_own_key=given is not None,
            actor=submission.actor or actor,
            reasons=submission.reasons,
            wants=submission.wants,
            command_id=command_id,
        )

    @property
    def size(self) -> int:
        return len(self.asked.text)


class Turn:
    """What one caller sleeps on until somebody sets it: an event for one, which needs a lock and no more."""

    __slots__ = ("_lock", "_unset")

    def __init__(self) -> None:
        self._lock = Lock()
        self._lock.acquire()
        self._unset = [self._lock]  # whoever takes it out may release it, and nobody else

    def wait(self) -> None:
        self._lock.acquire()

    def set(self) -> None:
        with suppress(IndexError):
            self._unset.pop().release()

    def is_set(self) -> bool:
        return not self._unset


class Errand(Turn):
    """The turn of a group for which nobody sleeps: a thread is found that leads, and its sender is told."""

    __slots__ = ("_lead", "tell")

    def __init__(self, lead: Callable[[], object], tell: Callable[[], object]) -> None:
        self._lead = lead
        self.tell = tell

    def set(self) -> None:
        self._lead()


@dataclass(eq=False, slots=True)
class Group:
    """What one caller sent together. A line that could not be read stands in it as its refusal."""

    lines: list[Entry | Refusal]
    mode: Mode
    is_done: bool = False
    is_unsure: bool = False  # an earlier try may have committed
    error: BaseException | None = None
    has_left: bool = False  # its caller was interrupted and waits no longer
    answered_with: "deque[Group] | None" = None  # of the same batch, who sleep on although they are answered
    after: "Group | None" = None  # of the same caller: nothing of this one is recorded before that one is
    is_decided: Event | None = None  # or given up: for who sends another after it
    is_recorded: bool = False  # all of it has its answers
    turn: Turn = field(default_factory=Turn)

    @property
    def entries(self) -> list[Entry]:
        return [line for line in self.lines if isinstance(line, Entry)]

    @property
    def size(self) -> int:
        return sum(entry.size for entry in self.entries)

    @property
    def is_in_turn(self) -> bool:
        return self.after is None or self.after.is_recorded

    def wait_until_decided(self) -> None:
        if self.is_decided is not None:
            self.is_decided.wait()

    def tell_decided(self) -> None:
        if self.is_decided is not None:
            self.is_decided.set()
