"""Whatever was settled before: after a write-off or a reversal every row is at 0, and no money is lost."""

from dataclasses import dataclass
from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from settlebook.domain.errors import Refused
from settlebook.domain.money import format_minor
from tests.memory_books import MemoryBooks
from tests.services.standing import open_of

TODAY = date(2024, 3, 10)
WHATEVER = settings(max_examples=60, deadline=None)

item_amounts = st.integers(-300, 500)
tax_amounts = st.lists(st.integers(0, 99), max_size=2)
rows = st.lists(st.tuples(item_amounts, tax_amounts), min_size=1, max_size=5)
shares = st.integers(1, 100)  # per cent of what is open


@dataclass(frozen=True)
class Settling:
    """One payment or credit memo and how much of the invoice it settles."""

    by_credit: bool
    share: int
    policy: str
    nets: bool
    rest: int  # minor units that stay unapplied
    taken_back: bool


settlings = st.lists(
    st.builds(
        Settling,
        st.booleans(),
        shares,
        st.just("fifo") | st.none(),
        st.booleans(),
        st.integers(0, 50),
        st.booleans(),
    ),
    max_size=4,
)


def settled_books(rows, settlings) -> MemoryBooks:
    """INV-1 with these rows, partly settled, and some of that taken back again."""
    books = MemoryBooks(TODAY)
    books.do("account.create", name="Ada", currency="GBP", accountNumber="A-1")
    books.do(
        "invoice.create",
        accountNumber="A-1",
        number="INV-1",
        invoiceDate="2024-03-01",
        status="Posted",
        invoiceItems=[
            {"amount": pounds(item), "taxItems": [{"name": "T", "taxAmount": pounds(tax)} for tax in taxes]}
            if taxes
            else {"amount": pounds(item)}
            for item, taxes in rows
        ],
    )
    for place, each in enumerate(settlings):
        _settle(books, each, place)
    return books


def _settle(books: MemoryBooks, each: Settling, place: int) -> None:
    minor = books.invoice("INV-1").balance_minor * each.share // 100
    if not minor:
        return
    books.do("settings.change", negativeLines="net" if each.nets else "skip")
    whole = pounds(minor + each.rest)
    key, kind = (f"CM-{place}", "credit-memo") if each.by_credit else (f"P-{place}", "payment")
    if each.by_credit:
        books.do(
            "credit-memo.create", accountNumber="A-1", number=key, autoPost=True, charges=[{"amount": whole}]
        )
    else:
        books.do("payment.create", accountNumber="A-1", number=key, amount=whole)
    invoices = [{"invoiceId": "INV-1", "amount": pounds(minor)}]
    books.do(f"{kind}.apply", key, invoices=invoices, **({"policy": each.policy} if each.policy else {}))
    if each.taken_back:
        books.do(f"{kind}.unapply", key)


def pounds(minor: int) -> str:
    return format_minor(minor, "GBP")


def unapplied(books: MemoryBooks) -> dict[str, int]:
    """Minor units unapplied by source."""
    sources = [state for state in books.states.values() if hasattr(state, "unapplied_minor")]
    return {source.number: source.unapplied_minor for source in sources}


def possible(rows) -> bool:
    return sum(item + sum(taxes) for item, taxes in rows) >= 0


@given(rows.filter(possible), settlings)
@WHATEVER
def test_after_a_full_write_off_every_row_is_at_nothing_and_sources_are_as_they_were(rows, settlings):
    books = settled_books(rows, settlings)
    balance, before = books.invoice("INV-1").balance_minor, unapplied(books)
    assume(balance > 0)

    memo = books.do("invoice.write-off", "INV-1").made[0].number

    assert set(open_of(books).values()) == {0}
    assert books.credit_memo(memo).total_minor == balance
    assert unapplied(books) == before | {memo: 0}


