"""Negative lines are netted before a document is settled where request, account or ledger chooses it."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settlebook.domain.errors import ExceedsItemBalance, ExceedsOnDay, Refused, TooEarly
from settlebook.domain.events import ItemsNetted, ItemsUnnetted
from settlebook.domain.receivable import Receivable
from tests.memory_books import MemoryBooks

TODAY = date(2024, 3, 10)


def an_invoice(books: MemoryBooks, amounts: list[str], number: str = "INV-1") -> None:
    books.do(
        "invoice.create",
        accountNumber="A-1",
        number=number,
        invoiceDate="2024-03-01",
        status="Posted",
        invoiceItems=[{"amount": amount} for amount in amounts],
    )


@pytest.fixture
def owed(books: MemoryBooks) -> MemoryBooks:
    """INV-1 over 105.00: 20.00, 90.00 and a credit of 5.00 for unused days; P-1 over 200.00."""
    an_invoice(books, ["20.00", "90.00", "-5.00"])
    books.do("payment.create", accountNumber="A-1", number="P-1", amount="200.00", effectiveDate="2024-03-01")
    return books


def on_invoice(amount: str, **items: str) -> dict[str, Any]:
    lines = [{"invoiceItemId": f"INV-1#{name[1:]}", "amount": minor} for name, minor in items.items()]
    entry: dict[str, Any] = {"invoiceNumber": "INV-1", "amount": amount}
    return {"invoices": [entry | ({"items": lines} if lines else {})]}


def rows_of(books: MemoryBooks) -> list[int]:
    invoice = books.invoice("INV-1")
    return [invoice.open_minor(item_id) for item_id in invoice.rows]


def test_skipped_a_paid_invoice_has_no_paid_line(owed: MemoryBooks) -> None:
    outcome = owed.do("payment.apply", "P-1", **on_invoice("105.00"))

    assert rows_of(owed) == [91, 4_09, -5_00]
    assert owed.invoice("INV-1").balance_minor == 0
    assert outcome.applications[0].netted == ()


def test_netted_a_paid_invoice_has_no_open_line(owed: MemoryBooks) -> None:
    outcome = owed.do("payment.apply", "P-1", **on_invoice("105.00"), negativeLines="net")

    (application,) = outcome.applications
    (netted,) = application.netted
    assert rows_of(owed) == [0, 0, 0]
    assert (netted.item, netted.source, netted.amount_minor) == ("INV-1#3", "INV-1#2", 5_00)
    assert [line.amount_minor for line in application.lines] == [20_00, 85_00]


@pytest.mark.parametrize(
    ("ledger", "account", "request_", "nets"),
    [
        (None, None, None, False),
        ("net", None, None, True),
        ("net", "skip", None, False),
        ("skip", "net", None, True),
        ("net", "net", "skip", False),
        (None, None, "net", True),
    ],
)
def test_the_request_goes_before_the_account_and_the_account_before_the_ledger(
    owed: MemoryBooks, ledger: str | None, account: str | None, request_: str | None, nets: bool
) -> None:
    owed.do("settings.change", negativeLines=ledger)
    owed.do("account.edit", "A-1", negativeLines=account)
    asked = {"negativeLines": request_} if request_ else {}

    owed.do("payment.apply", "P-1", **on_invoice("10.00"), **asked)

    assert any(isinstance(fact, ItemsNetted) for fact in owed.facts) == nets


def test_named_items_are_held_to_what_netting_leaves(owed: MemoryBooks) -> None:
    with pytest.raises(ExceedsItemBalance, match=r"INV-1#2 has 85\.00 GBP open, 85\.01 GBP was asked"):
        owed.do("payment.apply", "P-1", **on_invoice("85.01", n2="85.01"), negativeLines="net")

    owed.do("payment.apply", "P-1", **on_invoice("85.00", n2="85.00"), negativeLines="net")

    assert rows_of(owed) == [20_00, 0, 0]


def test_a_new_payment_and_a_credit_memo_net_as_well(owed: MemoryBooks) -> None:
    an_invoice(owed, ["30.00", "-1.00"], "INV-2")
    owed.do(
        "credit-memo.create",
        accountNumber="A-1",
        number="CM-1",
        status="Posted",
        charges=[{"amount": "29.00"}],
    )
    second = {"invoices": [{"invoiceNumber": "INV-2", "amount": "29.00"}]}

    owed.do(
        "payment.create", accountNumber="A-1", amount="105.00", **on_invoice("105.00"), negativeLines="net"
    )
    owed.do("credit-memo.apply", "CM-1", **second, negativeLines="net")

    invoice = owed.invoice("INV-2")
    assert rows_of(owed) == [0, 0, 0]
    assert [invoice.open_minor(item_id) for item_id in invoice.rows] == [0, 0]


def test_the_netting_is_undone_with_the_last_of_its_application(owed: MemoryBooks) -> None:
    owed.do("payment.apply", "P-1", **on_invoice("105.00"), negativeLines="net", effectiveDate="2024-03-05")

    owed.do("payment.unapply", "P-1", **on_invoice("104.99"))
    before_the_last = rows_of(owed)
    last = owed.do("payment.unapply", "P-1", **on_invoice("0.01"))

    assert before_the_last[2] == 0
    assert rows_of(owed) == [20_00, 90_00, -5_00]
    assert last.applications[0].netted[0].item == "INV-1#3"
    assert owed.invoice("INV-1").nettings == {}


def test_another_application_of_the_same_document_stays_as_it_is(owed: MemoryBooks) -> None:
    first = owed.do("payment.apply", "P-1", **on_invoice("50.00"), negativeLines="net")
    owed.do("payment.apply", "P-1", **on_invoice("55.00"), negativeLines="net")

    owed.do("payment.unapply", "P-1", application=first.applications[0].id.hex)

    assert owed.invoice("INV-1").balance_minor == 50_00
    assert rows_of(owed)[2] == -5_00
    owed.do("payment.apply", "P-1", **on_invoice("50.00"), negativeLines="net")
    assert rows_of(owed) == [0, 0, 0]


def test_a_netting_is_dated_as_its_application_and_undone_on_its_day_or_later(owed: MemoryBooks) -> None:
    owed.do("payment.apply", "P-1", **on_invoice("105.00"), negativeLines="net", effectiveDate="2024-03-05")

    with pytest.raises(TooEarly, match="2024-03-04 is before 2024-03-05"):
        owed.do("payment.unapply", "P-1", effectiveDate="2024-03-04")
    owed.do("payment.unapply", "P-1", effectiveDate="2024-03-05")

    days = [fact.effective_on for fact in owed.facts if isinstance(fact, ItemsNetted | ItemsUnnetted)]
    assert days == [date(2024, 3, 5), date(2024, 3, 5)]


def test_an_earlier_application_names_the_day_on_which_netting_left_less(owed: MemoryBooks) -> None:
    """From 5 to 7 March line 2 has 85.00 for others, since 5.00 of it fill line 3."""
    one = on_invoice("1.00", n1="1.00")
    owed.do("payment.apply", "P-1", **one, negativeLines="net", effectiveDate="2024-03-05")
    owed.do("payment.unapply", "P-1", effectiveDate="2024-03-08")

    with pytest.raises(ExceedsOnDay) as refused:
        owed.do("payment.apply", "P-1", **on_invoice("90.00", n2="90.00"), effectiveDate="2024-03-02")
    with pytest.raises(ExceedsOnDay) as chosen:
        owed.do("payment.apply", "P-1", **on_invoice("104.01"), effectiveDate="2024-03-02")

    assert (refused.value.what, refused.value.day) == ("INV-1#2", date(2024, 3, 5))
    assert str(refused.value.available) == "85.00"
    assert chosen.value.day == date(2024, 3, 5)
    owed.do("payment.apply", "P-1", **on_invoice("90.00", n2="90.00"), effectiveDate="2024-03-08")


def require_right(document: Receivable) -> None:
    for row in document.rows.values():
        low, high = min(0, row.amount_minor), max(0, row.amount_minor)
        used = document.used_of(row.item_id)
        for late in range(12):
            assert low <= row.amount_minor - used.at(TODAY + timedelta(days=late - 10)) <= high


amounts = st.lists(st.integers(-30, 60), min_size=1, max_size=6).filter(lambda each: sum(each) > 0)
days = st.integers(1, 10).map(lambda day: f"2024-03-{day:02}")
steps = st.lists(
    st.tuples(st.sampled_from(["apply", "unapply"]), st.integers(1, 60), days, st.booleans()), max_size=8
)


def do(books: MemoryBooks, step: tuple[str, int, str, bool]) -> None:
    act, minor, day, nets = step
    asked = {"negativeLines": "net"} if nets and act == "apply" else {}
    body = on_invoice(f"{minor / 100:.2f}")
    with suppress(Refused):
        books.do(f"payment.{act}", "P-1", **body, **asked, effectiveDate=day)


def books_with(minors: list[int]) -> MemoryBooks:
    books = MemoryBooks(TODAY)
    books.do("account.create", name="Ada", currency="GBP", accountNumber="A-1")
    an_invoice(books, [f"{minor / 100:.2f}" for minor in minors])
    books.do("payment.create", accountNumber="A-1", number="P-1", amount="9.00", effectiveDate="2024-03-01")
    return books


@given(amounts, steps)
def test_whatever_is_applied_and_taken_back_on_whatever_day_no_row_is_ever_wrong(
    minors: list[int], asked: list[tuple[str, int, str, bool]]
) -> None:
    books = books_with(minors)

    for step in asked:
        do(books, step)
        require_right(books.invoice("INV-1"))


@given(amounts, steps)
def test_all_taken_back_every_row_is_as_it_was_posted_and_all_paid_every_row_is_zero(
    minors: list[int], asked: list[tuple[str, int, str, bool]]
) -> None:
    books = books_with(minors)
    for step in asked:
        do(books, step)

    if books.payment("P-1").applied_minor:
        books.do("payment.unapply", "P-1")
    taken_back = rows_of(books)
    balance = books.invoice("INV-1").balance_minor
    books.do("payment.apply", "P-1", **on_invoice(f"{balance / 100:.2f}"), negativeLines="net")

    assert taken_back == minors
    assert set(rows_of(books)) == {0}
