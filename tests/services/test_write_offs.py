"""What is open is given up: by a memo of the same rows, tax against tax, and nothing is left open by it."""

from datetime import date

import pytest

from settlebook.domain.errors import (
    ExceedsBalance,
    ExceedsItemBalance,
    ExceedsOnDay,
    InvalidRequest,
    ItemNotOfDocument,
    LimitExceeded,
    LineNamedTwice,
    LinesDoNotAddUp,
    NothingToWriteOff,
    NotPosted,
    PeriodIsClosed,
    TooEarly,
    WrongKindOfItem,
)
from settlebook.domain.events import CreditMemoCreated, InvoiceWrittenOff, ItemsCredited
from tests.memory_books import MemoryBooks
from tests.services.standing import made_by, open_of, unapplied_of


def pay(books: MemoryBooks, amount: str, **fields) -> None:
    books.do(
        "payment.create",
        accountNumber="A-1",
        amount=amount,
        number="P-9",
        effectiveDate="2024-03-01",
        invoices=[{"invoiceNumber": "INV-1", "amount": amount}],
        **fields,
    )


@pytest.fixture
def mixed(books: MemoryBooks) -> MemoryBooks:
    """INV-1 over 116.00, of which one row is negative: 100.00 with tax of 21.00, and -5.00."""
    books.do(
        "invoice.create",
        accountNumber="A-1",
        number="INV-1",
        invoiceDate="2024-03-01",
        status="Posted",
        invoiceItems=[
            {"amount": "100.00", "sku": "seats", "taxItems": [{"name": "VAT", "taxAmount": "21.00"}]},
            {"amount": "-5.00", "sku": "unused"},
        ],
    )
    return books


def test_without_an_amount_everything_open_is_given_up_row_by_row(invoiced):
    outcome = invoiced.do("invoice.write-off", "INV-1")

    assert open_of(invoiced) == {"INV-1#1": 0, "INV-1#1.1": 0, "INV-1#2": 0}
    memo = invoiced.credit_memo(outcome.made[0].number)
    assert unapplied_of(invoiced, memo.number) == {
        f"{memo.number}#1": 0,
        f"{memo.number}#1.1": 0,
        f"{memo.number}#2": 0,
    }
    pairs = [(line.source, line.item, line.amount_minor) for line in outcome.applications[0].lines]
    assert pairs == [
        (f"{memo.number}#1", "INV-1#1", 80_00),
        (f"{memo.number}#1.1", "INV-1#1.1", 20_00),
        (f"{memo.number}#2", "INV-1#2", 50_00),
    ]
    assert (outcome.number, outcome.policy, outcome.status) == ("INV-1", None, "Posted")


def test_only_what_is_still_open_is_given_up(invoiced):
    pay(invoiced, "149.99")

    outcome = invoiced.do("invoice.write-off", "INV-1")

    assert sum(line.amount_minor for line in outcome.applications[0].lines) == 1
    assert set(open_of(invoiced).values()) == {0}


def test_negative_rows_are_netted_first_so_that_every_row_ends_at_nothing(mixed):
    mixed.do("invoice.write-off", "INV-1")

    assert open_of(mixed) == {"INV-1#1": 0, "INV-1#1.1": 0, "INV-1#2": 0}


def test_unapplying_the_memo_of_a_write_off_puts_every_row_back(mixed):
    pay(mixed, "30.00")
    before = open_of(mixed)
    memo = mixed.do("invoice.write-off", "INV-1").made[0].number

    mixed.do("credit-memo.unapply", memo)

    assert open_of(mixed) == before
    assert mixed.invoice("INV-1").nettings == {}
    assert mixed.credit_memo(memo).unapplied_minor == 86_00


def test_a_part_is_spread_in_proportion_and_the_answer_names_the_policy(invoiced):
    outcome = invoiced.do("invoice.write-off", "INV-1", amount="15.00")

    assert open_of(invoiced) == {"INV-1#1": 72_00, "INV-1#1.1": 18_00, "INV-1#2": 45_00}
    assert (outcome.policy.name, outcome.policy.version) == ("prorate", 1)


@pytest.mark.parametrize("where", ["request", "account", "ledger"])
def test_request_account_and_ledger_may_choose_another_policy_for_a_part(invoiced, where):
    if where == "ledger":
        invoiced.do("settings.change", policies={"writeOff": "fifo"})
    if where == "account":
        invoiced.do("account.edit", "A-1", policies={"writeOff": "fifo"})
    asked = {"policy": "fifo"} if where == "request" else {}

    outcome = invoiced.do("invoice.write-off", "INV-1", amount="90.00", **asked)

    assert open_of(invoiced) == {"INV-1#1": 0, "INV-1#1.1": 10_00, "INV-1#2": 50_00}
    assert outcome.policy.name == "fifo"


def test_a_part_leaves_negative_rows_alone_unless_the_ledger_nets_them(mixed):
    mixed.do("settings.change", negativeLines="net")

    mixed.do("invoice.write-off", "INV-1", amount="115.99")

    assert open_of(mixed)["INV-1#2"] == 0
    assert sum(open_of(mixed).values()) == 1


