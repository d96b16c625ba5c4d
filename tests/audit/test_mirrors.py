"""Source and mirror are two records of one settlement; any difference between them is found."""

from datetime import date
from uuid import UUID

import pytest

from settlebook.audit.mirrors import unmatched
from settlebook.domain.events import (
    CreditApplied,
    DocumentKind,
    ItemsSettled,
    ItemsUnsettled,
    MirrorLine,
    PaymentApplied,
    SettlementLine,
    SourceKind,
)

DAY = date(2026, 3, 1)
ACCOUNT, INVOICE, SOURCE, SEATS, TAX, CREDIT, CREDIT_TAX, APPLICATION = (UUID(int=n) for n in range(1, 9))
SHARED = {
    "application_id": APPLICATION,
    "document_id": INVOICE,
    "document_kind": DocumentKind.INVOICE,
    "effective_on": DAY,
}
OWNERS = {"account_id": ACCOUNT, "document_account_id": ACCOUNT}


def a_payment_applied(**amounts: int) -> PaymentApplied:
    lines = tuple(SettlementLine(item_id=item, amount_minor=minor) for item, minor in rows(amounts))
    return PaymentApplied(**SHARED, **OWNERS, payment_id=SOURCE, currency="USD", lines=lines)


def a_mirror(kind=ItemsSettled, source_kind=SourceKind.PAYMENT, **amounts: int) -> ItemsSettled:
    lines = tuple(MirrorLine(item_id=item, amount_minor=minor) for item, minor in rows(amounts))
    return kind(**SHARED, account_id=ACCOUNT, source_id=SOURCE, source_kind=source_kind, lines=lines)


def rows(amounts: dict[str, int]) -> list[tuple[UUID, int]]:
    return [({"seats": SEATS, "tax": TAX}[name], minor) for name, minor in amounts.items()]


def test_records_that_agree_are_passed():
    facts = [(1, a_payment_applied(seats=60_00, tax=6_00)), (2, a_mirror(tax=6_00, seats=60_00))]

    assert list(unmatched(facts)) == []


def test_pairs_of_a_credit_memo_are_added_up_by_item_in_its_mirror():
    pairs = [(CREDIT, SEATS, 10), (CREDIT_TAX, SEATS, 5)]
    lines = tuple(
        SettlementLine(source_item_id=source, item_id=item, amount_minor=minor)
        for source, item, minor in pairs
    )
    applied = CreditApplied(**SHARED, **OWNERS, credit_memo_id=SOURCE, currency="USD", lines=lines)

    assert list(unmatched([(1, applied), (2, a_mirror(source_kind=SourceKind.CREDIT_MEMO, seats=15))])) == []


@pytest.mark.parametrize(
    "mirror",
    [
        a_mirror(seats=60_01),
        a_mirror(tax=60_00),
        a_mirror(ItemsUnsettled, seats=60_00),
        a_mirror(seats=60_00).model_copy(update={"effective_on": date(2026, 3, 2)}),
        a_mirror(seats=60_00).model_copy(update={"source_id": ACCOUNT}),
        a_mirror(seats=60_00).model_copy(update={"document_id": ACCOUNT}),
    ],
    ids=[
        "another amount",
        "another item",
        "the other way",
        "another day",
        "another source",
        "another document",
    ],
)
def test_a_mirror_that_says_something_else_is_found(mirror):
    assert list(unmatched([(7, a_payment_applied(seats=60_00)), (8, mirror)])) == [(7, APPLICATION)]


def test_a_settlement_without_mirror_is_found():
    assert list(unmatched([(7, a_payment_applied(seats=60_00))])) == [(7, APPLICATION)]


def test_a_mirror_without_settlement_is_found():
    assert list(unmatched([(8, a_mirror(seats=60_00))])) == [(8, APPLICATION)]
