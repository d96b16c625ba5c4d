"""A draft invoice is split row by row: the parts of every row add up to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settlebook.domain import invoice
from settlebook.domain.decisions.documents import documents, splitting
from settlebook.domain.decisions.documents.documents import require_amounts
from settlebook.domain.document import rows_of
from settlebook.domain.errors import AccountClosed, NotDraft, SplitBelowZero
from settlebook.domain.events import DocumentKind, InvoiceCreated, InvoiceSplit, Item, TaxItem
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
    an_invoice,
    evolved,
    items,
)

LOYALTY, LOYALTY_TAX = map(an_id, ("loyalty", "tax of loyalty"))


def parts(*weights):
    return [
        splitting.Part(
            an_id(f"part {place}"),
            f"INV-1-{place}",
            weight,
            MARCH_1,
            MARCH_31,
            lambda row, place=place: an_id(f"{row} in {place}"),
        )
        for place, weight in enumerate(weights, 1)
    ]


def drafted(rows):
    facts = documents.create(DocumentKind.INVOICE, an_account(), INVOICE, a_header(), rows, posts=False)
    return evolved(invoice.evolve, None, *facts)


def test_the_parts_have_the_lines_of_the_invoice_and_stand_for_it():
    draft = drafted(items({SEATS: 60_00, SUPPORT: 40_00}, {SEATS: {TAX: 12_01}}))

    first, second, mark = splitting.split(draft, an_account(), parts(50, 50), MARCH_31)

    assert isinstance(first, InvoiceCreated) and isinstance(mark, InvoiceSplit)
    amounts = [[row.amount_minor for row in rows_of(part.items).values()] for part in (first, second)]
    assert amounts == [[30_00, 6_01, 20_00], [30_00, 6_00, 20_00]]
    assert first.header.split_from == INVOICE and first.header.due_date == MARCH_31
    assert mark.into == (first.invoice_id, second.invoice_id)
    assert invoice.evolve(draft, mark).header.status == "Split"


@given(
    st.integers(0, 10**6),
    st.integers(0, 10**5),
    st.integers(0, 10**6),
    st.integers(0, 10**4),
    st.integers(-(10**5), 10**5),
    st.lists(st.integers(1, 10_000), min_size=2, max_size=9),
)
def test_the_parts_of_every_row_add_up_and_no_discount_exceeds_its_item(
    amount, tax, discount, discount_tax, other, weights
):
    discount = min(discount, amount)
    rows = (
        Item(
            item_id=SEATS,
            line=1,
            amount_minor=amount,
            tax_items=(TaxItem(item_id=TAX, tax_line=1, amount_minor=tax),),
        ),
        Item(
            item_id=LOYALTY,
            line=1,
            discount_line=1,
            discounts=SEATS,
            amount_minor=-discount,
            tax_items=(TaxItem(item_id=LOYALTY_TAX, tax_line=1, amount_minor=-discount_tax),),
        ),
        Item(item_id=SUPPORT, line=2, amount_minor=max(other, discount + discount_tax - amount - tax)),
    )
    draft = drafted(rows)
    try:
        *made, _ = splitting.split(draft, an_account(), parts(*weights), MARCH_1)
    except SplitBelowZero as refusal:
        assert refusal.asked.minor < 0
        return

    for place, row in enumerate(draft.rows.values()):
        shares = [list(rows_of(part.items).values())[place] for part in made]
        assert sum(share.amount_minor for share in shares) == row.amount_minor
        assert {(share.line, share.tax_line, share.discount_line) for share in shares} == {
            (row.line, row.tax_line, row.discount_line)
        }
    for part in made:
        require_amounts(part.header, rows_of(part.items).values())


def test_a_part_below_zero_is_refused_with_its_place():
    draft = drafted(items({SEATS: 11, SUPPORT: -10}))

    with pytest.raises(SplitBelowZero, match=r"part 3 of INV-1 would add up to -0\.01 GBP"):
        splitting.split(draft, an_account(), parts(6, 6, 2), MARCH_1)


def test_only_drafts_of_active_accounts_are_split_in_this_order():
    posted, closed = an_invoice({SEATS: 1}), an_account(status="Draft")

    with pytest.raises(NotDraft):
        splitting.split(posted, closed, parts(1, 1), MARCH_1)
    with pytest.raises(AccountClosed):
        splitting.split(drafted(items({SEATS: 11, SUPPORT: -10})), closed, parts(6, 6, 2), MARCH_1)
