"""Documents are drafted and posted: what each refuses, in which order, and what it says."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settlebook.domain import credit_memo, invoice
from settlebook.domain.decisions.documents import documents
from settlebook.domain.errors import (
    AccountClosed,
    AmountOutOfRange,
    DiscountExceedsItem,
    NegativeTotal,
    NotDraft,
    TaxExceedsAmount,
)
from settlebook.domain.events import DocumentKind, Item
from settlebook.domain.money import MAX_MINOR
from tests.builders import (
    ACCOUNT,
    CREDIT_MEMO,
    INVOICE,
    MARCH_1,
    MARCH_2,
    MARCH_3,
    MARCH_31,
    SEATS,
    SUPPORT,
    TAX,
    a_credit_memo,
    a_header,
    an_account,
    an_invoice,
    evolved,
    items,
)


def creating(account=None, header=None, rows=None, posts=True):
    header, rows = header or a_header(), rows or items({SEATS: 60_00})
    return documents.create(DocumentKind.INVOICE, account or an_account(), INVOICE, header, rows, posts=posts)


def test_a_draft_is_owed_by_nobody_until_it_is_posted():
    (created,) = creating(posts=False)

    drafted = invoice.evolve(None, created)

    assert not drafted.is_posted and drafted.own_day is None


def test_a_posted_invoice_is_owed_row_by_row_from_its_own_date_on():
    created, posted = creating(rows=items({SEATS: 60_00, SUPPORT: -5_00}, {SEATS: {TAX: 12_00}}))

    owed = evolved(invoice.evolve, None, created, posted)

    assert [(line.item_id, line.amount_minor) for line in posted.lines] == [
        (SEATS, 60_00),
        (TAX, 12_00),
        (SUPPORT, -5_00),
    ]
    assert (owed.is_posted, owed.own_day, owed.balance_minor) == (True, MARCH_1, 67_00)


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_kind_of_document_is_created_and_posted_on_its_own_stream(kind):
    facts = documents.create(kind, an_account(), INVOICE, a_header(), items({SEATS: 1}), posts=True)

    assert [fact.stream_id for fact in facts] == [INVOICE, INVOICE]
    assert [fact.header.status for fact in facts] == ["Draft", "Posted"]
    assert [fact.TOPIC.split(".")[0] for fact in facts] == [kind.value, kind.value]


def test_a_credit_memo_is_all_unapplied_once_it_is_posted():
    memo = a_credit_memo({SEATS: 30_00}, {SEATS: {TAX: 3_00}})

    assert memo.unapplied_minor == 33_00
    assert memo.unapplied_of(TAX).at(MARCH_1) == 3_00


@pytest.mark.parametrize("status", ["Draft", "Canceled"])
def test_an_account_that_is_not_active_gets_no_documents(status):
    with pytest.raises(AccountClosed, match=f"account A-1 is {status}"):
        creating(account=an_account(status=status))


def test_a_document_may_be_in_another_currency_than_its_account():
    created, _ = creating(header=a_header(currency="EUR"))

    assert invoice.evolve(None, created).currency == "EUR"


@pytest.mark.parametrize("total", [0, 1])
def test_a_total_may_be_zero(total):
    created, _ = creating(rows=items({SEATS: 5_00, SUPPORT: total - 5_00}))

    assert invoice.evolve(None, created).total_minor == total


def test_a_total_below_zero_is_refused_with_the_way_to_record_a_credit_memo():
    with pytest.raises(NegativeTotal, match=r"INV-1 adds up to -0\.01 GBP.*credit-memo\.create with .*ch"):
        creating(rows=items({SEATS: 5_00, SUPPORT: -5_01}))


def test_a_document_holds_no_more_than_the_largest_amount_over_all_its_rows():
    creating(rows=items({SEATS: MAX_MINOR - 1, SUPPORT: 1}))

    with pytest.raises(AmountOutOfRange):
        creating(rows=items({SEATS: MAX_MINOR, SUPPORT: -1}))


def test_the_account_is_looked_at_first_then_the_amounts_then_discounts_then_the_total():
    closed = an_account(status="Draft")
    too_large, negative = items({SEATS: -MAX_MINOR, SUPPORT: -1}), items({SEATS: -1})
    discounted = (*negative, Item(item_id=SUPPORT, line=1, discount_line=1, discounts=SEATS, amount_minor=-1))

    with pytest.raises(AccountClosed):
        creating(closed, None, too_large)
    with pytest.raises(AmountOutOfRange):
        creating(None, None, too_large)
    with pytest.raises(DiscountExceedsItem):
        creating(None, None, discounted)
    with pytest.raises(NegativeTotal):
        creating(None, None, negative)


def test_posting_a_draft_takes_effect_on_its_own_date():
    draft = an_invoice({SEATS: 60_00}, posted=False)

    (posted,) = documents.post(draft, an_account(), document_date=None, effective_on=None)

    assert (posted.effective_on, posted.header.document_date) == (MARCH_1, MARCH_1)


def test_posting_may_name_another_day_and_leaves_the_documents_date_as_it_is():
    draft = an_invoice({SEATS: 60_00}, posted=False)

    (posted,) = documents.post(draft, an_account(), document_date=None, effective_on=MARCH_31)

    assert (posted.effective_on, posted.header.document_date) == (MARCH_31, MARCH_1)
    assert invoice.evolve(draft, posted).own_day == MARCH_31


def test_posting_may_change_the_documents_date_which_then_is_its_own_day():
    draft = a_credit_memo({SEATS: 60_00}, posted=False)

    (posted,) = documents.post(draft, an_account(), document_date=MARCH_2, effective_on=None)

    assert posted.credit_memo_id == CREDIT_MEMO
    assert credit_memo.evolve(draft, posted).header.document_date == MARCH_2 == posted.effective_on


@pytest.mark.parametrize(
    ("due", "becomes"), [(MARCH_1, MARCH_3), (MARCH_2, MARCH_3), (MARCH_3, MARCH_3), (MARCH_31, MARCH_31)]
)
def test_a_due_date_is_never_before_the_date_that_posting_gives_a_document(due, becomes):
    draft = an_invoice({SEATS: 60_00}, posted=False, due_date=due)

    (posted,) = documents.post(draft, an_account(), document_date=MARCH_3, effective_on=None)

    assert (posted.header.document_date, posted.header.due_date) == (MARCH_3, becomes)


def test_what_is_posted_cannot_be_posted_again_whatever_its_account():
    with pytest.raises(NotDraft, match="INV-1 is Posted"):
        documents.post(
            an_invoice({SEATS: 1}), an_account(status="Draft"), document_date=None, effective_on=None
        )


def test_nothing_is_posted_for_an_account_that_is_not_active():
    draft = an_invoice({SEATS: 1}, posted=False)

    with pytest.raises(AccountClosed):
        documents.post(draft, an_account(status="Canceled"), document_date=None, effective_on=None)


@given(st.integers(-MAX_MINOR, MAX_MINOR), st.integers(-MAX_MINOR, MAX_MINOR))
def test_a_tax_inclusive_amount_is_its_own_amount_and_its_tax_or_refused(amount, tax):
    try:
        own = documents.own_minor("INV-1#1", amount, tax, "TaxInclusive", "GBP")
    except TaxExceedsAmount as refusal:
        assert abs(tax) > abs(amount)
        assert (refusal.asked.minor, refusal.available.minor) == (tax, amount)
    else:
        assert own + tax == amount


@given(st.integers(), st.integers())
def test_under_tax_exclusive_an_item_is_its_amount_whatever_its_tax(amount, tax):
    assert documents.own_minor("INV-1#1", amount, tax, "TaxExclusive", "GBP") == amount


def test_a_header_names_its_account_in_every_fact():
    created, posted = creating(header=a_header(due_date=date(2024, 4, 1)))

    assert {created.header.account_id, posted.header.account_id} == {ACCOUNT}
    assert posted.header.due_date == date(2024, 4, 1)
