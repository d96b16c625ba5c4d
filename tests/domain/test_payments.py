"""Payments are received and set against items: the worked example to the cent, and every refusal."""

from dataclasses import replace
from datetime import date

import pytest

from settlebook.domain.allocation import Policy
from settlebook.domain.decisions.rules.asked import Decided
from settlebook.domain.decisions.sources import payments
from settlebook.domain.errors import (
    AccountClosed,
    AccountMismatch,
    CurrencyMismatch,
    DocumentNamedTwice,
    ExceedsAmount,
    ExceedsBalance,
    ExceedsItemBalance,
    ExceedsUnapplied,
    InvalidRequest,
    ItemNotOfDocument,
    LineNamedTwice,
    LinesDoNotAddUp,
    NothingOpen,
    NotPosted,
)
from settlebook.domain.events import ItemsSettled, PaymentApplied, SourceKind
from settlebook.domain.money import Money
from tests.model.builders import (
    TODAY,
    a_document,
    a_ledger,
    a_payment,
    debit_memo,
    gbp,
    invoice,
    lines,
    march,
    open_of,
    part_items_of,
    parts_of,
    pay,
    refusal_of,
    taxed,
)
from tests.model.commands import NewAccount, Pay
from tests.model.memory import Memory, id_of
from tests.model.standing import snapshot_of


def worked_invoice() -> Memory:
    """An invoice of 116.11 with a tax on one item, its discount netted to 0, and a negative line."""
    ledger = a_ledger("USD")
    a_document(ledger, "INV-1", [20_00, taxed(90_00, 9_00, 2_11), 0, -5_00])
    a_payment(ledger, "P-1", 100_00)
    return ledger


def test_a_payment_without_items_is_prorated_over_what_is_open() -> None:
    ledger = worked_invoice()

    ledger.do(pay(invoice("INV-1", 70_00)))

    assert open_of(ledger, "INV-1") == {
        "INV-1#1": 8_44,
        "INV-1#2": 37_98,
        "INV-1#2.1": 3_80,
        "INV-1#2.2": 89,
        "INV-1#3": 0,
        "INV-1#4": -5_00,
    }
    assert snapshot_of(ledger).documents == {"INV-1": 46_11}
    assert parts_of(ledger, "P-1") == {"INV-1": 70_00, None: 30_00}
    assert part_items_of(ledger, "P-1", "INV-1") == {
        (None, "INV-1#1"): 11_56,
        (None, "INV-1#2"): 52_02,
        (None, "INV-1#2.1"): 5_20,
        (None, "INV-1#2.2"): 1_22,
    }


def test_first_in_first_out_fills_one_item_after_the_other() -> None:
    ledger = worked_invoice()

    ledger.do(pay(invoice("INV-1", 70_00), policy="fifo"))

    assert part_items_of(ledger, "P-1", "INV-1") == {(None, "INV-1#1"): 20_00, (None, "INV-1#2"): 50_00}
    assert snapshot_of(ledger).documents == {"INV-1": 46_11}


def test_a_paid_invoice_with_a_negative_line_keeps_its_positive_lines_open_by_as_much() -> None:
    ledger = worked_invoice()
    a_payment(ledger, "P-2", 116_11)

    ledger.do(pay(invoice("INV-1", 116_11), source="P-2"))

    assert list(open_of(ledger, "INV-1").values()) == [83, 3_71, 37, 9, 0, -5_00]
    assert snapshot_of(ledger).documents == {"INV-1": 0}


def test_named_items_are_settled_as_named_and_told_in_the_order_of_the_document() -> None:
    ledger = worked_invoice()

    decided = ledger.do(
        pay(invoice("INV-1", 30_00, lines({"INV-1#2.1": 9_00, "INV-1#1": 20_00, "INV-1#2.2": 1_00})))
    )

    assert isinstance(decided, Decided)
    applied, mirror = decided.facts
    assert isinstance(applied, PaymentApplied)
    assert isinstance(mirror, ItemsSettled)
    expected = [(id_of("INV-1#1"), 20_00), (id_of("INV-1#2.1"), 9_00), (id_of("INV-1#2.2"), 1_00)]
    assert [(line.item_id, line.amount_minor) for line in applied.lines] == expected
    assert [(line.item_id, line.amount_minor) for line in mirror.lines] == expected
    assert applied.policy is None
    assert (mirror.source_id, mirror.source_kind) == (id_of("P-1"), SourceKind.PAYMENT)
    assert mirror.application_id == applied.application_id


