"""Sends gathered documents to the ledger in batches and counts what became of every line."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from settlebook import Ledger, Recorded, Request
from settlebook.commands import CreateAccount
from settlebook.domain.errors import KeyReused, NumberTaken, Refusal
from settlebook.importing.documents import digest
from settlebook.importing.formats import Format, Incoming, Rejection, Unfit
from settlebook.importing.gathering import Gathering
from settlebook.importing.rejects import Rejects
from settlebook.importing.summary import Summary
from settlebook.progress import Progress

# Answers that depend on what the ledger held when they were given: they are kept under their key for ever,
# so a later import asks again under another one.
PASSING = {"not_found", "account_closed"}
MOST_KNOWN_ACCOUNTS = (
    100_000  # remembered, so as not to ask for each of them again; asking twice does no harm
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A document on its way: under how many keys it was asked before, and what the first answer was."""

    name: str  # as the gathering has it
    document: Incoming
    tries: int = 0
    first: Refusal | None = None

    @property
    def idempotency_key(self) -> str:
        key = self.document.idempotency_key
        if self.tries == 0:
            return key
        says = digest(self.document.command.DO, self.document.command.canonical())
        return f"{key}:{says[:16]}:{self.tries}"


class Recording:
    """One import: the documents of a gathering, and again those whose key has an answer of the past."""

    def __init__(
        self,
        ledger: Ledger,
        format: Format,
        gathering: Gathering,
        rejects: Rejects,
        summary: Summary,
        progress: Progress,  # lines that have their answer, lines read
    ) -> None:
        self._ledger, self._format, self._gathering = ledger, format, gathering
        self._rejects, self._summary, self._progress = rejects, summary, progress
        self._waiting: deque[Asked | Unfit | CreateAccount] = deque()
        self._again: list[tuple[int, str, int, Refusal]] = []  # rank, name, tries, first answer
        self._accounts: set[str] = set()
        self._currencies: dict[str, str] = {}

    def run(self) -> None:
        self._send(self._documents())
        while self._again:
            again, self._again = self._again, []
            self._send(self._documents_again(again))

    def _documents(self) -> Iterator[Asked | Unfit]:
        for rank, name, lines in self._gathering.documents():
            document = self._format.document(rank, name, lines)
            yield document if isinstance(document, Unfit) else Asked(name, document)

    def _documents_again(self, again: list[tuple[int, str, int, Refusal]]) -> Iterator[Asked]:
        for rank, name, tries, first in again:
            document = self._format.document(rank, name, self._gathering.lines_of(rank))
            if isinstance(document, Incoming):
                yield Asked(name, document, tries, first)

    def _send(self, documents: Iterator[Asked | Unfit]) -> None:
        for answer in self._ledger.execute(self._requests(documents), mode="continue"):
            self._reject_unfit()
            asked = self._waiting.popleft()
            if isinstance(asked, Asked):
                self._count(asked, answer)
                self._progress(self._summary.answered, self._summary.read)
            else:
                self._summary.accounts_created += isinstance(answer, Recorded) and not answer.replayed
        self._reject_unfit()

    def _requests(self, documents: Iterator[Asked | Unfit]) -> Iterator[Request]:
        """The requests in order, each noted as waiting for its answer as it is sent."""
        for document in documents:
            if isinstance(document, Asked):
                yield from self._account_of(document.document)
                self._waiting.append(document)
                yield Request(document.document.command, document.idempotency_key, limited=False)
            else:
                self._waiting.append(document)

    def _account_of(self, document: Incoming) -> Iterator[Request]:
        """Ask for the account first, where the format says so; that it exists already is no harm."""
        if not self._format.creates_accounts or document.account in self._accounts or not document.currency:
            return
        if len(self._accounts) >= MOST_KNOWN_ACCOUNTS:
            self._accounts.clear()
        self._accounts.add(document.account)
        number, currency = document.account, document.currency
        command = CreateAccount(name=number, account_number=number, currency=currency)
        self._waiting.append(command)
        yield Request(command, f"import:account:{currency}:{number}")

    def _reject_unfit(self) -> None:
        while self._waiting and isinstance(unfit := self._waiting[0], Unfit):
            self._waiting.popleft()
            self._rejects.add(unfit.rank, unfit.rejection)

    def _count(self, asked: Asked, answer: Recorded | Refusal) -> None:
        document = asked.document
        if isinstance(answer, Refusal):
            self._refused(asked, answer)
        elif answer.replayed:
            self._summary.already_there += document.lines
        else:
            self._summary.count_posted(document, document.currency or self._currency_of(document.account))

    def _refused(self, asked: Asked, refusal: Refusal) -> None:
        of_the_past = refusal.replayed and refusal.code in PASSING
        if of_the_past or isinstance(refusal, KeyReused):
            first = asked.first or refusal
            self._again.append((asked.document.rank, asked.name, asked.tries + 1, first))
            return
        said = asked.first if asked.first and isinstance(refusal, NumberTaken) else refusal
        self._rejects.add(asked.document.rank, _rejection(said))

    def _currency_of(self, account: str) -> str:
        if account not in self._currencies:
            if len(self._currencies) >= MOST_KNOWN_ACCOUNTS:
                self._currencies.clear()
            self._currencies[account] = self._ledger.account(account).currency
        return self._currencies[account]


def _rejection(refusal: Refusal) -> Rejection:
    match refusal:
        case KeyReused(field=field):
            return Rejection("other_content", f"it was imported before with another content: {field} differs")
        case NumberTaken(number=number):
            return Rejection("number_taken", f"{number} is in the ledger already, and not by this import")
    return Rejection(refusal.code, refusal.message)
