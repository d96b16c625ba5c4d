"""What is reversed is taken back as a whole, for good; what is paid is unwound first and stays unapplied."""

from datetime import date

import pytest

from settlebook.domain.errors import (
    AlreadyReversed,
    DraftMadeFrom,
    ExceedsOnDay,
    InvalidRequest,
    LimitExceeded,
    NotPosted,
    PeriodIsClosed,
    StillApplied,
    StillRefunded,
    StillSettled,
    TooEarly,
)
from settlebook.domain.events import CreditMemoCreated, InvoiceReversed, ItemsUncredited
from tests.memory_books import MemoryBooks
from tests.services.standing import made_by, open_of, unapplied_of


def credit(books: MemoryBooks, amount: str, **fields) -> None:
    """CM-1, made from the second item of INV-1."""
    books.do(
        "credit-memo.create-from-invoice",
        "INV-1",
        number="CM-1",
        effectiveDate="2024-03-01",
        items=[{"invoiceItemId": "INV-1#2", "amount": amount}],
        **({"autoPost": True} | fields),
    )


def apply(books: MemoryBooks, source: str, amount: str, to: str = "INV-1", **fields) -> None:
    kind = "payment" if source.startswith("P-") else "credit-memo"
    books.do(f"{kind}.apply", source, invoices=[{"invoiceId": to, "amount": amount}], **fields)


def made_as(outcome, kind: str) -> list[str]:
    return [made.number for made in outcome.made if made.kind == kind]


def test_a_reversed_invoice_is_mirrored_row_by_row_and_marked(invoiced):
    outcome = invoiced.do("invoice.reverse", "INV-1", comment="entered twice")

    (number,) = made_as(outcome, "credit_memo")
    assert open_of(invoiced) == {"INV-1#1": 0, "INV-1#1.1": 0, "INV-1#2": 0}
    assert [(line.item, line.source, line.amount_minor) for line in outcome.applications[0].lines] == [
        ("INV-1#1", f"{number}#1", 80_00),
        ("INV-1#1.1", f"{number}#1.1", 20_00),
        ("INV-1#2", f"{number}#2", 50_00),
    ]
    assert invoiced.invoice("INV-1").header.reversed
    assert invoiced.invoice("INV-1").header.status == "Posted"
    (memo,) = made_by(invoiced, CreditMemoCreated)
    assert memo.header.details == {"sourceType": "Invoice", "reasonCode": "Invoice reversal"}
    assert (outcome.number, outcome.effective_on) == ("INV-1", invoiced.today)


@pytest.mark.parametrize(
    ("verb", "key", "body"),
    [
        ("invoice.reverse", "INV-1", {}),
        ("invoice.reverse", "INV-1", {"unwind": True}),
        ("invoice.write-off", "INV-1", {}),
        ("invoice.unpost", "INV-1", {}),
        ("payment.apply", "P-1", {"invoices": [{"invoiceId": "INV-1", "amount": "1"}]}),
        ("credit-memo.unapply", "CREDIT_MEMO-1", {}),
        (
            "credit-memo.unapply",
            "CREDIT_MEMO-1",
            {"invoices": [{"invoiceId": "INV-1", "amount": "1", "items": None}]},
        ),
        (
            "credit-memo.create-from-invoice",
            "INV-1",
            {"items": [{"invoiceItemId": "INV-1#2", "amount": "1"}]},
        ),
    ],
)
def test_what_is_reversed_is_closed_for_good(paid, verb, key, body):
    paid.do("invoice.reverse", "INV-1")
    before = len(paid.facts)

    with pytest.raises(AlreadyReversed):
        paid.do(verb, key, **body)

    assert len(paid.facts) == before


def test_the_application_of_a_reversal_cannot_be_taken_back_by_its_id(invoiced):
    application = invoiced.do("invoice.reverse", "INV-1").applications[0].id

    with pytest.raises(AlreadyReversed):
        invoiced.do("credit-memo.unapply", "CREDIT_MEMO-1", application=application.hex)


