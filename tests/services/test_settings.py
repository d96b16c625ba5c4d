"""A ledger's settings change field by field, and null goes back to what is built in."""

from typing import Any

import pytest

from settlebook.domain.errors import AccountMismatch, CurrencyMismatch, InvalidRequest
from settlebook.domain.events import Choices, Settings
from tests.memory_books import MemoryBooks

CHANGE = "settings.change"


def test_only_what_is_given_changes(books: MemoryBooks) -> None:
    books.do(
        CHANGE,
        policies={"unapply": "fifo", "writeOff": "fifo"},
        limitOf={"payment-items": 5, "split-parts": 2},
    )
    books.do(CHANGE, overCrediting="header", cancelUnapplies=True, family=True, negativeLines="net")

    books.do(CHANGE, limits="lifted", limitOf={"split-parts": None}, accountingCodes={"bank": "1000"})

    assert books.settings == Settings(
        choices=Choices(unapply="fifo", write_off="fifo", negative_lines="net"),
        over_crediting="header",
        cancel_unapplies=True,
        family=True,
        limits="lifted",
        limit_of={"payment-items": 5},
        accounting_codes={"bank": "1000"},
    )


def test_null_goes_back_to_what_is_built_in(books: MemoryBooks) -> None:
    books.do(CHANGE, policies={"unapply": "fifo"}, limitOf={"payment-items": 5}, family=True, limits="lifted")

    books.do(CHANGE, policies=None, limitOf=None, family=None, limits=None)

    assert books.settings == Settings()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "policies"),
        ({"limits": "none"}, "limits"),
        ({"limitOf": {"payment-item": 5}}, "limitOf"),
        ({"limitOf": {"payment-items": -1}}, "limitOf.payment-items"),
        ({"policies": {"apply": "fifo"}}, "policies.apply"),
        ({"policies": {"colour__c": "red"}}, "policies.colour__c"),
        (
            {"policies": {"applyPayment": "fifo", "applyCreditMemo": "alphabetical"}},
            "policies.applyCreditMemo",
        ),
        ({"accountingCodes": {"till": "1000"}}, "accountingCodes"),
        ({"colour__c": "red"}, "colour__c"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_field(
    books: MemoryBooks, body: dict[str, Any], field: str
) -> None:
    with pytest.raises(Exception) as refused:
        books.do(CHANGE, **body)

    assert refused.value.field == field  # type: ignore[attr-defined]


def test_an_unknown_limit_is_answered_with_those_like_it(books: MemoryBooks) -> None:
    with pytest.raises(InvalidRequest, match="it knows payment-items"):
        books.do(CHANGE, limitOf={"payment-item": 5})


@pytest.fixture
def family(paid: MemoryBooks) -> MemoryBooks:
    """INV-1 and P-1 are of A-1, above it HOLDING with P-2, beside it SISTER with P-3."""
    for number, above in (("HOLDING", {}), ("SISTER", {"parentAccountNumber": "HOLDING"})):
        paid.do("account.create", name=number, currency="GBP", accountNumber=number, **above)
    paid.do("account.edit", "A-1", parentAccountNumber="HOLDING")
    items = {"invoiceDate": "2024-03-01", "invoiceItems": [{"amount": "7.00"}]}
    paid.do("invoice.create", accountNumber="HOLDING", number="INV-H", status="Posted", **items)
    for number, account in (("P-2", "HOLDING"), ("P-3", "SISTER")):
        paid.do("payment.create", accountNumber=account, number=number, amount="50.00")
    return paid


def on(number: str, amount: str) -> dict[str, Any]:
    return {"invoices": [{"invoiceNumber": number, "amount": amount}]}


def test_without_the_setting_only_documents_of_the_own_account_are_settled(family: MemoryBooks) -> None:
    with pytest.raises(AccountMismatch, match="INV-1 belongs to another account than P-2"):
        family.do("payment.apply", "P-2", **on("INV-1", "5.00"))


def test_with_it_parent_and_child_settle_for_each_other_and_nobody_else(family: MemoryBooks) -> None:
    family.do(CHANGE, family=True)

    family.do("payment.apply", "P-2", **on("INV-1", "5.00"))
    family.do("payment.apply", "P-1", **on("INV-H", "7.00"))
    with pytest.raises(AccountMismatch, match="INV-1 belongs to another account than P-3"):
        family.do("payment.apply", "P-3", **on("INV-1", "5.00"))

    fact = next(fact for fact in reversed(family.facts) if type(fact).__name__ == "PaymentApplied")
    assert fact.account_id == family.account("A-1").account_id  # type: ignore[attr-defined]
    assert fact.document_account_id == family.account("HOLDING").account_id  # type: ignore[attr-defined]
    assert family.invoice("INV-H").balance_minor == 0
    family.do("payment.unapply", "P-1")
    assert family.invoice("INV-H").balance_minor == 7_00


def test_a_payment_in_another_currency_waits_for_a_document_of_its_own(paid: MemoryBooks) -> None:
    paid.do("payment.create", accountNumber="A-1", number="P-YEN", amount="5000", currency="JPY")
    paid.do("settings.change", family=True)

    with pytest.raises(CurrencyMismatch) as refused:
        paid.do("payment.apply", "P-YEN", **on("INV-1", "5"))

    assert refused.value.facts() == {"document": "INV-1", "asked": "JPY", "available": "GBP"}
    assert paid.payment("P-YEN").unapplied_minor == 5000
