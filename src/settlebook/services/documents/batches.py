"""Acts on several documents: each is carried out by itself, and the answer has a result for each."""

from collections.abc import Iterator

from settlebook.commands import Command
from settlebook.commands.batches import (
    Batch,
    CreateCreditMemos,
    CreateDebitMemos,
    CreateInvoices,
    EditCreditMemos,
    EditDebitMemos,
    EditedCreditMemo,
    EditedDebitMemo,
    EditedInvoice,
    EditInvoices,
    PostInvoices,
)
from settlebook.domain.errors import Refused
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.requests.outcome import Outcome, Result
from settlebook.services.documents import document_keeping, making
from settlebook.services.service import Services

_EACH: Services = {
    **making.SERVICES,
    EditedInvoice: document_keeping.edit_invoice,
    EditedDebitMemo: document_keeping.edit_debit_memo,
    EditedCreditMemo: document_keeping.edit_credit_memo,
}


def carry_out(books: Books, command: Batch) -> Outcome:
    """Each document by itself: where it is refused, nothing of it is recorded, and the others are.

    Refuses, where it is one single transaction, what the first refused document is refused.
    """
    outcomes = list(_outcomes(books, command))
    done = [outcome for outcome in outcomes if isinstance(outcome, Outcome)]
    status = "Done" if len(done) == len(outcomes) else "PartlyDone" if done else "Refused"
    return Outcome(
        results=tuple(_result(outcome) for outcome in outcomes),
        applications=tuple(applied for outcome in done for applied in outcome.applications),
        status=status,
        effective_on=books.open_day,
    )


def _outcomes(books: Books, batch: Batch) -> Iterator[Outcome | Refused]:
    for command in batch.commands:
        outcome = books.part(lambda part, command=command: _decide(part, command))  # type: ignore[misc]
        if isinstance(outcome, Refused) and batch.use_single_transaction:
            raise outcome
        yield outcome


def _decide(books: Books, command: Command) -> Outcome:
    return _EACH[type(command)](books, command)


def _result(outcome: Outcome | Refused) -> Result:
    if isinstance(outcome, Refused):
        return Result(code=outcome.code, message=outcome.message)
    return Result(id=outcome.id, number=outcome.number, status=outcome.status)


SERVICES: Services = {
    CreateInvoices: carry_out,
    PostInvoices: carry_out,
    EditInvoices: carry_out,
    CreateDebitMemos: carry_out,
    EditDebitMemos: carry_out,
    CreateCreditMemos: carry_out,
    EditCreditMemos: carry_out,
}
