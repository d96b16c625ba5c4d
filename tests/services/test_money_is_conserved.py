"""Whatever is done with payments and refunds, in any order: no money is made, lost or settled twice."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from settlebook.domain.errors import Refused
from settlebook.domain.payment import Payment
from settlebook.domain.receivable import Receivable
from tests.memory_books import MemoryBooks

TODAY, FIRST_DAY = date(2024, 3, 10), date(2024, 1, 1)
ACCOUNTS = ("A-1", "A-2", "")  # an empty text: nobody
INVOICES = {"INV-1": "A-1", "INV-2": "A-1", "INV-3": "A-2"}
Step = tuple[str, dict[str, Any]]

amounts = st.integers(1, 60_00).map(lambda minor: f"{minor / 100:.2f}")
days = st.sampled_from([None, "2024-03-02", "2024-03-09", "2024-03-10", "2024-03-15"])
maybe_amount = st.none() | amounts
named = st.builds(lambda which, amount: {"on": (which, amount)}, st.integers(0, 1), amounts)
transfers = st.builds(
    lambda account, amount, day, on: (
        "payment.transfer",
        {"accountNumber": account, "amount": amount, "effectiveDate": day} | on,
    ),
    st.sampled_from(ACCOUNTS),
    maybe_amount,
    days,
    st.just({}) | named,
)
steps = st.one_of(
    st.builds(
        lambda on, day, lines: ("payment.apply", on | {"effectiveDate": day, "negativeLines": lines}),
        named,
        days,
        st.sampled_from(["skip", "net"]),
    ),
    st.builds(lambda on, day: ("payment.unapply", on | {"effectiveDate": day}), named, days),
    transfers,
    st.builds(lambda amount: ("payment.refund", {"totalAmount": amount}), amounts),
    st.builds(
        lambda amount, day, on, off: (
            "payment.refund-with-unapply",
            {"totalAmount": amount, "refundDate": day, "writeOff": off} | on,
        ),
        maybe_amount,
        days,
        st.just({}) | named,
        st.booleans(),
    ),
    st.builds(lambda first: ("payment.cancel", {"unapplyFirst": first}), st.booleans()),
    st.just(("payment.delete", {})),
    st.builds(lambda text: ("payment.edit", {"referenceId": text}), st.sampled_from(["7", ""])),
    st.builds(lambda back: ("refund.cancel", {"reapply": back}), st.booleans()),
    st.just(("refund.delete", {})),
)
stories = st.lists(st.tuples(st.integers(0, 7), steps), max_size=14)


def some_books() -> MemoryBooks:
    """Two accounts with invoices of 60.00 each, a payment of either, and one that is nobody's."""
    books = MemoryBooks(TODAY)
    for number in ACCOUNTS[:2]:
        books.do("account.create", name=number, currency="GBP", accountNumber=number)
    for number, account in INVOICES.items():
        tax = {"name": "VAT", "taxAmount": "10.00"}
        books.do(
            "invoice.create",
            accountNumber=account,
            number=number,
            invoiceDate="2024-03-01",
            status="Posted",
            invoiceItems=[{"amount": "20.00", "taxItems": [tax]}, {"amount": "-5.00"}, {"amount": "35.00"}],
        )
    day = {"effectiveDate": "2024-03-01", "currency": "GBP"}
    books.do("payment.create", accountNumber="A-1", number="P-1", amount="100.00", **day)
    books.do("payment.create", accountNumber="A-2", number="P-2", amount="80.00", **day)
    books.do("payment.create", number="P-3", amount="50.00", **day)
    for which, invoice in ((0, 0), (0, 1), (1, 0)):
        on = {"on": (invoice, "25.01"), "effectiveDate": "2024-03-02"}
        assert attempt(books, which, ("payment.apply", on))
    return books


def payments(books: MemoryBooks) -> list[Payment]:
    return [state for state in books.states.values() if isinstance(state, Payment)]


def documents(books: MemoryBooks) -> list[Receivable]:
    return [state for state in books.states.values() if isinstance(state, Receivable)]


def attempt(books: MemoryBooks, which: int, step: Step) -> bool:
    """Do it to one of the payments or refunds there are; whether it was not refused."""
    do, body = step
    keys = [payment.number for payment in payments(books)]
    if do.startswith("refund."):
        keys = [refund.number for payment in payments(books) for refund in payment.refunds.values()]
    if not keys:
        return False
    key = keys[which % len(keys)]
    try:
        books.do(do, key, **with_documents(books, key, body))
    except Refused:
        return False
    return True


