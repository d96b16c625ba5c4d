"""Any command, one or many: what the methods of the acts have in common."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from settlebook.commands import Command, parse_command
from settlebook.domain.errors import Refusal
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.previews.preview import Preview
from settlebook.ledger.requests.outcome import Answer, Mode, Recorded
from settlebook.library.requests import Request, submissions

if TYPE_CHECKING:
    from concurrent.futures import Future


class AnyAct:
    """Every act takes its command and, to be sent again without harm, an idempotency key.

    A refusal (`settlebook.Refusal`) is raised, and says by `replayed` whether it was known under the key.
    """

    def __init__(self, log: LedgerLog) -> None:
        self._log = log

    def carry_out(self, command: Command, idempotency_key: str | None = None) -> Recorded:
        """Any command."""
        return self._log.committer.record(Request(command, idempotency_key).submission())

    def submit(self, request: Request) -> Recorded:
        """Any command, with whose it is and what it is kept to."""
        return self._log.committer.record(request.submission())

    def submit_soon(self, request: Request) -> "Future[Recorded]":
        """As `submit`, but no thread waits: `await asyncio.wrap_future(ledger.submit_soon(request))`.

        What was submitted cannot be cancelled. A key that is no name is refused here, and not by the future.
        Callbacks of the future may submit again, and must not wait for the ledger: others are told later.
        """
        return self._log.committer.send(request.submission())

    def perform(
        self, do: str, key: str | None, body: Mapping[str, Any], idempotency_key: str | None = None
    ) -> Recorded:
        """A command as a line of a command file spells it: `perform("payment.apply", "P-1", {...})`."""
        return self.carry_out(parse_command(do, key, body), idempotency_key)

    def preview(self, command: Command, idempotency_key: str | None = None) -> Preview:
        """What the command would answer and change if it were recorded now; nothing is.

        A refusal is the preview's answer, and is not raised; under a known key it is the first answer again.
        """
        (found,) = self.preview_many([Request(command, idempotency_key)])
        return found

    def preview_many(
        self, requests: Iterable[Request | Refusal], mode: Mode | str = Mode.CONTINUE
    ) -> list[Preview]:
        """A preview of each command, in order: later ones see what earlier ones would do. As `execute`."""
        return self._log.preview(submissions(requests), Mode(mode))

    def execute(
        self, requests: Iterable[Request | Refusal], mode: Mode | str = Mode.CONTINUE
    ) -> Iterator[Answer]:
        """Many commands in large batches: an answer for each, in order, its refusal instead of raising it.

        atomic    all are recorded or none
        continue  each on its own
        stop      up to the first refusal
        """
        return self._log.committer.submit_many(submissions(requests), Mode(mode))