def test_the_memo_of_a_reversal_can_neither_be_reversed_nor_written_off(invoiced):
    (memo,) = made_as(invoiced.do("invoice.reverse", "INV-1"), "credit_memo")

    with pytest.raises(StillApplied):
        invoiced.do("credit-memo.reverse", memo)


def test_a_settled_invoice_is_not_reversed_and_what_settles_it_is_named(paid):
    credit(paid, "10.00")
    apply(paid, "P-1", "60.00")
    apply(paid, "CM-1", "10.00")

    with pytest.raises(StillSettled) as refused:
        paid.do("invoice.reverse", "INV-1")

    assert refused.value.message.startswith(
        "INV-1 is settled by P-1 (60.00), CM-1 (10.00), 70.00 GBP in all."
    )
    assert "unwind" in refused.value.message


def test_of_many_sources_the_first_are_named_and_the_others_counted(invoiced):
    for number in range(1, 8):
        invoiced.do("payment.create", accountNumber="A-1", number=f"P-{number}", amount="1.00")
        apply(invoiced, f"P-{number}", "1.00")

    with pytest.raises(StillSettled) as refused:
        invoiced.do("invoice.reverse", "INV-1")

    assert refused.value.sources.endswith("P-5 (1.00) and 2 more")


def test_unwinding_leaves_every_source_with_what_it_had_and_what_came_back(paid):
    credit(paid, "10.00")
    paid.do(
        "credit-memo.create", accountNumber="A-1", number="CM-2", autoPost=True, charges=[{"amount": "7"}]
    )
    apply(paid, "P-1", "60.00")
    apply(paid, "CM-1", "10.00")
    apply(paid, "CM-2", "6.99")

    outcome = paid.do("invoice.reverse", "INV-1", unwind=True)

    assert paid.payment("P-1").unapplied_minor == 120_00
    assert paid.credit_memo("CM-2").unapplied_minor == 7_00
    assert set(open_of(paid).values()) == {0}
    taken_back = [applied for applied in outcome.applications if applied.undoes]
    assert [(applied.source, applied.amount_minor) for applied in taken_back] == [
        ("CM-2", 6_99),
        ("CM-1", 10_00),
        ("P-1", 60_00),
    ]


def test_what_was_made_from_the_invoice_is_reversed_with_it(paid):
    credit(paid, "10.00")

    outcome = paid.do("invoice.reverse", "INV-1")

    (debit,), (mirror,) = made_as(outcome, "debit_memo"), made_as(outcome, "credit_memo")
    assert paid.credit_memo("CM-1").header.reversed
    assert paid.debit_memo(debit).balance_minor == 0
    assert list(paid.invoice("INV-1").credited_by) == [paid.credit_memo(mirror).document_id]


def test_a_write_off_is_unwound_and_reversed_with_its_invoice(paid):
    apply(paid, "P-1", "60.00")
    paid.do("invoice.write-off", "INV-1")

    outcome = paid.do("invoice.reverse", "INV-1", unwind=True)

    assert paid.payment("P-1").unapplied_minor == 120_00
    assert len(made_as(outcome, "debit_memo")) == 1
    assert set(open_of(paid).values()) == {0}


def test_a_draft_made_from_the_invoice_stands_in_the_way(invoiced):
    credit(invoiced, "10.00", autoPost=False)

    with pytest.raises(DraftMadeFrom):
        invoiced.do("invoice.reverse", "INV-1")
    invoiced.do("credit-memo.cancel", "CM-1")
    invoiced.do("invoice.reverse", "INV-1")


@pytest.mark.parametrize("unwind", [False, True])
def test_a_memo_made_from_the_invoice_that_settles_another_stands_in_the_way(invoiced, unwind):
    invoiced.do(
        "invoice.create", accountNumber="A-1", number="INV-2", status="Posted", invoiceItems=[{"amount": "9"}]
    )
    credit(invoiced, "10.00")
    apply(invoiced, "CM-1", "1.00", to="INV-2")

    with pytest.raises(StillApplied):
        invoiced.do("invoice.reverse", "INV-1", unwind=unwind)


