"""A back-dated write-off or reversal leaves every row right on every day, or is refused and names the day."""

from contextlib import suppress
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from settlebook.domain.errors import ExceedsOnDay, NothingToWriteOff, TooEarly
from settlebook.domain.receivable import Receivable
from tests.memory_books import MemoryBooks
from tests.services.test_giving_up_conserves_money import pounds

FIRST, TODAY = date(2024, 3, 1), date(2024, 3, 10)
EVERY_DAY = [FIRST + timedelta(days=day) for day in range(15)]
days = st.sampled_from(EVERY_DAY)

payments = st.lists(st.tuples(st.integers(1, 100), days, st.none() | days, st.booleans()), max_size=3)


def dated_books(amounts: list[int], payments) -> MemoryBooks:
    """INV-1 of the first day, with payments that are applied on one day and unapplied on another."""
    books = MemoryBooks(TODAY)
    books.do("account.create", name="Ada", currency="GBP", accountNumber="A-1")
    items = [{"amount": pounds(minor)} for minor in amounts]
    books.do(
        "invoice.create",
        accountNumber="A-1",
        number="INV-1",
        invoiceDate=FIRST.isoformat(),
        status="Posted",
        invoiceItems=items,
    )
    for place, (share, applied_on, unapplied_on, nets) in enumerate(payments):
        minor = books.invoice("INV-1").balance_minor * share // 100
        if not minor:
            continue
        books.do("settings.change", negativeLines="net" if nets else "skip")
        key, paid = f"P-{place}", {"effectiveDate": FIRST.isoformat(), "amount": pounds(minor)}
        books.do("payment.create", accountNumber="A-1", number=key, **paid)
        try:
            invoices = [{"invoiceId": "INV-1", "amount": pounds(minor)}]
            books.do("payment.apply", key, invoices=invoices, effectiveDate=applied_on.isoformat())
            if unapplied_on is not None:
                books.do("payment.unapply", key, effectiveDate=unapplied_on.isoformat())
        except (ExceedsOnDay, TooEarly):
            continue
    return books


def wrong_days(invoice: Receivable) -> list[tuple[str, date]]:
    """Where a row is settled or netted beyond its amount, or below nothing."""
    return [
        (invoice.name_of(row_id), day)
        for row_id, row in invoice.rows.items()
        for day in EVERY_DAY
        if not min(0, row.amount_minor) <= invoice.used_of(row_id).at(day) <= max(0, row.amount_minor)
    ]


amounts = st.lists(st.integers(-200, 500), min_size=1, max_size=4).filter(lambda amounts: sum(amounts) > 0)


@given(amounts, payments, days, st.none() | st.integers(1, 100))
@settings(max_examples=60, deadline=None)
def test_a_write_off_of_any_day_is_right_on_every_day(amounts, payments, day, share):
    books = dated_books(amounts, payments)
    minor = books.invoice("INV-1").balance_minor * (share or 100) // 100
    assume(minor)
    asked = {"amount": pounds(minor)} if share else {}

    try:
        books.do("invoice.write-off", "INV-1", memoDate=day.isoformat(), **asked)
    except ExceedsOnDay as refused:
        assert refused.day >= day and refused.effective_on == day
        books.do("invoice.write-off", "INV-1", memoDate=EVERY_DAY[-1].isoformat(), **asked)

    assert wrong_days(books.invoice("INV-1")) == []


@given(amounts, payments, days, st.none() | days)
@settings(max_examples=60, deadline=None)
def test_unwinding_of_any_day_is_right_on_every_day(amounts, payments, written_off_on, day):
    books = dated_books(amounts, payments)
    with suppress(ExceedsOnDay, NothingToWriteOff):
        books.do("invoice.write-off", "INV-1", memoDate=written_off_on.isoformat())
    asked = {"applyEffectiveDate": day.isoformat()} if day else {}

    try:
        books.do("invoice.reverse", "INV-1", unwind=True, **asked)
    except (TooEarly, ExceedsOnDay):
        books.do("invoice.reverse", "INV-1", unwind=True, applyEffectiveDate=EVERY_DAY[-1].isoformat())

    invoice = books.invoice("INV-1")
    assert wrong_days(invoice) == []
    assert all(invoice.open_minor(row) == 0 for row in invoice.rows)
