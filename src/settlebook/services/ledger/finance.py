"""Acts for the general ledger: accounting codes, and journal runs."""

from typing import Any
from uuid import UUID

from settlebook.commands import Command
from settlebook.commands.finance import (
    ActivateAccountingCode,
    CancelJournalRun,
    CreateAccountingCode,
    CreateJournalRun,
    DeactivateAccountingCode,
    EditAccountingCode,
    codes_named,
)
from settlebook.domain.decisions.ledger import finance
from settlebook.domain.decisions.rules import describing
from settlebook.domain.errors import InvalidRequest, NotFound
from settlebook.domain.events import AccountingCode, CodeStatus, JournalRunCreated
from settlebook.domain.ids import as_id
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.requests.outcome import Outcome
from settlebook.services.service import Services

_ABOUT_CODES = (CreateAccountingCode, EditAccountingCode, ActivateAccountingCode, DeactivateAccountingCode)

_EDITABLE = {"type": "type", "glAccountName": "gl_name", "glAccountNumber": "gl_number"}


def use_codes(books: Books, command: Command) -> None:
    """Judge the accounting codes that a request names, before anything else of it is.

    Refuses, once codes are registered: as `finance.use` lists.
    """
    named = () if isinstance(command, _ABOUT_CODES) else codes_named(command)
    if named:
        used = finance.use(books.codes, books.codes_id, named, books.today)
        if used is not None:
            books.record(used)


def create_code(books: Books, command: CreateAccountingCode) -> Outcome:
    """Refuses, first match wins: IdTaken, AccountingCodeExists."""
    code = AccountingCode(
        code_id=books.new_id("accounting_code", command.id),
        name=command.name,
        type=command.type,
        gl_name=command.gl_account_name,
        gl_number=command.gl_account_number,
        details=command.details(),
    )
    books.record(finance.register(books.codes, books.codes_id, code, books.today))
    return _answer(code.code_id, code.name, code.status)


def edit_code(books: Books, command: EditAccountingCode) -> Outcome:
    """Refuses, first match wins: NotFound, InvalidRequest (nothing to change), AccountingCodeInUse."""
    code = _code(books, command.key)
    given = command.given()
    if not given.keys() - {"key"}:
        raise InvalidRequest("type", "give at least one field to change")
    changes: dict[str, Any] = {
        name: given[field] or None for field, name in _EDITABLE.items() if field in given
    }
    changes["details"] = describing.edited(code.details, command.details())
    books.record(finance.edit(books.codes, books.codes_id, code, changes, books.today))
    return _answer(code.code_id, code.name, code.status)


def activate_code(books: Books, command: ActivateAccountingCode) -> Outcome:
    """Refuses, first match wins: NotFound, AccountingCodeHasStatus."""
    return _set_status(books, command.key, "Active")


def deactivate_code(books: Books, command: DeactivateAccountingCode) -> Outcome:
    """Refuses, first match wins: NotFound, AccountingCodeHasStatus."""
    return _set_status(books, command.key, "Inactive")


def create_run(books: Books, command: CreateJournalRun) -> Outcome:
    """Refuses, first match wins: NotFound (the accounting period), NumberTaken, IdTaken."""
    period_id: UUID | None = None
    starts_on, ends_on = command.target_start_date, command.target_end_date
    if command.accounting_period_name is not None:
        period = finance.period_named(books.calendar, command.accounting_period_name)
        period_id, starts_on, ends_on = period.period_id, period.starts_on, period.ends_on
    if starts_on is None or ends_on is None:
        raise AssertionError("a command without a range was let in")
    number = books.number("journal_run", command.number)
    fact = JournalRunCreated(
        run_id=books.new_id("journal_run", command.id),
        number=number,
        period_id=period_id,
        starts_on=starts_on,
        ends_on=ends_on,
        effective_on=command.journal_entry_date or ends_on,
        transaction_types=command.types,
        details=command.details(),
    )
    books.record(fact)
    return _answer(fact.run_id, number, "Completed")


def cancel_run(books: Books, command: CancelJournalRun) -> Outcome:
    """Refuses, first match wins: NotFound, JournalRunIsCanceled."""
    run = books.journal_run(command.key)
    books.record(finance.cancel_run(run, books.today))
    return _answer(run.run_id, run.number, "Canceled")


def _set_status(books: Books, key: str, status: CodeStatus) -> Outcome:
    code = _code(books, key)
    books.record(finance.set_status(books.codes_id, code, status, books.today))
    return _answer(code.code_id, code.name, status)


def _code(books: Books, key: str) -> AccountingCode:
    code = books.codes.find(key, as_id(key))
    if code is None:
        raise NotFound("accounting code", key)
    return code


def _answer(id: UUID, number: str, status: str) -> Outcome:
    return Outcome(id=id, number=number, status=status)


SERVICES: Services = {
    CreateAccountingCode: create_code,
    EditAccountingCode: edit_code,
    ActivateAccountingCode: activate_code,
    DeactivateAccountingCode: deactivate_code,
    CreateJournalRun: create_run,
    CancelJournalRun: cancel_run,
}