def with_documents(books: MemoryBooks, key: str, body: dict[str, Any]) -> dict[str, Any]:
    """The body with a document of the payment's account in the place of `on`."""
    if "on" not in body:
        return body
    owner = books.payment(key).account_id
    own = [document for document in documents(books) if document.account_id == owner] or documents(books)
    which, amount = body["on"]
    named = {"invoiceNumber": own[which % len(own)].number, "amount": amount}
    return {name: value for name, value in body.items() if name != "on"} | {"invoices": [named]}


def held(payment: Payment) -> int:
    return payment.applied_minor + payment.unapplied_minor + payment.refunded_minor


def wrong_with(books: MemoryBooks) -> Iterator[str]:
    """What no rule of money allows; nothing where all is well."""
    came_in = canceled = 0
    for payment in payments(books):
        came_in += 0 if payment.transferred_from else payment.amount_minor
        if payment.status == "Processed":
            if held(payment) + payment.transferred != payment.amount_minor:
                yield f"{payment.number} does not add up"
        else:
            canceled += payment.amount_minor
            if held(payment) or payment.transferred:
                yield f"{payment.number} is canceled and holds money"
        if payment.unapplied.lowest_from(FIRST_DAY) < 0:
            yield f"{payment.number} is below zero on a day"
    if sum(map(held, payments(books))) != came_in - canceled:
        yield "over all payments money was made or lost"
    for document in documents(books):
        for row in document.rows.values():
            used, least, most = (
                document.used_of(row.item_id),
                min(0, row.amount_minor),
                max(0, row.amount_minor),
            )
            if used.lowest_from(FIRST_DAY) < least or used.peak_from(FIRST_DAY) > most:
                yield f"{document.name_of(row.item_id)} is open above its amount, or settled above it"


def applied(books: MemoryBooks) -> int:
    return sum(payment.applied_minor for payment in payments(books))


def everything(books: MemoryBooks) -> dict[str, int]:
    """All balances there are: of rows, and of each payment."""
    found = {
        f"{document.name_of(row)} open": document.open_minor(row)
        for document in documents(books)
        for row in document.rows
    }
    for payment in payments(books):
        found[f"{payment.number} unapplied"] = payment.unapplied_minor
        found[f"{payment.number} refunded"] = payment.refunded_minor
        for document in documents(books):
            lots = [lot for lot in payment.lots.values() if lot.document_id == document.document_id]
            for row in document.rows:
                minor = sum(lot.remaining.get((None, row), 0) for lot in lots)
                found[f"{payment.number} on {document.name_of(row)}"] = minor
    return found


@settings(max_examples=60, deadline=None)
@given(story=stories)
def test_no_sequence_of_commands_makes_or_loses_money(story: list[tuple[int, Step]]) -> None:
    books = some_books()
    for which, step in story:
        attempt(books, which, step)

        assert list(wrong_with(books)) == []


@settings(max_examples=60, deadline=None)
@given(before=stories, which=st.integers(0, 2), amount=maybe_amount, on=st.just({}) | named)
def test_to_cancel_a_refund_and_put_its_money_back_undoes_it(
    before: list[tuple[int, Step]], which: int, amount: str | None, on: dict[str, Any]
) -> None:
    books = some_books()
    for turn, step in before:
        attempt(books, turn, step)
    known = everything(books)
    key = payments(books)[which % len(payments(books))].number
    body = {"totalAmount": amount, "number": "R-9"} | with_documents(books, key, on)
    try:
        taken_back = books.do("payment.refund-with-unapply", key, **body).applications
    except Refused:
        return

    books.do("refund.cancel", "R-9", reapply=bool(taken_back))

    assert everything(books) == known


@settings(max_examples=60, deadline=None)
@given(story=st.lists(st.tuples(st.integers(0, 7), transfers), max_size=14))
def test_transfers_move_money_between_accounts_and_change_no_sum(story: list[tuple[int, Step]]) -> None:
    books = some_books()
    for which, step in story:
        known = {payment.number: payment.account_id for payment in payments(books)}
        moved = attempt(books, which, step)

        assert sum(payment.unapplied_minor for payment in payments(books)) == 230_00 - applied(books)
        changed = {payment.number: payment.account_id for payment in payments(books)} != known
        assert changed is moved


def test_the_sequences_do_more_than_be_refused() -> None:
    books = some_books()
    on = {"on": (1, "20.00")}

    done = [
        attempt(books, 0, ("payment.apply", on)),
        attempt(books, 0, ("payment.transfer", {"accountNumber": "A-2", "amount": "10.00"})),
        attempt(books, 0, ("payment.refund-with-unapply", {"totalAmount": "70.00"})),
        attempt(books, 0, ("refund.cancel", {"reapply": True})),
        attempt(books, 0, ("refund.delete", {})),
        attempt(books, 3, ("payment.cancel", {})),
        attempt(books, 3, ("payment.delete", {})),
    ]

    assert done == [True] * 7
    assert list(wrong_with(books)) == []
