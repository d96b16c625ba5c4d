"""The general ledger is told: entries, runs, summaries, trial balances and files, through the Python API."""

import csv
import json
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest

from settlebook import Ledger
from settlebook.domain.errors import InvalidRequest, JournalRunIsCanceled, NotFound

MARCH = {"targetStartDate": "2024-03-01", "targetEndDate": "2024-03-31"}
FIRST, LAST = date(2024, 3, 1), date(2024, 3, 31)


@pytest.fixture
def booked(ledger: Ledger) -> Ledger:
    """INV-1 over 12.00, paid by P-1 over 20.00 of which 1.00 was refunded; P-2 over 500 yen."""
    ledger.perform("account.create", None, {"name": "Ada", "currency": "GBP", "accountNumber": "A-1"})
    account = {"accountNumber": "A-1"}
    tax = {"name": "VAT", "taxAmount": "2.00"}
    item = {"amount": "10.00", "accountingCode": "=4000", "taxItems": [tax]}
    invoice = {"number": "INV-1", "invoiceDate": "2024-03-01", "status": "Posted", "invoiceItems": [item]}
    ledger.perform("invoice.create", None, account | invoice)
    payment = {"number": "P-1", "amount": "20.00", "effectiveDate": "2024-03-05"}
    ledger.perform("payment.create", None, account | payment)
    share = {"invoiceNumber": "INV-1", "amount": "12.00"}
    ledger.perform("payment.apply", "P-1", {"effectiveDate": "2024-03-06", "invoices": [share]})
    ledger.perform("payment.refund", "P-1", {"totalAmount": "1.00", "refundDate": "2024-03-07"})
    yen = {"currency": "JPY", "amount": "500", "effectiveDate": "2024-03-08", "number": "P-2"}
    ledger.perform("payment.create", None, account | yen)
    return ledger


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_entries_are_listed_in_pages_by_number(booked: Ledger):
    everything = booked.journal_entries()

    page = booked.journal_entries(limit=2)
    rest = booked.journal_entries(after=page[-1].number)

    assert [*page, *rest] == everything
    assert booked.journal_entries(after=page[-1].id) == rest
    assert [str(entry.amount) for entry in everything] == [
        "10.00", "2.00", "20.00", "10.00", "2.00", "1.00", "500",
    ]  # fmt: skip


def test_entries_are_found_by_day_account_and_run(booked: Ledger):
    booked.perform("journal-run.create", None, {**MARCH, "targetEndDate": "2024-03-05", "number": "JR-1"})

    early = booked.journal_entries(last=date(2024, 3, 5))
    assert booked.journal_entries(run="JR-1") == early
    assert len(early) == 3
    assert (
        booked.journal_entries(first=date(2024, 3, 6), last=date(2024, 3, 6), account="A-1")
        == (booked.journal_entries()[3:5])
    )


@pytest.mark.parametrize("asked", [{"run": "JR-9"}, {"account": "A-9"}, {"after": "JE-99-1"}, {"after": "x"}])
def test_what_names_nothing_is_not_found(booked: Ledger, asked: dict[str, str]):
    with pytest.raises(NotFound):
        booked.journal_entries(**asked)  # type: ignore[arg-type]


def test_a_page_has_rows(booked: Ledger):
    with pytest.raises(InvalidRequest):
        booked.journal_entries(limit=0)
    with pytest.raises(InvalidRequest):
        booked.journal_runs(limit=0)


def test_a_run_tells_what_it_took_and_a_canceled_one_what_it_had_taken(booked: Ledger):
    booked.perform("journal-run.create", None, {**MARCH, "journalEntryDate": "2024-04-01"})

    (run,) = booked.journal_runs()
    assert (run.number, run.status, run.journal_entry_count) == ("JR-00000001", "Completed", 7)
    assert run.journal_entry_date == date(2024, 4, 1)
    booked.perform("journal-run.cancel", "JR-00000001", {})
    canceled = booked.journal_run(run.id)
    assert (canceled.status, canceled.journal_entry_count) == ("Canceled", 7)
    assert booked.journal_entries(run=run.id) == []
    assert booked.journal_runs(after=run.number) == []


def test_a_run_is_exported_as_a_debit_and_a_credit_an_entry(booked: Ledger, tmp_path: Path):
    booked.perform("journal-run.create", None, {**MARCH, "number": "JR-1"})

    assert booked.export_journal(tmp_path / "run.csv", run="JR-1") == 14

    lines = read_csv(tmp_path / "run.csv")
    assert {line["journalRun"] for line in lines} == {"JR-1"}
    assert [line["side"] for line in lines[:4]] == ["Debit", "Credit"] * 2
    assert (lines[0]["debit"], lines[0]["credit"], lines[1]["credit"]) == ("10.00", "", "10.00")
    assert lines[-1]["credit"] == "500"
    by_currency = {
        code: sum(
            Decimal(line["debit"] or 0) - Decimal(line["credit"] or 0)
            for line in lines
            if line["currency"] == code
        )
        for code in ("GBP", "JPY")
    }
    assert by_currency == {"GBP": 0, "JPY": 0}


def test_a_text_that_a_spreadsheet_would_run_is_none_any_more(booked: Ledger, tmp_path: Path):
    booked.export_journal(tmp_path / "all.csv")

    assert read_csv(tmp_path / "all.csv")[1]["accountingCode"] == "'=4000"


def test_lines_of_json_have_the_text_as_it_is_and_exact_amounts(booked: Ledger, tmp_path: Path):
    booked.export_journal(tmp_path / "all.ndjson", format="ndjson", first=FIRST, last=LAST)

    lines = [json.loads(line) for line in (tmp_path / "all.ndjson").read_text("utf-8").splitlines()]
    assert (lines[1]["accountingCode"], lines[1]["credit"], "debit" in lines[1]) == ("=4000", "10.00", False)


