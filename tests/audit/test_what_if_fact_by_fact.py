"""What becomes of each kind of fact in the other world of a what-if, in memory."""

from datetime import date
from typing import Any

import pytest

from settlebook.audit.replay.moves import Subject, moves_of
from settlebook.audit.what_if.retelling import Retelling, Retold
from settlebook.audit.what_if.rules import Rules
from settlebook.audit.what_if.world import World
from settlebook.domain.document import Document
from tests.memory_books import MemoryBooks

POSTED = {"accountNumber": "A-1", "status": "Posted"}
DAY = {"effectiveDate": "2024-01-02"}


class History:
    """Books that remember which facts each command recorded."""

    def __init__(self) -> None:
        self.books = MemoryBooks(date(2024, 3, 10))
        self.commands: list[list[Any]] = []
        for number in ("A-1", "A-2"):
            self.do("account.create", name=number, accountNumber=number, currency="GBP")

    def do(self, verb: str, key: str | None = None, **body: Any) -> None:
        known = len(self.books.facts)
        self.books.do(verb, key, **body)
        self.commands.append(self.books.facts[known:])

    def under(self, policy: str) -> tuple[dict[str, tuple[int, int]], list[str]]:
        """By name what each balance is and would be, in pounds, where they differ, and what cannot be."""
        again = self._retold(policy)
        actual, other = {}, {}
        for sums, events in (
            (actual, [one.fact for one in again]),
            (other, [event for one in again for event in one.instead]),
        ):
            for fact in events:
                for balance, minor in moves_of(fact).items():
                    if balance.subject is not Subject.PART_ITEM:
                        name = self._name(fact.stream_id, balance.id)
                        sums[name] = sums.get(name, 0) + minor
        names = sorted(actual.keys() | other.keys())
        differing = {name: (actual.get(name, 0) / 100, other.get(name, 0) / 100) for name in names}
        problems = [type(one.fact).__name__ for one in again for _ in one.problems]
        return {name: pair for name, pair in differing.items() if pair[0] != pair[1]}, problems

    def _retold(self, policy: str) -> list[Retold]:
        world, rules = World(), Rules(policy)
        return [
            retelling.tell(fact)
            for facts in self.commands
            for retelling in [Retelling(world, rules, facts)]
            for fact in facts
        ]

    def _name(self, stream_id: Any, id: Any) -> str:
        state = self.books.states[stream_id]
        return state.name_of(id) if isinstance(state, Document) else state.number


def to(number: str, amount: str, **items: str) -> dict[str, Any]:
    """An amount for an invoice; `row_2="5.00"` names the second row."""
    lines = [
        {"invoiceItemId": f"{number}#{row.removeprefix('row_')}", "amount": minor}
        for row, minor in items.items()
    ]
    share: dict[str, Any] = {"invoiceNumber": number, "amount": amount}
    return {"invoices": [share | ({"items": lines} if lines else {})]}


@pytest.fixture
def paid() -> History:
    """60.00 of P-1 on rows of 90.00 and 30.00, prorated: 45.00 and 15.00; by fifo 60.00 and nothing."""
    return _paid("90.00", "30.00")


def _paid(*amounts: str, **more: str) -> History:
    history = History()
    items = [{"amount": amount} for amount in amounts]
    history.do("invoice.create", number="INV-1", invoiceDate="2024-01-01", invoiceItems=items, **POSTED)
    history.do("payment.create", number="P-1", accountNumber="A-1", currency="GBP", amount="100.00", **DAY)
    history.do("payment.apply", "P-1", **to("INV-1", "60.00"), **more)
    return history


@pytest.fixture
def credited() -> History:
    """50.00 of a memo of 60.00 and 40.00 on one row: 30.00 and 20.00, by fifo 50.00 and nothing."""
    history = History()
    rows = [{"amount": "60.00"}, {"amount": "40.00"}]
    history.do(
        "invoice.create",
        number="INV-1",
        invoiceDate="2024-01-01",
        invoiceItems=[{"amount": "90.00"}],
        **POSTED,
    )
    history.do("credit-memo.create", number="CM-1", charges=rows, **POSTED, **DAY)
    history.do("credit-memo.apply", "CM-1", **to("INV-1", "50.00"))
    return history


def test_a_canceled_refund_goes_back_to_the_rows_that_its_command_took_in_that_world(paid: History):
    paid.do("payment.refund-with-unapply", "P-1", number="R-1", **to("INV-1", "50.00"), totalAmount="50.00")
    paid.do("refund.cancel", "R-1", reapply=True)

    assert paid.under("fifo") == ({"INV-1#1": (45, 30), "INV-1#2": (15, 30)}, [])


def test_netting_takes_from_the_row_that_has_most_left_in_that_world():
    history = _paid("60.00", "50.00", "-10.00", policy="fifo")
    history.do("payment.apply", "P-1", **to("INV-1", "10.00"), negativeLines="net", policy="fifo")

    # Fifo left 0 and 50: the second row gave. Prorated there is more left of the first row, so it gives.
    differing, problems = history.under("prorate")
    assert problems == []
    assert sum(was for was, _ in differing.values()) == sum(became for _, became in differing.values())
    assert "INV-1#3" not in differing and differing["INV-1#1"][0] == 0


def test_netting_is_undone_with_an_application_that_is_not_made():
    history = _paid("90.00", "30.00", "-20.00")
    history.do("payment.apply", "P-1", **to("INV-1", "25.00", row_1="25.00"), negativeLines="net")

    assert history.under("fifo") == (
        {"INV-1#1": (0, 30), "INV-1#2": (15, 30), "INV-1#3": (0, -20), "P-1": (15, 40)},
        ["PaymentApplied"],
    )


