"""Facts about accounts: who owns documents, payments and memos."""

from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from settlebook.domain.events.base import Currency, Details, Event, PersonalRef
from settlebook.domain.events.ledger import Choices

AccountStatus = Literal["Draft", "Active", "Canceled"]


class AccountCreated(Event):
    """An account was opened.

    Personal   name, notes and contacts are kept beside the log, under `personal`.
    Source     `POST /v1/accounts` of Zuora Billing.
    """

    TOPIC: ClassVar[str] = "account.created.v1"
    STREAM: ClassVar[str] = "account_id"

    account_id: UUID
    number: str
    currency: Currency
    status: AccountStatus
    parent_id: UUID | None = None
    personal: PersonalRef | None = None
    details: Details = Field(default_factory=dict)


class AccountEdited(Event):
    """What an account says of itself was edited; the fact carries all of it."""

    TOPIC: ClassVar[str] = "account.edited.v1"
    STREAM: ClassVar[str] = "account_id"

    account_id: UUID
    number: str
    currency: Currency
    status: AccountStatus
    parent_id: UUID | None = None
    choices: Choices = Field(default_factory=Choices)  # before those of the ledger
    personal: PersonalRef | None = None
    details: Details = Field(default_factory=dict)