def test_the_policy_that_chose_is_told_with_its_version() -> None:
    ledger = worked_invoice()

    decided = ledger.do(pay(invoice("INV-1", 1_00)))

    assert isinstance(decided, Decided)
    assert isinstance(decided.facts[0], PaymentApplied)
    assert decided.facts[0].policy == Policy(name="prorate", version=1)


def test_one_payment_settles_several_documents_each_as_its_own_application() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [10_00])
    a_document(ledger, "DM-1", [5_00], "debit_memo")
    a_payment(ledger, "P-1", 20_00)

    decided = ledger.do(pay(debit_memo("DM-1", 5_00), invoice("INV-1", 10_00, lines({"INV-1#1": 10_00}))))

    assert isinstance(decided, Decided)
    kinds = [type(fact) for fact in decided.facts]
    assert kinds == [PaymentApplied, ItemsSettled, PaymentApplied, ItemsSettled]
    assert parts_of(ledger, "P-1") == {"DM-1": 5_00, "INV-1": 10_00, None: 5_00}
    assert len(ledger.state("P-1").lots) == 2


def test_a_payment_can_be_applied_as_it_is_created() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [10_00])

    ledger.do(Pay("P-1", "A-1", "GBP", 12_00, march(2), (invoice("INV-1", 10_00),)))

    assert parts_of(ledger, "P-1") == {"INV-1": 10_00, None: 2_00}
    assert [fact.effective_on for fact in ledger.facts[-3:]] == [march(2)] * 3


def test_a_payment_without_a_day_is_received_today() -> None:
    ledger = a_ledger()

    ledger.do(Pay("P-1", "A-1", "GBP", 12_00, None))

    assert ledger.state("P-1").own_day == TODAY


def test_money_comes_in_in_any_currency_for_an_active_account() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [1_00])
    ledger.do(NewAccount("A-9", "GBP", "Canceled"))

    closed = refusal_of(ledger, Pay("P-1", "A-9", "USD", 1_00, None))
    ledger.do(Pay("P-1", "A-1", "USD", 1_00, None))
    foreign = refusal_of(ledger, pay(invoice("INV-1", 1_00)))

    assert isinstance(closed, AccountClosed)
    assert isinstance(foreign, CurrencyMismatch)
    assert foreign.facts() == {"document": "INV-1", "asked": "USD", "available": "GBP"}


def test_more_than_a_new_payment_brings_is_refused_to_the_penny() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [20_00])

    refusal = refusal_of(ledger, Pay("P-1", "A-1", "GBP", 19_99, None, (invoice("INV-1", 20_00),)))

    assert isinstance(refusal, ExceedsAmount)
    assert refusal.facts() == {"asked": gbp(20_00), "available": gbp(19_99)}


def test_more_than_is_unapplied_is_refused_to_the_penny() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [20_00])
    a_document(ledger, "INV-2", [20_00])
    a_payment(ledger, "P-1", 30_00)

    refusal = refusal_of(ledger, pay(invoice("INV-1", 20_00), invoice("INV-2", 10_01)))

    assert isinstance(refusal, ExceedsUnapplied)
    assert refusal.facts() == {"number": "P-1", "asked": gbp(30_01), "available": gbp(30_00)}


def test_more_than_a_document_has_open_is_refused() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [20_00])
    a_payment(ledger, "P-1", 100_00)

    above = refusal_of(ledger, pay(invoice("INV-1", 20_01)))
    ledger.do(pay(invoice("INV-1", 20_00)))
    settled = refusal_of(ledger, pay(invoice("INV-1", 1)))

    assert isinstance(above, ExceedsBalance)
    assert above.facts() == {"document": "INV-1", "asked": gbp(20_01), "available": gbp(20_00)}
    assert isinstance(settled, NothingOpen)
    assert settled.facts() == {"document": "INV-1", "asked": gbp(1), "available": gbp(0)}


