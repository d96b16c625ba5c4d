"""One deliverer at a time: a webhook is taken for a while, and what is told of it counts only meanwhile."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from settlebook import Ledger
from settlebook.api.feed.webhooks.sending import Sent
from settlebook.api.feed.webhooks.store import Webhooks, at_once, in_transaction

KEPT_DELIVERIES = 1_000  # of a webhook
ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class Claim:
    """A webhook in the hands of one deliverer; `is_due` is False where only dead letters are."""

    id: UUID
    version: int
    url: str
    types: list[str]
    account_id: UUID | None
    epoch_id: UUID
    position: int
    tries: int
    given_up: int
    is_due: bool


@dataclass(frozen=True, slots=True)
class Try:
    """One message that was sent, with what became of it; `number` counts the tries of its event."""

    position: int
    topic: str
    number: int
    sent_at: datetime
    sent: Sent

    def columns(self) -> dict[str, Any]:
        return {
            "tried": self.position,
            "topic": self.topic,
            "try": self.number,
            "sent_at": self.sent_at,
            "milliseconds": self.sent.milliseconds,
            "status": self.sent.status,
            "problem": self.sent.problem,
        }


NO_TRY = dict.fromkeys(("tried", "topic", "try", "sent_at", "milliseconds", "status", "problem"))


class Leases:
    """The webhooks that one deliverer takes in hand, each in a thread of its own."""

    def __init__(self, ledger: Ledger, seconds: float) -> None:
        self._ledger = ledger
        self._seconds = seconds

    def claim(self) -> tuple[UUID, Claim] | None:
        """The one that waited longest of those that have something to deliver, and the name of this lease."""
        worker = uuid4()
        asked = {
            "worker": worker,
            "lease": self._seconds,
            "head": self._ledger.position,
            "epoch": self._ledger.epoch.id,
        }
        rows = in_transaction(self._ledger, lambda webhooks: webhooks.run("claim", **asked))
        return (worker, Claim(**rows[0])) if rows else None

    def lease(self, worker: UUID, claim: Claim) -> "Lease":
        return Lease(self._ledger, worker, claim, self._seconds)


class Lease:
    """One webhook in hand, and how far it has come."""

    def __init__(self, ledger: Ledger, worker: UUID, claim: Claim, seconds: float) -> None:
        self.claim = claim
        self.position = claim.position
        self.epoch_id = claim.epoch_id
        self.tries = claim.tries
        self.given_up = claim.given_up
        self._ledger = ledger
        self._seconds = seconds
        self._asked = {"webhook": claim.id, "worker": worker}

    def secrets(self) -> list[str]:
        return in_transaction(self._ledger, lambda webhooks: webhooks.secrets(self.claim.id))

    def due_letters(self) -> list[dict[str, Any]]:
        return in_transaction(
            self._ledger, lambda webhooks: webhooks.dead_letters(self.claim.id, only_due=True)
        )

    def go_on(self, position: int, made: Try | None = None) -> bool:
        """Everything up to here is done; False where this deliverer has to stop."""
        self.given_up = 0 if made else self.given_up
        return at_once(self._ledger, lambda webhooks: self._moved(webhooks, position, made))

    def try_later(self, made: Try, pause: float) -> None:
        """The event comes again after so many seconds."""
        self.tries = made.number
        later = {"tries": made.number, "problem": made.sent.problem, "pause": pause}

        def keep(webhooks: Webhooks) -> None:
            webhooks.run("try_later", before=self.position, **later, **self._asked)
            self._note(webhooks, made)

        in_transaction(self._ledger, keep)

    def give_up(self, made: Try) -> bool:
        """The event becomes a dead letter, and later ones go on; as `go_on`."""
        self.given_up += 1

        def keep(webhooks: Webhooks) -> bool:
            if moved := self._moved(webhooks, made.position, made):
                letter = {"topic": made.topic, "tries": made.number, "status": made.sent.status}
                given = {"position": made.position, "problem": made.sent.problem, **letter}
                webhooks.run("give_up", webhook=self.claim.id, **given)
            return moved

        return in_transaction(self._ledger, keep)

    def pause(self, because: str) -> None:
        in_transaction(
            self._ledger, lambda webhooks: webhooks.run("pause_failing", because=because, **self._asked)
        )

    def letter_delivered(self, made: Try) -> None:
        def keep(webhooks: Webhooks) -> None:
            webhooks.run("discard", webhook=self.claim.id, positions=[made.position])
            self._note(webhooks, made)

        in_transaction(self._ledger, keep)

    def letter_failed(self, made: Try) -> None:
        failed = {"position": made.position, "status": made.sent.status, "problem": made.sent.problem}

        def keep(webhooks: Webhooks) -> None:
            webhooks.run("letter_failed", webhook=self.claim.id, **failed)
            self._note(webhooks, made)

        in_transaction(self._ledger, keep)

    def put_back(self, epoch: UUID, shared_upto: int) -> None:
        """The ledger tells another history since: what both share is known, what follows is told anew."""
        self.epoch_id = epoch
        self.position = min(self.position, shared_upto)
        asked = {"epoch": epoch, "shared": shared_upto, **self._asked}
        in_transaction(self._ledger, lambda webhooks: webhooks.run("put_back", **asked))

    def release(self) -> None:
        asked = {"kept": KEPT_DELIVERIES, **self._asked}
        in_transaction(self._ledger, lambda webhooks: webhooks.run("release", **asked))

    def _moved(self, webhooks: Webhooks, position: int, made: Try | None) -> bool:
        place = {"position": position, "before": self.position, "given_up": self.given_up}
        columns = NO_TRY if made is None else made.columns()
        rows = webhooks.run("go_on", lease=self._seconds, **place, **columns, **self._asked)
        self.position, self.tries = position, 0
        return [(row["state"], row["version"]) for row in rows] == [(ACTIVE, self.claim.version)]

    def _note(self, webhooks: Webhooks, made: Try) -> None:
        webhooks.run("note", webhook=self.claim.id, **made.columns())
