"""The tax that follows from what is credited: memos of one item add up to its tax, to the minor unit."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settlebook.domain import invoice
from settlebook.domain.decisions.documents import documents
from settlebook.domain.decisions.documents.crediting import BilledItems, credits_of
from settlebook.domain.document import rows_of
from settlebook.domain.errors import ExceedsCreditable
from settlebook.domain.events import DocumentKind, Item, TaxItem
from tests.builders import INVOICE, SEATS, TAX, a_header, an_account, an_id, an_invoice, evolved

CITY_TAX, LOYALTY, LOYALTY_TAX = map(an_id, ("city tax", "loyalty", "tax of loyalty"))
TAXES = st.tuples(st.integers(1, 50_000), st.integers(0, 5_000))


def billed(amount, tax, city_tax=0, discount=0, discount_tax=0):
    taxes = [(TAX, tax), (CITY_TAX, city_tax)]
    items = [
        Item(
            item_id=SEATS,
            line=1,
            amount_minor=amount,
            tax_items=tuple(
                TaxItem(item_id=id, tax_line=line, amount_minor=minor)
                for line, (id, minor) in enumerate(taxes, 1)
            ),
        )
    ]
    if discount:
        lowered = TaxItem(item_id=LOYALTY_TAX, tax_line=1, amount_minor=-discount_tax)
        items.append(
            Item(
                item_id=LOYALTY,
                line=1,
                discount_line=1,
                discounts=SEATS,
                amount_minor=-discount,
                tax_items=(lowered,),
            )
        )
    facts = documents.create(
        DocumentKind.INVOICE, an_account(), INVOICE, a_header(), tuple(items), posts=True
    )
    return evolved(invoice.evolve, None, *facts)


def credit(of, credited, minor, *, inclusive=False):
    """The tax that follows; what was credited before is brought forward."""
    tax = BilledItems(of).tax_to_credit(SEATS, credited, minor, inclusive=inclusive)
    own = minor - sum(tax.values()) if inclusive else minor
    for row, amount in {SEATS: own, **tax}.items():
        credited[row] = credited.get(row, 0) + amount
    return tax


def test_whoever_credits_the_last_of_an_item_gets_the_tax_that_remains():
    of, credited = billed(100_00, 10_00), {}

    taxes = [credit(of, credited, minor).get(TAX, 0) for minor in (33_33, 33_33, 33_34)]

    assert taxes == [3_33, 3_34, 3_33] and sum(taxes) == 10_00


def test_three_thirds_of_a_tax_of_one_minor_unit_are_one_minor_unit():
    of, credited = billed(3, 1), {}

    assert [credit(of, credited, 1).get(TAX, 0) for _ in range(3)] == [0, 1, 0]


@given(
    st.integers(1, 100_000), TAXES, st.lists(st.integers(1, 40_000), min_size=1, max_size=6), st.booleans()
)
def test_memos_of_one_item_add_up_to_its_tax_and_never_exceed_it(amount, taxes, parts, inclusive):
    of, credited = billed(amount, *taxes), {}
    whole = amount + (sum(taxes) if inclusive else 0)
    left = whole
    for minor in parts:
        minor = min(minor, left)
        credit(of, credited, minor, inclusive=inclusive)
        left -= minor
        assert all(0 <= credited.get(row, 0) <= of.rows[row].amount_minor for row in (SEATS, TAX, CITY_TAX))
    credit(of, credited, left, inclusive=inclusive)

    came_to = {SEATS: amount, TAX: taxes[0], CITY_TAX: taxes[1]}
    assert credited == {row: minor for row, minor in came_to.items() if minor}


@given(st.integers(1, 100_000), TAXES, st.integers(1, 100_000))
def test_one_memo_is_off_by_less_than_one_minor_unit(amount, taxes, part):
    part = min(part, amount)
    tax = credit(billed(amount, *taxes), {}, part)

    assert abs(sum(tax.values()) - Fraction(sum(taxes) * part, amount)) < 1


def test_what_was_credited_by_name_before_is_subtracted():
    credited = {SEATS: 50_00, TAX: 8_00}

    assert credit(billed(100_00, 10_00), credited, 50_00) == {TAX: 2_00}


def test_tax_that_was_credited_too_soon_leaves_none_for_now():
    credited = {SEATS: 10_00, TAX: 9_00}

    assert credit(billed(100_00, 10_00), credited, 10_00) == {}


def test_a_discount_lowers_what_can_be_credited_and_its_tax_what_follows():
    of, credited = billed(100_00, 10_00, discount=10_00, discount_tax=1_00), {}

    assert credit(of, credited, 45_00) == {TAX: 4_50}
    assert credit(of, credited, 45_00) == {TAX: 4_50}


def test_nothing_follows_from_nothing():
    assert credit(billed(100_00, 10_00), {}, 0) == {}
    assert credit(billed(0, 10_00), {}, 5_00) == {}


@pytest.mark.parametrize(("minor", "tax"), [(50_00, 5_00), (200_00, 20_00), (5, 1), (4, 0)])
def test_a_debit_memo_charges_tax_in_proportion_whatever_was_charged_before(minor, tax):
    found = BilledItems(billed(100_00, 10_00)).tax_to_charge(SEATS, minor, inclusive=False)

    assert sum(found.values()) == tax


def test_a_tax_inclusive_charge_holds_its_tax():
    found = BilledItems(billed(100_00, 15_00, 5_00)).tax_to_charge(SEATS, 60_00, inclusive=True)

    assert found == {TAX: 7_50, CITY_TAX: 2_50}


def crediting(of, minor, guard, others=None):
    item = Item(item_id=an_id("credit"), line=1, amount_minor=minor, source_item_id=SEATS)
    return credits_of(rows_of((item,)).values(), "CM-1", of, others or {}, guard)


def test_an_item_is_credited_no_further_than_its_discounts_leave_it():
    of = billed(100_00, 0, discount=10_00)

    crediting(of, 90_00, "item")
    with pytest.raises(ExceedsCreditable, match=r"INV-1#1 has 90\.00 GBP left to credit, 90\.01"):
        crediting(of, 90_01, "item")


@pytest.mark.parametrize("guard", ["item", "header"])
def test_an_invoice_with_a_negative_line_is_credited_no_further_than_its_total(guard):
    of = an_invoice({SEATS: 100_00, an_id("credit"): -30_00})

    crediting(of, 70_00, guard)
    with pytest.raises(ExceedsCreditable, match=r"INV-1 has 70\.00 GBP left to credit, 70\.01"):
        crediting(of, 70_01, guard)


@pytest.mark.parametrize("guard", ["item", "header"])
def test_of_what_is_credited_beyond_its_amount_already_nothing_is_left(guard):
    of = an_invoice({SEATS: 60_00})

    with pytest.raises(ExceedsCreditable, match=r" has 0\.00 GBP left to credit, 0\.01 GBP was asked"):
        crediting(of, 1, guard, {SEATS: 75_00})


def test_a_guard_of_the_header_looks_at_the_total_only():
    of = an_invoice({SEATS: 60_00, an_id("support"): 40_00})

    crediting(of, 100_00, "header")
    crediting(of, 40_00, "header", {SEATS: 60_00})
    with pytest.raises(ExceedsCreditable, match=r"INV-1 has 100\.00 GBP left to credit, 100\.01"):
        crediting(of, 100_01, "header")
    with pytest.raises(ExceedsCreditable):
        crediting(of, 40_01, "header", {SEATS: 60_00})


def test_without_a_guard_anything_is_credited():
    assert crediting(an_invoice({SEATS: 1}), 100_01, "off") == {SEATS: 100_01}
