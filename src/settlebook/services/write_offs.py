"""Acts that give up what is open of documents, or unapplied of credit memos, by a memo of the same rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from settlebook.domain.allocation import PolicyName
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions import write_offs
from settlebook.domain.decisions.asked import Decided
from settlebook.domain.decisions.mirror_memos import MirrorMemo
from settlebook.domain.decisions.write_offs import ALL, Asked, WrittenOff
from settlebook.domain.events import DocumentKind
from settlebook.domain.events.base import Details
from settlebook.domain.ids import derived_id
from settlebook.domain.receivable import Receivable
from settlebook.ledger.books import Books
from settlebook.ledger.outcome import AppliedTo, Made
from settlebook.services.outcomes import settled

REASON = "Write-off"


@dataclass(frozen=True, slots=True)
class Said:
    """What a request says of the memo that it makes.

    `memo_date` is the memo's own day; `applied_on` the day it is set against what it mirrors, the same
    unless given. `items` holds what is said of single items, by the row that they take back.
    """

    memo_date: date | None = None
    applied_on: date | None = None
    details: Details = field(default_factory=dict)
    personal: Mapping[str, Any] = field(default_factory=dict)
    items: Mapping[UUID, Details] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """The memo that was made and how it was applied."""

    made: Made
    applications: tuple[AppliedTo, ...]
    day: date


def written_off(
    books: Books,
    document: Receivable,
    asked: Asked = ALL,
    *,
    said: Said = Said(),
    policy: PolicyName = "prorate",
    nets: bool = False,
) -> Written:
    """Write open balances of an invoice or debit memo off, within the command of whoever calls it.

    `asked` is everything open, an amount, or amounts by row; `document` is as the books have it now.
    Refuses, first match wins: as `write_offs.require_balance` lists; TooEarly; ExceedsOnDay; PeriodIsClosed.
    """
    write_offs.require_balance(document, asked)
    day = write_offs.memo_day(document, said.memo_date, books.open_day)
    memo = new_memo(books, DocumentKind.CREDIT_MEMO, day, said, REASON)
    done = write_offs.of_receivable(document, asked, memo, policy, nets=nets)
    books.record(*done.facts)
    return _written(books, DocumentKind.CREDIT_MEMO, memo, document, done)


def credit_written_off(
    books: Books, source: CreditMemo, asked: Asked, *, said: Said, policy: PolicyName
) -> Written:
    """Write unapplied credit off. Refuses, first match wins: as `write_offs.require_unapplied_credit` lists;
    TooEarly; ExceedsOnDay; PeriodIsClosed.
    """
    write_offs.require_unapplied_credit(source, asked)
    day = write_offs.memo_day(source, said.memo_date, books.open_day)
    memo = new_memo(books, DocumentKind.DEBIT_MEMO, day, said, REASON)
    done = write_offs.of_credit_memo(source, asked, memo, policy)
    books.record(*done.facts)
    made = books.receivable_by_id(DocumentKind.DEBIT_MEMO, memo.memo_id)
    return _written(books, DocumentKind.DEBIT_MEMO, memo, made, done)


def new_memo(books: Books, kind: DocumentKind, day: date, said: Said, reason: str) -> MirrorMemo:
    """A memo that mirrors a document, with the next number of its sequence."""
    memo_id = books.new_id(kind.value)
    return MirrorMemo(
        memo_id=memo_id,
        number=books.number(kind.value),
        memo_date=day,
        day=said.applied_on or day,
        application_id=books.new_id("application"),
        row_id=lambda *lines: derived_id(books.ledger_id, "item", memo_id, *lines),
        personal=books.keep_personal(memo_id, said.personal),
        details={"reasonCode": reason} | said.details,
        items=said.items,
    )


def made_of(kind: DocumentKind, memo: MirrorMemo) -> Made:
    return Made(kind=kind.value, id=memo.memo_id, number=memo.number)


def _written(
    books: Books, kind: DocumentKind, memo: MirrorMemo, document: Receivable, done: WrittenOff
) -> Written:
    """`document` is what is settled: for a credit memo the debit memo that was made."""
    source = books.credit_memo_by_id(done.applied.credit_memo_id)
    answer = settled(
        document.document_id,
        document.number,
        document.currency,
        Decided((done.applied,)),
        {document.document_id: document},
        source,
    )
    return Written(made_of(kind, memo), answer.applications, memo.day)
