"""A ledger's first day, told through the Python API on a real database."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

import settlebook
from settlebook import Ledger, Mode, Recorded, Request, parse_command
from settlebook.domain.errors import ExceedsUnapplied, KeyReused, NotFound, NotRun, RolledBack
from settlebook.domain.money import Minor
from settlebook.library.opening import open_on
from tests.conftest import Database


@pytest.fixture
def ledger(database: Database) -> Iterator[Ledger]:
    with open_on(database, actor="clerk") as opened:
        yield opened


@pytest.fixture
def invoiced(ledger: Ledger) -> Ledger:
    """INV-1 over 150.00 (seats 80.00 with tax of 20.00, support 50.00), P-1 over 120.00."""
    ledger.create_account(settlebook.CreateAccount(name="Ada", currency="GBP", account_number="A-1"))
    ledger.create_invoice(
        settlebook.CreateInvoice(
            account_number="A-1",
            number="INV-1",
            status="Posted",
            comments="as agreed on the phone",
            invoice_items=(
                settlebook.InvoiceItem(
                    amount=Minor(80_00), tax_items=(settlebook.TaxItem(name="VAT", tax_amount=Minor(20_00)),)
                ),
                settlebook.InvoiceItem(amount=Minor(50_00)),
            ),
        )
    )
    ledger.perform("payment.create", None, {"accountNumber": "A-1", "number": "P-1", "amount": "120.00"})
    return ledger


def paying(amount: str, *items: dict[str, str], key: str = "P-1") -> settlebook.Command:
    entry = {"invoiceId": "INV-1", "amount": amount} | ({"items": list(items)} if items else {})
    return parse_command("payment.apply", key, {"invoices": [entry]})


def test_an_invoice_is_settled_item_by_item_and_its_story_can_be_told(invoiced: Ledger):
    by_item = paying(
        "60.00",
        {"invoiceItemId": "INV-1#1", "amount": "40.00"},
        {"taxItemId": "INV-1#1.1", "amount": "20.00"},
    )

    applied = invoiced.apply_payment(by_item)
    spread = invoiced.apply_payment(paying("45.00"))
    undone = invoiced.perform("payment.unapply", "P-1", {"application": spread.applications[0].id.hex})
    refund = invoiced.perform("payment.refund", "P-1", {"totalAmount": "10.00"})

    assert [line.item for line in applied.applications[0].lines] == ["INV-1#1", "INV-1#1.1"]
    assert undone.applications[0].lines == spread.applications[0].lines
    assert (refund.number, refund.currency) == ("R-00000001", "GBP")
    story = invoiced.explain("INV-1#1")
    assert str(story.balance) == "40.00"
    assert [step.moved.minor for step in story.steps] == [80_00, -40_00, -20_00, 20_00]
    assert {step.actor for step in story.steps} == {"clerk"}


def test_what_was_given_is_given_back_and_every_amount_is_where_it_sits(invoiced: Ledger):
    invoiced.apply_payment(paying("40.00", {"invoiceItemId": "INV-1#1", "amount": "40.00"}))

    invoice = invoiced.invoice("INV-1")
    parts = invoiced.payment_parts("P-1")
    part_items = invoiced.payment_part_items("P-1")

    assert invoice.as_json()["comments"] == "as agreed on the phone"
    assert [str(item.balance) for item in invoice.items or ()] == ["40.00", "50.00"]
    assert {(part.invoice_number, str(part.amount)) for part in parts} == {
        ("INV-1", "40.00"),
        (None, "80.00"),
    }
    assert [(item.item_number, str(item.amount)) for item in part_items] == [("INV-1#1", "40.00")]
    assert str(invoiced.account("A-1").metrics.balance) == "30.00"


def test_a_refusal_carries_its_numbers_and_changes_nothing(invoiced: Ledger):
    position = invoiced.position

    with pytest.raises(ExceedsUnapplied) as caught:
        invoiced.apply_payment(paying("120.01"))

    assert (str(caught.value.asked), str(caught.value.available)) == ("120.01", "120.00")
    assert invoiced.position == position


def test_a_command_that_is_sent_again_is_given_its_first_answer(invoiced: Ledger):
    first = invoiced.apply_payment(paying("60.00"), idempotency_key="march")

    again = invoiced.apply_payment(paying("60"), idempotency_key="march")

    assert (first.replayed, again.replayed) == (False, True)
    assert again.applications == first.applications
    with pytest.raises(KeyReused, match=r"invoices\[0\]\.amount differs"):
        invoiced.apply_payment(paying("61"), idempotency_key="march")


def test_a_refusal_is_an_answer_too_and_is_kept(invoiced: Ledger):
    for expected in (False, True):
        with pytest.raises(NotFound) as caught:
            invoiced.apply_payment(paying("1", key="P-9"), idempotency_key="lost")
        assert caught.value.replayed is expected


def requests(*amounts: str) -> list[Request]:
    return [Request(paying(amount)) for amount in amounts]


def test_many_commands_go_on_after_a_refusal_or_stop_or_are_taken_back(invoiced: Ledger):
    amounts = ("10", "200", "10")

    atomic = list(invoiced.execute(requests(*amounts), Mode.ATOMIC))
    stop = list(invoiced.execute(requests(*amounts), "stop"))
    go_on = list(invoiced.execute(requests(*amounts)))

    assert [type(answer) for answer in atomic] == [RolledBack, ExceedsUnapplied, RolledBack]
    assert [type(answer) for answer in stop] == [Recorded, ExceedsUnapplied, NotRun]
    assert [type(answer) for answer in go_on] == [Recorded, ExceedsUnapplied, Recorded]


def test_threads_share_a_ledger_and_no_money_is_spent_twice(invoiced: Ledger):
    def pay(_: int) -> bool:
        (answer,) = invoiced.execute(requests("9.00"))
        return isinstance(answer, Recorded)

    with ThreadPoolExecutor(8) as pool:
        done = sum(pool.map(pay, range(20)))

    assert done == 13  # of 120.00


def test_everything_rebuilt_from_the_events_is_what_was_there(invoiced: Ledger):
    invoiced.apply_payment(paying("60.00"))

    rebuilt = invoiced.rebuild()

    assert rebuilt.position == invoiced.position
    assert rebuilt.differing == 0
    assert invoiced.rebuild("item_balance").differing == 0
    with pytest.raises(NotFound):
        invoiced.rebuild("nothing")


def test_the_books_verify_also_after_a_person_was_forgotten(invoiced: Ledger):
    invoiced.apply_payment(paying("60.00"))

    erased = invoiced.erase_personal("A-1")

    assert erased == 2  # the account's name, the invoice's comment
    assert invoiced.erase_personal("A-1") == 0
    assert invoiced.verify_books().ok
    with pytest.raises(NotFound):
        invoiced.erase_personal("A-9")


def test_two_ledgers_of_one_database_know_nothing_of_each_other(database: Database, invoiced: Ledger):
    with open_on(database, ledger="other") as other:
        other.perform("account.create", None, {"name": "Bea", "currency": "EUR", "accountNumber": "A-1"})

        with pytest.raises(NotFound):
            other.apply_payment(paying("1"))
        assert other.position == 1
