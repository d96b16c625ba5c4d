"""What is decided about write-offs: what is open, or unapplied, is given up by a memo of the same rows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from settlebook.domain.allocation import PolicyName, Slot
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.mirroring import mirror_memos, netting
from settlebook.domain.decisions.mirroring.mirror_memos import MinorByRow, MirrorMemo
from settlebook.domain.decisions.rules.checking import (
    require_posted,
    require_row_unapplied,
    require_source_unapplied,
)
from settlebook.domain.decisions.rules.dating import (
    day_of_lowest,
    day_of_peak,
    effective_day,
    exceeds_on_day,
    open_from,
    require_item_open,
    require_open,
    require_unapplied,
    sum_of,
)
from settlebook.domain.decisions.settling.spreading import ChosenPolicy, Rule, rule_of, shares
from settlebook.domain.document import Document
from settlebook.domain.errors import (
    ExceedsBalance,
    ExceedsItemBalance,
    LinesDoNotAddUp,
    NothingToWriteOff,
)
from settlebook.domain.events import (
    CreditApplied,
    CreditedLine,
    CreditMemoWrittenOff,
    DebitMemoWrittenOff,
    DocumentKind,
    Event,
    InvoiceWrittenOff,
    ItemsNetted,
)
from settlebook.domain.money import Money
from settlebook.domain.receivable import Receivable, evolve_mirror

WRITE_OFF_POLICIES: tuple[PolicyName, ...] = ("prorate", "fifo")


@dataclass(frozen=True, slots=True)
class Asked:
    """How much of a document is given up: all of it, an amount, or amounts by row (minor units)."""

    amount_minor: int | None = None
    minor_by_row: MinorByRow | None = None

    @property
    def total_minor(self) -> int | None:
        """None: all of it."""
        return self.amount_minor if self.minor_by_row is None else sum(self.minor_by_row.values())


ALL = Asked()


@dataclass(frozen=True, slots=True)
class WrittenOff:
    """Facts to record, in order."""

    facts: tuple[Event, ...]
    applied: CreditApplied


def memo_day(document: Document, given: date | None, today: date) -> date:
    """The day a memo bears that takes amounts of a posted document back: not before the document's own.

    Without one today, raised to it. Refuses: TooEarly.
    """
    own_day = max(document.header.document_date, document.own_day or document.header.document_date)
    return effective_day(given, today, [(document.number, own_day)])


def require_balance(document: Receivable, asked: Asked) -> None:
    """Refuses, first match wins: NotPosted, AlreadyReversed, NothingToWriteOff, LinesDoNotAddUp,
    ExceedsItemBalance, ExceedsBalance.
    """
    require_posted(document)
    balance, currency = document.balance_minor, document.currency
    if balance <= 0 or asked.total_minor == 0:
        raise NothingToWriteOff(document.number, Money(balance, currency))
    _require_sum(document, asked)
    for item_id, minor in (asked.minor_by_row or {}).items():
        left = document.open_minor(item_id)
        if minor > left:
            raise ExceedsItemBalance(document.name_of(item_id), Money(minor, currency), Money(left, currency))
    total = asked.total_minor
    if total is not None and total > balance:
        raise ExceedsBalance(document.number, Money(total, currency), Money(balance, currency))


def of_receivable(
    document: Receivable, asked: Asked, memo: MirrorMemo, policy: ChosenPolicy, *, nets: bool = False
) -> WrittenOff:
    """Give open balances of an invoice or debit memo up: a credit memo of the same rows settles them.

    Rows   all that is open; those named; or, of an amount, those that `policy` chooses.
    Netted negative rows first where nothing is left open by it, or where the ledger `nets`: so that after a
           full write-off every row is at 0. What the caller named comes before that.
    Refuses, first match wins: InvalidRequest (policy); as `require_balance` lists; ExceedsOnDay, of the
    document, then of its rows, or PolicyBroken.
    """
    rule = rule_of(policy, WRITE_OFF_POLICIES)
    require_balance(document, asked)
    balance = document.balance_minor
    total = asked.total_minor or balance
    require_open(document, total, memo.day)
    closes = total == balance
    netted = netting.net(document, memo.application_id, memo.day) if closes or nets else None
    after = evolve_mirror(document, netted) if netted else document
    if asked.minor_by_row is not None:
        if netted and not _fits(after, asked.minor_by_row):
            after, netted = document, None
        minor_by_row = asked.minor_by_row
    elif closes:
        require_netted(after, memo.day)
        minor_by_row = {row: minor for row in after.rows if (minor := after.open_minor(row)) > 0}
    else:
        minor_by_row = dict(shares(rule, total, _slots(rule, after, total, memo.day)))
        memo = replace(memo, policy=rule.policy)
    for item_id, minor in minor_by_row.items():
        require_item_open(after, item_id, minor, memo.day)
    return _given_up(after, netted, minor_by_row, memo)


def require_unapplied_credit(source: CreditMemo, asked: Asked) -> None:
    """Refuses, first match wins: NotPosted, AlreadyReversed, NothingToWriteOff, LinesDoNotAddUp,
    ExceedsItemUnapplied, ExceedsUnapplied.
    """
    require_posted(source)
    unapplied = source.unapplied_minor
    if unapplied <= 0 or asked.total_minor == 0:
        raise NothingToWriteOff(source.number, Money(unapplied, source.currency))
    _require_sum(source, asked)
    require_row_unapplied(source, asked.minor_by_row or {})
    require_source_unapplied(source, asked.total_minor or 0)


def of_credit_memo(source: CreditMemo, asked: Asked, memo: MirrorMemo, policy: ChosenPolicy) -> WrittenOff:
    """Give unapplied credit up: it settles a debit memo of the same rows.

    Refuses, first match wins: InvalidRequest (policy); as `require_unapplied_credit` lists; ExceedsOnDay, of
    the memo, then of its rows, or PolicyBroken.
    """
    rule = rule_of(policy, WRITE_OFF_POLICIES)
    require_unapplied_credit(source, asked)
    total = asked.total_minor or source.unapplied_minor
    unapplied = sum_of(source.unapplied.values())
    require_unapplied(source.number, unapplied, total, memo.day, source.currency)
    if asked.minor_by_row is not None:
        minor_by_row = asked.minor_by_row
    elif total == source.unapplied_minor:
        minor_by_row = {row: minor for row in source.rows if (minor := source.unapplied_of(row).total) > 0}
    else:
        minor_by_row = dict(shares(rule, total, _credit_slots(rule, source, total, memo.day)))
        memo = replace(memo, policy=rule.policy)
    for item_id, minor in minor_by_row.items():
        name, row = source.name_of(item_id), source.unapplied_of(item_id)
        require_unapplied(name, row, minor, memo.day, source.currency)
    made = mirror_memos.debit(source, minor_by_row, memo)
    assert made.applied is not None  # what is written off is above zero
    mark = CreditMemoWrittenOff(
        credit_memo_id=source.document_id,
        debit_memo_id=memo.memo_id,
        account_id=source.account_id,
        lines=_lines(source, minor_by_row),
        effective_on=memo.day,
    )
    return WrittenOff((*made.facts, mark), made.applied)


def _given_up(
    document: Receivable, netted: ItemsNetted | None, minor_by_row: MinorByRow, memo: MirrorMemo
) -> WrittenOff:
    made = mirror_memos.credit(document, minor_by_row, memo)
    assert made.applied is not None  # what is written off is above zero
    lines = _lines(document, minor_by_row)
    mark: Event
    if document.kind is DocumentKind.INVOICE:
        mark = InvoiceWrittenOff(
            invoice_id=document.document_id,
            credit_memo_id=memo.memo_id,
            account_id=document.account_id,
            lines=lines,
            effective_on=memo.day,
        )
    else:
        mark = DebitMemoWrittenOff(
            debit_memo_id=document.document_id,
            credit_memo_id=memo.memo_id,
            account_id=document.account_id,
            lines=lines,
            effective_on=memo.day,
        )
    return WrittenOff((*((netted,) if netted else ()), *made.facts, mark), made.applied)


def _lines(document: Document, minor_by_row: MinorByRow) -> tuple[CreditedLine, ...]:
    return tuple(
        CreditedLine(item_id=item_id, amount_minor=minor_by_row[item_id])
        for item_id in document.rows
        if item_id in minor_by_row
    )


def _require_sum(document: Document, asked: Asked) -> None:
    if asked.minor_by_row is None or asked.amount_minor is None:
        return
    total, currency = sum(asked.minor_by_row.values()), document.currency
    if total != asked.amount_minor:
        raise LinesDoNotAddUp(document.number, Money(asked.amount_minor, currency), Money(total, currency))


def _fits(document: Receivable, minor_by_row: Mapping[UUID, int]) -> bool:
    return all(minor <= document.open_minor(item_id) for item_id, minor in minor_by_row.items())


def require_netted(document: Receivable, day: date) -> None:
    """ExceedsOnDay where a negative row could not be filled up from that day on."""
    for item_id in (row.item_id for row in document.rows.values() if row.amount_minor < 0):
        lacking = -document.open_minor(item_id)
        if lacking > 0:
            found = day_of_lowest(document.used_of(item_id), day)
            raise exceeds_on_day(document.name_of(item_id), found, day, lacking, 0, document.currency)


def _slots(rule: Rule, document: Receivable, asked_minor: int, day: date) -> list[Slot[UUID]]:
    slots = [_slot(rule, document, item_id, open_from(document, item_id, day)) for item_id in document.rows]
    available = sum(slot.open_minor for slot in slots if slot.open_minor > 0)
    if asked_minor > available:
        found = max((day_of_peak(document.used_of(item_id), day) for item_id in document.rows), default=day)
        raise exceeds_on_day(document.number, found, day, asked_minor, available, document.currency)
    return slots


def _credit_slots(rule: Rule, source: CreditMemo, asked_minor: int, day: date) -> list[Slot[UUID]]:
    slots = [
        _slot(rule, source, item_id, source.unapplied_of(item_id).lowest_from(day)) for item_id in source.rows
    ]
    available = sum(slot.open_minor for slot in slots if slot.open_minor > 0)
    if asked_minor > available:
        found = max((day_of_lowest(row, day) for row in source.unapplied.values()), default=day)
        raise exceeds_on_day(source.number, found, day, asked_minor, available, source.currency)
    return slots


def _slot(rule: Rule, document: Document, item_id: UUID, left_minor: int) -> Slot[UUID]:
    """Names are made only for those who can read them: a document may have many rows."""
    if rule.function is None:
        return Slot(item_id, left_minor)
    return Slot(item_id, left_minor, document.name_of(item_id), document.rows[item_id].is_tax)
