"""Requests settle documents: keys and item names are resolved, and every answer names what was done."""

import pytest

from settlebook.domain.errors import (
    ExceedsAmount,
    ExceedsUnapplied,
    IdTaken,
    ItemNotOfDocument,
    KeysDisagree,
    NotFound,
    NothingApplied,
    TooManyDecimalsForCurrency,
    WrongKindOfItem,
)
from tests.builders import an_id


def lines_of(outcome):
    """Minor units by item, over all applications."""
    return {line.item: line.amount_minor for applied in outcome.applications for line in applied.lines}


def on_invoice(amount, *items, **fields):
    return {
        "invoices": [
            {"invoiceId": "INV-1", "amount": amount, **({"items": list(items)} if items else {}), **fields}
        ]
    }


SEATS = {"invoiceItemId": "INV-1#1", "amount": "40.00"}
TAX = {"taxItemId": "INV-1#1.1", "amount": "20.00"}


def test_a_payment_settles_the_items_that_are_named(paid):
    outcome = paid.do("payment.apply", "P-1", **on_invoice("60.00", TAX, SEATS))

    assert lines_of(outcome) == {"INV-1#1": 40_00, "INV-1#1.1": 20_00}
    assert (outcome.number, outcome.policy, outcome.currency) == ("P-1", None, "GBP")
    assert str(outcome.applications[0].amount) == "60.00"
    assert paid.payment("P-1").unapplied_minor == 60_00


@pytest.mark.parametrize(
    ("line", "found"),
    [({"taxItemId": "INV-1#1"}, "an item"), ({"invoiceItemId": "INV-1#1.1"}, "a tax item")],
)
def test_an_item_is_not_taken_for_a_tax_item_nor_a_tax_item_for_an_item(paid, line, found):
    with pytest.raises(WrongKindOfItem) as refused:
        paid.do("payment.apply", "P-1", **on_invoice("1.00", {**line, "amount": "1.00"}))

    assert refused.value.found == found
    assert paid.payment("P-1").unapplied_minor == 120_00


def test_without_items_the_policy_is_named_with_its_version(paid):
    outcome = paid.do("payment.apply", "P-1", **on_invoice("90.00"), policy="fifo")

    assert lines_of(outcome) == {"INV-1#1": 80_00, "INV-1#1.1": 10_00}
    assert (outcome.policy.name, outcome.policy.version) == ("fifo", 1)


def test_a_payment_may_be_applied_as_it_is_created_and_counts_as_one_command(invoiced):
    payment_id = an_id("payment")

    outcome = invoiced.do(
        "payment.create", accountId="A-1", id=payment_id.hex, amount=100, **on_invoice("60", SEATS, TAX)
    )

    assert (outcome.id, outcome.status, len(outcome.applications)) == (payment_id, "Processed", 1)
    assert invoiced.payment(payment_id.hex).unapplied_minor == 40_00


def test_a_new_payment_brings_no_more_than_its_amount_and_then_nothing_of_it_is_recorded(invoiced):
    with pytest.raises(ExceedsAmount):
        invoiced.do("payment.create", accountId="A-1", number="P-1", amount="59.99", **on_invoice("60"))
    with pytest.raises(NotFound):
        invoiced.payment("P-1")


def test_one_payment_settles_invoices_and_debit_memos_in_the_order_of_the_request(paid):
    paid.do("debit-memo.create", accountId="A-1", number="DM-1", autoPost=True, charges=[{"amount": "5"}])
    memo_item = {"debitMemoItemId": "DM-1#1", "amount": "5"}

    outcome = paid.do(
        "payment.apply",
        "P-1",
        debitMemos=[{"debitMemoNumber": "DM-1", "amount": "5", "items": [memo_item]}],
        **on_invoice("10"),
    )

    assert [(applied.document, applied.amount_minor) for applied in outcome.applications] == [
        ("INV-1", 10_00),
        ("DM-1", 5_00),
    ]


def test_what_was_applied_is_taken_back_by_its_application(paid):
    applied = paid.do("payment.apply", "P-1", **on_invoice("90"))

    outcome = paid.do("payment.unapply", "P-1", application=applied.applications[0].id.hex)

    assert lines_of(outcome) == lines_of(applied)
    assert outcome.applications[0].undoes == (applied.applications[0].id,)
    assert paid.invoice("INV-1").balance_minor == 150_00
    with pytest.raises(NothingApplied):
        paid.do("payment.unapply", "P-1", application=applied.applications[0].id.hex)


def test_undoing_what_is_partly_taken_back_takes_the_rest_and_says_so(paid):
    applied = paid.do("payment.apply", "P-1", **on_invoice("90"))
    paid.do("payment.unapply", "P-1", **on_invoice("30"))

    outcome = paid.do("payment.unapply", "P-1", application=applied.applications[0].id.hex)

    assert outcome.partly_undone
    assert sum(lines_of(outcome).values()) == 60_00


def test_unapply_without_documents_takes_back_everything(paid):
    paid.do("payment.apply", "P-1", **on_invoice("30", {"invoiceItemId": "INV-1#2", "amount": "30"}))
    paid.do("payment.apply", "P-1", **on_invoice("60", SEATS, TAX))

    outcome = paid.do("payment.unapply", "P-1")

    assert sum(lines_of(outcome).values()) == 90_00
    assert paid.payment("P-1").unapplied_minor == 120_00