def test_a_memo_made_from_the_invoice_of_which_some_is_paid_back_stands_in_the_way(invoiced):
    credit(invoiced, "10.00")
    refund = invoiced.do("credit-memo.refund", "CM-1", totalAmount="0.01").number

    with pytest.raises(StillRefunded):
        invoiced.do("invoice.reverse", "INV-1", unwind=True)
    invoiced.do("refund.cancel", refund)
    invoiced.do("invoice.reverse", "INV-1", unwind=True)


def test_negative_rows_and_discounts_end_at_nothing_too(books):
    books.do(
        "invoice.create",
        accountNumber="A-1",
        number="INV-1",
        status="Posted",
        invoiceItems=[
            {"amount": "100.00", "discountItems": [{"amount": "-10.00"}]},
            {"amount": "-5.00", "taxItems": [{"name": "VAT", "taxAmount": "-1.00"}]},
        ],
    )

    books.do("invoice.reverse", "INV-1")

    assert set(open_of(books).values()) == {0}


@pytest.mark.parametrize("amounts", [["0.00"], ["5.00", "-5.00"]])
def test_an_invoice_over_nothing_is_reversed_without_an_application(books, amounts):
    books.do(
        "invoice.create",
        accountNumber="A-1",
        number="INV-1",
        status="Posted",
        invoiceItems=[{"amount": amount} for amount in amounts],
    )

    outcome = books.do("invoice.reverse", "INV-1")

    assert (outcome.applications, len(outcome.made)) == ((), 1)
    assert set(open_of(books).values()) == {0}
    assert books.invoice("INV-1").header.reversed


def test_each_part_of_a_split_invoice_can_be_reversed(books):
    books.do("invoice.create", accountNumber="A-1", number="INV-1", invoiceItems=[{"amount": "10.01"}])
    outcome = books.do("invoice.split", "INV-1", invoices=[{"splitPercentage": 50}, {"splitPercentage": 50}])
    parts = [made.number for made in outcome.made]
    for part in parts:
        books.do("invoice.post", part)
        books.do("invoice.reverse", part)

    assert [books.invoice(part).balance_minor for part in parts] == [0, 0]


def test_a_draft_is_not_reversed(books):
    books.do("invoice.create", accountNumber="A-1", number="INV-1", invoiceItems=[{"amount": "1"}])

    with pytest.raises(NotPosted):
        books.do("invoice.reverse", "INV-1")


def test_the_memo_and_its_application_have_days_of_their_own(invoiced):
    outcome = invoiced.do("invoice.reverse", "INV-1", memoDate="2024-03-01", applyEffectiveDate="2024-03-02")

    memo = invoiced.credit_memo(outcome.made[0].number)
    assert (memo.own_day, outcome.effective_on) == (date(2024, 3, 1), date(2024, 3, 2))
    assert made_by(invoiced, InvoiceReversed)[0].effective_on == date(2024, 3, 2)


def test_a_day_of_the_application_before_today_is_the_memos_too(invoiced):
    outcome = invoiced.do("invoice.reverse", "INV-1", applyEffectiveDate="2024-03-02")

    assert invoiced.credit_memo(outcome.made[0].number).own_day == date(2024, 3, 2)


@pytest.mark.parametrize("field", ["memoDate", "applyEffectiveDate"])
def test_no_day_is_before_the_invoices_own(invoiced, field):
    with pytest.raises(TooEarly):
        invoiced.do("invoice.reverse", "INV-1", **{field: "2024-02-29"})


def test_the_application_is_not_before_the_memo(invoiced):
    with pytest.raises(InvalidRequest):
        invoiced.do("invoice.reverse", "INV-1", memoDate="2024-03-03", applyEffectiveDate="2024-03-02")


