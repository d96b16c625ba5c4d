"""Takes write-offs back that the command of a refund made, so that its money finds the rows open again."""

from dataclasses import dataclass
from datetime import date

from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.giving_up import reversals, unwinding
from settlebook.domain.decisions.rules.checking import lots_on
from settlebook.domain.receivable import Receivable
from settlebook.domain.source import Refund
from settlebook.ledger.deciding.books import Books
from settlebook.services.giving_up.reversals import Done, credit_memo_reversed, days_of, unwound
from settlebook.services.giving_up.write_offs import Said


@dataclass(frozen=True, slots=True)
class Reopened:
    """What was taken back and made for it, and the day from which the rows are open again."""

    done: Done
    day: date


def reopen(books: Books, refund: Refund, given: date | None, earliest: date) -> Reopened:
    """Unapply and reverse each credit memo by which the refund's own command wrote off what it reopened.

    Left alone  a memo that settles nothing there any more: somebody decided about it since.
    Day         `given`; without one the earliest possible, not before `earliest`.
    Refuses, memo by memo: TooEarly, naming the memo; as `reversals.require_free` lists, of what it settles
    elsewhere; ExceedsOnDay; PeriodIsClosed.
    """
    reopened = Reopened(Done(), earliest)
    for memo_id, taken in zip(refund.written_off_by, refund.taken_from, strict=False):
        memo = books.credit_memo_by_id(memo_id)
        document = books.receivable_by_id(taken.document_kind, taken.document_id)
        if any(lot.remaining_minor for lot in lots_on(memo, document)):
            day = unwinding.day(document, [memo], given, reopened.day)
            reopened = Reopened(reopened.done.then(_taken_back(books, memo, document, day)), day)
    return reopened


def _taken_back(books: Books, memo: CreditMemo, document: Receivable, day: date) -> Done:
    reversals.require_free(memo, document)
    return unwound(books, document, [memo], day).then(
        credit_memo_reversed(books, memo, days_of(memo, day, day), Said())
    )