def test_items_may_be_named_with_amounts_their_taxes_beside_them(invoiced):
    items = [
        {
            "invoiceItemId": "INV-1#1",
            "amountWithoutTax": "8.00",
            "taxationItems": [{"taxationItemId": "INV-1#1.1", "amount": "2.00"}],
        },
        {"invoiceItemId": "INV-1#2", "amount": "0.01", "comment": "a cent"},
    ]

    outcome = invoiced.do("invoice.write-off", "INV-1", items=items, amount="10.01")

    assert open_of(invoiced) == {"INV-1#1": 72_00, "INV-1#1.1": 18_00, "INV-1#2": 49_99}
    assert outcome.policy is None
    second = invoiced.credit_memo(outcome.made[0].number).items
    assert [item.details.get("comment") for item in second.values()] == [None, "a cent"]


def test_an_item_named_without_amount_is_given_up_with_its_taxes(invoiced):
    invoiced.do("invoice.write-off", "INV-1", items=[{"invoiceItemId": "INV-1#1", "skuName": "seats"}])

    assert open_of(invoiced) == {"INV-1#1": 0, "INV-1#1.1": 0, "INV-1#2": 50_00}


def test_a_tax_item_may_be_given_up_alone(invoiced):
    outcome = invoiced.do("invoice.write-off", "INV-1", items=[{"taxItemId": "INV-1#1.1"}])

    assert open_of(invoiced) == {"INV-1#1": 80_00, "INV-1#1.1": 0, "INV-1#2": 50_00}
    memo = invoiced.credit_memo(outcome.made[0].number)
    assert [(row.is_tax, row.amount_minor) for row in memo.rows.values()] == [(False, 0), (True, 20_00)]


def test_what_the_caller_names_comes_before_netting(mixed):
    items = [{"invoiceItemId": "INV-1#1", "amount": "100.00"}, {"taxItemId": "INV-1#1.1", "amount": "16.00"}]

    mixed.do("invoice.write-off", "INV-1", items=items)

    assert open_of(mixed) == {"INV-1#1": 0, "INV-1#1.1": 5_00, "INV-1#2": -5_00}


def test_named_items_that_close_the_document_leave_every_row_at_nothing(mixed):
    items = [{"invoiceItemId": "INV-1#1", "amount": "95.00"}, {"taxItemId": "INV-1#1.1"}]

    mixed.do("invoice.write-off", "INV-1", items=items)

    assert set(open_of(mixed).values()) == {0}


VAT = {
    "name": "VAT",
    "taxRate": "0.2",
    "taxRateType": "Percentage",
    "exemptAmount": "1",
    "taxCode": "V",
    "jurisdiction": "UK",
    "taxDate": "2024-03-01",
}
SEATS = {"amount": "20.00", "chargeName": "Seats", "quantity": "2", "unitPrice": "10.00"}


def bankrupt(books: MemoryBooks) -> CreditMemoCreated:
    """The memo that writes an invoice of seats and their tax off."""
    items = [{**SEATS, "taxItems": [{**VAT, "taxAmount": "4.00"}]}]
    dated = {"invoiceDate": "2024-03-01", "status": "Posted"}
    books.do("invoice.create", accountNumber="A-1", number="INV-1", invoiceItems=items, **dated)
    books.do(
        "invoice.write-off",
        "INV-1",
        comment="bankrupt",
        revenueImpacting="No",
        nonRevenueWriteOffAccountingCode="Bad debt",
        taxAutoCalculation=True,
    )
    (memo,) = made_by(books, CreditMemoCreated)
    return memo


def test_the_memo_says_why(books):
    memo = bankrupt(books)

    assert memo.header.referred_invoice_id == books.invoice("INV-1").document_id
    assert memo.header.details == {
        "sourceType": "Invoice",
        "reasonCode": "Write-off",
        "revenueImpacting": "No",
        "nonRevenueWriteOffAccountingCode": "Bad debt",
        "taxAutoCalculation": True,
    }
    assert books.personal[memo.header.personal.personal_id] == {"comment": "bankrupt"}


def test_the_memo_copies_what_the_items_say(books):
    (item,) = bankrupt(books).items

    assert item.details == {
        "chargeName": "Seats",
        "quantity": "2",
        "unitPrice": "-10.00",
        "sourceItemType": "InvoiceDetail",
        "creditFromItemSource": "InvoiceItem",
        "financeInformation": {"nonRevenueWriteOffAccountingCode": "Bad debt"},
    }
    assert item.tax_items[0].details == VAT


def test_a_write_off_is_marked_and_counts_as_credited(invoiced):
    invoiced.do("invoice.write-off", "INV-1", amount="150.00")

    (mark,), (credited,) = made_by(invoiced, InvoiceWrittenOff), made_by(invoiced, ItemsCredited)
    assert mark.lines == credited.lines
    assert [line.amount_minor for line in mark.lines] == [80_00, 20_00, 50_00]


def test_a_write_off_of_an_invoice_that_is_credited_already_is_not_over_crediting(invoiced):
    invoiced.do(
        "credit-memo.create-from-invoice",
        "INV-1",
        items=[{"invoiceItemId": "INV-1#2", "amount": "50.00"}],
        autoPost=True,
    )

    invoiced.do("invoice.write-off", "INV-1")

    assert set(open_of(invoiced).values()) == {0}