def test_a_refund_has_a_number_of_its_own(paid):
    outcome = paid.do(
        "payment.refund",
        "P-1",
        totalAmount="20.00",
        number="R-1",
        id=an_id("refund").hex,
        comment="as agreed",
    )

    assert (outcome.id, outcome.number, outcome.status) == (an_id("refund"), "R-1", "Processed")
    assert [line.amount_minor for line in outcome.refunded] == [20_00]
    assert list(paid.personal.values())[-1] == {"comment": "as agreed"}
    with pytest.raises(IdTaken):
        paid.do("payment.refund", "P-1", totalAmount="1", id=an_id("refund").hex)
    with pytest.raises(ExceedsUnapplied):
        paid.do("payment.refund", "P-1", totalAmount="100.01")


@pytest.fixture
def credited(invoiced):
    """CM-1 made from INV-1: seats 8.00 with tax of 2.00, support 5.00."""
    taxes = [{"taxName": "VAT", "amount": "2"}]
    items = [
        {"invoiceItemId": "INV-1#1", "amount": "8", "taxItems": taxes},
        {"invoiceItemId": "INV-1#2", "amount": "5"},
    ]
    invoiced.do("credit-memo.create-from-invoice", "INV-1", number="CM-1", items=items, autoPost=True)
    return invoiced


def pairs_of(outcome):
    return [
        (line.source, line.item, line.amount_minor)
        for applied in outcome.applications
        for line in applied.lines
    ]


def test_items_of_a_credit_memo_settle_items_pair_by_pair(credited):
    rows = [
        {"creditMemoItemId": "CM-1#1", "invoiceItemId": "INV-1#2", "amount": "6"},
        {"creditTaxItemId": "CM-1#1.1", "taxItemId": "INV-1#1.1", "amount": "2"},
    ]

    outcome = credited.do("credit-memo.apply", "CM-1", **on_invoice("8", *rows))

    assert pairs_of(outcome) == [("CM-1#1", "INV-1#2", 6_00), ("CM-1#1.1", "INV-1#1.1", 2_00)]


@pytest.mark.parametrize(
    "rule", [{"policy": "source-item"}, {"applicationRule": "ApplyCreditToSourceItemRule"}]
)
def test_a_credit_memo_goes_back_to_the_items_it_was_made_from(credited, rule):
    outcome = credited.do("credit-memo.apply", "CM-1", **on_invoice("15"), **rule)

    assert pairs_of(outcome) == [
        ("CM-1#1", "INV-1#1", 8_00), ("CM-1#1.1", "INV-1#1.1", 2_00), ("CM-1#2", "INV-1#2", 5_00),
    ]  # fmt: skip
    assert outcome.policy.name == "source-item"


def test_credit_is_taken_back_pair_by_pair(credited):
    applied = credited.do("credit-memo.apply", "CM-1", **on_invoice("15"))

    outcome = credited.do("credit-memo.unapply", "CM-1")

    assert pairs_of(outcome) == pairs_of(applied)
    assert credited.credit_memo("CM-1").unapplied_minor == 15_00


def test_items_of_a_credit_memo_are_refunded_by_name_or_by_policy(credited):
    rows = [{"creditMemoItemId": "CM-1#2", "amount": "1"}, {"creditTaxItemId": "CM-1#1.1", "amount": "2"}]

    named = credited.do("credit-memo.refund", "CM-1", totalAmount="3", items=rows)
    chosen = credited.do("credit-memo.refund", "CM-1", totalAmount="9")

    assert [(line.source, line.amount_minor) for line in named.refunded] == [
        ("CM-1#1.1", 2_00),
        ("CM-1#2", 1_00),
    ]
    assert [(line.source, line.amount_minor) for line in chosen.refunded] == [
        ("CM-1#1", 8_00),
        ("CM-1#2", 1_00),
    ]
    assert (named.policy, chosen.policy.name) == (None, "fifo")


@pytest.mark.parametrize("name", ["INV-1#3", "INV-1#1.2", "INV-2#1", "inv-1#1", an_id("a stranger").hex])
def test_an_item_that_the_document_does_not_have_is_refused_under_the_name_that_was_given(paid, name):
    with pytest.raises(ItemNotOfDocument) as caught:
        paid.do("payment.apply", "P-1", **on_invoice("1", {"invoiceItemId": name, "amount": "1"}))

    assert (caught.value.item, caught.value.document) == (name, "INV-1")


def test_a_document_may_be_named_twice_over_if_both_keys_agree(paid):
    paid.do("invoice.create", accountId="A-1", number="INV-2", status="Posted", invoiceItems=[{"amount": 1}])

    paid.do("payment.apply", "P-1", **on_invoice("1", invoiceNumber="INV-1"))

    with pytest.raises(KeysDisagree, match="invoiceId INV-1 and invoiceNumber INV-2"):
        paid.do("payment.apply", "P-1", **on_invoice("1", invoiceNumber="INV-2"))


@pytest.mark.parametrize("do", ["payment.apply", "payment.unapply", "payment.refund"])
def test_a_key_that_names_something_else_is_not_found(paid, do):
    body = {"totalAmount": "1"} if do == "payment.refund" else on_invoice("1")

    for key in ("P-9", "INV-1", paid.invoice("INV-1").document_id.hex):
        with pytest.raises(NotFound):
            paid.do(do, key, **body)


@pytest.mark.parametrize(
    ("do", "body"),
    [
        ("payment.apply", on_invoice("0.001")),
        ("payment.apply", on_invoice("1", {"invoiceItemId": "INV-1#1", "amount": "0.001"})),
        ("payment.unapply", on_invoice("0.001")),
        ("payment.refund", {"totalAmount": "0.001"}),
    ],
)
def test_a_fraction_of_a_penny_settles_nothing(paid, do, body):
    with pytest.raises(TooManyDecimalsForCurrency):
        paid.do(do, "P-1", **body)
