"""Which policy runs: the request before the account, the account before the ledger, then what is built in."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from settlebook.domain.errors import InvalidRequest, PolicyBroken
from settlebook.services.requests import policies
from tests.memory_books import MemoryBooks

LEDGER, ACCOUNT = "settings.change", "account.edit"


def on_invoice(amount: str) -> dict[str, object]:
    return {"invoices": [{"invoiceNumber": "INV-1", "amount": amount}]}


def lines_of(outcome: object) -> dict[str, int]:
    return {
        line.item: line.amount_minor
        for application in outcome.applications  # type: ignore[attr-defined]
        for line in application.lines
    }


def test_the_request_goes_before_the_account_and_the_account_before_the_ledger(paid: MemoryBooks) -> None:
    built_in = paid.do("payment.apply", "P-1", **on_invoice("15.00"))
    paid.do(LEDGER, policies={"applyPayment": "fifo"})
    of_ledger = paid.do("payment.apply", "P-1", **on_invoice("15.00"))
    paid.do(ACCOUNT, "A-1", policies={"applyPayment": "prorate"})
    of_account = paid.do("payment.apply", "P-1", **on_invoice("15.00"))
    of_request = paid.do("payment.apply", "P-1", **on_invoice("15.00"), policy="fifo")

    names = [outcome.policy.name for outcome in (built_in, of_ledger, of_account, of_request)]

    assert names == ["prorate", "fifo", "prorate", "fifo"]
    assert lines_of(of_ledger) == {"INV-1#1": 15_00}


def test_a_choice_that_is_taken_back_is_left_to_the_next_above(paid: MemoryBooks) -> None:
    paid.do(LEDGER, policies={"applyPayment": "fifo"})
    paid.do(ACCOUNT, "A-1", policies={"applyPayment": "prorate", "unapply": "fifo"})

    paid.do(ACCOUNT, "A-1", policies={"applyPayment": None})
    applied = paid.do("payment.apply", "P-1", **on_invoice("15.00"))
    taken_back = paid.do("payment.unapply", "P-1", **on_invoice("15.00"))
    paid.do(ACCOUNT, "A-1", policies=None)

    assert (applied.policy.name, taken_back.policy.name) == ("fifo", "fifo")
    assert paid.account("A-1").choices == type(paid.account("A-1").choices)()


def test_named_items_ask_for_no_policy(paid: MemoryBooks) -> None:
    paid.do(LEDGER, policies={"applyPayment": "fifo"})
    body = on_invoice("10.00")
    body["invoices"][0]["items"] = [{"invoiceItemId": "INV-1#2", "amount": "10.00"}]  # type: ignore[index]

    outcome = paid.do("payment.apply", "P-1", **body)

    assert outcome.policy is None


def test_an_unapply_can_be_prorated_over_what_was_applied(paid: MemoryBooks) -> None:
    paid.do("payment.apply", "P-1", **on_invoice("90.00"), policy="fifo")

    outcome = paid.do("payment.unapply", "P-1", **on_invoice("9.00"), policy="prorate")

    assert lines_of(outcome) == {"INV-1#1": 8_00, "INV-1#1.1": 1_00}
    assert (outcome.policy.name, outcome.policy.version) == ("prorate", 1)


@pytest.fixture
def credited(invoiced: MemoryBooks) -> MemoryBooks:
    """CM-1 over 30.00 and 10.00, unapplied."""
    invoiced.do(
        "credit-memo.create",
        accountNumber="A-1",
        number="CM-1",
        effectiveDate="2024-03-01",
        status="Posted",
        charges=[{"amount": "30.00"}, {"amount": "10.00"}],
    )
    return invoiced


@pytest.mark.parametrize(
    ("policy", "rows"),
    [
        ("fifo", {"CM-1#1": 8_00}),
        ("prorate", {"CM-1#1": 6_00, "CM-1#2": 2_00}),
        ("latest-first", {"CM-1#2": 8_00}),
    ],
)
def test_a_credit_memo_is_refunded_by_a_policy(
    credited: MemoryBooks, policy: str, rows: dict[str, int]
) -> None:
    """Under latest-first, what became unapplied last is paid back first."""
    pair = {"creditMemoItemId": "CM-1#2", "invoiceItemId": "INV-1#2", "amount": "10.00"}
    application = {"invoices": [{"invoiceNumber": "INV-1", "amount": "10.00", "items": [pair]}]}
    credited.do("credit-memo.apply", "CM-1", **application, effectiveDate="2024-03-02")
    credited.do("credit-memo.unapply", "CM-1", effectiveDate="2024-03-03")

    outcome = credited.do("credit-memo.refund", "CM-1", totalAmount="8.00", policy=policy)

    assert {line.source: line.amount_minor for line in outcome.refunded} == rows
    assert outcome.policy.name == policy


@pytest.mark.parametrize(
    ("do", "key", "body"),
    [
        ("payment.apply", "P-1", on_invoice("1.00") | {"policy": "house"}),
        ("payment.unapply", "P-1", {"policy": "house"}),
        (LEDGER, None, {"policies": {"writeOff": "house"}}),
        (LEDGER, None, {"policies": {"refund": "source-item"}}),
        (ACCOUNT, "A-1", {"policies": {"applyCreditMemo": "prorate"}}),
    ],
)
def test_a_policy_that_is_not_offered_is_refused_and_those_that_are_named(
    paid: MemoryBooks, do: str, key: str | None, body: dict[str, object]
) -> None:
    with pytest.raises(InvalidRequest, match=r"polic(y|ies\.\w+): .* is not offered here; choose .*fifo"):
        paid.do(do, key, **body)


HOUSE = """
    def tax_first(amount, slots):
        for slot in sorted(slots, key=lambda slot: not slot.is_tax):
            yield slot.key, min(amount, slot.open_minor)
            amount -= min(amount, slot.open_minor)

    tax_first.version = 2

    def too_little(amount, slots):
        return [(slots[0].key, amount - 1)]
