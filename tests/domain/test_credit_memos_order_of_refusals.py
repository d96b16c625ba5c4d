"""Of two things wrong with a credit memo's application, the one documented first is said."""

from itertools import combinations

import pytest

from tests.model.wrongs import attempt

DOCUMENTED = (
    "invalid_request",
    "memo_not_posted",
    "document_named_twice",
    "not_posted",
    "account_mismatch",
    "currency_mismatch",
    "exceeds_unapplied",
    "nothing_open",
    "exceeds_balance",
    "line_named_twice",
    "item_not_of_document",
    "pair_mismatch",
    "lines_do_not_add_up",
    "exceeds_item_balance",
    "exceeds_item_unapplied",
    "too_early",
    "exceeds_on_day",
)


def said(*wrongs: str) -> str | None:
    return attempt("credit_memo", wrongs)


def code(wrong: str) -> str:
    return "not_posted" if wrong == "memo_not_posted" else wrong


def test_without_any_wrong_the_memo_is_applied() -> None:
    assert said() is None


@pytest.mark.parametrize("wrong", DOCUMENTED)
def test_each_wrong_alone_is_refused_by_its_name(wrong: str) -> None:
    assert said(wrong) == code(wrong)


@pytest.mark.parametrize(("first", "second"), list(combinations(DOCUMENTED, 2)))
def test_of_two_wrongs_the_one_documented_first_is_said(first: str, second: str) -> None:
    assert said(first, second) == code(first)
