"""Accounts: state and evolve; an account owns documents, payments and memos."""

from dataclasses import dataclass
from uuid import UUID

from settlebook.domain.events import AccountCreated, AccountStatus, Event


@dataclass(frozen=True, slots=True)
class Account:
    account_id: UUID
    number: str
    currency: str
    status: AccountStatus
    parent_id: UUID | None


def evolve(account: Account | None, event: Event) -> Account:
    match event:
        case AccountCreated():
            return Account(event.account_id, event.number, event.currency, event.status, event.parent_id)
        case _:
            raise AssertionError(f"an account has no {type(event).__name__}")
