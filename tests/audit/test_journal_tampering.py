"""Whatever is changed in journal runs and in what they took is found, each by the check that is about it."""

import psycopg
import pytest

from settlebook import Ledger
from tests.audit.tampering import failed

DAYS = {"targetStartDate": "2026-01-01", "targetEndDate": "2026-12-31"}


@pytest.fixture
def handed_over(books: Ledger) -> Ledger:
    """JR-1 took all there was, was canceled, and JR-2 took it again."""
    books.perform("accounting-code.create", None, {"name": "1000", "type": "Cash"})
    books.perform("journal-run.create", None, {"number": "JR-1", **DAYS})
    books.perform("journal-run.cancel", "JR-1", {})
    books.perform("journal-run.create", None, {"number": "JR-2", **DAYS})
    assert failed(books.verify_books()) == set()
    return books


@pytest.mark.parametrize(
    ("change", "checks"),
    [
        (
            "DELETE FROM read.entry_run_member WHERE ctid = "
            "(SELECT min(ctid) FROM read.entry_run_member WHERE canceled_position IS NULL)",
            {"entry_run_member_rows", "journal_runs_complete"},
        ),
        (
            "UPDATE read.entry_run_member SET canceled_position = run_position "
            "WHERE canceled_position IS NULL",
            {"entry_run_member_rows", "journal_run_members", "journal_runs_complete"},
        ),
        (
            "UPDATE read.entry_run_member SET canceled_position = canceled_position + 1 "
            "WHERE canceled_position IS NOT NULL",
            {"entry_run_member_rows", "journal_run_members"},
        ),
        (
            "UPDATE read.entry_run SET ends_on = starts_on WHERE number = 'JR-2'",
            {"entry_run_rows", "journal_run_members"},
        ),
        ("UPDATE read.accounting_code SET type = 'BadDebt'", {"accounting_code_rows"}),
        ("UPDATE read.entry_row SET tax_line = NULL", {"entry_row_rows"}),
        ("UPDATE read.journal_run SET number = 'JR-9' WHERE number = 'JR-1'", {"journal"}),
        (
            "UPDATE read.journal_posting SET journal_entry_id = gen_random_uuid() "
            "WHERE (position, line) = (SELECT min(position), 1 FROM read.journal_posting)",
            {"journal"},
        ),
        (
            "UPDATE read.document_balance SET balance_minor = balance_minor + 1 WHERE ctid = "
            "(SELECT min(ctid) FROM read.document_balance)",
            {"trial_balance", "document_balance_rows"},
        ),
        ("UPDATE log.number SET number = 'JR-9' WHERE number = 'JR-1'", {"numbers"}),
        (
            "UPDATE log.identity SET kind = 'item' WHERE kind IN ('journal_run', 'accounting_code')",
            {"identities"},
        ),
    ],
)
def test_what_was_changed_is_found(
    handed_over: Ledger, superuser: psycopg.Connection, change: str, checks: set[str]
):
    superuser.execute(change)  # type: ignore[arg-type]

    assert checks <= failed(handed_over.verify_books())