"""
ENTRY_POINTS = """
    [settlebook.policies]
    tax-first = house_rules:tax_first
    too-little = house_rules:too_little
    gone = house_rules:gone
    no-function = house_rules:__name__
    fifo = house_rules:too_little
"""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A distribution that is installed beside Settlebook and brings policies."""
    described = tmp_path / "house_rules-1.0.dist-info"
    described.mkdir()
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: house-rules\nVersion: 1.0\n")
    (described / "entry_points.txt").write_text(dedent(ENTRY_POINTS))
    (tmp_path / "house_rules.py").write_text(dedent(HOUSE))
    monkeypatch.syspath_prepend(tmp_path)
    policies.installed.cache_clear()
    policies.loaded.cache_clear()
    yield
    policies.installed.cache_clear()
    policies.loaded.cache_clear()


@pytest.mark.usefixtures("house")
def test_a_policy_of_ones_own_is_found_by_its_entry_point_and_named_with_its_version(
    paid: MemoryBooks,
) -> None:
    paid.do(ACCOUNT, "A-1", policies={"applyPayment": "tax-first", "unapply": "tax-first"})

    applied = paid.do("payment.apply", "P-1", **on_invoice("30.00"))
    taken_back = paid.do("payment.unapply", "P-1", **on_invoice("25.00"))

    assert lines_of(applied) == {"INV-1#1": 10_00, "INV-1#1.1": 20_00}
    assert lines_of(taken_back) == {"INV-1#1.1": 20_00, "INV-1#1": 5_00}
    assert (applied.policy.name, applied.policy.version) == ("tax-first", 2)


@pytest.mark.usefixtures("house")
def test_a_policy_of_ones_own_spreads_credit_on_either_side(credited: MemoryBooks) -> None:
    outcome = credited.do("credit-memo.apply", "CM-1", **on_invoice("35.00"), policy="tax-first")

    (application,) = outcome.applications
    assert [(line.source, line.item, line.amount_minor) for line in application.lines] == [
        ("CM-1#1", "INV-1#1", 15_00),
        ("CM-1#1", "INV-1#1.1", 15_00),
        ("CM-1#2", "INV-1#1.1", 5_00),
    ]


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize(
    ("policy", "problem"),
    [
        ("too-little", "add up to 2999 minor units, not to 3000"),
        ("gone", "cannot be loaded: AttributeError"),
        ("no-function", "is no function"),
    ],
)
def test_a_broken_policy_of_ones_own_is_refused_and_nothing_is_recorded(
    paid: MemoryBooks, policy: str, problem: str
) -> None:
    before = len(paid.facts)

    with pytest.raises(PolicyBroken, match=problem):
        paid.do("payment.apply", "P-1", **on_invoice("30.00"), policy=policy)

    assert len(paid.facts) == before


@pytest.mark.usefixtures("house")
def test_no_policy_of_ones_own_takes_the_name_of_one_that_is_built_in(paid: MemoryBooks) -> None:
    outcome = paid.do("payment.apply", "P-1", **on_invoice("30.00"), policy="fifo")

    assert lines_of(outcome) == {"INV-1#1": 30_00}


@pytest.mark.usefixtures("house")
def test_what_is_offered_names_the_policies_of_ones_own(paid: MemoryBooks) -> None:
    with pytest.raises(InvalidRequest, match="choose prorate, fifo, gone, no-function, tax-first"):
        paid.do("payment.apply", "P-1", **on_invoice("30.00"), policy="random")
