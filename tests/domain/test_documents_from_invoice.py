"""A credit memo made from an invoice credits no more than was billed, row by row."""

import pytest

from settlebook.domain import credit_memo, invoice
from settlebook.domain.decisions.documents import documents
from settlebook.domain.decisions.documents.crediting import credited_tax
from settlebook.domain.errors import (
    AccountClosed,
    CurrencyMismatch,
    ExceedsCreditable,
    ItemNotOfDocument,
    NoSuchTax,
    NotPosted,
    PairMismatch,
    TooEarly,
)
from settlebook.domain.events import Item, ItemsCredited, TaxItem
from tests.builders import (
    CREDIT_MEMO,
    INVOICE,
    MARCH_1,
    MARCH_2,
    SEATS,
    SUPPORT,
    TAX,
    a_header,
    an_account,
    an_id,
    an_invoice,
    evolved,
)


def billed(**changes):
    return an_invoice({SEATS: 60_00, SUPPORT: 40_00}, {SEATS: {TAX: 12_00}}, **changes)


def credits(*amounts, taxes=()):
    """Memo items with the row each credits; taxes stand on the first."""
    return tuple(
        Item(
            item_id=an_id(f"credit {line}"),
            line=line,
            amount_minor=minor,
            source_item_id=source,
            tax_items=tuple(
                TaxItem(
                    item_id=an_id(f"credit tax {number}"),
                    tax_line=number,
                    amount_minor=tax,
                    source_item_id=of,
                )
                for number, (of, tax) in enumerate(taxes, 1)
            )
            if line == 1
            else (),
        )
        for line, (source, minor) in enumerate(amounts, 1)
    )


def creating(rows, of=None, account=None, posts=False, **header):
    head = a_header(**({"number": "CM-1", "document_date": MARCH_2, "referred_invoice_id": INVOICE} | header))
    return documents.create_from_invoice(
        account or an_account(), of or billed(), CREDIT_MEMO, head, rows, posts=posts
    )


def test_a_memo_from_an_invoice_leaves_a_mirror_on_it_and_moves_no_money_there():
    bill = billed()

    created, mirror = creating(credits((SEATS, 10_00), taxes=[(TAX, 2_00)]), bill)

    memo, after = credit_memo.evolve(None, created), invoice.evolve(bill, mirror)
    assert memo.header.referred_invoice_id == INVOICE
    assert after.credited == {SEATS: 10_00, TAX: 2_00}
    assert after.balance_minor == bill.balance_minor


def test_it_may_be_posted_at_once():
    facts = creating(credits((SEATS, 10_00)), posts=True)

    memo = evolved(credit_memo.evolve, None, facts[0], facts[2])

    assert isinstance(facts[1], ItemsCredited)
    assert memo.unapplied_minor == 10_00


def test_several_memo_items_may_credit_one_invoice_item_up_to_what_was_billed():
    _, mirror = creating(credits((SEATS, 20_00), (SEATS, 40_00)))

    assert [(line.item_id, line.amount_minor) for line in mirror.lines] == [(SEATS, 60_00)]


def test_crediting_more_than_is_left_is_refused_over_all_memos():
    bill = billed()
    _, mirror = creating(credits((SEATS, 20_00)), bill)
    after = invoice.evolve(bill, mirror)

    creating(credits((SEATS, 40_00)), after)

    with pytest.raises(
        ExceedsCreditable, match=r"INV-1#1 has 40\.00 GBP left to credit, 40\.01 GBP was asked"
    ):
        creating(credits((SEATS, 40_01)), after)


def test_an_item_of_zero_may_carry_a_tax():
    _, mirror = creating(credits((SEATS, 0), taxes=[(TAX, 12_00)]))

    assert [line.item_id for line in mirror.lines] == [TAX]


def test_a_memo_of_nothing_leaves_no_mirror():
    assert len(creating(credits((SEATS, 0)))) == 1


def test_an_item_credits_an_item_and_a_tax_item_a_tax_item():
    with pytest.raises(PairMismatch, match=r"CM-1#1 and INV-1#1\.1"):
        creating(credits((TAX, 1)))
    with pytest.raises(PairMismatch, match=r"CM-1#1\.1 and INV-1#2"):
        creating(credits((SEATS, 1), taxes=[(SUPPORT, 1)]))


def test_nothing_is_credited_before_it_was_billed():
    of = billed(document_date=MARCH_2)

    with pytest.raises(TooEarly) as refused:
        creating(credits((SEATS, 10_00)), of, document_date=MARCH_1)

    assert (refused.value.asked, refused.value.first_day) == (MARCH_1, MARCH_2)
    assert creating(credits((SEATS, 10_00)), of, document_date=MARCH_2)


def test_what_is_refused_is_refused_in_order():
    draft, stranger = billed(posted=False), an_id("an item of another invoice")
    closed = an_account(status="Draft")
    wrong = credits((SEATS, 60_01), (stranger, 1))

    with pytest.raises(AccountClosed):
        creating(wrong, draft, closed, currency="EUR")
    with pytest.raises(NotPosted):
        creating(wrong, draft, currency="EUR")
    with pytest.raises(CurrencyMismatch):
        creating(wrong, currency="EUR")
    with pytest.raises(ExceedsCreditable):
        creating(wrong)
    with pytest.raises(ItemNotOfDocument):
        creating(credits((stranger, 60_01), (SEATS, 60_01)))


def taxed(**rates):
    """An invoice item with taxes by name, all of one jurisdiction."""
    taxes = tuple(
        TaxItem(
            item_id=an_id(name),
            tax_line=line,
            amount_minor=1_00,
            details={"name": name, "taxRate": rate, "jurisdiction": "UK"},
        )
        for line, (name, rate) in enumerate(rates.items(), 1)
    )
    rows = (Item(item_id=SEATS, line=1, amount_minor=10_00, tax_items=taxes),)
    facts = documents.create(billed().kind, an_account(), INVOICE, a_header(), rows, posts=True)
    return evolved(invoice.evolve, None, *facts)


def test_a_tax_is_found_by_what_it_is_called():
    assert credited_tax(taxed(VAT="0.20", Duty="0.05"), SEATS, {"name": "Duty"}) == an_id("Duty")


def test_a_rate_is_the_same_number_however_it_is_written():
    assert credited_tax(taxed(VAT="0.20", Duty="0.05"), SEATS, {"taxRate": "0.2"}) == an_id("VAT")


@pytest.mark.parametrize(("details", "found"), [({"name": "GST"}, 0), ({"jurisdiction": "UK"}, 2), ({}, 2)])
def test_a_tax_that_is_not_one_of_the_items_own_is_refused(details, found):
    with pytest.raises(NoSuchTax) as caught:
        credited_tax(taxed(VAT="0.20", Duty="0.05"), SEATS, details)

    assert caught.value.found == found
