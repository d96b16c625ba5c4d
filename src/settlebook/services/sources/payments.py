"""Acts on payments: create, apply, unapply and refund."""

from collections.abc import Sequence

from settlebook.commands import ApplyPayment, CreatePayment, RefundPayment, UnapplyPayment
from settlebook.domain import payment
from settlebook.domain.account import Account
from settlebook.domain.decisions.refunding import refunds
from settlebook.domain.decisions.rules.asked import AskedDocument, Decided
from settlebook.domain.decisions.settling.spreading import Rule
from settlebook.domain.decisions.sources import payments
from settlebook.domain.ids import as_id
from settlebook.domain.payment import Payment
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.requests.outcome import Outcome
from settlebook.services.limiting.limits import prorated
from settlebook.services.limiting.sizes import names_all, rows_to_choose
from settlebook.services.requests.amounts import minor_of
from settlebook.services.requests.asking import asked_documents, by_id
from settlebook.services.requests.families import family_of
from settlebook.services.requests.keys import account_or_none
from settlebook.services.requests.outcomes import refunded, settled
from settlebook.services.requests.policies import Act, chosen, negative_lines
from settlebook.services.service import Services
from settlebook.services.sources.unapplying import take_back


def create_payment(books: Books, command: CreatePayment) -> Outcome:
    """Refuses, first match wins: NotFound, KeysDisagree, NumberTaken, IdTaken, TooManyDecimalsForCurrency,
    AmountOutOfRange; as `payments.receive` lists; then as `asked_documents` and `payments.apply` list.
    """
    account = account_or_none(books, command.account)
    currency = command.currency or _currency_of(account)
    number = books.number("payment", command.number)
    payment_id = books.new_id("payment", command.id)
    received = payments.receive(
        account,
        payment_id=payment_id,
        number=number,
        currency=currency,
        amount_minor=minor_of(command.amount, currency),
        effective_on=command.effective_date,
        today=books.open_day,
        prepayment=bool(command.prepayment),
        standalone=bool(command.standalone),
        personal=books.keep_personal(payment_id, command.personal_fields()),
        details=command.details(),
    )
    books.record(received)
    asked = asked_documents(books, command.documents, currency)
    applied, rule = _apply(books, payment.evolve(None, received), asked, command, created=True)
    books.record(*applied.facts)
    outcome = settled(payment_id, number, currency, applied, by_id(asked), rule=rule)
    return outcome.model_copy(update={"status": "Processed", "effective_on": received.effective_on})


def apply_payment(books: Books, command: ApplyPayment) -> Outcome:
    """Refuses, first match wins: NotFound (the payment); as `asked_documents` and `payments.apply` list."""
    source = books.payment(command.key)
    asked = asked_documents(books, command.documents, source.currency)
    applied, rule = _apply(books, source, asked, command)
    books.record(*applied.facts)
    return settled(source.payment_id, source.number, source.currency, applied, by_id(asked), rule=rule)


def unapply_payment(books: Books, command: UnapplyPayment) -> Outcome:
    """Refuses, first match wins: NotFound (the payment); as `asked_documents` and `take_back` list."""
    source = books.payment(command.key)
    taken = take_back(
        books,
        source,
        asked_documents(books, command.documents, source.currency),
        application=as_id(command.application) if command.application else None,
        policy=command.policy,
        effective_on=command.effective_date,
    )
    return taken.answer


def refund_payment(books: Books, command: RefundPayment) -> Outcome:
    """Refuses, first match wins: NotFound, TooManyDecimalsForCurrency, AmountOutOfRange, NumberTaken,
    IdTaken; then as `refunds.of_payment` lists.
    """
    source = books.payment(command.key)
    amount_minor = minor_of(command.total_amount, source.currency)
    refund_id = books.new_id("refund", command.id)
    fact = refunds.of_payment(
        source,
        amount_minor=amount_minor,
        refund_id=refund_id,
        number=books.number("refund", command.number),
        refund_date=command.refund_date,
        today=books.open_day,
        personal=books.keep_personal(refund_id, command.personal_fields()),
        details=command.details(),
    )
    books.record(fact)
    return refunded(fact)


def _currency_of(account: Account | None) -> str:
    if account is None:
        raise AssertionError("a request that names no account names its currency")
    return account.currency


def _apply(
    books: Books,
    source: Payment,
    asked: Sequence[AskedDocument],
    command: CreatePayment | ApplyPayment,
    created: bool = False,
) -> tuple[Decided, Rule | None]:
    """What is decided, and the rule that chose where the request names no items.

    A payment that is created may name no document; all of it stays unapplied then.
    """
    if created and not asked:
        return Decided(()), None
    rule = None if names_all(asked) else _rule(books, source, asked, command.policy)
    decided = payments.apply(
        source,
        asked,
        policy=rule,
        effective_on=command.effective_date,
        today=books.open_day,
        new_id=lambda: books.new_id("application"),
        created=created,
        negative_lines=negative_lines(books, source.account_id, command.negative_lines),
        family=family_of(books, source.account_id, asked),
    )
    return decided, rule


def _rule(books: Books, source: Payment, asked: Sequence[AskedDocument], name: str | None) -> Rule:
    """Refuses as `policies.chosen` does. Above the limit of its product, proration becomes fifo."""
    rule = chosen(books, source.account_id, Act.APPLY_PAYMENT, name)
    return prorated(books, rule, "payment-prorate-product", rows_to_choose(asked))


SERVICES: Services = {
    CreatePayment: create_payment,
    ApplyPayment: apply_payment,
    UnapplyPayment: unapply_payment,
    RefundPayment: refund_payment,
}