def test_more_than_an_item_has_open_is_refused_and_a_negative_line_has_nothing() -> None:
    ledger = worked_invoice()

    tax = refusal_of(ledger, pay(invoice("INV-1", 2_12, lines({"INV-1#2.2": 2_12}))))
    negative = refusal_of(ledger, pay(invoice("INV-1", 1, lines({"INV-1#4": 1}))))

    assert isinstance(tax, ExceedsItemBalance)
    assert tax.facts() == {"item": "INV-1#2.2", "asked": Money(2_12, "USD"), "available": Money(2_11, "USD")}
    assert isinstance(negative, ExceedsItemBalance)
    assert negative.facts()["available"] == Money(-5_00, "USD")


def test_a_draft_is_not_settled() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [20_00], draft=True)
    a_payment(ledger, "P-1", 100_00)

    refusal = refusal_of(ledger, pay(invoice("INV-1", 1_00)))

    assert isinstance(refusal, NotPosted)
    assert refusal.facts() == {"number": "INV-1", "status": "Draft"}


def test_a_document_of_another_account_is_not_settled() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [20_00], account="A-2")
    a_payment(ledger, "P-1", 100_00)

    refusal = refusal_of(ledger, pay(invoice("INV-1", 1_00)))

    assert isinstance(refusal, AccountMismatch)
    assert refusal.facts() == {"document": "INV-1", "source": "P-1"}


def test_a_document_in_another_currency_is_not_settled() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [20_00])
    a_payment(ledger, "P-1", 100_00)
    ledger.streams[id_of("P-1")].state = replace(ledger.state("P-1"), currency="USD")

    refusal = refusal_of(ledger, pay(invoice("INV-1", 1_00)))

    assert isinstance(refusal, CurrencyMismatch)
    assert refusal.facts() == {"document": "INV-1", "asked": "USD", "available": "GBP"}


def test_a_request_names_each_document_and_each_item_once() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [20_00])
    a_payment(ledger, "P-1", 100_00)

    document = refusal_of(ledger, pay(invoice("INV-1", 1_00), invoice("INV-1", 2_00)))
    twice = invoice("INV-1", 3_00, lines({"INV-1#1": 1_00}) + lines({"INV-1#1": 2_00}))
    item = refusal_of(ledger, pay(twice))

    assert isinstance(document, DocumentNamedTwice)
    assert document.facts() == {"document": "INV-1"}
    assert isinstance(item, LineNamedTwice)
    assert item.facts() == {"item": "INV-1#1"}


def test_an_item_of_another_document_is_not_settled() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [20_00])
    a_document(ledger, "INV-2", [20_00])
    a_payment(ledger, "P-1", 100_00)

    refusal = refusal_of(ledger, pay(invoice("INV-1", 1_00, lines({"INV-2#1": 1_00}))))

    assert isinstance(refusal, ItemNotOfDocument)
    assert refusal.facts() == {"item": id_of("INV-2#1").hex, "document": "INV-1"}


def test_lines_add_up_to_the_amount_of_their_document() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [20_00])
    a_payment(ledger, "P-1", 100_00)

    refusal = refusal_of(ledger, pay(invoice("INV-1", 5_00, lines({"INV-1#1": 4_99}))))

    assert isinstance(refusal, LinesDoNotAddUp)
    assert refusal.facts() == {"document": "INV-1", "asked": gbp(5_00), "available": gbp(4_99)}


@pytest.mark.parametrize("policy", ["random", "prorate-matrix", "latest-first", "FIFO", ""])
def test_an_unknown_policy_is_refused_with_the_possible_ones(policy: str) -> None:
    ledger = worked_invoice()

    refusal = refusal_of(ledger, pay(invoice("INV-1", 5_00), policy=policy))

    assert isinstance(refusal, InvalidRequest)
    assert refusal.field == "policy"
    assert "prorate, fifo" in refusal.problem


def test_an_application_without_documents_is_refused() -> None:
    ledger = worked_invoice()

    refusal = refusal_of(ledger, pay())

    assert isinstance(refusal, InvalidRequest)


def test_a_payment_received_keeps_its_own_day_and_details() -> None:
    ledger = a_ledger()

    received = payments.receive(
        ledger.state("A-1"),
        payment_id=id_of("P-1"),
        number="P-1",
        currency="GBP",
        amount_minor=1,
        effective_on=date(2020, 1, 1),
        today=TODAY,
        details={"referenceId": "cheque 7"},
    )

    assert (received.effective_on, received.details) == (date(2020, 1, 1), {"referenceId": "cheque 7"})
