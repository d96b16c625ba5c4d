"""Acts that take whole documents back, for good: mirrored by a memo, or unwound first and then mirrored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from settlebook.commands.reversals import Reverse, ReverseCreditMemo, ReverseInvoice
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.giving_up import reversals, unwinding
from settlebook.domain.decisions.giving_up.reversals import Days
from settlebook.domain.decisions.rules.asked import Decided
from settlebook.domain.decisions.rules.checking import require_posted
from settlebook.domain.events import CreditApplied, DocumentKind, SourceKind
from settlebook.domain.payment import Payment
from settlebook.domain.receivable import Receivable
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.requests.outcome import AppliedTo, Made, Outcome
from settlebook.services.giving_up.write_offs import Said, made_of, new_memo
from settlebook.services.limiting.limits import require
from settlebook.services.limiting.sizes import rows_in
from settlebook.services.requests.outcomes import settled
from settlebook.services.service import Services

INVOICE_REASON = "Invoice reversal"
CREDIT_MEMO_REASON = "Credit memo reversal"
LIMIT = "reverse-items"


@dataclass(frozen=True, slots=True)
class Done:
    """What one step of a reversal made and applied or took back."""

    made: tuple[Made, ...] = ()
    applications: tuple[AppliedTo, ...] = ()

    def then(self, next_step: "Done") -> "Done":
        return Done(self.made + next_step.made, self.applications + next_step.applications)


def reverse_invoice(books: Books, command: ReverseInvoice) -> Outcome:
    """Credit memos that were made from the invoice are reversed first, each by a debit memo.

    Refuses, first match wins: NotFound, LimitExceeded, NotPosted, AlreadyReversed; StillSettled, unless it
    unwinds; credit memo by credit memo made from it as `reversals.require_free` lists; TooEarly, of the
    days, and where it unwinds of what settles it; ExceedsOnDay, of the memos, then of the invoice's rows;
    PeriodIsClosed.
    """
    invoice = books.invoice(command.key)
    require(books.settings, LIMIT, rows_in(invoice))
    require_posted(invoice)
    sources = _sources(books, invoice)
    if not command.unwind:
        reversals.require_unsettled(invoice, sources)
    made_from = [books.credit_memo_by_id(memo_id) for memo_id in invoice.credited_by]
    for memo in made_from:
        reversals.require_free(memo, invoice)
    days = reversals.days(invoice, command.memo_date, command.apply_effective_date, books.open_day)
    on = unwinding.day(invoice, sources, command.apply_effective_date, days.apply)
    done = unwound(books, invoice, sources, on)
    for memo in made_from:
        done = done.then(credit_memo_reversed(books, memo, days_of(memo, days.memo, on), _said(command)))
    done = done.then(_invoice_reversed(books, invoice, Days(days.memo, on), _said(command)))
    return _answer(invoice, done, on)


def reverse_credit_memo(books: Books, command: ReverseCreditMemo) -> Outcome:
    """Refuses, first match wins: NotFound, LimitExceeded, NotPosted, AlreadyReversed, StillApplied,
    StillRefunded, TooEarly, ExceedsOnDay, PeriodIsClosed.
    """
    memo = books.credit_memo(command.key)
    require(books.settings, LIMIT, rows_in(memo))
    reversals.require_free(memo)
    days = reversals.days(memo, command.memo_date, command.apply_effective_date, books.open_day)
    return _answer(memo, credit_memo_reversed(books, memo, days, _said(command)), days.apply)


def _sources(books: Books, invoice: Receivable) -> list[Payment | CreditMemo]:
    """What settles the invoice, in the order in which each settled it first."""
    return [
        books.payment_by_id(share.source_id)
        if share.source_kind is SourceKind.PAYMENT
        else books.credit_memo_by_id(share.source_id)
        for share in invoice.settled_by.values()
    ]


def unwound(books: Books, invoice: Receivable, sources: Iterable[Payment | CreditMemo], on: date) -> Done:
    """Take back what each source settles, the latest first; it is left unapplied."""
    applications: list[AppliedTo] = []
    for source in reversed(list(sources)):
        document = books.receivable_by_id(invoice.kind, invoice.document_id)
        taken = unwinding.take_back(source, document, on, lambda: books.new_id("application"))
        books.record(*taken.facts)
        memo = source if isinstance(source, CreditMemo) else None
        answer = settled(
            invoice.document_id,
            source.number,
            source.currency,
            taken,
            {document.document_id: document},
            memo,
        )
        source_id = source.payment_id if isinstance(source, Payment) else source.document_id
        named = {"source": source.number, "source_id": source_id}
        applications += [each.model_copy(update=named) for each in answer.applications]
    return Done((), tuple(applications))


def days_of(memo: CreditMemo, day: date, on: date) -> Days:
    """The days of the debit memo that reverses a memo made from the invoice: not before the memo's own."""
    own = max(day, memo.header.document_date, memo.own_day or day)
    return Days(own, max(own, on))


def _said(command: Reverse) -> Said:
    return Said(details=command.details(), personal=command.personal_fields())


def credit_memo_reversed(books: Books, memo: CreditMemo, days: Days, said: Said) -> Done:
    """Reverse it by a debit memo. Refuses as `reversals.of_credit_memo` does."""
    source = books.credit_memo_by_id(memo.document_id)
    referred = source.header.referred_invoice_id
    invoice = books.receivable_by_id(DocumentKind.INVOICE, referred) if referred else None
    mirror = new_memo(books, DocumentKind.DEBIT_MEMO, days.memo, _on(said, days), CREDIT_MEMO_REASON)
    done = reversals.of_credit_memo(source, invoice, mirror)
    books.record(*done.facts)
    made = books.receivable_by_id(DocumentKind.DEBIT_MEMO, mirror.memo_id)
    return _done(made_of(DocumentKind.DEBIT_MEMO, mirror), done.applied, made, source)


def _invoice_reversed(books: Books, known: Receivable, days: Days, said: Said) -> Done:
    invoice = books.receivable_by_id(DocumentKind.INVOICE, known.document_id)
    mirror = new_memo(books, DocumentKind.CREDIT_MEMO, days.memo, _on(said, days), INVOICE_REASON)
    done = reversals.of_invoice(invoice, mirror)
    books.record(*done.facts)
    source = books.credit_memo_by_id(mirror.memo_id)
    return _done(made_of(DocumentKind.CREDIT_MEMO, mirror), done.applied, invoice, source)


def _on(said: Said, days: Days) -> Said:
    return Said(applied_on=days.apply, details=said.details, personal=said.personal)


def _done(made: Made, applied: CreditApplied | None, document: Receivable, source: CreditMemo) -> Done:
    if applied is None:
        return Done((made,))
    decided, documents = Decided((applied,)), {document.document_id: document}
    answer = settled(source.document_id, source.number, source.currency, decided, documents, source)
    named = {"source": source.number, "source_id": source.document_id}
    return Done((made,), tuple(each.model_copy(update=named) for each in answer.applications))


def _answer(document: Receivable | CreditMemo, done: Done, on: date) -> Outcome:
    """Id and number are the document's that was reversed."""
    return Outcome(
        id=document.document_id,
        number=document.number,
        made=done.made,
        applications=done.applications,
        currency=document.currency,
        status="Posted",
        effective_on=on,
    )


SERVICES: Services = {
    ReverseInvoice: reverse_invoice,
    ReverseCreditMemo: reverse_credit_memo,
}
