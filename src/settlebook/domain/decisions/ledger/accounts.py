"""What is decided about accounts: opened, and edited."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from settlebook.domain.account import Account
from settlebook.domain.decisions.ledger.settings import chosen_anew
from settlebook.domain.decisions.rules import describing
from settlebook.domain.errors import AccountClosed, ParentCircle
from settlebook.domain.events import AccountCreated, AccountEdited, AccountStatus, PersonalRef
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


def edit(
    account: Account,
    changes: Mapping[str, Any],
    *,
    choices: Mapping[str, str | None],
    status: AccountStatus | None,
    parent: Account | None,
    above: Iterable[Account],
    personal: PersonalRef | None,
    today: date,
) -> AccountEdited:
    """Change what an account says of itself; canceled or not, it keeps what it owes and owns.

    Changes   of its details, by name on the wire; None and an empty text take a field away.
    Parent    the account above it from now on, None for none; `above` are those above that one.
    Personal  where its personal content is from now on; the caller keeps or replaces it.
    Refuses: ParentCircle.
    """
    for other in (parent, *above):
        if parent is not None and other is not None and other.account_id == account.account_id:
            raise ParentCircle(account.number, parent.number)
    return AccountEdited(
        account_id=account.account_id,
        number=account.number,
        currency=account.currency,
        status=status or account.status,
        parent_id=parent.account_id if parent else None,
        choices=chosen_anew(account.choices, choices),
        personal=personal,
        details=describing.edited(account.details, changes),
        effective_on=today,
    )


def require_open(account: Account) -> None:
    """Refuses: AccountClosed."""
    if account.status != "Active":
        raise AccountClosed(account.number, account.status)
