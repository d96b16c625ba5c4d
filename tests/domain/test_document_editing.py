"""Editing and taking back, decided: the order of refusals, and that an edited draft is as if created so."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settlebook.domain import credit_memo, invoice
from settlebook.domain.decisions.documents import document_editing, documents, ending
from settlebook.domain.document import rows_of
from settlebook.domain.errors import (
    AlreadyReversed,
    AmountOutOfRange,
    DiscountExceedsItem,
    ExceedsCreditable,
    ItemNotOfDocument,
    NegativeTotal,
    NoItemLeft,
    NotCanceled,
    NotDraft,
    NotEditable,
    NotMadeFromInvoice,
    NotPosted,
    PairMismatch,
    StillApplied,
    StillCredited,
    StillRefunded,
    StillSettled,
    TooEarly,
)
from settlebook.domain.events import (
    CreditMemoCanceled,
    InvoiceCanceled,
    InvoiceDeleted,
    Item,
    ItemsCredited,
    ItemsUncredited,
    SourceKind,
)
from settlebook.domain.money import MAX_MINOR
from settlebook.domain.receivable import SettledBy
from settlebook.domain.source import Lot, Refund
from tests.builders import (
    CREDIT_MEMO,
    MARCH_1,
    MARCH_2,
    MARCH_31,
    PAYMENT,
    SEATS,
    SUPPORT,
    TAX,
    a_credit_memo,
    a_debit_memo,
    a_header,
    an_account,
    an_id,
    an_invoice,
    evolved,
    items,
)

ROWS = st.dictionaries(
    st.sampled_from([SEATS, SUPPORT, an_id("setup")]), st.integers(0, 10**6), min_size=1, max_size=3
)


def credits(minor: int, source: Any = SEATS) -> tuple[Item, ...]:
    return (Item(item_id=an_id("credit"), line=1, amount_minor=minor, source_item_id=source),)


def a_memo_of(bill: Any, minor: int) -> tuple[Any, Any]:
    """A draft memo over an amount of the seats of an invoice, and the invoice with its mirror."""
    header = a_header(number="CM-1", document_date=MARCH_2, referred_invoice_id=bill.document_id)
    facts = documents.create_from_invoice(
        an_account(), bill, CREDIT_MEMO, header, credits(minor), posts=False
    )
    memo = credit_memo.evolve(None, facts[0])
    return memo, evolved(invoice.evolve, bill, *facts[1:])


@given(ROWS, ROWS)
def test_a_draft_that_was_edited_and_posted_is_as_if_it_had_been_created_so(before, after):
    draft, asked = an_invoice(before, posted=False), items(after)

    (edited,) = document_editing.edit(draft, draft.header, asked, made_from=None)
    draft = invoice.evolve(draft, edited)
    posted = evolved(
        invoice.evolve, draft, *documents.post(draft, an_account(), document_date=None, effective_on=None)
    )

    created = an_invoice(after)
    assert (posted.rows, posted.items, posted.balance_minor, posted.own_day) == (
        created.rows,
        created.items,
        created.balance_minor,
        created.own_day,
    )


@given(ROWS)
def test_unposting_and_posting_again_leaves_everything_as_it_was(amounts):
    posted = an_invoice(amounts)

    draft = evolved(invoice.evolve, posted, *ending.unpost(posted, {}))
    again = evolved(
        invoice.evolve, draft, *documents.post(draft, an_account(), document_date=None, effective_on=None)
    )

    assert again == posted and draft.own_day is None


def test_an_edit_tells_only_what_changed():
    draft = an_invoice({SEATS: 60_00, SUPPORT: 40_00}, {SUPPORT: {TAX: 1}}, posted=False)
    asked = items({SEATS: 60_00})

    (edited,) = document_editing.edit(draft, draft.header, asked, made_from=None)

    assert (edited.items, edited.removed) == ((), (SUPPORT, TAX))


@pytest.mark.parametrize(
    ("minor", "mirrors"), [(30_00, []), (40_00, [(ItemsCredited, 10_00)]), (5_00, [(ItemsUncredited, 25_00)])]
)
def test_the_mirror_on_the_invoice_follows_the_memo(minor, mirrors):
    memo, bill = a_memo_of(an_invoice({SEATS: 60_00}), 30_00)

    _, *found = document_editing.edit(memo, memo.header, credits(minor), made_from=bill)

    assert [(type(fact), fact.lines[0].amount_minor) for fact in found] == mirrors
    assert sum(evolved(invoice.evolve, bill, *found).credited.values()) == minor


def test_a_memo_may_credit_up_to_what_other_memos_leave():
    memo, bill = a_memo_of(an_invoice({SEATS: 60_00}), 30_00)
    bill = replace(bill, credited={SEATS: 40_00})  # 10.00 of it by another memo

    document_editing.edit(memo, memo.header, credits(50_00), made_from=bill)

    with pytest.raises(ExceedsCreditable, match=r"INV-1#1 has 50\.00 GBP left to credit, 50\.01"):
        document_editing.edit(memo, memo.header, credits(50_01), made_from=bill)


@pytest.mark.parametrize("status", ["Canceled", "Deleted", "Split"])
def test_what_ended_is_not_edited(status):
    ended = an_invoice({SEATS: 1}, posted=False)
    ended = replace(ended, header=ended.header.model_copy(update={"status": status, "reversed": True}))

    with pytest.raises(NotEditable, match=status):
        document_editing.require_editable(ended, as_draft=True)


def test_a_reversed_document_is_told_before_that_it_is_posted():
    posted = an_invoice({SEATS: 1})
    reversed_ = replace(posted, header=posted.header.model_copy(update={"reversed": True}))

    with pytest.raises(AlreadyReversed):
        document_editing.require_editable(reversed_, as_draft=True)
    with pytest.raises(NotDraft):
        document_editing.require_editable(posted, as_draft=True)
    document_editing.require_editable(posted, as_draft=False)


def test_edits_are_refused_in_order():
    memo, bill = a_memo_of(an_invoice({SEATS: 60_00}, {SEATS: {TAX: 1_00}}, document_date=MARCH_2), 30_00)
    applies = memo.header.model_copy(update={"auto_apply": True})
    early = memo.header.model_copy(update={"document_date": MARCH_1})

    def editing(header, rows, of=bill):
        return document_editing.edit(memo, header, rows, made_from=of)

    with pytest.raises(NotMadeFromInvoice):
        editing(applies, (), None)
    with pytest.raises(NoItemLeft):
        editing(early, ())
    with pytest.raises(TooEarly):
        editing(early, credits(60_01))
    with pytest.raises(ItemNotOfDocument):
        editing(memo.header, credits(60_01, an_id("a stranger")))
    with pytest.raises(PairMismatch):
        editing(memo.header, credits(60_01, TAX))
    with pytest.raises(ExceedsCreditable):
        editing(memo.header, credits(MAX_MINOR + 1))


def test_amounts_of_an_edit_are_refused_as_those_of_a_new_document():
    draft = an_invoice({SEATS: 1}, posted=False)
    discount = Item(item_id=SUPPORT, line=1, discount_line=1, discounts=SEATS, amount_minor=-2)

    def editing(*rows):
        return document_editing.edit(draft, draft.header, rows, made_from=None)

    with pytest.raises(AmountOutOfRange):
        editing(*items({SEATS: -MAX_MINOR - 1}))
    with pytest.raises(DiscountExceedsItem):
        editing(*items({SEATS: 1}), discount)
    with pytest.raises(NegativeTotal):
        editing(*items({SEATS: -1}))


def settled_by(document: Any, minor: int) -> Any:
    by = {PAYMENT: SettledBy(PAYMENT, SourceKind.PAYMENT, minor)}
    return replace(document, settled_by=by, credited_by={CREDIT_MEMO: {SEATS: 1}})


def test_unposting_is_refused_in_order():
    draft, posted = an_invoice({SEATS: 60_00}, posted=False), settled_by(an_invoice({SEATS: 60_00}), 60_00)
    reversed_ = replace(posted, header=posted.header.model_copy(update={"reversed": True}))
    numbers = {PAYMENT: "P-1", CREDIT_MEMO: "CM-1"}

    with pytest.raises(NotPosted):
        ending.unpost(draft, numbers)
    with pytest.raises(AlreadyReversed):
        ending.unpost(reversed_, numbers)
    with pytest.raises(StillSettled, match=r"settled by P-1 \(60\.00\), 60\.00 GBP in all"):
        ending.unpost(posted, numbers)
    with pytest.raises(StillCredited, match="CM-1 is made from INV-1"):
        ending.unpost(replace(posted, settled_by={}), numbers)


def test_a_credit_memo_is_unposted_while_nothing_of_it_is_used():
    memo = a_credit_memo({SEATS: 10_00})
    lot = Lot(an_id("application"), an_id("invoice"), memo.kind, MARCH_1, {(SEATS, SUPPORT): 4_00})
    refund = Refund(an_id("refund"), "R-1", 3_00, (), MARCH_1)
    canceled = replace(refund, status="Canceled")
    used = replace(memo, lots={lot.application_id: lot}, refunds={refund.refund_id: refund})

    with pytest.raises(StillApplied, match=r"settles 4\.00 GBP"):
        ending.unpost(used, {})
    with pytest.raises(StillRefunded, match=r"3\.00 GBP of credit memo CM-1"):
        ending.unpost(replace(used, lots={}), {})
    (unposted,) = ending.unpost(replace(used, lots={}, refunds={refund.refund_id: canceled}), {})

    draft = credit_memo.evolve(memo, unposted)
    assert draft.unapplied_minor == 0 and not draft.is_posted


def test_a_draft_is_canceled_on_the_day_it_is_given_up_not_before_its_own_date():
    (canceled,) = ending.cancel(an_invoice({SEATS: 1}, posted=False, document_date=MARCH_2), None, MARCH_31)
    (early,) = ending.cancel(a_debit_memo({SEATS: 1}, posted=False, document_date=MARCH_31), None, MARCH_1)

    assert isinstance(canceled, InvoiceCanceled)
    assert (canceled.effective_on, early.effective_on) == (MARCH_31, MARCH_31)


def test_a_canceled_memo_gives_back_what_it_credited_on_the_day_of_the_cancel():
    memo, bill = a_memo_of(an_invoice({SEATS: 60_00}), 30_00)

    canceled, mirror = ending.cancel(memo, bill, MARCH_31)

    assert isinstance(canceled, CreditMemoCanceled) and isinstance(mirror, ItemsUncredited)
    assert not invoice.evolve(bill, mirror).credited_by
    assert mirror.effective_on == canceled.effective_on == MARCH_31 > memo.header.document_date


def test_only_drafts_are_canceled_and_only_what_is_canceled_is_deleted():
    draft, posted = an_invoice({SEATS: 1}, posted=False), an_invoice({SEATS: 1})
    (canceled,) = ending.cancel(draft, None, MARCH_1)
    gone = invoice.evolve(draft, canceled)

    with pytest.raises(NotDraft):
        ending.cancel(posted, None, MARCH_1)
    with pytest.raises(NotDraft):
        ending.cancel(gone, None, MARCH_1)
    for not_canceled in (draft, posted):
        with pytest.raises(NotCanceled):
            ending.delete(not_canceled, MARCH_1)
    deleted = ending.delete(gone, MARCH_1)
    assert isinstance(deleted, InvoiceDeleted)
    with pytest.raises(NotCanceled, match="Deleted"):
        ending.delete(invoice.evolve(gone, deleted), MARCH_1)


def test_posting_a_memo_from_an_invoice_is_refused_in_order():
    memo, bill = a_memo_of(an_invoice({SEATS: 60_00}), 30_00)
    drafted, later = an_invoice({SEATS: 1}, posted=False), an_invoice({SEATS: 1}, document_date=MARCH_31)

    def posting(of, day, account=None):
        return documents.post(
            memo, account or an_account(), document_date=None, effective_on=day, made_from=of
        )

    with pytest.raises(NotPosted, match="INV-1 is Draft"):
        posting(drafted, MARCH_1)
    with pytest.raises(TooEarly, match="2024-03-31"):
        posting(later, MARCH_2)
    assert posting(bill, MARCH_1)[0].effective_on == MARCH_1
    assert rows_of(memo.items.values()) == memo.rows
