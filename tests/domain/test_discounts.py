"""Discounts are netted into the items that they lower, and are never larger than these."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settlebook.domain import invoice
from settlebook.domain.decisions.documents import documents, ending
from settlebook.domain.errors import DiscountExceedsItem
from settlebook.domain.events import DocumentKind, Item, ItemsNetted, ItemsUnnetted, TaxItem
from tests.builders import (
    INVOICE,
    MARCH_1,
    MARCH_31,
    SEATS,
    SUPPORT,
    TAX,
    a_header,
    an_account,
    an_id,
    evolved,
)

LOYALTY, VOLUME, LOYALTY_TAX = map(an_id, ("loyalty", "volume", "tax of loyalty"))


def seats(*discounts: int, amount: int = 100_00) -> tuple[Item, ...]:
    """Seats with their tax, and the discounts on them; the first discount has a tax of a tenth."""
    tax = TaxItem(item_id=TAX, tax_line=1, amount_minor=amount // 10)
    ids = (LOYALTY, VOLUME)
    return (
        Item(item_id=SEATS, line=1, amount_minor=amount, tax_items=(tax,)),
        *(
            Item(
                item_id=ids[place],
                line=1,
                discount_line=place + 1,
                discounts=SEATS,
                amount_minor=minor,
                tax_items=(TaxItem(item_id=LOYALTY_TAX, tax_line=1, amount_minor=-(-minor // 10)),)
                if not place
                else (),
            )
            for place, minor in enumerate(discounts)
        ),
    )


def posting(*items: Item):
    return documents.create(DocumentKind.INVOICE, an_account(), INVOICE, a_header(), items, posts=True)


def test_posting_nets_a_discount_into_its_item_and_leaves_its_tax_its_own_balance():
    owed = evolved(invoice.evolve, None, *posting(*seats(-10_00)))

    balances = {owed.name_of(item): owed.open_minor(item) for item in owed.rows}
    assert balances == {"INV-1#1": 90_00, "INV-1#1.1": 10_00, "INV-1#1d1": 0, "INV-1#1d1.1": -1_00}
    assert owed.balance_minor == 99_00


def test_a_draft_nets_nothing():
    facts = documents.create(
        DocumentKind.INVOICE, an_account(), INVOICE, a_header(), seats(-10_00), posts=False
    )

    assert len(facts) == 1


def test_posting_without_discounts_nets_nothing_not_even_negative_items():
    items = (*seats(), Item(item_id=SUPPORT, line=2, amount_minor=-5_00))

    assert not any(isinstance(fact, ItemsNetted) for fact in posting(*items))


def test_unposting_takes_the_netting_back_on_the_same_day():
    owed = evolved(invoice.evolve, None, *posting(*seats(-10_00)))

    facts = ending.unpost(owed, {})
    draft = evolved(invoice.evolve, owed, *facts)

    assert isinstance(facts[0], ItemsUnnetted)
    assert [fact.effective_on for fact in facts] == [MARCH_1, MARCH_1]
    assert not draft.nettings and all(not draft.used_of(item).entries for item in draft.rows)


def test_a_draft_posted_on_another_day_is_netted_on_that_day():
    draft = evolved(
        invoice.evolve,
        None,
        *documents.create(
            DocumentKind.INVOICE, an_account(), INVOICE, a_header(), seats(-10_00), posts=False
        ),
    )

    facts = documents.post(draft, an_account(), document_date=None, effective_on=MARCH_31)

    assert [fact.effective_on for fact in facts] == [MARCH_31, MARCH_31]


def test_the_discounts_of_an_item_come_to_its_amount_at_most():
    posting(*seats(-40_00, -60_00))

    with pytest.raises(
        DiscountExceedsItem, match=r"the discounts of INV-1#1 come to 100\.01 GBP, its amount is 100\.00 GBP"
    ):
        posting(*seats(-40_00, -60_01))


@given(st.integers(0, 10**6), st.lists(st.integers(1, 10**6), min_size=1, max_size=2))
def test_netted_discounts_leave_every_item_between_nothing_and_its_amount(amount, discounts):
    items = seats(*(-minor for minor in discounts), amount=amount)
    if sum(discounts) > amount:
        with pytest.raises(DiscountExceedsItem):
            posting(*items)
        return
    owed = evolved(invoice.evolve, None, *posting(*items))

    assert 0 <= owed.open_minor(SEATS) == amount - sum(discounts) <= amount
    assert all(owed.open_minor(item.item_id) == 0 for item in items[1:])
    assert owed.balance_minor == owed.total_minor
