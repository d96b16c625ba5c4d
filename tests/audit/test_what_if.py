"""What would be open of which row, had another policy chosen; and nothing of the books is touched."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from psycopg import sql

from settlebook import Ledger
from settlebook.audit.what_if.accounts import _Linked, batches
from settlebook.audit.what_if.results import SUBJECTS, NotCarriedOut, OtherBalance
from settlebook.domain.errors import InvalidRequest, NotFound

POSTED = {"accountNumber": "A-1", "status": "Posted"}
TABLES = (
    "SELECT table_schema, table_name FROM information_schema.tables"
    " WHERE table_schema IN ('log', 'read') AND table_type = 'BASE TABLE' ORDER BY 1, 2"
)
DIGEST = "SELECT md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '')) FROM {}.{} AS t"


def rows(*amounts: str) -> list[dict[str, str]]:
    return [{"chargeName": f"Row {line}", "amount": amount} for line, amount in enumerate(amounts, 1)]


def to(number: str, amount: str, **more: Any) -> dict[str, Any]:
    return {"invoices": [{"invoiceNumber": number, "amount": amount, **more}]}


@pytest.fixture
def paid(ledger: Ledger) -> Ledger:
    """60.00 of a payment on an invoice of 90.00 and 30.00, prorated: 45.00 and 15.00."""
    for number in ("A-1", "A-2"):
        ledger.perform("account.create", None, {"name": number, "accountNumber": number, "currency": "GBP"})
    invoice = {
        **POSTED,
        "number": "INV-1",
        "invoiceDate": "2024-01-01",
        "invoiceItems": rows("90.00", "30.00"),
    }
    ledger.perform("invoice.create", None, invoice)
    payment = {"accountNumber": "A-1", "number": "P-1", "amount": "100.00", "type": "External"}
    ledger.perform("payment.create", None, {**payment, "currency": "GBP", "effectiveDate": "2024-01-02"})
    ledger.perform("payment.apply", "P-1", {**to("INV-1", "60.00"), "effectiveDate": "2024-01-03"})
    return ledger


def digests(ledger: Ledger) -> dict[tuple[str, ...], Any]:
    """A fingerprint of every table of the log and the read models."""
    with ledger._log.connections.borrow() as connection:
        tables = connection.execute(TABLES).fetchall()
        return {
            table: connection.execute(sql.SQL(DIGEST).format(*map(sql.Identifier, table))).fetchone()
            for table in tables
        }


def others(ledger: Ledger, policy: str, **asked: Any) -> dict[str, tuple[str, str]]:
    """By name: what each balance is, and what it would be."""
    with ledger.what_if(policy, **asked) as found:
        told: Iterator[OtherBalance] = (each for subject in SUBJECTS for each in found.balances(subject))
        return {each.name: (str(each.actual), str(each.other)) for each in told}


def problems(ledger: Ledger, policy: str) -> list[NotCarriedOut]:
    with ledger.what_if(policy) as found:
        return list(found.problems())


def test_another_policy_leaves_other_rows_open_and_documents_as_they_are(paid: Ledger):
    assert others(paid, "fifo") == {"INV-1#1": ("45.00", "30.00"), "INV-1#2": ("15.00", "30.00")}


def test_the_policy_that_ran_makes_no_difference(paid: Ledger, life: Ledger):
    with paid.what_if("prorate") as found:
        assert (found.counts.applications, found.counts.chosen_again, found.counts.chosen_otherwise) == (
            1,
            1,
            0,
        )
        assert [each for subject in SUBJECTS for each in found.balances(subject)] == []


def test_log_and_read_models_are_byte_for_byte_what_they_were(paid: Ledger):
    paid.catch_up()
    before = digests(paid)
    with paid.what_if("fifo") as found:
        assert [str(each.difference) for each in found.balances("item")] == ["-15.00", "15.00"]

    assert digests(paid) == before and len(before) > 40
    assert paid.replay().ok and paid.verify_books().ok


def test_what_was_taken_back_in_part_is_taken_back_by_its_own_policy(paid: Ledger):
    paid.perform("payment.unapply", "P-1", {**to("INV-1", "20.00"), "effectiveDate": "2024-01-04"})

    # Latest first, in canonical order: 20.00 of the first row, of which 45.00 were settled, or 60.00.
    assert others(paid, "fifo") == {"INV-1#1": ("65.00", "50.00"), "INV-1#2": ("15.00", "30.00")}


def test_what_was_taken_back_whole_is_no_difference_any_more(paid: Ledger):
    paid.perform("payment.unapply", "P-1", {"effectiveDate": "2024-01-05"})

    assert others(paid, "fifo") == {}
    assert others(paid, "fifo", as_of=date(2024, 1, 4)) == {
        "INV-1#1": ("45.00", "30.00"),
        "INV-1#2": ("15.00", "30.00"),
    }


def test_a_named_row_that_no_longer_fits_is_told_with_its_event_and_the_rest_goes_on(paid: Ledger):
    items = [{"invoiceItemId": "INV-1#1", "amount": "40.00"}]
    paid.perform("payment.apply", "P-1", {**to("INV-1", "40.00", items=items), "effectiveDate": "2024-01-06"})
    position = paid.position - 1

    (problem,) = problems(paid, "fifo")

    assert (problem.position, problem.event, problem.stream) == (position, "PaymentApplied", "P-1")
    assert problem.code == "exceeds_on_day" and "INV-1#1" in problem.reason
    assert others(paid, "fifo") == {
        "INV-1#1": ("5.00", "30.00"),
        "INV-1#2": ("15.00", "30.00"),
        "INV-1": ("20.00", "60.00"),
        "P-1": ("0.00", "40.00"),
    }


def test_named_rows_that_were_taken_back_and_are_not_settled_there_are_told(paid: Ledger):
    items = [{"invoiceItemId": "INV-1#2", "amount": "5.00"}]
    paid.perform("payment.unapply", "P-1", to("INV-1", "5.00", items=items))

    (problem,) = problems(paid, "fifo")

    assert problem.event == "PaymentUnapplied" and problem.code is None
    assert problem.reason == (
        "5.00 GBP is taken back from INV-1#2, of which that application settles 0.00 GBP in that world"
    )


def test_a_write_off_gives_up_what_is_open_there(paid: Ledger):
    paid.perform("invoice.write-off", "INV-1", {"memoDate": "2024-01-07"})

    assert others(paid, "fifo") == {}
    assert others(paid, "fifo", as_of=date(2024, 1, 6))["INV-1#1"] == ("45.00", "30.00")


def test_of_one_account_the_others_are_left_out(paid: Ledger):
    assert others(paid, "fifo", account="A-2") == {}
    assert others(paid, "fifo", account="A-1") == others(paid, "fifo")
    with paid.what_if("fifo", account="A-2") as found:
        assert (found.counts.applications, found.counts.events) == (0, 0)


def test_an_account_is_told_with_the_payments_that_were_its_own_on_that_day(paid: Ledger):
    payment = {"accountNumber": "A-1", "number": "P-2", "amount": "7.00", "type": "External"}
    paid.perform("payment.create", None, {**payment, "currency": "GBP", "effectiveDate": "2024-01-02"})
    second_row = to("INV-1", "15.00", items=[{"invoiceItemId": "INV-1#2", "amount": "15.00"}])
    paid.perform("payment.unapply", "P-1", {**second_row, "effectiveDate": "2024-01-04"})
    refund = {"totalAmount": "55.00", "type": "External", "refundDate": "2024-01-05"}
    paid.perform("payment.refund", "P-1", refund)  # there, 40.00 are all that is unapplied
    paid.perform("payment.transfer", "P-2", {"accountNumber": "A-2", "effectiveDate": "2024-01-20"})

    assert others(paid, "fifo", as_of=date(2024, 1, 19))["A-1"] == ("68.00", "13.00")
    assert others(paid, "fifo", as_of=date(2024, 1, 20))["A-1"] == ("75.00", "20.00")
    assert str(paid.account("A-1", as_of=date(2024, 1, 19)).metrics.balance) == "68.00"


def test_a_whole_life_can_be_replayed_otherwise(life: Ledger):
    for policy in ("fifo", "prorate", "prorate-matrix", "source-item"):
        with life.what_if(policy) as found:
            assert found.counts.applications == 8
            told = [each for subject in SUBJECTS for each in found.balances(subject)]
            assert all(each.difference.minor for each in told)


def test_a_subject_that_has_no_balances_is_refused(paid: Ledger):
    with paid.what_if("fifo") as found, pytest.raises(InvalidRequest, match="'items' is none of account, "):
        list(found.balances("items"))


@pytest.mark.parametrize("policy", ["latest-first", "nonsense", ""])
def test_what_spreads_no_application_is_refused(paid: Ledger, policy: str):
    with pytest.raises(InvalidRequest, match="prorate-matrix"), paid.what_if(policy):
        pass
    with pytest.raises(NotFound), paid.what_if("fifo", account="A-9"):
        pass


def test_accounts_that_money_went_between_are_replayed_together(life: Ledger):
    one, two, three, four = (object() for _ in range(4))
    linked = _Linked([(one, two), (three, two)])  # type: ignore[list-item]
    assert linked.head_of(one) == linked.head_of(two) == linked.head_of(three) != linked.head_of(four)  # type: ignore[arg-type]

    with life._log.connections.borrow() as connection, connection.transaction():
        connection.execute("SET LOCAL search_path TO read")
        (all_of_them,) = batches(connection, "main", None)
    assert len(all_of_them) == len(set(all_of_them))
