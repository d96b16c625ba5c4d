"""Facts that no policy chooses, in the other world: carried out as they are, where they can be."""

from collections.abc import Sequence

from settlebook.audit.what_if.rules import Rules
from settlebook.audit.what_if.world import Impossible, World
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.rules.dating import require_unapplied
from settlebook.domain.decisions.settling.choosing import MemoRows
from settlebook.domain.document import Document
from settlebook.domain.events import (
    CreditMemoCanceled,
    CreditMemoDeleted,
    CreditMemoEdited,
    CreditMemoPosted,
    CreditMemoUnposted,
    DebitMemoCanceled,
    DebitMemoDeleted,
    DebitMemoEdited,
    DebitMemoPosted,
    DebitMemoUnposted,
    Event,
    InvoiceCanceled,
    InvoiceDeleted,
    InvoiceEdited,
    InvoicePosted,
    InvoiceSplit,
    InvoiceUnposted,
    PaymentCanceled,
    PaymentDeleted,
    PaymentReceived,
    PaymentTransferred,
    RefundCanceled,
    RefundDeleted,
    RefundEdited,
    RefundIssued,
    RefundLine,
)
from settlebook.domain.payment import Payment
from settlebook.domain.receivable import Receivable
from settlebook.ledger.states.streams import begins
from settlebook.services.requests.policies import Act

# What asks for a document in the state that it has in the log.
KEEPING = (
    *(InvoiceEdited, DebitMemoEdited, CreditMemoEdited, InvoiceCanceled, DebitMemoCanceled),
    *(CreditMemoCanceled, InvoiceDeleted, DebitMemoDeleted, CreditMemoDeleted, InvoiceSplit),
)
POSTED = (InvoicePosted, DebitMemoPosted, CreditMemoPosted)
UNPOSTED = (InvoiceUnposted, DebitMemoUnposted, CreditMemoUnposted)


def standing(world: World, rules: Rules, fact: Event, command: Sequence[Event]) -> Event:
    """The fact as it is in the other world. Raises Impossible, or a refusal, where it cannot be."""
    if isinstance(fact, PaymentReceived) and fact.transferred_from is not None:
        _require_split_off(world, fact, command)
        return fact
    if begins(fact) or world.is_same(fact.stream_id):
        return fact
    state = world.other(fact.stream_id)
    match state:
        case None:
            raise Impossible("what it is about is not there in that world")
        case Payment():
            return _of_payment(state, fact)
        case CreditMemo() if isinstance(fact, RefundIssued | RefundCanceled | RefundEdited | RefundDeleted):
            return _of_memo(state, rules, fact)
        case Document():
            _require_document(world, state, fact)
    return fact


def _of_payment(payment: Payment, fact: Event) -> Event:
    match fact:
        case PaymentTransferred() | PaymentCanceled() | RefundIssued():
            _require_unapplied(payment, fact)
        case PaymentDeleted() if payment.status != "Canceled":
            raise Impossible("it was not canceled in that world")
        case RefundCanceled() | RefundEdited() | RefundDeleted():
            _require_refund(payment, fact)
    return fact


def _of_memo(
    memo: CreditMemo, rules: Rules, fact: RefundIssued | RefundCanceled | RefundEdited | RefundDeleted
) -> Event:
    if not isinstance(fact, RefundIssued):
        _require_refund(memo, fact)
        return _with(fact, memo.refunds[fact.refund_id].lines) if isinstance(fact, RefundCanceled) else fact
    rule = rules.own(Act.REFUND, fact.policy)
    if rule is not None:
        rows = MemoRows(memo, fact.effective_on).spread(rule, fact.amount_minor)
        return _with(
            fact,
            tuple(RefundLine(amount_minor=rows[row], source_item_id=row) for row in memo.rows if row in rows),
        )
    for line in fact.lines:
        assert line.source_item_id is not None  # a memo is refunded row by row
        row, day = line.source_item_id, fact.effective_on
        require_unapplied(memo.name_of(row), memo.unapplied_of(row), line.amount_minor, day, memo.currency)
    return fact


def _with(fact: RefundIssued | RefundCanceled, lines: tuple[RefundLine, ...]) -> Event:
    return fact if lines == fact.lines else fact.model_copy(update={"lines": lines})


def _require_split_off(world: World, fact: PaymentReceived, command: Sequence[Event]) -> None:
    """A part of a payment comes into being only where the transfer that carries its money can be."""
    for each in command:
        if isinstance(each, PaymentTransferred) and each.to_payment_id == fact.payment_id:
            payment = world.other(each.payment_id)
            if not isinstance(payment, Payment):
                raise Impossible("the payment that it was split off is not there in that world")
            if not world.is_same(each.payment_id):
                _require_unapplied(payment, each)


def _require_unapplied(payment: Payment, fact: PaymentTransferred | PaymentCanceled | RefundIssued) -> None:
    minor, day = fact.amount_minor, fact.effective_on
    require_unapplied(payment.number, payment.unapplied, minor, day, payment.currency)


def _require_refund(
    source: Payment | CreditMemo, fact: RefundCanceled | RefundEdited | RefundDeleted
) -> None:
    refund = source.refunds.get(fact.refund_id)
    if refund is None:
        raise Impossible("its refund was not issued in that world")
    if isinstance(fact, RefundDeleted) and refund.status != "Canceled":
        raise Impossible("its refund was not canceled in that world")


def _require_document(world: World, document: Document, fact: Event) -> None:
    if isinstance(fact, POSTED) and document.is_posted:
        raise Impossible("it is posted already in that world")
    if isinstance(fact, UNPOSTED):
        _require_unsettled(document)
    actual = world.actual(fact.stream_id)
    is_kept = isinstance(actual, Document) and actual.header.status == document.header.status
    if isinstance(fact, KEEPING) and not is_kept:
        raise Impossible(f"it is {document.header.status} in that world")


def _require_unsettled(document: Document) -> None:
    if not document.is_posted:
        raise Impossible("it is not posted in that world")
    if isinstance(document, Receivable) and document.settled_by:
        raise Impossible("something settles it in that world")
    if isinstance(document, CreditMemo) and document.used.total:
        raise Impossible("some of it is applied or paid back in that world")
