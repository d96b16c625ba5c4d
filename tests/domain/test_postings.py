"""Which money each fact moves."""

from datetime import date
from uuid import UUID

import pytest

from settlebook.domain.events import (
    EVENTS,
    AccountCreated,
    CreditApplied,
    CreditMemoPosted,
    CreditUnapplied,
    DocumentKind,
    Header,
    InvoicePosted,
    ItemsSettled,
    MirrorLine,
    PaymentApplied,
    PaymentReceived,
    PaymentUnapplied,
    PostedLine,
    RefundIssued,
    RefundLine,
    ReturnLine,
    SettlementLine,
    SourceKind,
)
from settlebook.domain.postings import Book, Leg, Posting, postings

DAY = date(2026, 3, 1)
ACCOUNT, INVOICE, PAYMENT, MEMO, ITEM, CREDIT_ITEM, LOT, OTHER = (UUID(int=n) for n in range(1, 9))
HEADER = Header(number="X", account_id=ACCOUNT, currency="USD", status="Posted", document_date=DAY)
RECEIVABLE = Leg(Book.RECEIVABLE, INVOICE, ITEM)
APPLICATION = {
    "application_id": LOT,
    "account_id": ACCOUNT,
    "document_id": INVOICE,
    "document_kind": DocumentKind.INVOICE,
    "document_account_id": ACCOUNT,
    "currency": "USD",
    "effective_on": DAY,
}


def test_a_posted_invoice_item_is_owed_and_earned():
    event = InvoicePosted(
        invoice_id=INVOICE,
        header=HEADER,
        lines=(PostedLine(item_id=ITEM, amount_minor=60_00),),
        effective_on=DAY,
    )

    assert list(postings(event)) == [Posting(RECEIVABLE, Leg(Book.REVENUE, INVOICE, ITEM), 60_00)]


def test_a_negative_line_is_the_posting_turned_round_and_a_zero_line_moves_nothing():
    lines = (PostedLine(item_id=ITEM, amount_minor=-5_00), PostedLine(item_id=OTHER, amount_minor=0))
    event = InvoicePosted(invoice_id=INVOICE, header=HEADER, lines=lines, effective_on=DAY)

    assert list(postings(event)) == [Posting(Leg(Book.REVENUE, INVOICE, ITEM), RECEIVABLE, 5_00)]


def test_a_posted_credit_memo_item_becomes_credit_on_account():
    lines = (PostedLine(item_id=CREDIT_ITEM, amount_minor=30_00),)
    event = CreditMemoPosted(credit_memo_id=MEMO, header=HEADER, lines=lines, effective_on=DAY)

    on_account = Leg(Book.ON_ACCOUNT_CREDIT, MEMO, CREDIT_ITEM)
    assert list(postings(event)) == [Posting(Leg(Book.REVENUE, MEMO, CREDIT_ITEM), on_account, 30_00)]


def test_a_payment_comes_into_the_bank_unapplied():
    event = PaymentReceived(
        payment_id=PAYMENT, number="P", account_id=ACCOUNT, currency="USD", amount_minor=9, effective_on=DAY
    )

    assert list(postings(event)) == [Posting(Leg(Book.BANK), Leg(Book.UNAPPLIED_PAYMENT, PAYMENT), 9)]


def test_unapply_is_the_posting_of_apply_turned_round():
    line = {"item_id": ITEM, "amount_minor": 60_00}
    applied = PaymentApplied(**APPLICATION, payment_id=PAYMENT, lines=(SettlementLine(**line),))
    taken_back = PaymentUnapplied(**APPLICATION, payment_id=PAYMENT, lines=(ReturnLine(**line, undoes=LOT),))

    (there,), (back,) = postings(applied), postings(taken_back)
    assert there == Posting(Leg(Book.UNAPPLIED_PAYMENT, PAYMENT), RECEIVABLE, 60_00)
    assert back == Posting(there.credit, there.debit, 60_00)


def test_a_credit_memo_settles_from_item_to_item():
    line = {"item_id": ITEM, "amount_minor": 60_00, "source_item_id": CREDIT_ITEM}
    applied = CreditApplied(**APPLICATION, credit_memo_id=MEMO, lines=(SettlementLine(**line),))
    taken_back = CreditUnapplied(**APPLICATION, credit_memo_id=MEMO, lines=(ReturnLine(**line, undoes=LOT),))

    (there,), (back,) = postings(applied), postings(taken_back)
    assert there == Posting(Leg(Book.ON_ACCOUNT_CREDIT, MEMO, CREDIT_ITEM), RECEIVABLE, 60_00)
    assert back == Posting(there.credit, there.debit, 60_00)


@pytest.mark.parametrize(
    ("kind", "item", "book"),
    [
        (SourceKind.PAYMENT, None, Book.UNAPPLIED_PAYMENT),
        (SourceKind.CREDIT_MEMO, CREDIT_ITEM, Book.ON_ACCOUNT_CREDIT),
    ],
)
def test_a_refund_leaves_the_bank_out_of_what_was_unapplied(kind, item, book):
    event = RefundIssued(
        refund_id=LOT,
        number="R",
        source_id=PAYMENT,
        source_kind=kind,
        account_id=ACCOUNT,
        currency="USD",
        amount_minor=7,
        lines=(RefundLine(amount_minor=7, source_item_id=item),),
        effective_on=DAY,
    )

    assert list(postings(event)) == [Posting(Leg(book, PAYMENT, item), Leg(Book.BANK), 7)]


def test_mirrors_and_openings_move_no_money():
    mirror = ItemsSettled(
        application_id=LOT,
        document_id=INVOICE,
        document_kind=DocumentKind.INVOICE,
        account_id=ACCOUNT,
        source_id=PAYMENT,
        source_kind=SourceKind.PAYMENT,
        lines=(MirrorLine(item_id=ITEM, amount_minor=1),),
        effective_on=DAY,
    )
    opened = AccountCreated(account_id=ACCOUNT, number="A", currency="USD", status="Active", effective_on=DAY)

    assert list(postings(mirror)) == list(postings(opened)) == []


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS.keys())
def test_every_fact_in_the_catalogue_has_a_posting_rule(event):
    ids = dict.fromkeys((event.STREAM, "payment_id", "to_payment_id", "document_id"), PAYMENT)
    empty = event.model_construct(lines=(), amount_minor=1, source_kind=SourceKind.PAYMENT, **ids)

    assert all(posting.amount_minor == 1 for posting in postings(empty))
