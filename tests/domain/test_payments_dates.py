"""A payment is applied on any day that every later day can bear; without a day, as soon as possible."""

from settlebook.domain.errors import ExceedsOnDay, TooEarly
from tests.model.builders import (
    TODAY,
    a_document,
    a_ledger,
    a_payment,
    gbp,
    invoice,
    lines,
    march,
    open_of,
    pay,
    refusal_of,
)
from tests.model.commands import Refund, Unapply
from tests.model.memory import Memory


def last_day(ledger: Memory) -> object:
    return ledger.facts[-1].effective_on


def test_without_a_day_an_application_takes_effect_today() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [10_00])
    a_payment(ledger, "P-1", 10_00)

    ledger.do(pay(invoice("INV-1", 1_00)))

    assert last_day(ledger) == TODAY


def test_without_a_day_today_is_raised_to_the_latest_own_day() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [10_00], day=march(20))
    a_document(ledger, "INV-2", [10_00], day=march(18))
    a_payment(ledger, "P-1", 10_00, day=march(17))

    ledger.do(pay(invoice("INV-1", 1_00), invoice("INV-2", 1_00)))

    assert last_day(ledger) == march(20)


def test_no_application_is_dated_before_the_payment_or_the_document() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [10_00], day=march(3))
    a_payment(ledger, "P-1", 10_00, day=march(5))

    payment = refusal_of(ledger, pay(invoice("INV-1", 1_00), day=march(2)))
    ledger.do(pay(invoice("INV-1", 1_00), day=march(5)))
    a_payment(ledger, "P-2", 10_00, day=march(1))
    document = refusal_of(ledger, pay(invoice("INV-1", 1_00), source="P-2", day=march(2)))

    assert isinstance(payment, TooEarly)
    assert payment.facts() == {"number": "P-1", "asked": march(2), "first_day": march(5)}
    assert isinstance(document, TooEarly)
    assert document.facts() == {"number": "INV-1", "asked": march(2), "first_day": march(3)}


def test_money_that_was_applied_until_a_later_day_cannot_be_applied_before_it() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [10_00])
    a_document(ledger, "INV-2", [10_00])
    a_payment(ledger, "P-1", 10_00)
    ledger.do(pay(invoice("INV-1", 8_00), day=march(5)))
    ledger.do(Unapply("payment", "P-1", day=march(10)))

    refusal = refusal_of(ledger, pay(invoice("INV-2", 3_00), day=march(4)))
    ledger.do(pay(invoice("INV-2", 2_00), day=march(4)))

    assert isinstance(refusal, ExceedsOnDay)
    assert refusal.facts() == {
        "what": "P-1",
        "day": march(5),
        "effective_on": march(4),
        "asked": gbp(3_00),
        "available": gbp(2_00),
    }


def test_an_item_that_was_settled_until_a_later_day_cannot_be_settled_before_it() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [10_00, 5_00])
    a_payment(ledger, "P-1", 10_00)
    a_payment(ledger, "P-2", 10_00)
    ledger.do(pay(invoice("INV-1", 7_00, lines({"INV-1#1": 7_00})), day=march(5)))
    ledger.do(Unapply("payment", "P-1", day=march(10)))

    refusal = refusal_of(
        ledger, pay(invoice("INV-1", 4_00, lines({"INV-1#1": 4_00})), source="P-2", day=march(4))
    )
    ledger.do(pay(invoice("INV-1", 4_00, lines({"INV-1#1": 4_00})), source="P-2", day=march(10)))

    assert isinstance(refusal, ExceedsOnDay)
    assert (refusal.what, refusal.day) == ("INV-1#1", march(5))
    assert (refusal.asked, refusal.available) == (gbp(4_00), gbp(3_00))


def test_a_policy_chooses_among_what_every_later_day_can_bear() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [10_00, 5_00])
    a_payment(ledger, "P-1", 10_00)
    a_payment(ledger, "P-2", 20_00)
    ledger.do(pay(invoice("INV-1", 7_00, lines({"INV-1#1": 7_00})), day=march(5)))
    ledger.do(Unapply("payment", "P-1", day=march(10)))

    ledger.do(pay(invoice("INV-1", 8_00), source="P-2", policy="fifo", day=march(4)))

    assert open_of(ledger, "INV-1") == {"INV-1#1": 7_00, "INV-1#2": 0}


def test_a_policy_is_refused_what_no_choice_of_items_can_bear() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [10_00, 5_00])
    a_payment(ledger, "P-1", 10_00)
    a_payment(ledger, "P-2", 10_00)
    a_payment(ledger, "P-3", 20_00)
    ledger.do(pay(invoice("INV-1", 7_00, lines({"INV-1#1": 7_00})), day=march(5)))
    ledger.do(Unapply("payment", "P-1", day=march(10)))
    ledger.do(pay(invoice("INV-1", 5_00, lines({"INV-1#2": 5_00})), source="P-2", day=march(12)))
    ledger.do(Unapply("payment", "P-2", day=march(14)))

    refusal = refusal_of(ledger, pay(invoice("INV-1", 4_00), source="P-3", day=march(4)))
    ledger.do(pay(invoice("INV-1", 3_00), source="P-3", day=march(4)))

    # 8.00 are open on 5 March and 10.00 on 12 March, but of no item more than 3.00 on both.
    assert isinstance(refusal, ExceedsOnDay)
    assert (refusal.what, refusal.day) == ("INV-1", march(12))
    assert (refusal.asked, refusal.available) == (gbp(4_00), gbp(3_00))


def test_a_document_with_a_negative_line_is_never_settled_above_its_balance() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [10_00, -4_00])
    a_payment(ledger, "P-1", 10_00)
    a_payment(ledger, "P-2", 10_00)
    ledger.do(pay(invoice("INV-1", 5_00), day=march(5)))
    ledger.do(Unapply("payment", "P-1", day=march(10)))

    refusal = refusal_of(
        ledger, pay(invoice("INV-1", 2_00, lines({"INV-1#1": 2_00})), source="P-2", day=march(4))
    )

    assert isinstance(refusal, ExceedsOnDay)  # of the item 5.00 are open on 5 March, of the invoice 1.00
    assert (refusal.what, refusal.available) == ("INV-1", gbp(1_00))


def test_today_is_refused_where_money_is_promised_for_a_later_day() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [10_00])
    a_payment(ledger, "P-1", 10_00)
    ledger.do(Refund("payment", "P-1", "R-1", 4_00, day=march(1)))
    ledger.do(pay(invoice("INV-1", 5_00), day=march(20)))
    ledger.do(Unapply("payment", "P-1", day=march(25)))

    refusal = refusal_of(ledger, pay(invoice("INV-1", 2_00)))

    assert isinstance(refusal, ExceedsOnDay)
    assert (refusal.day, refusal.effective_on, refusal.available) == (march(20), TODAY, gbp(1_00))
