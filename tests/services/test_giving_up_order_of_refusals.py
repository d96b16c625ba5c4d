"""Of two things wrong with a write-off or a reversal, the one documented first is said."""

from collections.abc import Callable
from datetime import date
from itertools import combinations
from typing import Any

import pytest

from settlebook.domain.errors import Refusal
from tests.memory_books import MemoryBooks

Request = dict[str, Any]  # the fields of the request, and "key"
TODAY = date(2024, 3, 10)
MARCH_1, MARCH_8, MARCH_9 = "2024-03-01", "2024-03-08", "2024-03-09"
ITEMS = [{"amount": "100.00"}, {"amount": "50.00"}]


def said(verb: str, wrongs: dict[str, Callable[[MemoryBooks, Request], None]], *names: str) -> str | None:
    """The code of the refusal of a request with these things wrong, each done to the books or to it."""
    books, request = MemoryBooks(TODAY), {"key": "INV-1"}
    books.do("account.create", name="Ada", currency="GBP", accountNumber="A-1")
    bill(books, "INV-1", status="Posted")
    for name in sorted(names, key=list(wrongs).index, reverse=True):
        wrongs[name](books, request)
    if "period_closed" in names:
        books.do("accounting-period.close", "early")
    try:
        books.do(verb, request.pop("key"), **request)
    except Refusal as refused:
        return refused.code
    return None


def bill(books: MemoryBooks, number: str, **fields: Any) -> None:
    books.do(
        "invoice.create",
        accountNumber="A-1",
        number=number,
        invoiceDate=MARCH_1,
        invoiceItems=ITEMS,
        **fields,
    )


def pay(books: MemoryBooks, number: str, amount: str, on: str = MARCH_9) -> None:
    books.do("payment.create", accountNumber="A-1", number=number, amount=amount, effectiveDate=MARCH_1)
    invoices = [{"invoiceId": "INV-1", "amount": amount}]
    books.do("payment.apply", number, invoices=invoices, effectiveDate=on)


def not_found(books: MemoryBooks, request: Request) -> None:
    request["key"] = "INV-0"


def limit_exceeded(books: MemoryBooks, request: Request) -> None:
    books.do("settings.change", limitOf={"write-off-items": 1, "reverse-items": 1})


def too_many_decimals(books: MemoryBooks, request: Request) -> None:
    request["amount"] = "1.001"


def invalid_request(books: MemoryBooks, request: Request) -> None:
    request["policy"] = "alphabetical"
    request.setdefault("amount", "1.00")


def not_posted(books: MemoryBooks, request: Request) -> None:
    bill(books, "INV-2")
    request["key"] = "INV-2"


def nothing_to_write_off(books: MemoryBooks, request: Request) -> None:
    pay(books, "P-2", "150.00")


def exceeds_balance(books: MemoryBooks, request: Request) -> None:
    request["amount"] = "150.01"


def too_early(books: MemoryBooks, request: Request) -> None:
    request["memoDate"] = "2024-02-29"


def exceeds_on_day(books: MemoryBooks, request: Request) -> None:
    pay(books, "P-1", "150.00", on=MARCH_1)
    books.do("payment.unapply", "P-1", effectiveDate=MARCH_9)
    request["memoDate"] = MARCH_8


def period_closed(books: MemoryBooks, request: Request) -> None:
    books.do("accounting-period.create", name="early", startDate="2024-02-01", endDate=MARCH_8)
    request["memoDate"] = MARCH_8


def still_settled(books: MemoryBooks, request: Request) -> None:
    pay(books, "P-3", "1.00")


def credit(books: MemoryBooks, number: str, **fields: Any) -> None:
    items = [{"invoiceItemId": "INV-1#1", "amount": "1.00"}]
    memo = {"number": number, "effectiveDate": MARCH_1, "items": items}
    books.do("credit-memo.create-from-invoice", "INV-1", **memo, **fields)


def draft_made_from(books: MemoryBooks, request: Request) -> None:
    credit(books, "CM-1")


def credited(books: MemoryBooks) -> None:
    """CM-2, made from INV-1 and posted."""
    if ("credit_memo", "CM-2") not in books.numbers:
        credit(books, "CM-2", autoPost=True)


def still_applied(books: MemoryBooks, request: Request) -> None:
    bill(books, "INV-3", status="Posted")
    credited(books)
    invoices = [{"invoiceId": "INV-3", "amount": "0.50"}]
    books.do("credit-memo.apply", "CM-2", invoices=invoices, effectiveDate=MARCH_1)


def still_refunded(books: MemoryBooks, request: Request) -> None:
    credited(books)
    books.do("credit-memo.refund", "CM-2", totalAmount="0.50", refundDate=MARCH_1)


def in_order(
    *wrongs: Callable[[MemoryBooks, Request], None],
) -> dict[str, Callable[[MemoryBooks, Request], None]]:
    return {wrong.__name__: wrong for wrong in wrongs}


WRITE_OFF = in_order(
    not_found,
    limit_exceeded,
    too_many_decimals,
    invalid_request,
    not_posted,
    nothing_to_write_off,
    exceeds_balance,
    too_early,
    exceeds_on_day,
    period_closed,
)
REVERSE = in_order(
    not_found,
    limit_exceeded,
    not_posted,
    still_settled,
    draft_made_from,
    still_applied,
    still_refunded,
    too_early,
    exceeds_on_day,
    period_closed,
)
# Memos are judged one after another, and what is a draft is neither applied nor refunded.
OF_TWO_MEMOS = {("draft_made_from", "still_applied"), ("draft_made_from", "still_refunded")}
EACH = [
    *(("invoice.write-off", WRITE_OFF, name) for name in WRITE_OFF),
    *(("invoice.reverse", REVERSE, name) for name in REVERSE),
]
PAIRS = [
    *(("invoice.write-off", WRITE_OFF, pair) for pair in combinations(WRITE_OFF, 2)),
    *(("invoice.reverse", REVERSE, pair) for pair in combinations(REVERSE, 2) if pair not in OF_TWO_MEMOS),
]


@pytest.mark.parametrize("verb", ["invoice.write-off", "invoice.reverse"])
def test_without_any_wrong_it_is_done(verb):
    assert said(verb, {}) is None


@pytest.mark.parametrize(("verb", "wrongs", "wrong"), EACH)
def test_each_wrong_alone_is_refused_by_its_name(verb, wrongs, wrong):
    assert said(verb, wrongs, wrong) == wrong


@pytest.mark.parametrize(("verb", "wrongs", "pair"), PAIRS)
def test_of_two_wrongs_the_one_documented_first_is_said(verb, wrongs, pair):
    assert said(verb, wrongs, *pair) == pair[0]
