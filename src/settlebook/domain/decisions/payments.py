"""What is decided about payments: received, applied and unapplied."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from settlebook.domain.account import Account
from settlebook.domain.allocation import Policy, PolicyName
from settlebook.domain.decisions import choosing, mirroring, returning
from settlebook.domain.decisions.asked import AskedDocument, AskedLine, Decided, NewId
from settlebook.domain.decisions.checking import (
    owner_of,
    require_balance,
    require_lines,
    require_named_once,
    require_processed,
    require_settleable,
    require_settling,
    require_some,
    require_source_unapplied,
)
from settlebook.domain.decisions.dating import (
    effective_day,
    own_day_of,
    require_item_open,
    require_open,
    require_unapplied,
)
from settlebook.domain.errors import AccountClosed, CurrencyMismatch, ExceedsAmount
from settlebook.domain.events import (
    Event,
    PaymentApplied,
    PaymentReceived,
    PaymentUnapplied,
    PersonalRef,
    SettlementLine,
)
from settlebook.domain.events.base import Details
from settlebook.domain.money import Money
from settlebook.domain.payment import Payment
from settlebook.domain.receivable import Receivable

APPLY_POLICIES: tuple[PolicyName, ...] = ("prorate", "fifo")


def receive(
    account: Account,
    *,
    payment_id: UUID,
    number: str,
    currency: str,
    amount_minor: int,
    effective_on: date | None,
    today: date,
    personal: PersonalRef | None = None,
    details: Details | None = None,
) -> PaymentReceived:
    """Take money in; all of it is unapplied. Without a day it is received today.

    Refuses, first match wins: AccountClosed, CurrencyMismatch.
    """
    if account.status != "Active":
        raise AccountClosed(account.number, account.status)
    if currency != account.currency:
        raise CurrencyMismatch(account.number, currency, account.currency)
    return PaymentReceived(
        payment_id=payment_id,
        number=number,
        account_id=account.account_id,
        currency=currency,
        amount_minor=amount_minor,
        personal=personal,
        details=details or {},
        effective_on=effective_on or today,
    )


def apply(
    payment: Payment,
    asked: Sequence[AskedDocument],
    *,
    policy: str | None,
    effective_on: date | None,
    today: date,
    new_id: NewId,
    created: bool = False,
) -> Decided:
    """Set part of a payment against items of posted documents, one application a document.

    Items   named by the caller, or chosen by `policy`: prorate (default) or fifo. Named items always win.
    Day     `effective_on`; without one today, raised to the latest own day of payment and documents.
    Refuses, first match wins: InvalidRequest (policy, no document); NotProcessed; Standalone; Unassigned;
    DocumentNamedTwice; document by document
    NotPosted, AccountMismatch, CurrencyMismatch; ExceedsUnapplied, or ExceedsAmount where the same command
    `created` the payment; document by document NothingOpen, ExceedsBalance, LineNamedTwice,
    ItemNotOfDocument, LinesDoNotAddUp, ExceedsItemBalance; TooEarly; ExceedsOnDay, of the payment, then
    document by document of the document and of its items.
    """
    rule = choosing.policy_named(policy, APPLY_POLICIES)
    require_some(asked)
    require_settling(payment)
    require_named_once(asked)
    require_settleable(payment, asked)
    total_minor = sum(entry.amount_minor for entry in asked)
    if created:
        _require_brought(payment, total_minor)
    require_source_unapplied(payment, total_minor)
    for entry in asked:
        require_balance(entry)
        if entry.lines is not None:
            require_lines(entry, entry.lines)
    own_days = [(payment.number, payment.own_day), *(own_day_of(entry.document) for entry in asked)]
    day = effective_day(effective_on, today, own_days)
    require_unapplied(payment.number, payment.unapplied, total_minor, day, payment.currency)
    facts: list[Event] = []
    for entry in asked:
        lines = _lines(rule, entry, day)
        chosen_by = Policy.current(rule) if entry.lines is None else None
        fact = _applied(payment, entry.document, lines, chosen_by, day, new_id)
        facts += (fact, mirroring.settled(fact, entry.document))
    return Decided(tuple(facts))


def unapply(
    payment: Payment,
    asked: Sequence[AskedDocument] | None,
    documents: Mapping[UUID, Receivable],
    *,
    application: UUID | None,
    policy: str | None,
    effective_on: date | None,
    today: date,
    new_id: NewId,
) -> Decided:
    """Take back what a payment settles: one application, amounts by document, or everything.

    Items   named by the caller, or chosen by `policy`: latest-first (default: the latest recorded application
            first, so that it undoes what was done last) or fifo (items in canonical order).
    Day     `effective_on`, and only what was applied on or before it is taken back; without one today,
            raised to the latest day of the applications consumed.
    Refuses NotProcessed; then as `returning.taken_back` lists.
    """
    require_processed(payment)
    request = returning.Request(asked, documents, application, policy, effective_on)
    returned = returning.taken_back(payment, request)
    day = effective_on or max(today, *(part.latest_day for part in returned))
    facts: list[Event] = []
    for part in returned:
        fact = _unapplied(payment, part, day, new_id)
        facts += (fact, mirroring.unsettled(fact, part.document))
    return Decided(tuple(facts), any(part.partly for part in returned))


def _require_brought(payment: Payment, asked_minor: int) -> None:
    if asked_minor > payment.unapplied_minor:
        currency = payment.currency
        raise ExceedsAmount(Money(asked_minor, currency), Money(payment.unapplied_minor, currency))


def _lines(rule: PolicyName, entry: AskedDocument, day: date) -> tuple[SettlementLine, ...]:
    """Lines in canonical order; what the caller named is possible on every day from that one on."""
    document = entry.document
    require_open(document, entry.amount_minor, day)
    if entry.lines is None:
        return choosing.for_payment(rule, entry, day)
    line_by_item: dict[UUID, AskedLine] = {line.item_id: line for line in entry.lines}
    for line in entry.lines:
        require_item_open(document, line.item_id, line.amount_minor, day)
    return tuple(
        SettlementLine(item_id=item_id, amount_minor=line_by_item[item_id].amount_minor)
        for item_id in document.rows
        if item_id in line_by_item
    )


def _applied(
    payment: Payment,
    document: Receivable,
    lines: tuple[SettlementLine, ...],
    policy: Policy | None,
    day: date,
    new_id: NewId,
) -> PaymentApplied:
    return PaymentApplied(
        application_id=new_id(),
        payment_id=payment.payment_id,
        account_id=owner_of(payment),
        document_id=document.document_id,
        document_kind=document.kind,
        document_account_id=document.account_id,
        currency=payment.currency,
        lines=lines,
        policy=policy,
        effective_on=day,
    )


def _unapplied(payment: Payment, part: returning.Returned, day: date, new_id: NewId) -> PaymentUnapplied:
    return PaymentUnapplied(
        application_id=new_id(),
        payment_id=payment.payment_id,
        account_id=owner_of(payment),
        document_id=part.document.document_id,
        document_kind=part.document.kind,
        document_account_id=part.document.account_id,
        currency=payment.currency,
        lines=part.lines,
        policy=part.policy,
        effective_on=day,
    )
