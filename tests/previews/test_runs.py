"""An auto-settle run: every account by itself, once under the run's key, and previewed before it is done."""

from typing import Any

import pytest

from settlebook import Ledger, NotFound, Refusal, Request, SettledAccount, parse_command
from settlebook.domain.errors import InvalidRequest
from settlebook.ledger.opening import LedgerLog
from settlebook.library import run_of_accounts
from tests.conftest import Database


def given_an_account(
    ledger: Ledger, number: str, owed: str = "10.00", paid: str = "7.50", **fields: Any
) -> None:
    """An account that owes and has a payment; amounts of 0 are left out."""
    body = {"name": number, "currency": "GBP", "accountNumber": number} | fields
    ledger.perform("account.create", None, body)
    if owed != "0":
        bill(ledger, number, f"INV-{number}", owed)
    if paid != "0":
        pay(ledger, number, f"P-{number}", paid)


def bill(ledger: Ledger, account: str, number: str, amount: str, **header: Any) -> None:
    items = [{"amount": amount}]
    body = {"accountNumber": account, "number": number, "status": "Posted", "invoiceItems": items} | header
    ledger.perform("invoice.create", None, body)


def pay(ledger: Ledger, account: str, number: str, amount: str) -> None:
    ledger.perform("payment.create", None, {"accountNumber": account, "number": number, "amount": amount})


def told(results: list[SettledAccount]) -> list[tuple[str, str, bool]]:
    return [
        (
            result.number,
            result.answer.code if isinstance(result.answer, Refusal) else str(result.answer.status),
            result.replayed,
        )
        for result in results
    ]


def test_a_run_settles_every_account_that_owes_and_has_something(ledger: Ledger):
    given_an_account(ledger, "B")
    given_an_account(ledger, "A")
    given_an_account(ledger, "OWES", paid="0")
    given_an_account(ledger, "HAS", owed="0")

    results = list(ledger.settle_accounts("run 1"))

    assert told(results) == [("A", "Settled", False), ("B", "Settled", False)]
    assert str(ledger.invoice("INV-A").balance) == "2.50"
    assert ledger.verify_books().first_offence is None


def test_a_run_under_the_same_key_settles_nothing_twice(ledger: Ledger):
    given_an_account(ledger, "A")
    list(ledger.settle_accounts("run 1"))
    bill(ledger, "A", "INV-2", "5.00")
    pay(ledger, "A", "P-2", "5.00")
    given_an_account(ledger, "B")  # it was not there when the run ran first

    again = list(ledger.settle_accounts("run 1"))
    position = ledger.position
    once_more = list(ledger.settle_accounts("run 1"))

    assert told(again) == [("A", "Settled", True), ("B", "Settled", False)]
    assert told(once_more) == [("A", "Settled", True), ("B", "Settled", True)]
    assert ledger.position == position
    assert told(list(ledger.settle_accounts("run 2"))) == [("A", "Settled", False)]


def test_the_same_run_with_other_terms_is_another_request(ledger: Ledger):
    given_an_account(ledger, "A")
    list(ledger.settle_accounts("run 1"))

    (result,) = ledger.settle_accounts("run 1", {"minimumAmount": "1.00"})

    assert isinstance(result.answer, Refusal)
    assert result.answer.code == "key_reused"


def test_only_the_accounts_asked_for_take_part(ledger: Ledger):
    given_an_account(ledger, "PARENT", batch="Batch1")
    given_an_account(ledger, "CHILD", batch="Batch2", parentId=ledger.account("PARENT").id.hex)
    given_an_account(ledger, "OTHER", batch="Batch2")

    def previewed(**which: Any) -> list[str]:
        return [result.number for result in ledger.settle_accounts("run 1", preview=True, **which)]

    assert previewed() == ["CHILD", "OTHER", "PARENT"]
    assert previewed(batch="Batch2") == ["CHILD", "OTHER"]
    assert previewed(batch="Batch3") == []
    assert previewed(parent="PARENT") == ["CHILD"]
    assert previewed(accounts=["OTHER", ledger.account("CHILD").id]) == ["CHILD", "OTHER"]
    assert previewed(accounts=["OTHER"], batch="Batch1") == []
    assert previewed(terms={"currency": "EUR"}) == []


def test_a_named_account_with_nothing_to_settle_is_told_of(ledger: Ledger):
    given_an_account(ledger, "A", paid="0")

    results = list(ledger.settle_accounts("run 1", accounts=["A"]))

    assert told(results) == [("A", "NothingToSettle", False)]
    assert ledger.verify_books().first_offence is None


