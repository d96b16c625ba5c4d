"""What is decided about refunds: unapplied money of a payment or of a credit memo's items is paid back."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from settlebook.domain.allocation import PolicyName
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.rules.asked import AskedLine
from settlebook.domain.decisions.rules.checking import (
    owner_of,
    require_lines_once,
    require_posted,
    require_processed,
    require_row_unapplied,
    require_rows,
    require_source_unapplied,
    require_sum,
)
from settlebook.domain.decisions.rules.dating import effective_day, own_day_of, require_unapplied, sum_of
from settlebook.domain.decisions.settling import choosing
from settlebook.domain.decisions.settling.spreading import ChosenPolicy, Rule, rule_of
from settlebook.domain.events import PersonalRef, RefundIssued, RefundLine, SourceKind
from settlebook.domain.events.base import Details
from settlebook.domain.payment import Payment

REFUND_POLICIES: tuple[PolicyName, ...] = ("fifo", "prorate", "latest-first")


def of_payment(
    payment: Payment,
    *,
    amount_minor: int,
    refund_id: UUID,
    number: str,
    refund_date: date | None,
    today: date,
    unapplied: tuple[UUID, ...] = (),
    written_off_by: tuple[UUID, ...] = (),
    personal: PersonalRef | None = None,
    details: Details | None = None,
) -> RefundIssued:
    """Pay unapplied money of a payment back. Without a day: today, raised to the payment's own day.

    `unapplied` names the applications by which the same command took money back from documents first,
    `written_off_by` the credit memos by which it will write off what reopened.
    Refuses, first match wins: NotProcessed, Unassigned, ExceedsUnapplied, TooEarly, ExceedsOnDay.
    """
    require_processed(payment)
    account_id = owner_of(payment)
    require_source_unapplied(payment, amount_minor)
    day = effective_day(refund_date, today, [(payment.number, payment.own_day)])
    require_unapplied(payment.number, payment.unapplied, amount_minor, day, payment.currency)
    return RefundIssued(
        refund_id=refund_id,
        number=number,
        source_id=payment.payment_id,
        source_kind=SourceKind.PAYMENT,
        account_id=account_id,
        currency=payment.currency,
        amount_minor=amount_minor,
        lines=(RefundLine(amount_minor=amount_minor),),
        unapplied=unapplied or None,
        written_off_by=written_off_by or None,
        personal=personal,
        details=details or {},
        effective_on=day,
    )


def of_credit_memo(
    memo: CreditMemo,
    *,
    amount_minor: int,
    lines: Sequence[AskedLine] | None,
    policy: ChosenPolicy,
    refund_id: UUID,
    number: str,
    refund_date: date | None,
    today: date,
    personal: PersonalRef | None = None,
    details: Details | None = None,
) -> RefundIssued:
    """Pay unapplied money of a credit memo's items back. Without a day: today, raised to the memo's own day.

    Items   named by the caller (`item_id` is the memo's own row), or chosen by `policy`: fifo (default),
            prorate, latest-first (the row whose credit became unapplied last comes first), or a rule of the
            user's own.
    Refuses, first match wins: InvalidRequest (policy), NotPosted, ExceedsUnapplied, LineNamedTwice,
    ItemNotOfDocument, LinesDoNotAddUp, ExceedsItemUnapplied, TooEarly, ExceedsOnDay (of the memo, then of
    its rows), PolicyBroken.
    """
    rule = rule_of(policy, REFUND_POLICIES)
    require_posted(memo)
    require_source_unapplied(memo, amount_minor)
    if lines is not None:
        require_lines_once(lines, memo, None)
        require_rows(lines, memo, None)
        require_sum(lines, amount_minor, memo)
        require_row_unapplied(memo, {line.item_id: line.amount_minor for line in lines})
    day = effective_day(refund_date, today, [own_day_of(memo)])
    require_unapplied(memo.number, sum_of(memo.unapplied.values()), amount_minor, day, memo.currency)
    return RefundIssued(
        refund_id=refund_id,
        number=number,
        source_id=memo.document_id,
        source_kind=SourceKind.CREDIT_MEMO,
        account_id=memo.account_id,
        currency=memo.currency,
        amount_minor=amount_minor,
        lines=_lines(memo, amount_minor, lines, rule, day),
        policy=rule.policy if lines is None else None,
        personal=personal,
        details=details or {},
        effective_on=day,
    )


def _lines(
    memo: CreditMemo, amount_minor: int, lines: Sequence[AskedLine] | None, rule: Rule, day: date
) -> tuple[RefundLine, ...]:
    """Lines in canonical order, possible on every day from that one on."""
    rows = choosing.MemoRows(memo, day)
    if lines is None:
        minor_by_row = rows.spread(rule, amount_minor)
    else:
        minor_by_row = {line.item_id: line.amount_minor for line in lines}
        rows.set_aside(minor_by_row)
    return tuple(
        RefundLine(amount_minor=minor_by_row[item_id], source_item_id=item_id)
        for item_id in memo.rows
        if item_id in minor_by_row
    )
