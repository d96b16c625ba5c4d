"""Acts on refunds: unapply and refund in one, cancel with the money put back, edit and delete."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from settlebook.commands import (
    CancelRefund,
    DeleteRefund,
    EditRefund,
    RefundPaymentWithUnapply,
    WriteOffOptions,
)
from settlebook.domain.decisions.giving_up.write_offs import Asked
from settlebook.domain.decisions.refunding import paying_back, putting_back, refund_keeping, refunds
from settlebook.domain.decisions.rules.asked import AskedDocument
from settlebook.domain.events import RefundCanceled
from settlebook.domain.payment import Payment
from settlebook.domain.source import Refund
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.requests.outcome import AppliedTo, Outcome
from settlebook.services.giving_up.write_offs import Said, Written, written_off
from settlebook.services.refunding.reopening import reopen
from settlebook.services.requests.amounts import minor_of
from settlebook.services.requests.asking import asked_documents, lots_documents
from settlebook.services.requests.families import family_of
from settlebook.services.requests.outcomes import refunded, settled
from settlebook.services.requests.personal import edited_personal
from settlebook.services.requests.policies import negative_lines
from settlebook.services.service import Services
from settlebook.services.sources.unapplying import TakenBack, take_back


def refund_with_unapply(books: Books, command: RefundPaymentWithUnapply) -> Outcome:
    """Refuses, first match wins: NotFound; as `paying_back.require_refundable` lists;
    TooManyDecimalsForCurrency, AmountOutOfRange; where documents are named as `asked_documents` lists, and
    ExceedsRefund; else ExceedsPayment; as `policies.chosen` and `payments.unapply` list; NumberTaken,
    IdTaken; as `refunds.of_payment` lists; PeriodIsClosed; document by document as `written_off` lists.
    """
    source = books.payment(command.key)
    paying_back.require_refundable(source)
    total_minor = _minor_of(command, source.currency)
    asked = asked_documents(books, command.documents, source.currency)
    if asked:
        total_minor = paying_back.refunded_minor(asked, total_minor, source.currency)
    elif total_minor is not None:
        asked = _newest_first(books, source, total_minor, command.refund_date)
    taken = _take_back(books, source, asked, command, everything=total_minor is None)
    refund_id = books.new_id("refund", command.id)
    memo_ids = tuple(books.new_id("credit_memo") for _ in taken.facts) if command.write_off else ()
    fact = refunds.of_payment(
        taken.payment,
        amount_minor=taken.payment.unapplied_minor if total_minor is None else total_minor,
        refund_id=refund_id,
        number=books.number("refund", command.number),
        refund_date=command.refund_date,
        today=max(books.open_day, taken.day or books.open_day),
        unapplied=taken.application_ids,
        written_off_by=memo_ids,
        personal=books.keep_personal(refund_id, _comment(command)),
        details=command.details(),
    )
    books.record(fact)
    written = _written_off(books, taken, command, memo_ids, fact.effective_on)
    return refunded(fact).model_copy(
        update={
            "applications": (*taken.applications, *_by_memos(written)),
            "policy": taken.answer.policy,
            "partly_undone": taken.answer.partly_undone,
            "made": tuple(memo.made for memo in written),
        }
    )


def cancel_refund(books: Books, command: CancelRefund) -> Outcome:
    """Refuses, first match wins: NotFound; as `refund_keeping.cancel` lists; PeriodIsClosed; to put the money
    back, as `reopen` and `putting_back.reapply` list.
    """
    source, refund = books.refund(command.key)
    fact = refund_keeping.cancel(
        source,
        refund,
        reapplies=bool(command.reapply),
        effective_on=command.effective_date,
        today=books.open_day,
    )
    books.record(fact)
    answer = _put_back(books, refund, command, fact) if command.reapply else Outcome()
    return answer.model_copy(
        update={
            "id": refund.refund_id,
            "number": refund.number,
            "currency": source.currency,
            "amount_minor": refund.amount_minor,
            "status": "Canceled",
            "effective_on": fact.effective_on,
        }
    )


def edit_refund(books: Books, command: EditRefund) -> Outcome:
    """Refuses, first match wins: NotFound, AlreadyDeleted."""
    source, refund = books.refund(command.key)
    personal = edited_personal(books, refund.refund_id, refund.personal, command.personal_fields())
    fact = refund_keeping.edit(source, refund, command.details(), personal=personal, today=books.today)
    books.record(fact)
    return _answer(refund, refund.status, fact.effective_on)


def delete_refund(books: Books, command: DeleteRefund) -> Outcome:
    """Refuses, first match wins: NotFound, NotCanceled."""
    source, refund = books.refund(command.key)
    fact = refund_keeping.delete(source, refund, today=books.today)
    books.record(fact)
    return _answer(refund, "Deleted", fact.effective_on)


def _minor_of(command: RefundPaymentWithUnapply, currency: str) -> int | None:
    return minor_of(command.total_amount, currency) if command.total_amount is not None else None


def _comment(said: RefundPaymentWithUnapply | WriteOffOptions) -> dict[str, str]:
    return {"comment": said.comment} if said.comment is not None else {}


def _newest_first(
    books: Books, source: Payment, total_minor: int, day: date | None
) -> tuple[AskedDocument, ...]:
    documents = lots_documents(books, source.lots, (), None)
    return paying_back.newest_first(source, documents, total_minor, effective_on=day, today=books.open_day)


def _take_back(
    books: Books,
    source: Payment,
    asked: Sequence[AskedDocument],
    command: RefundPaymentWithUnapply,
    everything: bool,
) -> TakenBack:
    """The documents asked for; without any everything, if that is meant and anything is applied."""
    if not asked and not (everything and source.applied_minor):
        return TakenBack(source)
    return take_back(books, source, asked, policy=command.policy, effective_on=command.refund_date)


def _written_off(
    books: Books,
    taken: TakenBack,
    command: RefundPaymentWithUnapply,
    memo_ids: Sequence[UUID],
    day: date,
) -> list[Written]:
    """What was taken back of each row is given up there, by a memo a document, on the day of the refund.

    Nothing where no `memo_ids` are given for it.
    """
    options = command.write_off_options or WriteOffOptions()
    written: list[Written] = []
    for memo_id, fact in zip(memo_ids, taken.facts, strict=False):
        document = books.receivable_by_id(fact.document_kind, fact.document_id)
        minor_by_row: dict[UUID, int] = {}
        for line in fact.lines:
            minor_by_row[line.item_id] = minor_by_row.get(line.item_id, 0) + line.amount_minor
        said = Said(
            memo_date=options.memo_date or max(day, document.header.document_date),
            details={"reasonCode": options.reason_code} if options.reason_code else {},
            personal=_comment(options),
            memo_id=memo_id,
        )
        nets = negative_lines(books, document.account_id, None) == "net"
        written.append(written_off(books, document, Asked(minor_by_row=minor_by_row), said=said, nets=nets))
    return written


def _by_memos(written: Sequence[Written]) -> Iterator[AppliedTo]:
    """How the memos settle what was reopened, each by its own number."""
    for memo in written:
        source = {"source": memo.made.number, "source_id": memo.made.id}
        yield from (each.model_copy(update=source) for each in memo.applications)


def _put_back(books: Books, refund: Refund, command: CancelRefund, canceled: RefundCanceled) -> Outcome:
    reopened = reopen(books, refund, command.effective_date, canceled.effective_on)
    source = books.payment_by_id(canceled.source_id)
    documents = {
        taken.document_id: books.receivable_by_id(taken.document_kind, taken.document_id)
        for taken in refund.taken_from
    }
    asked = putting_back.asked_back(refund, documents)
    applied = putting_back.reapply(
        source,
        refund,
        documents,
        effective_on=command.effective_date,
        today=reopened.day,
        new_id=lambda: books.new_id("application"),
        family=family_of(books, source.account_id, asked),
    )
    books.record(*applied.facts)
    answer = settled(source.payment_id, source.number, source.currency, applied, documents)
    applications = (*reopened.done.applications, *answer.applications)
    return answer.model_copy(update={"made": reopened.done.made, "applications": applications})


def _answer(refund: Refund, status: str, day: date) -> Outcome:
    return Outcome(id=refund.refund_id, number=refund.number, status=status, effective_on=day)


SERVICES: Services = {
    RefundPaymentWithUnapply: refund_with_unapply,
    CancelRefund: cancel_refund,
    EditRefund: edit_refund,
    DeleteRefund: delete_refund,
}