def test_nothing_is_unwound_before_it_was_applied(paid):
    paid.do("payment.create", accountNumber="A-1", number="P-2", amount="1", effectiveDate="2024-03-05")
    apply(paid, "P-2", "1.00", effectiveDate="2024-03-07")

    with pytest.raises(TooEarly) as refused:
        paid.do("invoice.reverse", "INV-1", unwind=True, applyEffectiveDate="2024-03-06")
    outcome = paid.do("invoice.reverse", "INV-1", unwind=True, memoDate="2024-03-01")

    assert (refused.value.number, refused.value.first_day) == ("P-2", date(2024, 3, 7))
    assert outcome.effective_on == date(2024, 3, 7)


def test_what_was_settled_on_the_day_is_not_reversed_on_it(invoiced):
    invoiced.do("payment.create", accountNumber="A-1", number="P-1", amount="1", effectiveDate="2024-03-01")
    apply(invoiced, "P-1", "1.00", effectiveDate="2024-03-02")
    invoiced.do("payment.unapply", "P-1", effectiveDate="2024-03-09")

    with pytest.raises(ExceedsOnDay):
        invoiced.do("invoice.reverse", "INV-1", applyEffectiveDate="2024-03-08")
    invoiced.do("invoice.reverse", "INV-1", applyEffectiveDate="2024-03-09")


def test_in_a_closed_period_nothing_is_reversed(invoiced):
    invoiced.do("accounting-period.create", name="March 1", startDate="2024-03-01", endDate="2024-03-05")
    invoiced.do("accounting-period.close", "March 1")

    with pytest.raises(PeriodIsClosed):
        invoiced.do("invoice.reverse", "INV-1", memoDate="2024-03-05")
    assert invoiced.do("invoice.reverse", "INV-1").effective_on == invoiced.today


def test_a_strict_ledger_reverses_no_more_than_two_thousand_items(books):
    books.do("settings.change", limits="lifted")
    items = [{"amount": "0.01"}] * 2001
    books.do("invoice.create", accountNumber="A-1", number="INV-1", status="Posted", invoiceItems=items)
    books.do("settings.change", limits="strict")

    with pytest.raises(LimitExceeded):
        books.do("invoice.reverse", "INV-1")
    books.do("settings.change", limitOf={"reverse-items": 2001})
    books.do("invoice.reverse", "INV-1")


def test_a_reversed_credit_memo_frees_what_it_credited(invoiced):
    credit(invoiced, "50.00")

    outcome = invoiced.do("credit-memo.reverse", "CM-1")

    (debit,) = made_as(outcome, "debit_memo")
    assert unapplied_of(invoiced, "CM-1") == {"CM-1#1": 0}
    assert open_of(invoiced, debit, "debit_memo") == {f"{debit}#1": 0}
    assert len(made_by(invoiced, ItemsUncredited)) == 1
    assert invoiced.debit_memo(debit).header.details["reasonCode"] == "Credit memo reversal"
    invoiced.do(
        "credit-memo.create-from-invoice", "INV-1", items=[{"invoiceItemId": "INV-1#2", "amount": "50.00"}]
    )


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("reverse", {}),
        ("write-off", {}),
        ("unapply", {}),
        ("unpost", {}),
        ("apply", {"invoices": [{"invoiceId": "INV-1", "amount": "1"}]}),
        ("refund", {"totalAmount": "1"}),
    ],
)
def test_a_reversed_credit_memo_is_closed_for_good(invoiced, verb, body):
    credit(invoiced, "50.00")
    invoiced.do("credit-memo.reverse", "CM-1")

    with pytest.raises(AlreadyReversed):
        invoiced.do(f"credit-memo.{verb}", "CM-1", **body)


def test_a_credit_memo_that_settles_or_was_paid_back_is_not_reversed(invoiced):
    credit(invoiced, "50.00")
    apply(invoiced, "CM-1", "0.01")
    with pytest.raises(StillApplied) as refused:
        invoiced.do("credit-memo.reverse", "CM-1")
    assert refused.value.applied.minor == 1

    invoiced.do("credit-memo.unapply", "CM-1")
    invoiced.do("credit-memo.refund", "CM-1", totalAmount="0.01")
    with pytest.raises(StillRefunded):
        invoiced.do("credit-memo.reverse", "CM-1")
