"""An export of what was known at a position is the export that was made there, byte for byte."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb

from settlebook import Ledger
from tests.whole_life import live

PROGRAMS = ("beancount", "hledger")
HALF_A_LIFE = 40  # commands


def exported(ledger: Ledger, folder: Path, **when: Any) -> dict[str, Any]:
    """What tells every byte of it."""
    ledger.export_parquet(folder, buckets=1, **when)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    return {"manifest": manifest, **{program: plain(ledger, program, **when) for program in PROGRAMS}}


def plain(ledger: Ledger, program: str, **when: Any) -> str:
    file = StringIO()
    ledger.export_ledger(file, program, **when)
    return file.getvalue()


def test_what_was_known_is_exported_as_it_was_then_with_the_codes_of_then(ledger: Ledger, tmp_path: Path):
    then: dict[int, dict[str, Any]] = {}
    done: list[str] = []

    def do(verb: str, key: str | None, **body: Any) -> Any:
        if len(done) == HALF_A_LIFE:
            then[ledger.position] = exported(ledger, tmp_path / "then")
        done.append(verb)
        return ledger.perform(verb, key, body)

    live(do)
    ledger.perform("accounting-code.create", None, {"name": "1300", "type": "AccountsReceivable"})
    ledger.perform("settings.change", None, {"accountingCodes": {"receivable": "1300"}})

    ((position, expected),) = then.items()
    found = exported(ledger, tmp_path / "now", known_at=position)
    assert position < ledger.position
    assert "Receivable-1300" in plain(ledger, "beancount") and "Receivable-1300" not in found["beancount"]
    assert found == expected


def test_a_day_of_the_books_as_parquet_has_nothing_that_takes_effect_later(told: Ledger, tmp_path: Path):
    day = date(2024, 2, 9)

    told.export_parquet(tmp_path / "books", buckets=1, as_of=day)

    def rows(statement: str, table: str) -> list[Any]:
        return duckdb.sql(statement.format(f"'{tmp_path}/books/{table}/*/*.parquet'")).fetchall()

    days = "SELECT max(effective_on) FROM read_parquet({})"
    assert rows(days, "log/event") == rows(days, "journal/posting") == [(day,)]
    totals = "SELECT currency, sum(balance_minor) FROM read_parquet({}) GROUP BY 1 ORDER BY 1"
    owed = {currency: minor for currency, minor in rows(totals, "read_model/document_balance")}
    assert owed == {currency: minor for currency, minor in rows(totals, "read_model/item_balance")} and any(
        owed.values()
    )
    assert json.loads((tmp_path / "books" / "manifest.json").read_text("utf-8"))["asOf"] == "2024-02-09"
