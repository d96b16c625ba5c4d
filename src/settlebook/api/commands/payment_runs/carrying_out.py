"""Carries a payment run out: account by account, or document by document, under keys made of the run."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from settlebook import Ledger, Outcome, Refusal, Request, parse_command
from settlebook.api.commands.payment_runs.asked import ALL_BATCHES, AskedDocument, AskedRun
from settlebook.api.commands.payment_runs.elements import Sums, elements, in_pieces
from settlebook.api.jobs.job import Ended
from settlebook.api.jobs.store import CHUNK
from settlebook.api.jobs.worker import Doing, JobKind, Work
from settlebook.api.wire import written
from settlebook.domain.errors import KeysDisagree

KIND = "PaymentRun"


@dataclass(slots=True)
class Run:
    """A run under way: what of it is done is told by `sums`."""

    ledger: Ledger
    asked: AskedRun
    key: str
    actor: str | None
    client: str | None
    sums: Sums
    check: Callable[[], None]
    accounts: int = 0

    def elements(self, *, preview: bool = False) -> Iterator[dict[str, Any]]:
        """What became of each account's documents, as it is committed; or would, in a preview."""
        found = self._documents(preview=preview) if self.asked.data else self._accounts(preview=preview)
        for answer, account, named in found:
            self.check()
            self.accounts += 1
            for element in elements(self.ledger, answer, account, named):
                self.sums.add(element)
                yield element

    def _accounts(self, *, preview: bool) -> Iterator["_Done"]:
        asked = self.asked
        settled = self.ledger.settle_accounts(
            self.key,
            asked.terms,
            accounts=[asked.account] if asked.account else (),
            batch=None if asked.batch == ALL_BATCHES else asked.batch,
            parent=asked.parent_id,
            preview=preview,
            actor=self.actor,
            client=self.client,
        )
        for each in settled:
            yield each.answer, {"accountId": each.account_id, "accountNumber": each.number}, {}

    def _documents(self, *, preview: bool) -> Iterator["_Done"]:
        for index, (document, body) in enumerate(self.asked.documents()):
            named = {"documentType": document.document_type, "documentNumber": document.key}
            try:
                answer = self._collected(index, document, body, preview=preview)
            except Refusal as refusal:
                answer = refusal
            yield answer, _account(document), named

    def _collected(
        self, index: int, document: AskedDocument, body: Mapping[str, Any], *, preview: bool
    ) -> Outcome | Refusal:
        self._require_account(document)
        command = parse_command(document.do, document.key, body)
        request = Request(command, f"{self.key}/{index}", actor=self.actor, client=self.client)
        if preview:
            return self.ledger.preview_many([request])[0].answer
        (answer,) = self.ledger.execute([request])
        return answer

    def _require_account(self, document: AskedDocument) -> None:
        """Refuses: NotFound; KeysDisagree, where the document is of another account."""
        named = document.account_id or document.account_number
        if named is None:
            return
        account = self.ledger.account(named)
        read = self.ledger.invoice if document.document_type == "Invoice" else self.ledger.debit_memo
        if read(document.key, with_items=False).account_id != account.id:
            raise KeysDisagree("accountId", "documentId")


_Done = tuple[Outcome | Refusal, Mapping[str, Any], Mapping[str, Any]]


def _account(document: AskedDocument) -> dict[str, Any]:
    named = {"accountId": document.account_id, "accountNumber": document.account_number}
    return {name: key for name, key in named.items() if key is not None}


def _carried_out(work: Work) -> Ended:
    """Begun anew it answers what it settled before as it did then, and settles the rest."""
    job = work.job
    asked = AskedRun.read(job.request)
    run = Run(work.ledger, asked, f"job/{job.id.hex}", job.actor, job.client_id, Sums(), work.check)
    for piece in in_pieces((written(element) + b"\n" for element in run.elements()), CHUNK):
        work.write(piece)
    return Ended(run.sums.told(run.accounts), rows=run.sums.elements)


JOBS: Mapping[str, Doing | JobKind] = {KIND: JobKind(_carried_out, keeps_request=True, keep_for=None)}
