"""The journal rows of payments, refunds and settlements: what came in, settled documents, went out."""

from typing import TypeAlias

from settlebook.domain.allocation import Policy
from settlebook.domain.events import (
    Application,
    Applied,
    PaymentApplied,
    PaymentCanceled,
    PaymentDeleted,
    PaymentEdited,
    PaymentReceived,
    PaymentTransferred,
    PaymentUnapplied,
    RefundCanceled,
    RefundDeleted,
    RefundEdited,
    RefundIssued,
    SourceKind,
)
from settlebook.domain.ids import derived_id
from settlebook.projecting.journal.personal_ids import personal_id
from settlebook.projecting.journal.stored import Stored
from settlebook.projecting.journal.tables import (
    ApplicationRow,
    PaymentChangeRow,
    PaymentRow,
    RefundChangeRow,
    RefundRow,
)

PaymentChange: TypeAlias = PaymentTransferred | PaymentEdited | PaymentCanceled | PaymentDeleted
RefundChange: TypeAlias = RefundCanceled | RefundEdited | RefundDeleted


def payment_row(stored: Stored, fact: PaymentReceived) -> PaymentRow:
    return PaymentRow(
        stored.ledger_id,
        stored.position,
        fact.effective_on,
        fact.payment_id,
        fact.number,
        fact.account_id,
        fact.currency,
        fact.amount_minor,
        bool(fact.prepayment),
        bool(fact.standalone),
        fact.transferred_from,
        derived_id(stored.ledger_id, "part", fact.payment_id, "unapplied"),
        personal_id(fact.personal),
        fact.details,
    )


def payment_change_row(stored: Stored, fact: PaymentChange) -> PaymentChangeRow:
    begin = stored.ledger_id, stored.position, fact.effective_on, stored.command_id
    match fact:
        case PaymentTransferred():
            name = stored.ledger_id, "transfer", fact.payment_id, stored.position
            return PaymentChangeRow(
                *begin,
                "transferred",
                fact.payment_id,
                to_payment_id=fact.to_payment_id,
                from_account_id=fact.from_account_id,
                to_account_id=fact.to_account_id,
                currency=fact.currency,
                amount_minor=fact.amount_minor,
                from_application_id=derived_id(*name, "from"),
                to_application_id=derived_id(*name, "to"),
            )
        case PaymentEdited():
            personal = personal_id(fact.personal)
            return PaymentChangeRow(
                *begin, "edited", fact.payment_id, personal_id=personal, details=fact.details
            )
        case PaymentCanceled():
            currency, minor = fact.currency, fact.amount_minor
            return PaymentChangeRow(
                *begin, "canceled", fact.payment_id, currency=currency, amount_minor=minor
            )
        case PaymentDeleted():
            return PaymentChangeRow(*begin, "deleted", fact.payment_id)


def refund_row(stored: Stored, fact: RefundIssued) -> RefundRow:
    return RefundRow(
        stored.ledger_id,
        stored.position,
        fact.effective_on,
        stored.command_id,
        fact.refund_id,
        fact.number,
        fact.source_kind,
        fact.source_id,
        fact.account_id,
        fact.currency,
        fact.amount_minor,
        derived_id(stored.ledger_id, "refund-part", fact.refund_id),
        derived_id(stored.ledger_id, "refund-application", fact.refund_id),
        *_policy(fact.policy),
        personal_id(fact.personal),
        fact.details,
    )


def refund_change_row(stored: Stored, fact: RefundChange) -> RefundChangeRow:
    begin = stored.ledger_id, stored.position, fact.effective_on, stored.command_id
    match fact:
        case RefundCanceled():
            return RefundChangeRow(
                *begin,
                "canceled",
                fact.refund_id,
                fact.source_id,
                fact.source_kind,
                fact.account_id,
                fact.currency,
                fact.amount_minor,
                derived_id(stored.ledger_id, "refund-cancel", fact.refund_id),
            )
        case RefundEdited():
            personal = personal_id(fact.personal)
            return RefundChangeRow(
                *begin, "edited", fact.refund_id, fact.source_id, personal_id=personal, details=fact.details
            )
        case RefundDeleted():
            return RefundChangeRow(*begin, "deleted", fact.refund_id, fact.source_id)


def application_row(stored: Stored, fact: Application) -> ApplicationRow:
    by_payment = isinstance(fact, PaymentApplied | PaymentUnapplied)
    return ApplicationRow(
        stored.ledger_id,
        stored.position,
        fact.effective_on,
        stored.command_id,
        "apply" if isinstance(fact, Applied) else "unapply",
        fact.application_id,
        (SourceKind.PAYMENT if by_payment else SourceKind.CREDIT_MEMO).value,
        fact.stream_id,
        fact.document_kind.value,
        fact.document_id,
        fact.account_id,
        fact.currency,
        sum(line.amount_minor for line in fact.lines),
        derived_id(stored.ledger_id, "part", fact.stream_id, fact.document_id),
        *_policy(fact.policy),
    )


def _policy(policy: Policy | None) -> tuple[str | None, int | None]:
    return (policy.name, policy.version) if policy else (None, None)
