"""Acts that keep payments: edit, cancel and delete."""

from settlebook.commands import CancelPayment, DeletePayment, EditPayment
from settlebook.domain.decisions.sources import payment_keeping
from settlebook.domain.payment import Payment
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.requests.outcome import Outcome
from settlebook.services.requests.personal import edited_personal
from settlebook.services.service import Services
from settlebook.services.sources.unapplying import TakenBack, take_back


def edit_payment(books: Books, command: EditPayment) -> Outcome:
    """Refuses, first match wins: NotFound, AlreadyDeleted."""
    source = books.payment(command.key)
    personal = edited_personal(books, source.payment_id, source.personal, command.personal_fields())
    fact = payment_keeping.edit(source, command.details(), personal=personal, today=books.today)
    books.record(fact)
    return _answer(source, source.status).model_copy(update={"effective_on": fact.effective_on})


def cancel_payment(books: Books, command: CancelPayment) -> Outcome:
    """Refuses, first match wins: NotFound; as `payment_keeping.require_cancelable` lists; where it unapplies
    first, as `payments.unapply` lists; then as `payment_keeping.cancel` lists; PeriodIsClosed.
    """
    source = books.payment(command.key)
    account = books.account_by_id(source.account_id) if source.account_id else None
    payment_keeping.require_cancelable(source, account)
    taken = _unapplied_first(books, source, command)
    fact = payment_keeping.cancel(
        taken.payment, account, effective_on=command.effective_date, today=books.open_day
    )
    books.record(fact)
    return _answer(source, "Canceled").model_copy(
        update={
            "applications": taken.applications,
            "policy": taken.answer.policy,
            "partly_undone": taken.answer.partly_undone,
            "currency": source.currency,
            "amount_minor": fact.amount_minor,
            "effective_on": fact.effective_on,
        }
    )


def delete_payment(books: Books, command: DeletePayment) -> Outcome:
    """Refuses, first match wins: NotFound, NotCanceled."""
    source = books.payment(command.key)
    fact = payment_keeping.delete(source, today=books.today)
    books.record(fact)
    return _answer(source, "Deleted").model_copy(update={"effective_on": fact.effective_on})


def unapplies_first(books: Books, command: CancelPayment) -> bool:
    """What the request says, else what the ledger chose."""
    asked = command.unapply_first
    return bool(books.settings.cancel_unapplies if asked is None else asked)


def _unapplied_first(books: Books, source: Payment, command: CancelPayment) -> TakenBack:
    """A payment that settles nothing has nothing to do."""
    if not unapplies_first(books, command) or not source.applied_minor:
        return TakenBack(source)
    return take_back(books, source, (), effective_on=command.effective_date)


def _answer(source: Payment, status: str) -> Outcome:
    return Outcome(id=source.payment_id, number=source.number, status=status)


SERVICES: Services = {
    EditPayment: edit_payment,
    CancelPayment: cancel_payment,
    DeletePayment: delete_payment,
}
