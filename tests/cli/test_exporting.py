"""The ledger handed over, from the command line."""

from pathlib import Path

from tests.cli.conftest import Shell


def test_the_ledger_goes_to_a_file_or_to_the_standard_output(shop: Shell, tmp_path: Path):
    said = shop.done("export", "beancount", "books.beancount")
    assert (said.out, "3 transactions are in books.beancount" in said.err) == ("", True)
    assert shop.done("export", "beancount", "-").out == (tmp_path / "books.beancount").read_text("utf-8")

    early = shop.done("export", "hledger", "-", "--as-of", "2026-01-05").out
    assert "Invoice INV-7 posted" in early
    assert "Payment" not in early
    assert "the log stands at position" in shop.refused("export", "hledger", "-", "--known-at", "9999").err


def test_a_file_that_cannot_be_written_is_told(shop: Shell):
    assert "No such file" in shop.refused("export", "hledger", "no/such.journal").err
    shop.misused("export", "beancount")


def test_parquet_goes_to_a_new_folder(shop: Shell, tmp_path: Path):
    answer = shop.done("export", "parquet", "books", "--buckets", "1", "--json").json

    assert (answer["folder"], answer["files"]) == ("books", len(list(tmp_path.rglob("*.parquet"))))
    assert "books is not empty" in shop.refused("export", "parquet", "books").err
    shop.misused("export", "parquet", "other", "--buckets", "0")


def test_a_statement_is_a_table_or_a_page(shop: Shell, tmp_path: Path):
    table = shop.done("export", "statement", "A-1", "--to", "2026-01-31").out
    assert table.startswith("account,currency,row,day,")
    assert "A-1,GBP,closing,2026-01-31,,,,,,,,,,,0.00" in table
    assert shop.done("export", "statement", "A-1", "--to", "2026-01-31", "--output", "-").out == table

    said = shop.done("export", "statement", "A-1", "--format", "html", "--output", "a.html")
    assert (said.out, "The statement is in a.html" in said.err) == ("", True)
    assert "Statement of account A-1" in (tmp_path / "a.html").read_text("utf-8")
    assert "A-9" in shop.refused("export", "statement", "A-9").err
    shop.misused("export", "statement", "A-1", "--from", "yesterday")
    assert (
        "is before"
        in shop.refused("export", "statement", "A-1", "--from", "2026-02-01", "--to", "2026-01-01").err
    )
