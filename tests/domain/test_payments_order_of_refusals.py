"""Of two things wrong with a payment's application, the one documented first is said."""

from itertools import combinations

import pytest

from tests.model.wrongs import attempt

DOCUMENTED = (
    "invalid_request",
    "document_named_twice",
    "not_posted",
    "account_mismatch",
    "currency_mismatch",
    "exceeds_unapplied",
    "nothing_open",
    "exceeds_balance",
    "line_named_twice",
    "item_not_of_document",
    "lines_do_not_add_up",
    "exceeds_item_balance",
    "too_early",
    "exceeds_on_day",
)


def test_without_any_wrong_the_payment_is_applied() -> None:
    assert attempt("payment", ()) is None


@pytest.mark.parametrize("wrong", DOCUMENTED)
def test_each_wrong_alone_is_refused_by_its_name(wrong: str) -> None:
    assert attempt("payment", (wrong,)) == wrong


@pytest.mark.parametrize(("first", "second"), list(combinations(DOCUMENTED, 2)))
def test_of_two_wrongs_the_one_documented_first_is_said(first: str, second: str) -> None:
    assert attempt("payment", (first, second)) == first