@given(rows.filter(possible), settlings, st.none() | shares)
@WHATEVER
def test_a_write_off_that_is_unapplied_again_leaves_every_row_as_it_was(rows, settlings, share):
    books = settled_books(rows, settlings)
    balance, before = books.invoice("INV-1").balance_minor, open_of(books)
    assume(balance > 0)
    minor = max(1, balance * share // 100) if share else balance

    memo = books.do("invoice.write-off", "INV-1", amount=pounds(minor)).made[0].number
    books.do("credit-memo.unapply", memo)

    assert open_of(books) == before
    assert books.credit_memo(memo).unapplied_minor == minor


@given(rows.filter(possible), settlings, shares, st.sampled_from(["fifo", "prorate"]))
@WHATEVER
def test_a_part_lowers_the_balance_by_its_amount_and_no_row_below_what_it_had(rows, settlings, share, policy):
    books = settled_books(rows, settlings)
    before = open_of(books)
    minor = books.invoice("INV-1").balance_minor * share // 100
    assume(minor)

    books.do("invoice.write-off", "INV-1", amount=pounds(minor), policy=policy)

    after = open_of(books)
    assert sum(before.values()) - sum(after.values()) == minor
    assert all(min(0, before[row]) <= left <= max(0, before[row]) for row, left in after.items())


@given(rows.filter(possible), settlings, st.none() | shares)
@WHATEVER
def test_unwinding_gives_every_source_back_what_it_settled(rows, settlings, written_off):
    books = settled_books(rows, settlings)
    invoice = books.invoice("INV-1")
    before = unapplied(books)
    settled = {share.source_id: share.amount_minor for share in invoice.settled_by.values()}
    if written_off and (minor := invoice.balance_minor * written_off // 100):
        books.do("invoice.write-off", "INV-1", amount=pounds(minor))

    outcome = books.do("invoice.reverse", "INV-1", unwind=True)

    after = unapplied(books)
    given_back = {books.states[source].number: minor for source, minor in settled.items()}
    assert {number: after[number] - minor for number, minor in before.items()} == {
        number: given_back.get(number, 0) for number in before
    }
    assert set(open_of(books).values()) == {0}
    assert all(after[made.number] == 0 for made in outcome.made if made.kind == "credit_memo")


@given(
    st.lists(st.tuples(st.integers(0, 500), tax_amounts), min_size=1, max_size=4), st.none() | shares, shares
)
@WHATEVER
def test_unapplied_credit_that_is_given_up_is_gone_and_nothing_else(rows, applied, share):
    books = settled_books([(5_000, [])], [])
    books.do(
        "credit-memo.create",
        accountNumber="A-1",
        number="CM-1",
        autoPost=True,
        charges=[
            {
                "amount": pounds(item),
                **({"taxItems": [{"taxAmount": pounds(tax)} for tax in taxes]} if taxes else {}),
            }
            for item, taxes in rows
        ],
    )
    total = books.credit_memo("CM-1").total_minor
    if applied and (minor := total * applied // 100):
        books.do("credit-memo.apply", "CM-1", invoices=[{"invoiceId": "INV-1", "amount": pounds(minor)}])
    left = books.credit_memo("CM-1").unapplied_minor
    minor = left * share // 100
    assume(minor)
    balance = books.invoice("INV-1").balance_minor

    outcome = books.do("credit-memo.write-off", "CM-1", amount=pounds(minor))

    memo = books.debit_memo(outcome.made[0].number)
    assert books.credit_memo("CM-1").unapplied_minor == left - minor
    assert (memo.total_minor, memo.balance_minor) == (minor, 0)
    assert books.invoice("INV-1").balance_minor == balance


@given(rows.filter(possible), settlings)
@WHATEVER
def test_what_is_refused_leaves_no_trace(rows, settlings):
    books = settled_books(rows, settlings)
    facts, before = len(books.facts), unapplied(books)

    try:
        books.do("invoice.reverse", "INV-1")
    except Refused:
        assert books.invoice("INV-1").settled_by
        assert (len(books.facts), unapplied(books)) == (facts, before)
    else:
        assert set(open_of(books).values()) == {0}
