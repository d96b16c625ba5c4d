"""Acts that move payments from account to account."""

from settlebook.commands import TransferPayment
from settlebook.domain.decisions.sources import transfers
from settlebook.domain.ids import as_id
from settlebook.domain.payment import Payment
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.requests.outcome import Made, Outcome
from settlebook.services.requests.amounts import minor_of
from settlebook.services.requests.asking import asked_documents
from settlebook.services.requests.keys import account_or_none
from settlebook.services.service import Services
from settlebook.services.sources.unapplying import TakenBack, take_back


def transfer_payment(books: Books, command: TransferPayment) -> Outcome:
    """Refuses, first match wins: NotFound, KeysDisagree (the account), TooManyDecimalsForCurrency,
    AmountOutOfRange; where documents or an application are named, as `asked_documents` and
    `payments.unapply` list; of a part NumberTaken, IdTaken; as `transfers.whole` or `transfers.part` list.
    """
    source = books.payment(command.key)
    to = account_or_none(books, command.account)
    amount_minor = minor_of(command.amount, source.currency) if command.amount is not None else None
    taken = _taken_back(books, source, command)
    source = taken.payment
    made: tuple[Made, ...] = ()
    if transfers.is_whole(source, amount_minor) and not command.names_own:
        given = transfers.whole(source, to, effective_on=command.effective_date, today=books.open_day)
        books.record(given)
    else:
        number = books.number("payment", command.number)
        new = transfers.NewPayment(books.new_id("payment", command.id), number)
        received, given = transfers.part(
            source,
            to,
            new,
            amount_minor=amount_minor,
            effective_on=command.effective_date,
            today=books.open_day,
        )
        books.record(received, given)
        made = (Made(kind="payment", id=new.payment_id, number=number),)
    return taken.answer.model_copy(
        update={
            "id": source.payment_id,
            "number": source.number,
            "made": made,
            "currency": source.currency,
            "amount_minor": given.amount_minor,
            "status": source.status,
            "effective_on": given.effective_on,
        }
    )


def _taken_back(books: Books, source: Payment, command: TransferPayment) -> TakenBack:
    """What the command wants unapplied first; without a word of that, nothing."""
    if not command.takes_back:
        return TakenBack(source)
    return take_back(
        books,
        source,
        asked_documents(books, command.documents, source.currency),
        application=as_id(command.application) if command.application else None,
        policy=command.policy,
        effective_on=command.effective_date,
    )


SERVICES: Services = {
    TransferPayment: transfer_payment,
}
