"""A command on its way to the ledger, with the key under which it may be sent again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from settlebook.commands import Command
from settlebook.domain.errors import Refusal
from settlebook.ledger.deciding.batch import Submission, Tried
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.requests.outcome import Outcome
from settlebook.services import decide
from settlebook.services.guarding import ANY, Guard
from settlebook.services.reasons import other_reasons
from settlebook.services.wanting import wanted_by


@dataclass(frozen=True, slots=True)
class Request:
    """A command; under an idempotency key it takes effect once, however often it is sent.

    `limited` is False for what was settled elsewhere before, and is only moved in. `actor` and `client` are
    the ledger's own, unless a program acts for several. `guard` keeps it to an account, or to a version of
    what it is about.
    """

    command: Command
    idempotency_key: str | None = None
    limited: bool = True
    actor: str | None = None
    client: str | None = None
    guard: Guard = ANY

    def submission(self) -> Submission:
        command = self.command
        return Submission(
            command.DO,
            command,
            partial(_decide, command, self.limited, self.guard),
            self.idempotency_key,
            self.actor,
            self.client,
            reasons=partial(_reasons, command, self.limited, self.guard),
            wants=partial(wanted_by, command),
        )


def submissions(requests: Iterable[Request | Refusal]) -> Iterator[Submission | Refusal]:
    """What the committer takes; a line that could not be read stands in its place as its refusal."""
    for request in requests:
        yield request if isinstance(request, Refusal) else request.submission()


def _decide(command: Command, limited: bool, guard: Guard, books: Books) -> Outcome:
    if guard is not ANY:
        guard.require(books, command)
    return decide(books, command, limited=limited)


def _reasons(command: Command, limited: bool, guard: Guard, tried: Tried) -> Iterable[Refusal]:
    part_of = Guard(account=guard.account)
    return other_reasons(command, lambda part: tried(partial(_decide, part, limited, part_of)))
