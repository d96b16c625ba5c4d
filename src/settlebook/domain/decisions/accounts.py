"""What is decided about accounts: opened."""

from datetime import date
from uuid import UUID

from settlebook.domain.account import Account
from settlebook.domain.errors import AccountClosed
from settlebook.domain.events import AccountCreated, AccountStatus, PersonalRef
from settlebook.domain.events.base import Details


def create(
    *,
    account_id: UUID,
    number: str,
    currency: str,
    status: AccountStatus,
    parent: Account | None,
    today: date,
    personal: PersonalRef | None = None,
    details: Details | None = None,
) -> AccountCreated:
    """Open an account. Refuses nothing: its number and id were found free before, its parent was found."""
    return AccountCreated(
        account_id=account_id,
        number=number,
        currency=currency,
        status=status,
        parent_id=parent.account_id if parent else None,
        personal=personal,
        details=details or {},
        effective_on=today,
    )


def require_open(account: Account) -> None:
    """Refuses: AccountClosed."""
    if account.status != "Active":
        raise AccountClosed(account.number, account.status)