def test_a_write_off_takes_effect_on_the_day_of_its_memo_not_before_the_invoice(invoiced):
    outcome = invoiced.do("invoice.write-off", "INV-1", memoDate="2024-03-01", amount="1.00")

    assert outcome.effective_on == date(2024, 3, 1)
    with pytest.raises(TooEarly):
        invoiced.do("invoice.write-off", "INV-1", memoDate="2024-02-29", amount="1.00")


def test_without_a_day_it_is_today(invoiced):
    assert invoiced.do("invoice.write-off", "INV-1").effective_on == invoiced.today


def test_a_day_on_which_less_was_open_is_refused_and_named(invoiced):
    pay(invoiced, "150.00")
    invoiced.do("payment.unapply", "P-9", effectiveDate="2024-03-09")

    with pytest.raises(ExceedsOnDay) as refused:
        invoiced.do("invoice.write-off", "INV-1", memoDate="2024-03-08")

    assert refused.value.day == date(2024, 3, 8)
    invoiced.do("invoice.write-off", "INV-1", memoDate="2024-03-09")


def test_in_a_closed_period_nothing_is_written_off(invoiced):
    invoiced.do("accounting-period.create", name="March 1", startDate="2024-03-01", endDate="2024-03-05")
    invoiced.do("accounting-period.close", "March 1")

    with pytest.raises(PeriodIsClosed):
        invoiced.do("invoice.write-off", "INV-1", memoDate="2024-03-05")
    invoiced.do("invoice.write-off", "INV-1", memoDate="2024-03-06")


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"amount": "150.01"}, ExceedsBalance),
        ({"amount": "1.00", "policy": "alphabetical"}, InvalidRequest),
        ({"policy": "fifo"}, InvalidRequest),
        ({"items": [{"invoiceItemId": "INV-1#2", "amount": "50.01"}]}, ExceedsItemBalance),
        ({"items": [{"invoiceItemId": "INV-1#9"}]}, ItemNotOfDocument),
        ({"items": [{"invoiceItemId": "INV-1#1.1"}]}, WrongKindOfItem),
        ({"items": [{"taxItemId": "INV-1#1"}]}, WrongKindOfItem),
        ({"items": [{"invoiceItemId": "INV-1#2"}, {"invoiceItemId": "INV-1#2"}]}, LineNamedTwice),
        ({"items": [{"invoiceItemId": "INV-1#1"}, {"taxItemId": "INV-1#1.1"}]}, LineNamedTwice),
        ({"items": [{"invoiceItemId": "INV-1#2", "amount": "0"}]}, NothingToWriteOff),
        ({"items": [{"invoiceItemId": "INV-1#2", "amount": "5"}], "amount": "5.01"}, LinesDoNotAddUp),
        ({"items": [{"taxItemId": "INV-1#1.1", "taxationItems": []}]}, InvalidRequest),
        ({"items": [{"invoiceItemId": "INV-1#2", "amount": "5", "amountWithoutTax": "4"}]}, InvalidRequest),
        (
            {
                "items": [
                    {"invoiceItemId": "INV-1#2", "taxationItems": [{"taxItemId": "INV-1#1.1", "amount": "1"}]}
                ]
            },
            ItemNotOfDocument,
        ),
    ],
)
def test_what_cannot_be_given_up_is_refused_and_nothing_is_recorded(invoiced, fields, refusal):
    before = len(invoiced.facts)

    with pytest.raises(refusal):
        invoiced.do("invoice.write-off", "INV-1", **fields)

    assert len(invoiced.facts) == before


def test_a_draft_and_a_settled_invoice_have_nothing_to_give_up(invoiced):
    invoiced.do("invoice.create", accountNumber="A-1", number="INV-2", invoiceItems=[{"amount": "1.00"}])
    pay(invoiced, "150.00")

    with pytest.raises(NotPosted):
        invoiced.do("invoice.write-off", "INV-2")
    with pytest.raises(NothingToWriteOff):
        invoiced.do("invoice.write-off", "INV-1", amount="150.01")


def test_a_strict_ledger_writes_off_no_more_than_two_thousand_items(books):
    items = [{"amount": "0.01", "taxItems": [{"name": "VAT", "taxAmount": "0.01"}]}] * 1000
    books.do("settings.change", limits="lifted")
    invoice = {"accountNumber": "A-1", "invoiceDate": "2024-03-01", "status": "Posted"}
    books.do("invoice.create", number="INV-1", invoiceItems=items, **invoice)
    books.do("invoice.create", number="INV-2", invoiceItems=[*items, {"amount": "0.01"}], **invoice)
    books.do("settings.change", limits="strict")

    books.do("invoice.write-off", "INV-1")
    with pytest.raises(LimitExceeded):
        books.do("invoice.write-off", "INV-2")
    books.do("settings.change", limits="lifted")
    books.do("invoice.write-off", "INV-2")

    assert {books.invoice(key).balance_minor for key in ("INV-1", "INV-2")} == {0}