def test_nothing_is_exported_twice_by_runs_that_live(booked: Ledger, tmp_path: Path):
    booked.perform("journal-run.create", None, {**MARCH, "number": "JR-1", "targetEndDate": "2024-03-05"})
    late = {"accountNumber": "A-1", "amount": "3.00", "effectiveDate": "2024-03-02"}
    booked.perform("payment.create", None, late)
    booked.perform("journal-run.create", None, {**MARCH, "number": "JR-2"})
    booked.perform("journal-run.cancel", "JR-1", {})
    booked.perform("journal-run.create", None, {**MARCH, "number": "JR-3"})

    exported: list[str] = []
    for run in ("JR-2", "JR-3"):
        booked.export_journal(tmp_path / "run.csv", run=run)
        exported += [line["journalEntryNumber"] for line in read_csv(tmp_path / "run.csv")[::2]]

    assert sorted(exported) == sorted(entry.number for entry in booked.journal_entries())


def test_a_canceled_run_is_not_exported_and_the_old_file_stays(booked: Ledger, tmp_path: Path):
    booked.perform("journal-run.create", None, {**MARCH, "number": "JR-1"})
    booked.perform("journal-run.cancel", "JR-1", {})
    file = tmp_path / "run.csv"
    file.write_text("as it was", encoding="utf-8")

    with pytest.raises(JournalRunIsCanceled):
        booked.export_journal(file, run="JR-1")
    with pytest.raises(NotFound):
        booked.export_journal(file, run="JR-9")

    assert file.read_text(encoding="utf-8") == "as it was"
    assert [path.name for path in tmp_path.iterdir()] == ["run.csv"]


def test_an_open_file_is_written_to_as_well(booked: Ledger):
    file = StringIO()

    assert booked.export_journal(file, summary=True) == len(file.getvalue().splitlines()) - 1


def test_a_summary_is_what_its_entries_add_up_to(booked: Ledger):
    booked.perform("journal-run.create", None, {**MARCH, "number": "JR-1"})

    rows = booked.journal_summary(run="JR-1")

    pounds = [row for row in rows if row.currency == "GBP"]
    assert sum(row.debit for row in pounds) == sum(row.credit for row in pounds) == Decimal("45.00")
    receivable = next(row for row in pounds if row.accounting_code_type == "AccountsReceivable")
    assert (str(receivable.debit), str(receivable.credit), receivable.item_count) == ("12.00", "12.00", 4)


@pytest.mark.parametrize("by", ["code", "book"])
def test_debits_are_credits_in_every_currency_at_the_end_of_any_day(booked: Ledger, by: str):
    for day in (date(2024, 2, 29), *(date(2024, 3, day) for day in range(1, 9)), None):
        rows = booked.trial_balance(by=by, as_of=day)  # type: ignore[arg-type]
        for currency in {row.currency for row in rows}:
            own = [row for row in rows if row.currency == currency]
            assert sum(row.debits for row in own) == sum(row.credits for row in own)
            assert sum(row.debit_balance for row in own) == sum(row.credit_balance for row in own)


def test_what_a_trial_balance_is_not_added_up_by_is_refused(booked: Ledger):
    with pytest.raises(InvalidRequest, match="'account' is none of code, book"):
        booked.trial_balance(by="account")  # type: ignore[arg-type]


def test_a_text_is_no_day_of_entries(booked: Ledger):
    with pytest.raises(InvalidRequest, match="give a day"):
        booked.journal_entries(first="06/03/2024")  # type: ignore[arg-type]


def test_the_trial_balance_ties_to_what_documents_and_payments_have_left(booked: Ledger):
    rows = {row.book: row for row in booked.trial_balance(by="book", currency="GBP")}

    account = booked.account("A-1").metrics
    assert rows["receivable"].debit_balance == account.total_invoice_balance
    assert rows["unapplied_payment"].credit_balance == account.unapplied_payment_amount == Decimal("7.00")
    assert "on_account_credit" not in rows


def test_a_trial_balance_is_of_a_day_and_as_it_was_known(booked: Ledger):
    known = booked.position
    late = {"accountNumber": "A-1", "amount": "3.00", "effectiveDate": "2024-03-02"}
    booked.perform("payment.create", None, late)

    def bank(day: date, position: int | None = None) -> list[str]:
        rows = booked.trial_balance(by="book", currency="GBP", as_of=day, known_at=position)
        return [str(row.debit_balance) for row in rows if row.book == "bank"]

    assert bank(date(2024, 3, 2)) == ["3.00"]
    assert bank(date(2024, 3, 2), known) == []
    assert bank(date(2024, 3, 5), known) == ["20.00"]
    assert bank(date(2024, 3, 7)) == ["22.00"]


def test_the_books_verify_with_codes_and_runs_in_them(booked: Ledger):
    booked.perform("accounting-code.create", None, {"name": "1000", "type": "Cash", "notes": "our bank"})
    booked.perform("journal-run.create", None, {**MARCH, "number": "JR-1"})
    booked.perform("journal-run.cancel", "JR-1", {})
    booked.perform("journal-run.create", None, dict(MARCH))

    assert [check.name for check in booked.verify_books().checks if check.offences] == []
    code = booked.accounting_code("1000")
    assert (booked.accounting_code(code.id), booked.accounting_codes()) == (code, [code])
    assert code.as_json()["notes"] == "our bank"
    with pytest.raises(NotFound):
        booked.accounting_code("1001")
