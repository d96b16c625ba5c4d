"""Which accounts a fact is about, and in which currency its amounts are, as far as the fact itself says."""

from uuid import UUID

from settlebook.domain.events import (
    Event,
    PaymentDeleted,
    PaymentEdited,
    PaymentTransferred,
    RefundDeleted,
    RefundEdited,
)

# Facts whose account is what the facts before them on their stream say.
SILENT: tuple[type[Event], ...] = (PaymentEdited, PaymentDeleted, RefundEdited, RefundDeleted)


def owner_of(fact: Event) -> UUID | None:
    """The account whose fact it is, once it has happened; None too where it is nobody's, or of the ledger."""
    if isinstance(fact, PaymentTransferred):
        went_whole = fact.to_payment_id == fact.payment_id
        return fact.to_account_id if went_whole else fact.from_account_id
    header = getattr(fact, "header", None)
    owner: UUID | None = getattr(header or fact, "account_id", None)
    return owner


def accounts_of(fact: Event) -> frozenset[UUID]:
    """Every account that takes part: beside the owner, whose debt is settled, and who gives or gets money."""
    roles = ("document_account_id", "from_account_id", "to_account_id")
    named = (owner_of(fact), *(getattr(fact, role, None) for role in roles))
    return frozenset(account for account in named if account is not None)


def currency_of(fact: Event) -> str | None:
    """None where the fact leaves it to its stream, as mirrors do, or has no amounts."""
    header = getattr(fact, "header", None)
    currency: str | None = getattr(header or fact, "currency", None)
    return currency