def test_netting_stands_as_long_as_some_of_its_application_remains_in_that_world():
    history = _paid("90.00", "30.00", "-20.00", negativeLines="net")
    history.do("payment.unapply", "P-1", **to("INV-1", "18.00", row_2="18.00"))
    history.do("payment.unapply", "P-1")

    assert history.under("fifo") == (
        {"INV-1#1": (90, 52), "INV-1#3": (-20, 0), "P-1": (100, 82)},
        ["PaymentUnapplied"],
    )


def test_a_refund_of_a_memo_is_spread_again_by_its_own_policy(credited: History):
    credited.do("credit-memo.refund", "CM-1", number="R-1", totalAmount="25.00")

    assert credited.under("fifo") == ({"CM-1#1": (5, 0), "CM-1#2": (20, 25)}, [])


def test_a_canceled_refund_of_a_memo_gives_back_what_it_took_in_that_world(credited: History):
    credited.do("credit-memo.refund", "CM-1", number="R-1", totalAmount="25.00")
    credited.do("refund.cancel", "R-1")

    assert credited.under("fifo") == ({"CM-1#1": (30, 10), "CM-1#2": (20, 40)}, [])


def test_a_refund_of_named_rows_that_have_less_left_is_not_possible_and_neither_is_its_cancel(
    credited: History,
):
    items = [{"creditMemoItemId": "CM-1#1", "amount": "25.00"}]
    credited.do("credit-memo.refund", "CM-1", number="R-1", totalAmount="25.00", items=items)
    credited.do("refund.cancel", "R-1")

    assert credited.under("fifo") == (
        {"CM-1#1": (30, 10), "CM-1#2": (20, 40)},
        ["RefundIssued", "RefundCanceled"],
    )


def test_a_part_of_a_payment_does_not_come_to_be_without_the_money_that_it_was_split_off(paid: History):
    paid.do("payment.unapply", "P-1", **to("INV-1", "15.00", row_2="15.00"))
    paid.do("payment.transfer", "P-1", accountNumber="A-2", amount="50.00", number="P-2")

    differing, problems = paid.under("fifo")

    assert problems == ["PaymentUnapplied", "PaymentReceived", "PaymentTransferred"]
    assert (differing["P-1"], differing["P-2"]) == ((5, 40), (50, 0))


def test_what_is_settled_in_that_world_is_not_unposted_and_not_posted_twice(paid: History):
    paid.do("payment.unapply", "P-1", **to("INV-1", "15.00", row_2="15.00"))
    paid.do("payment.unapply", "P-1")
    paid.do("invoice.unpost", "INV-1")
    paid.do("invoice.edit", "INV-1", items=[{"id": "INV-1#2", "amount": "31.00"}])
    paid.do("invoice.post", "INV-1")

    differing, problems = paid.under("fifo")

    assert problems == ["PaymentUnapplied", "InvoiceUnposted", "InvoiceEdited", "InvoicePosted"]
    assert differing == {"INV-1#1": (90, 75), "INV-1#2": (31, 30), "P-1": (100, 85)}


def test_a_payment_that_settles_something_there_is_not_canceled_and_not_deleted(paid: History):
    paid.do("payment.unapply", "P-1", **to("INV-1", "15.00", row_2="15.00"))
    paid.do("payment.unapply", "P-1")
    paid.do("payment.cancel", "P-1")
    paid.do("payment.delete", "P-1")

    differing, problems = paid.under("fifo")

    assert problems == ["PaymentUnapplied", "PaymentCanceled", "PaymentDeleted"]
    assert differing["P-1"] == (0, 85)


def test_a_write_off_of_an_amount_is_spread_again(paid: History):
    paid.do("invoice.write-off", "INV-1", amount="30.00", policy="fifo", memoDate="2024-01-05")

    # Fifo gave up 30.00 of the first row: of 45.00, and in that world of 30.00.
    assert paid.under("fifo") == ({"INV-1#1": (15, 0), "INV-1#2": (15, 30)}, [])
    assert paid.under("prorate") == ({"INV-1#1": (15, 22.5), "INV-1#2": (15, 7.5)}, [])


def test_a_write_off_of_named_rows_has_to_fit(paid: History):
    items = [{"invoiceItemId": "INV-1#1", "amount": "40.00"}]
    paid.do("invoice.write-off", "INV-1", items=items, memoDate="2024-01-05")

    differing, problems = paid.under("fifo")

    assert problems == ["CreditApplied"]
    assert differing.pop("INV-1#1") == (5, 30) and differing.pop("INV-1#2") == (15, 30)
    assert list(differing.values()) == [(0, 40)]  # the memo that was made for it is not used


def test_credit_that_is_given_up_is_all_that_is_unapplied_in_that_world(credited: History):
    credited.do("credit-memo.write-off", "CM-1", memoDate="2024-01-05")

    assert credited.under("fifo") == ({}, [])


def test_what_names_its_rows_is_set_aside_before_the_policy_chooses_for_the_rest_of_the_command():
    history = History()
    for number in ("INV-1", "INV-2"):
        items = [{"amount": "50.00"}]
        history.do("invoice.create", number=number, invoiceDate="2024-01-01", invoiceItems=items, **POSTED)
    rows = [{"amount": "30.00"}, {"amount": "40.00"}]
    history.do("credit-memo.create", number="CM-1", charges=rows, **POSTED, **DAY)
    named = {"creditMemoItemId": "CM-1#1", "invoiceItemId": "INV-2#1", "amount": "30.00"}
    second = {"invoiceNumber": "INV-2", "amount": "30.00", "items": [named]}
    history.do("credit-memo.apply", "CM-1", invoices=[{"invoiceNumber": "INV-1", "amount": "40.00"}, second])

    assert history.under("fifo") == ({}, [])
