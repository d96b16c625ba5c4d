"""Which sources settle which documents where nobody names them: the plan of collecting and of runs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID

from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.rules.dating import open_from, sum_of
from settlebook.domain.document import Document
from settlebook.domain.events import DocumentKind
from settlebook.domain.money import MAX_MINOR
from settlebook.domain.payment import Payment
from settlebook.domain.receivable import Receivable
from settlebook.domain.settleable import Settleable

Turn = Literal["CreditMemo", "UnappliedPayment"]
TURNS: tuple[Turn, ...] = ("CreditMemo", "UnappliedPayment")  # credit goes first
EXCLUDED = "excludeFromAutoApplyRules"  # a credit memo says so of itself


@dataclass(frozen=True, slots=True)
class Wishes:
    """What may take part.

    `day`       on which all of it takes effect; what begins later is left for another day.
    `turns`     the kinds of source, in the order in which they are used.
    `minimums`  by currency, the least that is worth an application, in minor units.
    """

    day: date
    turns: Sequence[Turn] = TURNS
    kinds: frozenset[DocumentKind] = frozenset({DocumentKind.INVOICE, DocumentKind.DEBIT_MEMO})
    due_on_or_before: date | None = None
    currency: str | None = None
    minimums: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Share:
    """An amount of a source for one document, in minor units."""

    document: Receivable
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Step:
    """What one source settles: one application a document, in their order."""

    source: CreditMemo | Payment
    shares: tuple[Share, ...]


def plan(open_: Settleable, wishes: Wishes) -> tuple[Step, ...]:
    """Each source in turn settles the documents of its currency, until it or they are used up.

    Documents  by due date, then their own date, the larger balance, the number.
    Sources    by kind in `turns`; within it by their date, the larger unapplied amount, the number.
    Left out   what is not due, of another kind or currency, reversed, or begins after `day`; credit memos
               excluded from automatic application; prepayments, and standalone payments.
    Amounts    possible on `day` and on every later one, so that no step is refused for them.
    """
    documents = sorted((each for each in open_.documents if _takes_part(each, wishes)), key=_age_of_document)
    left = {each.document_id: document_capacity(each, wishes.day) for each in documents}
    by_currency: defaultdict[str, list[Receivable]] = defaultdict(list)
    for each in documents:
        by_currency[each.currency].append(each)
    steps = (_step(source, by_currency[source.currency], left, wishes) for source in sources(open_, wishes))
    return tuple(step for step in steps if step.shares)


def sources(open_: Settleable, wishes: Wishes) -> list[CreditMemo | Payment]:
    """The sources that take part, in the order in which they are used."""
    memos = sorted((memo for memo in open_.memos if _may_settle(memo, wishes)), key=_age_of_memo)
    payments = sorted((each for each in open_.payments if _is_free(each, wishes)), key=_age_of_payment)
    by_turn: dict[Turn, Iterable[CreditMemo | Payment]] = {"CreditMemo": memos, "UnappliedPayment": payments}
    return [source for turn in wishes.turns for source in by_turn[turn]]


def document_capacity(document: Receivable, day: date) -> int:
    """The most that can be settled of a document from that day on, whichever rows a policy chooses."""
    balance = document.total_minor - sum_of(document.settled.values()).peak_from(day)
    rows = sum(max(0, open_from(document, item_id, day)) for item_id in document.rows)
    return max(0, min(balance, rows))


def source_capacity(source: CreditMemo | Payment, day: date) -> int:
    """The most that a source can settle from that day on."""
    if isinstance(source, Payment):
        return max(0, source.unapplied.lowest_from(day))
    together = sum_of(source.unapplied.values()).lowest_from(day)
    rows = sum(max(0, row.lowest_from(day)) for row in source.unapplied.values())
    return max(0, min(together, rows))


def _step(
    source: CreditMemo | Payment, documents: Iterable[Receivable], left: dict[UUID, int], wishes: Wishes
) -> Step:
    least = max(1, wishes.minimums.get(source.currency, 1))
    unapplied = source_capacity(source, wishes.day)
    shares: list[Share] = []
    for document in documents:
        amount = min(unapplied, left[document.document_id], MAX_MINOR)
        if amount >= least:
            shares.append(Share(document, amount))
            unapplied -= amount
            left[document.document_id] -= amount
    return Step(source, tuple(shares))


def _takes_part(document: Receivable, wishes: Wishes) -> bool:
    due = wishes.due_on_or_before
    return (
        document.kind in wishes.kinds
        and _has_begun(document, wishes)
        and wishes.currency in (None, document.currency)
        and (due is None or _due_of(document) <= due)
    )


def _may_settle(memo: CreditMemo, wishes: Wishes) -> bool:
    excluded = memo.header.details.get(EXCLUDED) is True
    return not excluded and _has_begun(memo, wishes) and wishes.currency in (None, memo.currency)


def _is_free(payment: Payment, wishes: Wishes) -> bool:
    reserved = payment.is_prepayment or payment.is_standalone
    begun = payment.own_day <= wishes.day
    return not reserved and begun and wishes.currency in (None, payment.currency)


def _has_begun(document: Document, wishes: Wishes) -> bool:
    begun = document.own_day is not None and document.own_day <= wishes.day
    return begun and not document.header.reversed


def _due_of(document: Document) -> date:
    return document.header.due_date or document.header.document_date


def _age_of_document(document: Receivable) -> tuple[date, date, int, str]:
    return _due_of(document), document.header.document_date, -document.balance_minor, document.number


def _age_of_memo(memo: CreditMemo) -> tuple[date, int, str]:
    return memo.header.document_date, -memo.unapplied_minor, memo.number


def _age_of_payment(payment: Payment) -> tuple[date, int, str]:
    return payment.own_day, -payment.unapplied_minor, payment.number
