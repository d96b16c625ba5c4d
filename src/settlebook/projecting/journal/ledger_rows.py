"""The journal rows of accounts, settings and accounting periods, and of every fact who recorded it."""

from typing import Any, TypeAlias

from settlebook.domain.events import (
    AccountCreated,
    AccountEdited,
    Event,
    PeriodCloseBegun,
    PeriodClosed,
    PeriodCreated,
    PeriodDeleted,
    PeriodEdited,
    PeriodReopened,
    SettingsChanged,
)
from settlebook.projecting.journal.personal_ids import personal_id
from settlebook.projecting.journal.stored import Stored
from settlebook.projecting.journal.tables import AccountRow, FactRow, PeriodRow, SettingsRow

Periodical: TypeAlias = (
    PeriodCreated | PeriodEdited | PeriodCloseBegun | PeriodClosed | PeriodReopened | PeriodDeleted
)
TOLD = PeriodCreated | PeriodEdited  # all of a period, or its name and details
PERIODICAL: dict[type[Event], str] = {
    PeriodCreated: "created",
    PeriodEdited: "edited",
    PeriodCloseBegun: "close_begun",
    PeriodClosed: "closed",
    PeriodReopened: "reopened",
    PeriodDeleted: "deleted",
}


def fact_row(stored: Stored) -> FactRow:
    fact = stored.fact
    return FactRow(
        stored.ledger_id,
        stored.position,
        fact.TOPIC,
        fact.stream_id,
        fact.effective_on,
        stored.recorded_at,
        stored.command_id,
        stored.actor,
    )


def account_row(stored: Stored, fact: AccountCreated | AccountEdited) -> AccountRow:
    return AccountRow(
        stored.ledger_id,
        stored.position,
        fact.effective_on,
        fact.account_id,
        fact.number,
        fact.currency,
        fact.status,
        fact.parent_id,
        _choices(fact),
        personal_id(fact.personal),
        fact.details,
    )


def _choices(fact: AccountCreated | AccountEdited) -> dict[str, Any]:
    if isinstance(fact, AccountCreated):
        return {}
    return fact.choices.model_dump(mode="json", exclude_none=True)


def settings_row(stored: Stored, fact: SettingsChanged) -> SettingsRow:
    settings = fact.settings.model_dump(mode="json", exclude_none=True)
    return SettingsRow(stored.ledger_id, stored.position, fact.effective_on, fact.settings_id, settings)


def period_row(stored: Stored, fact: Periodical) -> PeriodRow:
    return PeriodRow(
        stored.ledger_id,
        stored.position,
        fact.effective_on,
        PERIODICAL[type(fact)],
        fact.calendar_id,
        fact.period_id,
        fact.name if isinstance(fact, TOLD) else None,
        fact.starts_on if isinstance(fact, PeriodCreated) else None,
        fact.ends_on if isinstance(fact, PeriodCreated) else None,
        fact.details if isinstance(fact, TOLD) else None,
    )
