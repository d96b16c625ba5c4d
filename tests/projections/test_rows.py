"""Every fact becomes the journal rows that its read models need."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from settlebook.domain.allocation import Policy
from settlebook.domain.events import (
    EVENTS,
    AccountCreated,
    CreditApplied,
    CreditedLine,
    CreditMemoCreated,
    CreditMemoPosted,
    CreditUnapplied,
    DebitMemoCreated,
    DebitMemoPosted,
    DocumentKind,
    Event,
    InvoiceCreated,
    InvoicePosted,
    ItemsCredited,
    ItemsSettled,
    ItemsUnsettled,
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
from settlebook.domain.ids import derived_id
from settlebook.projecting.journal.rows import journal_page
from settlebook.projecting.journal.stored import Stored
from settlebook.projecting.journal.tables import JournalPage, PostingRow
from tests.builders import (
    ACCOUNT,
    CREDIT_MEMO,
    INVOICE,
    MARCH_1,
    MARCH_2,
    PAYMENT,
    SEATS,
    SUPPORT,
    TAX,
    a_header,
    an_id,
    items,
)

COMMAND, RECORDED = uuid4(), datetime(2024, 3, 9, tzinfo=UTC)
APPLICATION, EARLIER, REFUND, CREDIT = map(an_id, ("application", "earlier", "refund", "credited seats"))
PARENT = an_id("the parent account, which owes")
HEADER, POSTED = a_header(), a_header(status="Posted")
LINES = (PostedLine(item_id=SEATS, amount_minor=60_00), PostedLine(item_id=TAX, amount_minor=-12_00))
SETTLED = {
    "application_id": APPLICATION,
    "account_id": ACCOUNT,
    "document_id": INVOICE,
    "document_kind": DocumentKind.INVOICE,
    "document_account_id": PARENT,
    "currency": "GBP",
    "effective_on": MARCH_2,
}
MIRROR = {
    "application_id": APPLICATION,
    "document_id": INVOICE,
    "document_kind": DocumentKind.INVOICE,
    "account_id": PARENT,
    "source_id": PAYMENT,
    "source_kind": SourceKind.PAYMENT,
    "lines": (MirrorLine(item_id=SEATS, amount_minor=5),),
    "effective_on": MARCH_2,
}
OF_ITEM, OF_PAIR = (
    (SettlementLine(item_id=SEATS, amount_minor=5),),
    (SettlementLine(item_id=SEATS, amount_minor=5, source_item_id=CREDIT),),
)
BACK, PAIR_BACK = (
    (ReturnLine(item_id=SEATS, amount_minor=5, undoes=EARLIER),),
    (ReturnLine(item_id=SEATS, amount_minor=5, undoes=EARLIER, source_item_id=CREDIT),),
)


def a_refund(kind: SourceKind, source_id: UUID, row: UUID | None) -> RefundIssued:
    return RefundIssued(
        refund_id=REFUND,
        number="R-1",
        source_id=source_id,
        source_kind=kind,
        account_id=ACCOUNT,
        currency="GBP",
        amount_minor=5,
        lines=(RefundLine(amount_minor=5, source_item_id=row),),
        effective_on=MARCH_2,
    )


FACTS: list[Event] = [
    AccountCreated(account_id=ACCOUNT, number="A-1", currency="GBP", status="Active", effective_on=MARCH_1),
    InvoiceCreated(
        invoice_id=INVOICE,
        header=HEADER,
        items=items({SEATS: 60_00}, {SEATS: {TAX: 12_00}}),
        effective_on=MARCH_1,
    ),
    InvoicePosted(invoice_id=INVOICE, header=POSTED, lines=LINES, effective_on=MARCH_1),
    DebitMemoCreated(debit_memo_id=INVOICE, header=HEADER, items=items({SEATS: 1}), effective_on=MARCH_1),
    DebitMemoPosted(debit_memo_id=INVOICE, header=POSTED, lines=LINES, effective_on=MARCH_1),
    CreditMemoCreated(
        credit_memo_id=CREDIT_MEMO, header=HEADER, items=items({CREDIT: 1}), effective_on=MARCH_1
    ),
    CreditMemoPosted(credit_memo_id=CREDIT_MEMO, header=POSTED, lines=LINES, effective_on=MARCH_1),
    ItemsCredited(
        invoice_id=INVOICE,
        account_id=ACCOUNT,
        credit_memo_id=CREDIT_MEMO,
        lines=(CreditedLine(item_id=SEATS, amount_minor=3), CreditedLine(item_id=TAX, amount_minor=1)),
        effective_on=MARCH_1,
    ),
    PaymentReceived(
        payment_id=PAYMENT,
        number="P-1",
        account_id=ACCOUNT,
        currency="GBP",
        amount_minor=100,
        effective_on=MARCH_1,
    ),
    PaymentApplied(**SETTLED, payment_id=PAYMENT, lines=OF_ITEM, policy=Policy(name="fifo", version=1)),
    PaymentUnapplied(**SETTLED, payment_id=PAYMENT, lines=BACK),
    CreditApplied(**SETTLED, credit_memo_id=CREDIT_MEMO, lines=OF_PAIR),
    CreditUnapplied(**SETTLED, credit_memo_id=CREDIT_MEMO, lines=PAIR_BACK),
    a_refund(SourceKind.PAYMENT, PAYMENT, None),
    ItemsSettled(**MIRROR),
    ItemsUnsettled(**MIRROR),
]


SAMPLES = Path(__file__).parents[1] / "ledger" / "samples"
TOLD = {fact.TOPIC for fact in FACTS}
FACTS += [
    kind.model_validate_json((SAMPLES / f"{topic}.json").read_text("utf-8"))
    for topic, kind in EVENTS.items()
    if topic not in TOLD
]


def rows_of(fact: Event) -> JournalPage:
    return journal_page([Stored("main", 7, RECORDED, COMMAND, "clerk", fact)])


def fact_of(kind: type[Event]) -> Event:
    return next(fact for fact in FACTS if isinstance(fact, kind))


def postings_of(fact: Event) -> list[PostingRow]:
    return rows_of(fact).journal_posting


def test_every_fact_of_the_catalogue_has_its_rows():
    assert {fact.TOPIC for fact in FACTS} == set(EVENTS)

    for fact in FACTS:
        (row,) = rows_of(fact).journal_fact
        assert row == ("main", 7, fact.TOPIC, fact.stream_id, fact.effective_on, RECORDED, COMMAND, "clerk")


def test_a_fact_that_nobody_knows_is_our_mistake():
    class Stranger(Event):
        TOPIC = "stranger.v1"
        STREAM = "stranger_id"
        stranger_id: UUID

    with pytest.raises(AssertionError, match="Stranger"):
        rows_of(Stranger(stranger_id=ACCOUNT, effective_on=MARCH_1))


def test_a_draft_has_a_header_and_rows_but_no_postings():
    page = rows_of(fact_of(InvoiceCreated))

    assert [(row.fact, row.kind, row.status) for row in page.journal_document] == [
        ("created", "invoice", "Draft")
    ]
    assert [(row.line, row.item_id, row.item_line, row.tax_line) for row in page.journal_item] == [
        (1, SEATS, 1, None),
        (2, TAX, 1, 1),
    ]
    assert [(row.amount_minor, row.tax_minor, row.parent_id) for row in page.journal_item] == [
        (60_00, 12_00, None),
        (12_00, 0, SEATS),
    ]
    assert page.journal_posting == []


def test_only_rows_of_credit_memos_have_an_unapplied_part_item():
    (invoice_row, _), (credit_row,) = (
        rows_of(fact_of(kind)).journal_item for kind in (InvoiceCreated, CreditMemoCreated)
    )

    assert invoice_row.unapplied_part_item_id is None
    assert credit_row.unapplied_part_item_id == derived_id(
        "main", "part-item", CREDIT_MEMO, "unapplied", CREDIT
    )


@pytest.mark.parametrize(
    ("kind", "document_kind", "book"),
    [(InvoicePosted, "invoice", "receivable"), (DebitMemoPosted, "debit_memo", "receivable")],
)
def test_posting_a_receivable_debits_it_and_a_negative_line_turns_the_posting_round(
    kind: type[Event], document_kind: str, book: str
):
    positive, negative = postings_of(fact_of(kind))

    assert (positive.debit_book, positive.debit_item_id, positive.amount_minor) == (book, SEATS, 60_00)
    assert (negative.credit_book, negative.credit_item_id, negative.amount_minor) == (book, TAX, 12_00)
    assert {positive.debit_document_kind, positive.credit_document_kind} == {document_kind}


def test_posting_a_credit_memo_credits_it():
    first, _ = postings_of(fact_of(CreditMemoPosted))

    assert (first.kind, first.debit_book, first.credit_book) == ("post", "revenue", "on_account_credit")
    assert (first.credit_document_kind, first.credit_document_id) == ("credit_memo", CREDIT_MEMO)


def test_credited_rows_are_kept_without_a_posting():
    page = rows_of(fact_of(ItemsCredited))

    assert [(row.item_id, row.amount_minor) for row in page.journal_credited] == [(SEATS, 3), (TAX, 1)]
    assert page.journal_posting == []


def test_a_payment_moves_money_from_the_bank_and_knows_its_unapplied_part():
    page = rows_of(fact_of(PaymentReceived))

    assert page.journal_payment[0].unapplied_part_id == derived_id("main", "part", PAYMENT, "unapplied")
    (row,) = page.journal_posting
    assert (row.kind, row.debit_book, row.credit_book) == ("receive", "bank", "unapplied_payment")
    assert (row.debit_document_kind, row.credit_document_kind) == (None, "payment")


@pytest.mark.parametrize("kind", [PaymentApplied, CreditApplied])
def test_a_settlement_takes_from_whose_money_it_is_and_pays_for_whose_debt_it_is(kind: type[Event]):
    (row,) = postings_of(fact_of(kind))

    assert (row.debit_account_id, row.credit_account_id) == (ACCOUNT, PARENT)


def test_an_application_names_its_policy_and_its_part():
    page = rows_of(fact_of(PaymentApplied))

    (application,) = page.journal_application
    assert (application.kind, application.source_kind, application.amount_minor) == ("apply", "payment", 5)
    assert (application.policy_name, application.policy_version) == ("fifo", 1)
    (row,) = page.journal_posting
    assert (row.debit_document_id, row.credit_item_id, row.undoes) == (PAYMENT, SEATS, None)
    assert row.part_id == application.part_id == derived_id("main", "part", PAYMENT, INVOICE)
    assert row.part_item_id == derived_id("main", "part-item", PAYMENT, INVOICE, "", SEATS)
    assert row.application_item_id == derived_id("main", "application-item", APPLICATION, "", "", SEATS)


def test_taking_back_turns_the_posting_round_and_moves_the_same_part_item():
    (applied,), (back,) = postings_of(fact_of(PaymentApplied)), postings_of(fact_of(PaymentUnapplied))

    assert (back.kind, back.undoes, back.part_item_id) == ("unapply", EARLIER, applied.part_item_id)
    assert (back.debit_book, back.credit_book) == (applied.credit_book, applied.debit_book)
    assert back.application_item_id == derived_id("main", "application-item", APPLICATION, EARLIER, "", SEATS)


def test_a_credit_joins_the_row_it_comes_from_and_the_row_it_settles():
    (applied,), (back,) = postings_of(fact_of(CreditApplied)), postings_of(fact_of(CreditUnapplied))

    assert (applied.debit_item_id, applied.credit_item_id) == (CREDIT, SEATS)
    assert (back.debit_item_id, back.credit_item_id) == (SEATS, CREDIT)
    assert applied.part_item_id == back.part_item_id
    assert applied.part_item_id == derived_id("main", "part-item", CREDIT_MEMO, INVOICE, CREDIT, SEATS)


def test_a_payments_refund_has_an_application_item_but_no_part_item():
    page = rows_of(a_refund(SourceKind.PAYMENT, PAYMENT, None))

    (refund,), (row,) = page.journal_refund, page.journal_posting
    assert refund.part_id == row.part_id == derived_id("main", "refund-part", REFUND)
    assert (row.debit_book, row.credit_book, row.part_item_id) == ("unapplied_payment", "bank", None)
    assert row.application_item_id == derived_id("main", "refund-application-item", REFUND, "")


def test_a_credit_memos_refund_has_a_part_item_for_each_row():
    (row,) = postings_of(a_refund(SourceKind.CREDIT_MEMO, CREDIT_MEMO, SUPPORT))

    assert (row.debit_book, row.debit_item_id) == ("on_account_credit", SUPPORT)
    assert row.part_item_id == derived_id("main", "refund-part-item", REFUND, SUPPORT)


@pytest.mark.parametrize("kind", [ItemsSettled, ItemsUnsettled])
def test_a_mirror_moves_nothing(kind: type[Event]):
    page = rows_of(fact_of(kind))

    assert not any(getattr(page, table) for table in page.__slots__ if table != "journal_fact")
