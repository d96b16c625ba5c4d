"""Tables that an owner breaks are named, whatever the database says of them, and the verification goes on."""

import re
from io import BytesIO

import psycopg
import pytest

from settlebook import Ledger, Recorded, Request, parse_command
from settlebook.audit.report import Report
from settlebook.exporting.statement import BooksDisagree
from settlebook.ledger.errors import EventMissing, HeadLost, LogCutOff
from settlebook.ledger.states.streams import HistoryImpossible
from settlebook.queries.row import RowUnreadable
from tests.audit.tampering import failed


def first(report: Report, name: str) -> str:
    (check,) = (check for check in report.checks if check.name == name)
    return str(check.first)


def test_a_column_of_another_type_or_name_is_an_offence_of_its_table_and_the_rest_is_looked_at(
    books: Ledger, superuser: psycopg.Connection
):
    superuser.execute("ALTER TABLE read.account ALTER choices TYPE text USING 'broken'")
    superuser.execute("ALTER TABLE log.personal ALTER salt TYPE text")
    superuser.execute("ALTER TABLE log.seal RENAME merkle_root TO trunk")

    reports = books.verify_all().reports

    assert {name: failed(report) for name, report in reports.items()} == {
        "books": {"account_rows", "whole_rows"},
        "projections": {"account_live"},
        "log": {"log_schema", "log_personal", "whole_rows"},
        "seals": {"seals_tables"},
    }
    assert first(reports["books"], "account_rows").startswith(
        "no event: read.account: expected a table that can be compared"
    )
    assert "dissimilar column types text and jsonb" in first(reports["projections"], "account_live")
    assert "found what cannot be read" in first(reports["log"], "log_personal")
    assert "merkle_root" in first(reports["seals"], "seals_tables")


def test_a_log_that_cannot_be_read_is_an_offence_of_whatever_reads_it(
    books: Ledger, superuser: psycopg.Connection
):
    superuser.execute("ALTER TABLE log.event RENAME recorded_at TO noted_at")

    reports = books.verify_all().reports

    assert failed(reports["books"]) == {"books_tables"}
    assert failed(reports["projections"]) == {"foldable", "current_sql"}
    assert failed(reports["log"]) == {"log_schema", "log_tables"}


def test_a_balance_that_names_nothing_is_told_by_replay(books: Ledger, superuser: psycopg.Connection):
    superuser.execute("ALTER TABLE read.item_balance DROP CONSTRAINT item_balance_pkey CASCADE")
    superuser.execute("ALTER TABLE read.item_balance ALTER item_id DROP NOT NULL")
    superuser.execute("UPDATE read.item_balance SET item_id = NULL WHERE balance_minor > 0")

    assert "item" in failed(books.replay())


@pytest.mark.parametrize(
    "lost",
    [
        "ALTER TABLE log.log_head ALTER position DROP NOT NULL; UPDATE log.log_head SET position = NULL",
        "DELETE FROM log.log_head",
    ],
)
def test_a_log_that_lost_its_head_is_an_offence_and_nothing_is_answered_from_it(
    lost: str, books: Ledger, superuser: psycopg.Connection
):
    superuser.execute(lost)

    reports = books.verify_all().reports
    assert {"log_positions", "head"} <= failed(reports["books"]) & failed(reports["log"])
    assert failed(reports["projections"]) == {"foldable", "current_sql"}
    assert failed(reports["seals"]) == {"sealed_tail"}
    assert "a head that says where it is, found none" in first(reports["log"], "log_positions")
    for ask in (
        books.replay,
        books.accounts,
        lambda: books.invoice("INV-1"),
        lambda: books.accounts(known_at=2),
        lambda: books.feed(0),
        lambda: books.position,
        books.log_status,
        books.projections,
        books.lags,
        lambda: books.rebuild("item_balance"),
        books.seal_now,
        books.seal_status,
        lambda: books.export_log(BytesIO()),
    ):
        with pytest.raises(HeadLost, match="The log of ledger main does not say where it ends"):
            ask()


def test_an_instant_that_the_log_does_not_have_is_told_by_its_position(
    books: Ledger, superuser: psycopg.Connection
):
    superuser.execute("UPDATE log.log_head SET position = position + 1")
    head = books.position

    with pytest.raises(EventMissing, match=f"lacks event {head}"):
        books.accounts(known_at=head)


