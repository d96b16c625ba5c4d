"""Tables that an owner breaks are named, whatever the database says of them, and the verification goes on."""

from io import BytesIO

import psycopg
import pytest

from settlebook import Ledger
from settlebook.audit.report import Report
from settlebook.ledger.errors import EventMissing, HeadLost
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
