"""What is decided about payments: received, applied and unapplied."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from settlebook.domain.account import Account
from settlebook.domain.allocation import PolicyName
from settlebook.domain.decisions.mirroring import netting
from settlebook.domain.decisions.rules.asked import AskedDocument, Decided, NewId
from settlebook.domain.decisions.rules.checking import (
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
from settlebook.domain.decisions.rules.dating import (
    effective_day,
    likely_day,
    own_day_of,
    require_item_open,
    require_open,
    require_unapplied,
)
from settlebook.domain.decisions.settling import choosing, returning
from settlebook.domain.decisions.settling.spreading import ChosenPolicy, Rule, rule_of
from settlebook.domain.errors import AccountClosed, ExceedsAmount
from settlebook.domain.events import (
    Event,
    PaymentApplied,
    PaymentReceived,
    PaymentUnapplied,
    PersonalRef,
    SettlementLine,
)
from settlebook.domain.events.base import Details
from settlebook.domain.events.ledger import NegativeLines
from settlebook.domain.money import Money
from settlebook.domain.payment import Payment
from settlebook.domain.receivable import Receivable

APPLY_POLICIES: tuple[PolicyName, ...] = ("prorate", "fifo")


def receive(
    account: Account | None,
    *,
    payment_id: UUID,
    number: str,
    currency: str,
    amount_minor: int,
    effective_on: date | None,
    today: date,
    prepayment: bool = False,
    standalone: bool = False,
    personal: PersonalRef | None = None,
    details: Details | None = None,
) -> PaymentReceived:
    """Take money in; all of it is unapplied. Without a day it is received today.

    Account  None leaves it unassigned, until a transfer says whose it is.
    Refuses: AccountClosed. The account's currency is a default only.
    """
    if account is not None and account.status != "Active":
        raise AccountClosed(account.number, account.status)
    return PaymentReceived(
        payment_id=payment_id,
        number=number,
        account_id=account.account_id if account else None,
        currency=currency,
        amount_minor=amount_minor,
        prepayment=True if prepayment else None,
        standalone=True if standalone else None,
        personal=personal,
        details=details or {},
        effective_on=effective_on or today,
    )


def apply(
    payment: Payment,
    asked: Sequence[AskedDocument],
    *,
    policy: ChosenPolicy,
    effective_on: date | None,
    today: date,
    new_id: NewId,
    created: bool = False,
    negative_lines: NegativeLines = "skip",
    family: Collection[UUID] = (),
) -> Decided:
    """Set part of a payment against items of posted documents, one application a document.

    Items   named by the caller, or chosen by `policy`: prorate (default), fifo, or a rule of the user's own.
            Named items always win. Under `net` negative rows are filled up from positive ones before that.
    Day     `effective_on`; without one today, raised to the latest own day of payment and documents.
    Family  accounts beside the payment's own whose documents it may settle.
    Refuses, first match wins: InvalidRequest (policy, no document); NotProcessed; Standalone; Unassigned;
    DocumentNamedTwice; document by document
    NotPosted, AccountMismatch, CurrencyMismatch; ExceedsUnapplied, or ExceedsAmount where the same command
    `created` the payment; document by document NothingOpen, ExceedsBalance, LineNamedTwice,
    ItemNotOfDocument, LinesDoNotAddUp, ExceedsItemBalance; TooEarly; ExceedsOnDay, of the payment, then
    document by document of the document and of its items, or PolicyBroken.
    """
    rule = rule_of(policy, APPLY_POLICIES)
    require_some(asked)
    require_settling(payment)
    require_named_once(asked)
    require_settleable(payment, asked, family)
    total_minor = sum(entry.amount_minor for entry in asked)
    if created:
        _require_brought(payment, total_minor)
    require_source_unapplied(payment, total_minor)
    own_days = [(payment.number, payment.own_day), *(own_day_of(entry.document) for entry in asked)]
    likely = likely_day(effective_on, today, own_days)
    all_prepared = netting.prepared(asked, negative_lines, likely, new_id)
    for prepared in all_prepared:
        require_balance(prepared.entry)
        if prepared.entry.lines is not None:
            require_lines(prepared.entry, prepared.entry.lines)
    day = effective_day(effective_on, today, own_days)  # the likely one, where it is possible
    require_unapplied(payment.number, payment.unapplied, total_minor, day, payment.currency)
    facts: list[Event] = []
    for prepared in all_prepared:
        fact = _applied(payment, prepared, rule, day)
        facts += netting.and_then(prepared, fact)
    return Decided(tuple(facts))


def unapply(
    payment: Payment,
    asked: Sequence[AskedDocument] | None,
    documents: Mapping[UUID, Receivable],
    *,
    application: UUID | None,
    policy: ChosenPolicy,
    effective_on: date | None,
    today: date,
    new_id: NewId,
) -> Decided:
    """Take back what a payment settles: one application, amounts by document, or everything.

    Items   named by the caller, or chosen by `policy`: latest-first (default: the latest recorded application
            first, so that it undoes what was done last), fifo (items in canonical order), prorate, or a rule
            of the user's own. What was netted for an application is undone with the last of it.
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
        facts += netting.undone(payment, part.document, _unapplied(payment, part, day, new_id))
    return Decided(tuple(facts), any(part.partly for part in returned))


def _require_brought(payment: Payment, asked_minor: int) -> None:
    if asked_minor > payment.unapplied_minor:
        currency = payment.currency
        raise ExceedsAmount(Money(asked_minor, currency), Money(payment.unapplied_minor, currency))


def _lines(rule: Rule, entry: AskedDocument, day: date) -> tuple[SettlementLine, ...]:
    """Lines in canonical order; what the caller named is possible on every day from that one on."""
    document = entry.document
    if document.is_touched:  # else it is open on each day what it is now, which was judged before
        require_open(document, entry.amount_minor, day)
    if entry.lines is None:
        return choosing.for_payment(rule, entry, day)
    if document.is_touched:
        for line in entry.lines:
            require_item_open(document, line.item_id, line.amount_minor, day)
    minor_by_item = {line.item_id: line.amount_minor for line in entry.lines}
    asked = ((item_id, minor_by_item.get(item_id)) for item_id in document.rows)
    return tuple(
        SettlementLine(item_id=item_id, amount_minor=minor) for item_id, minor in asked if minor is not None
    )


def _applied(payment: Payment, prepared: netting.Prepared, rule: Rule, day: date) -> PaymentApplied:
    document = prepared.entry.document
    return PaymentApplied(
        application_id=prepared.application_id,
        payment_id=payment.payment_id,
        account_id=owner_of(payment),
        document_id=document.document_id,
        document_kind=document.kind,
        document_account_id=document.account_id,
        currency=payment.currency,
        lines=_lines(rule, prepared.entry, day),
        policy=rule.policy if prepared.entry.lines is None else None,
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
