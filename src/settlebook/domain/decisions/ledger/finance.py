"""Decisions about accounting codes and journal runs."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from settlebook.domain.accounting_codes import AccountingCodes, Named
from settlebook.domain.calendar import Calendar, Period
from settlebook.domain.errors import (
    AccountingCodeExists,
    AccountingCodeHasStatus,
    AccountingCodeInUse,
    AccountingCodeIsInactive,
    JournalRunIsCanceled,
    NotFound,
    UnknownAccountingCode,
    WrongTypeOfAccountingCode,
)
from settlebook.domain.events import (
    AccountingCode,
    AccountingCodeActivated,
    AccountingCodeCreated,
    AccountingCodeDeactivated,
    AccountingCodeEdited,
    AccountingCodesUsed,
    CodeStatus,
    JournalRunCanceled,
)
from settlebook.domain.journal_run import JournalRun

StatusChanged = AccountingCodeActivated | AccountingCodeDeactivated


def register(
    codes: AccountingCodes, codes_id: UUID, code: AccountingCode, today: date
) -> AccountingCodeCreated:
    """Refuses: AccountingCodeExists."""
    if code.name in codes.by_name:
        raise AccountingCodeExists(code.name)
    return AccountingCodeCreated(codes_id=codes_id, effective_on=today, code=code)


def edit(
    codes: AccountingCodes, codes_id: UUID, code: AccountingCode, changes: dict[str, Any], today: date
) -> AccountingCodeEdited:
    """Refuses: AccountingCodeInUse, for another type."""
    edited = code.model_copy(update=changes)
    if edited.type != code.type and code.code_id in codes.used:
        raise AccountingCodeInUse(code.name, code.type)
    return AccountingCodeEdited(codes_id=codes_id, effective_on=today, code=edited)


def set_status(codes_id: UUID, code: AccountingCode, status: CodeStatus, today: date) -> StatusChanged:
    """Refuses: AccountingCodeHasStatus."""
    if code.status == status:
        raise AccountingCodeHasStatus(code.name, status.lower())
    changed = code.model_copy(update={"status": status})
    fact = AccountingCodeActivated if status == "Active" else AccountingCodeDeactivated
    return fact(codes_id=codes_id, effective_on=today, code=changed)


def use(
    codes: AccountingCodes, codes_id: UUID, named: Iterable[Named], today: date
) -> AccountingCodesUsed | None:
    """What a request names for the first time; nothing is judged while no code is registered.

    Refuses, code by code, first match wins: UnknownAccountingCode, AccountingCodeIsInactive,
    WrongTypeOfAccountingCode.
    """
    if not codes.by_name:
        return None
    found = [_fit(codes, each).code_id for each in named]
    first = tuple(id for id in dict.fromkeys(found) if id not in codes.used)
    return AccountingCodesUsed(codes_id=codes_id, effective_on=today, code_ids=first) if first else None


def _fit(codes: AccountingCodes, named: Named) -> AccountingCode:
    code = codes.by_name.get(named.name)
    if code is None:
        raise UnknownAccountingCode(named.field, named.name)
    if code.status == "Inactive":
        raise AccountingCodeIsInactive(named.field, named.name)
    if named.types and code.type not in named.types:
        raise WrongTypeOfAccountingCode(named.field, named.name, code.type, " or ".join(named.types))
    return code


def period_named(calendar: Calendar, name: str) -> Period:
    """Refuses: NotFound."""
    for period in calendar.periods:
        if period.name == name:
            return period
    raise NotFound("accounting period", name)


def cancel_run(run: JournalRun, today: date) -> JournalRunCanceled:
    """Refuses: JournalRunIsCanceled."""
    if run.is_canceled:
        raise JournalRunIsCanceled(run.number)
    return JournalRunCanceled(run_id=run.run_id, effective_on=today)