def cut_off(books: Ledger, superuser: psycopg.Connection) -> int:
    """The last two events are taken away, and the head set back to where the log ends then."""
    end = books.catch_up() - 2
    superuser.execute("DELETE FROM log.event WHERE position > %s", [end])
    superuser.execute("UPDATE log.log_head SET position = %s", [end])
    return end


def record(books: Ledger, name: str) -> object:
    return books.perform("account.create", None, {"name": name, "currency": "GBP"})


def test_a_log_that_was_cut_off_is_told_by_who_knows_more_and_nothing_is_recorded_after_it(
    books: Ledger, superuser: psycopg.Connection
):
    end = cut_off(books, superuser)

    told = {(standing.lag, standing.beyond, standing.position) for standing in books.projections()}
    assert told == {(0, 2, end + 2)}
    reports = books.verify_all().reports
    assert {"books", "log", "projections"} <= {name for name, report in reports.items() if not report.ok}
    for ask in (
        books.accounts,
        lambda: books.invoice("INV-1"),
        lambda: books.invoice_items("INV-1"),
        lambda: books.accounts(known_at=2),
        books.replay,
        books.lags,
        lambda: books.rebuild("item_balance"),
        lambda: record(books, "Bea"),
    ):
        with pytest.raises(LogCutOff, match=rf"ends at {end}, and the read models? .*stands? at {end + 2}"):
            ask()
    assert books.position == end


def test_who_takes_a_cut_for_good_rebuilds_from_the_events_and_goes_on(
    books: Ledger, superuser: psycopg.Connection
):
    end = cut_off(books, superuser)

    rebuilt = books.rebuild(from_events=True)

    assert (rebuilt.position, rebuilt.differing > 0) == (end, True)
    assert {(standing.position, standing.beyond) for standing in books.projections()} == {(end, 0)}
    assert books.replay().ok
    record(books, "Bea")
    assert books.verify_projections().ok


def test_nothing_is_recorded_after_a_sealed_end_that_was_cut_off(
    books: Ledger, superuser: psycopg.Connection
):
    books.seal_now()
    end = cut_off(books, superuser)
    books.rebuild(from_events=True)

    with pytest.raises(LogCutOff, match=f"ends at {end}, and its last seal is of events up to {end + 2}"):
        record(books, "Bea")
    assert books.accounts()
    assert "sealed_tail" in failed(books.verify_seals())
    assert books.export_log(BytesIO())


def test_a_fact_that_does_not_follow_is_told_of_in_words_by_whoever_needs_its_stream(
    books: Ledger, superuser: psycopg.Connection
):
    superuser.execute("DELETE FROM log.event WHERE topic = 'payment.received.v1'")
    said = "stream [0-9a-f]{32}: PaymentApplied does not fit .*: no stream begins with PaymentApplied"

    with pytest.raises(HistoryImpossible, match=said), books.what_if("fifo"):
        pass
    refund = parse_command("payment.refund", "PAY-1", {"totalAmount": "1.00", "type": "External"})
    with pytest.raises(HistoryImpossible, match=said):
        books.carry_out(refund)
    both = [Request(refund), Request(parse_command("account.edit", "ACME", {"batch": "B"}))]
    first, other = books.execute(both)  # one that nobody can decide is no reason to keep others waiting
    assert first.code == "ledger_unreadable" and isinstance(other, Recorded)
    assert re.search(f"nothing was recorded.*event [0-9]+ of {said}.*`settlebook verify log`", first.message)


def test_a_row_that_lacks_what_each_has_is_told_of_in_words(books: Ledger, superuser: psycopg.Connection):
    superuser.execute("ALTER TABLE read.payment_balance ALTER unapplied_minor DROP NOT NULL")
    superuser.execute("UPDATE read.payment_balance SET unapplied_minor = NULL")

    with pytest.raises(RowUnreadable, match="no PaymentRow: unappliedAmount: Field required"):
        books.payment("PAY-1")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE read.account_balance SET invoice_minor = invoice_minor + 1", "it ends with"),
        ("DELETE FROM read.entry_row", "the open items in GBP do not add up"),
    ],
)
def test_a_statement_that_does_not_add_up_is_not_written_and_says_why(
    books: Ledger, superuser: psycopg.Connection, change: str, found: str
):
    superuser.execute(change)

    with pytest.raises(BooksDisagree, match=found):
        books.statement("ACME")
