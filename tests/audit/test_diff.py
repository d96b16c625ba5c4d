"""Between two points, what balances were and what changed them adds up to what they are."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from settlebook import Ledger
from settlebook.audit.difference.differing import CODES, GROUPS, Change
from settlebook.domain.errors import InvalidRequest, NotFound
from settlebook.projecting.folding import Range
from settlebook.projecting.past.as_of import folded_over

on_books_that_stay = settings(
    deadline=None, max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
MODELS = ("item_balance", "document_balance", "payment", "credit_memo", "account_balance")
BALANCES = {
    "items": "SELECT item_id, balance_minor FROM item_balance",
    "documents": "SELECT document_id, balance_minor FROM document_balance",
    "payments": "SELECT payment_id, unapplied_minor FROM payment_balance",
    "credit_memos": "SELECT credit_memo_id, unapplied_minor FROM credit_memo_balance",
    "credit_memo_items": "SELECT item_id, unapplied_minor FROM credit_memo_item_balance",
    "accounts": "SELECT account_id, sum(invoice_minor + debit_memo_minor - unapplied_payment_minor"
    " - unapplied_credit_minor) FROM account_balance GROUP BY account_id",
}
Balances = Mapping[str, dict[UUID, int]]
DAYS = st.integers(-2, 34).map(lambda after: date(2024, 1, 31) + timedelta(after))


def balances(ledger: Ledger, position: int, day: date | None) -> Balances:
    """What the read models show of a moment, as they are folded for it; those of nothing are left out."""
    over = Range("main", 0, position, day)
    with ledger._log.connections.borrow() as connection, folded_over(connection, MODELS, over):
        return {
            group: {id: int(minor) for id, minor in connection.execute(query) if minor}
            for group, query in BALANCES.items()
        }


def changes(ledger: Ledger, *points: Any, **asked: Any) -> dict[str, list[Change]]:
    with ledger.diff(*points, **asked) as found:
        return {group: list(found.changes(group)) for group in (*GROUPS, CODES)}


def assert_adds_up(ledger: Ledger, before: Balances, after: Balances, found: dict[str, list[Change]]) -> None:
    for group in GROUPS:
        told = {change.id: change for change in found[group]}
        assert len(told) == len(found[group])
        for id in before[group].keys() | after[group].keys() | told.keys():
            was, became = before[group].get(id, 0), after[group].get(id, 0)
            if id in told:
                assert (told[id].before.minor, told[id].after.minor) == (was, became), group
            assert became - was == (told[id].change.minor if id in told else 0), group


@on_books_that_stay
@given(shares=st.tuples(st.floats(0, 1), st.floats(0, 1)), day=st.none() | DAYS)
def test_what_was_and_what_was_recorded_is_what_is(
    life: Ledger, shares: tuple[float, float], day: date | None
):
    start, end = sorted(round(share * life.position) for share in shares)

    found = changes(life, start, end, as_of=day)

    assert_adds_up(life, balances(life, start, day), balances(life, end, day), found)
    assert all(change.change.minor for each in found.values() for change in each)


@on_books_that_stay
@given(days=st.tuples(DAYS, DAYS), share=st.floats(0, 1))
def test_what_was_and_what_took_effect_is_what_is(life: Ledger, days: tuple[date, date], share: float):
    (start, end), known = sorted(days), round(share * life.position)

    found = changes(life, start, end, known_at=known)

    assert_adds_up(life, balances(life, known, start), balances(life, known, end), found)


def test_the_events_of_a_change_are_those_whose_postings_it_sums(life: Ledger):
    found = changes(life, 20, life.position, events=True)

    with life._log.connections.borrow() as connection:
        for change in found["items"]:
            rows = connection.execute(
                "SELECT position, sum(signed_minor) FROM read.posting_leg"
                " WHERE item_id = %s AND book = 'receivable' AND position > 20 GROUP BY position ORDER BY 1",
                [change.id],
            ).fetchall()
            assert change.events == tuple(position for position, _ in rows)
            assert change.change.minor == sum(minor for _, minor in rows)


def test_totals_by_currency_are_the_sums_of_what_changed(books: Ledger):
    with books.diff(3, books.position) as found:
        totals = {total.receivable.currency: total for total in found.totals()}
        documents = sum(change.change.minor for change in found.changes("documents"))
        payments = sum(change.change.minor for change in found.changes("payments"))
        memos = sum(change.change.minor for change in found.changes("credit_memos"))

    assert totals["GBP"].receivable.minor == documents
    assert totals["GBP"].unapplied_payments.minor == payments
    assert totals["GBP"].unapplied_credit.minor == memos


def test_codes_change_by_what_their_entries_say_and_add_up_to_nothing(books: Ledger):
    found = changes(books, 0, books.position)

    assert sum(change.change.minor for change in found[CODES]) == 0
    assert {change.name: str(change.after) for change in found[CODES]}[
        "(none) AccountsReceivable"
    ] == "110.00"


def test_of_one_account_only_its_own_is_told(life: Ledger):
    of_bob = changes(life, 0, account="BOB")
    of_all = changes(life, 0)

    assert {change.account for each in of_bob.values() for change in each} - {None} == {"BOB"}
    assert of_bob["payments"] == [change for change in of_all["payments"] if change.account == "BOB"]
    assert len(of_bob["items"]) < len(of_all["items"])


def test_points_say_their_clock_and_nothing_between_is_nothing(books: Ledger):
    with books.diff(books.position) as found:
        assert (
            found.points.spoken
            == f"What was recorded after position {books.position} and up to {books.position}."
        )
        assert [*found.changes("items"), *found.totals()] == []
    with books.diff(date(2026, 1, 1), date(2026, 1, 2)) as found:
        known = f"as known at position {books.position}"
        assert found.points.spoken == (
            f"What takes effect after 2026-01-01 and up to the end of 2026-01-02, {known}."
        )


@pytest.mark.parametrize(
    ("points", "asked"),
    [
        ((date(2026, 1, 1), 5), {}),
        ((5, date(2026, 1, 1)), {}),
        ((5, 4), {}),
        ((date(2026, 1, 2), date(2026, 1, 1)), {}),
        ((10**6,), {}),
        ((5,), {"known_at": 3}),
        ((date(2026, 1, 2),), {"as_of": date(2026, 1, 3)}),
        (("02/01/2026",), {}),
        ((date(2026, 1, 2), "02/03/2026"), {}),
        ((None,), {}),
        ((True,), {}),
        ((5,), {"as_of": "02/03/2026"}),
    ],
)
def test_points_that_do_not_go_together_are_refused(books: Ledger, points: Any, asked: Any):
    with pytest.raises(InvalidRequest), books.diff(*points, **asked):
        pass


def test_a_group_that_has_no_balances_is_refused(books: Ledger):
    with books.diff(0) as found, pytest.raises(InvalidRequest, match="'item' is none of accounts, "):
        list(found.changes("item"))


def test_an_unknown_account_is_not_found(books: Ledger):
    with pytest.raises(NotFound), books.diff(0, account="A-9"):
        pass
