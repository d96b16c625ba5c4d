"""The plan of a run: oldest first, no more than anything has on any day, nothing left that could be done."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from settlebook.domain import invoice, payment
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.rules.asked import AskedDocument
from settlebook.domain.decisions.settling import settling_up
from settlebook.domain.decisions.settling.settling_up import Step, Wishes
from settlebook.domain.decisions.settling.spreading import rule_of
from settlebook.domain.decisions.sources import credit_memos, payments
from settlebook.domain.events import DocumentKind, PaymentApplied
from settlebook.domain.payment import Payment
from settlebook.domain.receivable import Receivable
from settlebook.domain.settleable import Settleable
from tests.builders import (
    MARCH_1,
    MARCH_2,
    MARCH_3,
    MARCH_31,
    SEATS,
    SUPPORT,
    a_credit_memo,
    a_debit_memo,
    a_payment,
    an_id,
    an_invoice,
    new_ids,
)

DAYS = st.sampled_from([MARCH_1, MARCH_2, MARCH_3])
AMOUNTS = st.integers(1, 30)


def numbers_of(steps: tuple[Step, ...]) -> list[tuple[str, str, int]]:
    return [
        (step.source.number, share.document.number, share.amount_minor)
        for step in steps
        for share in step.shares
    ]


def billed(number: str, minor: int, *, due: date | None = None, day: date = MARCH_1) -> Receivable:
    return an_invoice(
        {an_id(f"{number} item"): minor},
        invoice_id=an_id(number),
        number=number,
        document_date=day,
        due_date=due,
    )


def test_nothing_open_is_planned_as_nothing():
    assert settling_up.plan(Settleable(), Wishes(MARCH_31)) == ()
    assert settling_up.plan(Settleable(payments=(a_payment(5_00),)), Wishes(MARCH_31)) == ()


def test_a_document_without_a_due_day_is_due_on_its_date():
    open_ = Settleable(
        (billed("LATER", 5, due=MARCH_3), billed("NO-DUE", 5, day=MARCH_2)), payments=(a_payment(10),)
    )

    assert numbers_of(settling_up.plan(open_, Wishes(MARCH_31))) == [
        ("P-1", "NO-DUE", 5),
        ("P-1", "LATER", 5),
    ]
    assert numbers_of(settling_up.plan(open_, Wishes(MARCH_31, due_on_or_before=MARCH_2))) == [
        ("P-1", "NO-DUE", 5)
    ]


def test_each_currency_is_settled_on_its_own():
    pounds = billed("GBP-1", 10)
    yen = an_invoice({SEATS: 10}, invoice_id=an_id("JPY-1"), number="JPY-1", currency="JPY")
    open_ = Settleable((pounds, yen), payments=(a_payment(7), a_payment(5, number="P-2", currency="JPY")))

    assert numbers_of(settling_up.plan(open_, Wishes(MARCH_31))) == [("P-1", "GBP-1", 7), ("P-2", "JPY-1", 5)]
    assert numbers_of(settling_up.plan(open_, Wishes(MARCH_31, currency="JPY"))) == [("P-2", "JPY-1", 5)]


def test_what_is_reserved_reversed_or_excluded_takes_no_part():
    reversed_ = billed("REVERSED", 10)
    reversed_ = replace(reversed_, header=reversed_.header.model_copy(update={"reversed": True}))
    excluded = a_credit_memo({SEATS: 10}, details={"excludeFromAutoApplyRules": True})
    open_ = Settleable(
        (reversed_, billed("INV-1", 10)),
        (excluded,),
        (
            a_payment(5, number="PRE", prepayment=True),
            a_payment(5, number="ALONE", standalone=True),
            a_payment(5, number="P-1"),
        ),
    )

    assert numbers_of(settling_up.plan(open_, Wishes(MARCH_31))) == [("P-1", "INV-1", 5)]


def test_kinds_that_are_not_asked_for_are_left_open():
    memo = a_debit_memo({SUPPORT: 10})
    open_ = Settleable((billed("INV-1", 10), memo), payments=(a_payment(20),))

    wishes = Wishes(MARCH_31, kinds=frozenset({DocumentKind.DEBIT_MEMO}))

    assert numbers_of(settling_up.plan(open_, wishes)) == [("P-1", "DM-1", 10)]


def test_what_is_spent_on_a_later_day_is_not_spent_today():
    source, document = a_payment(10_00), billed("INV-1", 10_00)
    later = payments.apply(
        source,
        [AskedDocument(document, 4_00)],
        policy=rule_of("fifo", payments.APPLY_POLICIES),
        effective_on=MARCH_31,
        today=MARCH_1,
        new_id=new_ids(),
    )
    for fact in later.facts:
        if isinstance(fact, PaymentApplied):
            source = payment.evolve(source, fact)
        else:
            document = invoice.evolve(document, fact)

    steps = settling_up.plan(Settleable((document,), payments=(source,)), Wishes(MARCH_2))

    assert numbers_of(steps) == [("P-1", "INV-1", 6_00)]


def test_a_negative_line_lowers_what_can_be_settled():
    document = an_invoice({SEATS: 10_00, SUPPORT: -4_00})

    assert settling_up.document_capacity(document, MARCH_1) == 6_00


def test_an_amount_equal_to_the_minimum_is_worth_it():
    open_ = Settleable((billed("A", 50), billed("B", 49)), payments=(a_payment(99),))

    assert numbers_of(settling_up.plan(open_, Wishes(MARCH_31, minimums={"GBP": 50}))) == [("P-1", "A", 50)]


@st.composite
def accounts(draw: st.DrawFn) -> Settleable:
    """Documents of one or two rows, one of them maybe negative, and sources of any age."""
    documents = [
        an_invoice(
            {an_id(f"{number} a"): draw(AMOUNTS) + 5, an_id(f"{number} b"): draw(st.integers(-5, 5))},
            invoice_id=an_id(f"invoice {number}"),
            number=f"INV-{number}",
            document_date=draw(DAYS),
            due_date=draw(st.none() | DAYS),
        )
        for number in range(draw(st.integers(0, 5)))
    ]
    memos = [
        a_credit_memo(
            {an_id(f"memo {number} a"): draw(AMOUNTS), an_id(f"memo {number} b"): draw(AMOUNTS)},
            memo_id=an_id(f"memo {number}"),
            number=f"CM-{number}",
            document_date=draw(DAYS),
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    received = [
        a_payment(
            draw(AMOUNTS),
            payment_id=an_id(f"payment {number}"),
            number=f"P-{number}",
            effective_on=draw(DAYS),
        )
        for number in range(draw(st.integers(0, 4)))
    ]
    return Settleable(tuple(documents), tuple(memos), tuple(received))


wishes_of_any_day = st.builds(
    Wishes,
    day=st.sampled_from([MARCH_2, MARCH_31]),
    turns=st.sampled_from(
        [("CreditMemo", "UnappliedPayment"), ("UnappliedPayment", "CreditMemo"), ("CreditMemo",)]
    ),
)


@given(open_=accounts(), wishes=wishes_of_any_day)
def test_no_source_and_no_document_gives_more_than_it_has(open_: Settleable, wishes: Wishes):
    taken: defaultdict[str, int] = defaultdict(int)
    for source, document, minor in numbers_of(settling_up.plan(open_, wishes)):
        assert minor > 0
        taken[source] += minor
        taken[document] += minor

    for document in open_.documents:
        assert taken[document.number] <= document.balance_minor
    for source in (*open_.memos, *open_.payments):
        assert taken[source.number] <= source.unapplied_minor


@given(open_=accounts(), wishes=wishes_of_any_day)
def test_nothing_is_left_that_could_still_be_settled(open_: Settleable, wishes: Wishes):
    steps = settling_up.plan(open_, wishes)
    taken: defaultdict[str, int] = defaultdict(int)
    for source, document, minor in numbers_of(steps):
        taken[source] += minor
        taken[document] += minor

    left_to_use = [
        source
        for source in settling_up.sources(open_, wishes)
        if taken[source.number] < settling_up.source_capacity(source, wishes.day)
    ]
    left_open = [
        document
        for document in open_.documents
        if document.own_day is not None
        and document.own_day <= wishes.day
        and taken[document.number] < settling_up.document_capacity(document, wishes.day)
    ]
    assert not (left_to_use and left_open)


@given(open_=accounts(), wishes=wishes_of_any_day)
def test_older_documents_are_settled_before_younger_ones(open_: Settleable, wishes: Wishes):
    order = [document for _, document, _ in numbers_of(settling_up.plan(open_, wishes))]
    by_number = {document.number: document for document in open_.documents}
    dues = [
        by_number[number].header.due_date or by_number[number].header.document_date
        for number in dict.fromkeys(order)
    ]

    assert dues == sorted(dues)


@given(open_=accounts(), wishes=wishes_of_any_day)
def test_every_step_can_be_carried_out_on_what_the_steps_before_it_left(open_: Settleable, wishes: Wishes):
    documents: dict[UUID, Receivable] = {each.document_id: each for each in open_.documents}
    new_id = new_ids()
    for step in settling_up.plan(open_, wishes):
        asked = [
            AskedDocument(documents[share.document.document_id], share.amount_minor) for share in step.shares
        ]
        for fact in applied(step.source, asked, wishes.day, new_id):
            if fact.stream_id in documents:
                documents[fact.stream_id] = invoice.evolve(documents[fact.stream_id], fact)


def applied(source: CreditMemo | Payment, asked: list[AskedDocument], day: date, new_id):  # type: ignore[no-untyped-def]
    """What the decision of a clerk would be; it raises where the plan was wrong."""
    if isinstance(source, Payment):
        return payments.apply(
            source,
            asked,
            policy=rule_of(None, payments.APPLY_POLICIES),
            effective_on=day,
            today=day,
            new_id=new_id,
        ).facts
    return credit_memos.apply(
        source,
        asked,
        policy=rule_of(None, credit_memos.APPLY_POLICIES),
        effective_on=day,
        today=day,
        new_id=new_id,
    ).facts
