"""Negative rows are filled up from positive ones, exactly and on every day, and can be as they were."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from settlebook.domain import invoice
from settlebook.domain.decisions.mirroring import netting
from settlebook.domain.document import items_of, rows_of
from settlebook.domain.events import (
    DocumentKind,
    Item,
    ItemsNetted,
    ItemsSettled,
    MirrorLine,
    SourceKind,
    TaxItem,
)
from settlebook.domain.receivable import Receivable
from tests.builders import ACCOUNT, INVOICE, MARCH_1, MARCH_2, MARCH_3, MARCH_31, an_id, an_invoice
from tests.builders import evolved as after

APPLICATION, ANOTHER, PAYMENT = map(an_id, ("application", "another application", "payment"))
SETUP, ANNUAL, DISCOUNT, STATE_TAX, CITY_TAX, UNUSED_DAYS, DISCOUNT_TAX = map(
    an_id, ("setup", "annual", "discount", "state tax", "city tax", "unused days", "discount tax")
)


def a_tax(name: object, line: int, minor: int) -> TaxItem:
    return TaxItem(item_id=name, tax_line=line, amount_minor=minor)  # type: ignore[arg-type]


def posted(*items: Item) -> Receivable:
    by_id = items_of(items)
    return replace(an_invoice({}), rows=rows_of(by_id.values()), items=by_id)


def the_worked_invoice() -> Receivable:
    """INV-1 of 116.11, with its discount not netted yet."""
    return posted(
        Item(item_id=SETUP, line=1, amount_minor=20_00),
        Item(
            item_id=ANNUAL,
            line=2,
            amount_minor=100_00,
            tax_items=(a_tax(STATE_TAX, 1, 9_00), a_tax(CITY_TAX, 2, 2_11)),
        ),
        Item(item_id=DISCOUNT, line=2, discount_line=1, discounts=ANNUAL, amount_minor=-10_00),
        Item(item_id=UNUSED_DAYS, line=3, amount_minor=-5_00),
    )


def netted(document: Receivable, day: date = MARCH_1) -> Receivable:
    fact = netting.net(document, APPLICATION, day)
    return invoice.evolve(document, fact) if fact else document


def settled(document: Receivable, item_id: object, minor: int, day: date) -> Receivable:
    fact = ItemsSettled(
        application_id=ANOTHER,
        document_id=INVOICE,
        document_kind=DocumentKind.INVOICE,
        account_id=ACCOUNT,
        source_id=PAYMENT,
        source_kind=SourceKind.PAYMENT,
        lines=(MirrorLine(item_id=item_id, amount_minor=minor),),  # type: ignore[arg-type]
        effective_on=day,
    )
    return invoice.evolve(document, fact)


def test_a_discount_is_filled_from_its_item_and_a_credit_line_from_the_row_with_most_left() -> None:
    document = netted(the_worked_invoice())

    balances = {item_id: document.open_minor(item_id) for item_id in document.rows}

    assert balances == {
        SETUP: 20_00,
        ANNUAL: 85_00,
        STATE_TAX: 9_00,
        CITY_TAX: 2_11,
        DISCOUNT: 0,
        UNUSED_DAYS: 0,
    }


def test_a_discounts_tax_is_filled_from_what_was_discounted_before_any_larger_row() -> None:
    document = posted(
        Item(item_id=ANNUAL, line=1, amount_minor=10_00, tax_items=(a_tax(STATE_TAX, 1, 90),)),
        Item(
            item_id=DISCOUNT,
            line=1,
            discount_line=1,
            discounts=ANNUAL,
            amount_minor=-9_50,
            tax_items=(a_tax(DISCOUNT_TAX, 1, -95),),
        ),
        Item(item_id=SETUP, line=2, amount_minor=500_00),
    )

    fact = netting.net(document, APPLICATION, MARCH_1)

    assert fact is not None
    assert [(line.negative_item_id, line.positive_item_id, line.amount_minor) for line in fact.lines] == [
        (DISCOUNT, ANNUAL, 9_50),
        (DISCOUNT_TAX, ANNUAL, 50),
        (DISCOUNT_TAX, STATE_TAX, 45),
    ]


def test_of_two_rows_with_as_much_left_the_first_gives() -> None:
    document = posted(
        Item(item_id=SETUP, line=1, amount_minor=20_00),
        Item(item_id=ANNUAL, line=2, amount_minor=20_00),
        Item(item_id=UNUSED_DAYS, line=3, amount_minor=-20_01),
    )

    fact = netting.net(document, APPLICATION, MARCH_1)

    assert fact is not None
    assert [(line.positive_item_id, line.amount_minor) for line in fact.lines] == [
        (SETUP, 20_00),
        (ANNUAL, 1),
    ]


def test_nothing_is_netted_where_nothing_is_negative_or_all_of_it_is_filled() -> None:
    assert netting.net(an_invoice({SETUP: 20_00}), APPLICATION, MARCH_1) is None
    assert netting.net(netted(the_worked_invoice()), ANOTHER, MARCH_31) is None


def test_what_a_later_day_needs_is_not_given_away_on_an_earlier_one() -> None:
    document = posted(
        Item(item_id=SETUP, line=1, amount_minor=20_00),
        Item(item_id=UNUSED_DAYS, line=2, amount_minor=-5_00),
    )
    document = settled(document, SETUP, 17_00, MARCH_31)

    fact = netting.net(document, APPLICATION, MARCH_2)

    assert fact is not None
    assert [line.amount_minor for line in fact.lines] == [3_00]


def test_an_undone_netting_leaves_what_others_netted() -> None:
    document = settled(netted(the_worked_invoice(), MARCH_2), ANNUAL, 85_00, MARCH_3)
    fact = netting.undo(document, APPLICATION, MARCH_3)

    assert fact is not None
    document = invoice.evolve(document, fact)

    assert document.open_minor(ANNUAL) == 15_00
    assert (document.open_minor(DISCOUNT), document.open_minor(UNUSED_DAYS)) == (-10_00, -5_00)
    assert netting.undo(document, APPLICATION, MARCH_3) is None


@st.composite
def documents(draw: st.DrawFn) -> Receivable:
    """Items with taxes and discounts of either sign, partly settled on several days."""
    items: list[Item] = []
    minor = st.integers(-40, 60)
    for line in range(1, draw(st.integers(1, 5)) + 1):
        item_id = an_id(f"item {line}")
        taxes = tuple(
            a_tax(an_id(f"tax {line}.{n}"), n, draw(minor)) for n in range(1, draw(st.integers(0, 2)) + 1)
        )
        items.append(Item(item_id=item_id, line=line, amount_minor=draw(minor), tax_items=taxes))
        if draw(st.booleans()):
            tax = (a_tax(an_id(f"discount tax {line}"), 1, draw(st.integers(-9, 0))),)
            items.append(
                Item(
                    item_id=an_id(f"discount {line}"),
                    line=line,
                    discount_line=1,
                    discounts=item_id,
                    amount_minor=draw(st.integers(-30, -1)),
                    tax_items=tax,
                )
            )
    document = posted(*items)
    for row in document.rows.values():
        left = row.amount_minor
        while left > 0 and draw(st.booleans()):
            part = draw(st.integers(1, left))
            left -= part
            document = settled(document, row.item_id, part, draw(days))
    return document


days = st.integers(0, 6).map(lambda late: MARCH_1 + timedelta(days=late))


def require_right(document: Receivable) -> None:
    """On every day each row is between zero and its amount, whichever is the greater."""
    for row in document.rows.values():
        low, high = min(0, row.amount_minor), max(0, row.amount_minor)
        for late in range(-1, 9):
            open_minor = row.amount_minor - document.used_of(row.item_id).at(MARCH_1 + timedelta(days=late))
            assert low <= open_minor <= high


@given(documents(), days)
def test_whatever_is_netted_no_row_is_wrong_on_any_day_and_the_balance_stays(
    document: Receivable, day: date
) -> None:
    after_it = netted(document, day)

    require_right(after_it)
    assert after_it.balance_minor == document.balance_minor


@given(documents(), days)
def test_either_everything_negative_is_filled_or_nothing_positive_is_left_from_that_day_on(
    document: Receivable, day: date
) -> None:
    after_it = netted(document, day)

    lacking = [
        item_id
        for item_id, row in after_it.rows.items()
        if row.amount_minor - after_it.used_of(item_id).lowest_from(day) < 0
    ]
    left = [
        item_id
        for item_id, row in after_it.rows.items()
        if row.amount_minor - after_it.used_of(item_id).peak_from(day) > 0
    ]
    assert not (lacking and left)


@given(documents(), days, days, days)
def test_undone_on_its_own_day_or_later_a_netting_leaves_every_row_as_without_it(
    document: Receivable, first: date, second: date, undone: date
) -> None:
    with_one = netted(document, first)
    other = netting.net(with_one, ANOTHER, second)
    with_both = invoice.evolve(with_one, other) if other else with_one
    fact = netting.undo(with_both, APPLICATION, max(first, undone))
    without = after(invoice.evolve, with_both, *((fact,) if fact else ()))

    require_right(without)
    assert APPLICATION not in without.nettings
    if fact and not other:
        assert all(without.open_minor(id) == document.open_minor(id) for id in document.rows)
        assert isinstance(fact, netting.ItemsUnnetted)


@given(documents())
def test_netting_says_the_same_twice(document: Receivable) -> None:
    first, again = (netting.net(document, APPLICATION, MARCH_2) for _ in range(2))

    assert first == again
    assert first is None or isinstance(first, ItemsNetted)