def test_a_run_refuses_before_it_begins(ledger: Ledger):
    with pytest.raises(NotFound):
        ledger.settle_accounts("run 1", accounts=["NOBODY"])
    with pytest.raises(NotFound):
        ledger.settle_accounts("run 1", parent="NOBODY")
    with pytest.raises(InvalidRequest):
        ledger.settle_accounts("run 1", {"dueOnOrBefore": "soon"})
    for key in ("", "a" * (run_of_accounts.LONGEST_RUN_KEY + 1), "line\nbreak"):
        with pytest.raises(InvalidRequest):
            ledger.settle_accounts(key)


def test_the_longest_key_is_possible(ledger: Ledger):
    given_an_account(ledger, "A")

    results = list(ledger.settle_accounts("a" * run_of_accounts.LONGEST_RUN_KEY))

    assert told(results) == [("A", "Settled", False)]


def test_an_account_that_is_refused_keeps_no_other_from_being_settled(ledger: Ledger):
    given_an_account(ledger, "A")
    given_an_account(ledger, "YEN", owed="10", paid="7", currency="JPY")

    results = list(ledger.settle_accounts("run 1", {"minimumAmount": "0.50"}))

    assert told(results) == [("A", "Settled", False), ("YEN", "too_many_decimals", False)]


def test_a_preview_of_a_run_is_what_the_run_then_does(ledger: Ledger):
    for number in range(3):
        given_an_account(ledger, f"A-{number}")
    position = ledger.position

    foreseen = list(ledger.settle_accounts("run 1", preview=True))
    assert ledger.position == position

    done = list(ledger.settle_accounts("run 1"))
    assert told(foreseen) == told(done)
    for before, after in zip(foreseen, done, strict=True):
        assert before.preview is not None
        assert [change.number for change in before.preview.balances] == [
            f"P-{after.number}",
            f"INV-{after.number}",
        ]


def test_a_run_goes_in_batches_and_tells_how_far_it_is(ledger: Ledger, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(run_of_accounts, "AT_ONCE", 2)
    for number in range(5):
        given_an_account(ledger, f"A-{number}")
    progress: list[tuple[int, int | None]] = []

    results = ledger.settle_accounts("run 1", progress=lambda done, of: progress.append((done, of)))
    next(results)
    results.close()  # stopped within the first batch

    assert progress == [(0, 5)]
    again = told(list(ledger.settle_accounts("run 1", progress=lambda done, of: progress.append((done, of)))))
    assert [replayed for _, _, replayed in again] == [True, True, False, False, False]
    assert progress == [(0, 5), (0, 5), (2, 5), (4, 5), (5, 5)]


def test_what_one_batch_decided_is_seen_by_the_next_command_of_it(ledger: Ledger):
    given_an_account(ledger, "A", paid="0")
    body = {"accountNumber": "A", "number": "P-1", "amount": "4.00"}
    transfer = {"accountNumber": "B"}
    ledger.perform("account.create", None, {"name": "B", "currency": "GBP", "accountNumber": "B"})
    lines = [
        ("payment.create", None, body),
        ("account.settle", "A", {}),
        ("account.settle", "A", {}),
        ("payment.create", None, body | {"number": "P-2"}),
        ("payment.transfer", "P-2", transfer),
        ("account.settle", "A", {}),
        (
            "invoice.create",
            None,
            {"accountNumber": "B", "status": "Posted", "invoiceItems": [{"amount": "1.00"}]},
        ),
        ("account.settle", "B", {}),
    ]

    answers = list(ledger.execute([request(*line) for line in lines]))

    settled = [answer.status for answer in answers if answer.status in ("Settled", "NothingToSettle")]
    assert settled == ["Settled", "NothingToSettle", "NothingToSettle", "Settled"]
    assert str(ledger.payment("P-2").unapplied_amount) == "3.00"
    assert ledger.verify_books().first_offence is None


def request(do: str, key: str | None, body: dict[str, Any]) -> Any:
    return Request(parse_command(do, key, body))


def test_a_stranger_who_spends_the_money_meanwhile_is_noticed(ledger: Ledger, database: Database):
    """The look-up says what may be open; the decision is on what is."""
    given_an_account(ledger, "A")
    list(ledger.settle_accounts("run 0", preview=True))  # this program knows the books now
    with _another(database) as other:
        invoices = [{"invoiceNumber": "INV-A", "amount": "7.50"}]
        other.perform("payment.apply", "P-A", {"invoices": invoices})

    results = list(ledger.settle_accounts("run 1", accounts=["A"]))

    assert told(results) == [("A", "NothingToSettle", False)]


def _another(database: Database) -> Ledger:
    return Ledger(database, LedgerLog(database, "main", actor="other", client="local"))
