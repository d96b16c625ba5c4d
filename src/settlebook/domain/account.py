"""Accounts: state and evolve; an account owns documents, payments and memos."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from settlebook.domain.events import (
    AccountCreated,
    AccountEdited,
    AccountStatus,
    Choices,
    Event,
    PersonalRef,
)


@dataclass(frozen=True, slots=True)
class Account:
    account_id: UUID
    number: str
    currency: str
    status: AccountStatus
    parent_id: UUID | None
    choices: Choices = field(default_factory=Choices)
    personal: PersonalRef | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def evolve(account: Account | None, event: Event) -> Account:
    match event:
        case AccountCreated() | AccountEdited():
            return Account(
                account_id=event.account_id,
                number=event.number,
                currency=event.currency,
                status=event.status,
                parent_id=event.parent_id,
                choices=event.choices if isinstance(event, AccountEdited) else Choices(),
                personal=event.personal,
                details=event.details,
            )
        case _:
            raise AssertionError(f"an account has no {type(event).__name__}")
