"""Memos that take a document back mirror its rows, tax by tax, and are dated as the request says."""

from dataclasses import replace
from typing import Any

import pytest

from settlebook.domain import credit_memo, debit_memo, invoice
from settlebook.domain.allocation import Policy
from settlebook.domain.decisions.giving_up import reversals, write_offs
from settlebook.domain.decisions.giving_up.reversals import Days
from settlebook.domain.decisions.giving_up.write_offs import Asked
from settlebook.domain.decisions.mirroring import mirror_memos
from settlebook.domain.decisions.mirroring.mirror_memos import MirrorMemo
from settlebook.domain.decisions.settling.spreading import Rule
from settlebook.domain.errors import AlreadyReversed, PolicyBroken, TooEarly
from settlebook.domain.events import (
    CreditApplied,
    CreditMemoCreated,
    CreditMemoPosted,
    DebitMemoPosted,
    InvoiceReversed,
    InvoiceWrittenOff,
    Item,
    ItemsCredited,
    ItemsNetted,
    ItemsSettled,
)
from settlebook.domain.receivable import Receivable
from tests.builders import (
    MARCH_1,
    MARCH_2,
    MARCH_3,
    MARCH_31,
    SEATS,
    SUPPORT,
    TAX,
    a_credit_memo,
    an_id,
    an_invoice,
)

MEMO = an_id("mirror memo")


def a_memo(**changes: Any) -> MirrorMemo:
    memo = MirrorMemo(
        memo_id=MEMO,
        number="CM-9",
        memo_date=MARCH_2,
        day=MARCH_3,
        application_id=an_id("application"),
        row_id=lambda *lines: an_id(f"row {lines}"),
    )
    return replace(memo, **changes)


def after(document: Receivable, facts: Any) -> Receivable:
    for fact in facts:
        if fact.stream_id == document.document_id:
            document = invoice.evolve(document, fact)
    return document


def test_the_facts_of_a_write_off_stand_in_the_order_in_which_they_happen():
    document = an_invoice({SEATS: 60_00, SUPPORT: -1_00}, {SEATS: {TAX: 12_00}})

    done = write_offs.of_receivable(document, Asked(), a_memo(), None)

    assert [type(fact) for fact in done.facts] == [
        ItemsNetted,
        CreditMemoCreated,
        ItemsCredited,
        CreditMemoPosted,
        CreditApplied,
        ItemsSettled,
        InvoiceWrittenOff,
    ]
    assert after(document, done.facts).balance_minor == 0


def test_the_memo_has_its_own_day_and_settles_on_the_day_of_the_application():
    done = write_offs.of_receivable(an_invoice({SEATS: 1}), Asked(), a_memo(), None)

    days = {type(fact): fact.effective_on for fact in done.facts}
    assert (days[CreditMemoPosted], days[ItemsCredited]) == (MARCH_2, MARCH_2)
    assert (days[CreditApplied], days[ItemsSettled], days[InvoiceWrittenOff]) == (MARCH_3, MARCH_3, MARCH_3)


def test_rows_without_an_amount_are_left_out_unless_the_whole_document_is_mirrored():
    document = an_invoice({SEATS: 60_00, SUPPORT: 0}, {SEATS: {TAX: 0}})

    part = mirror_memos.credit(document, {SEATS: 60_00}, a_memo())
    whole = mirror_memos.credit(document, {SEATS: 60_00}, a_memo(), whole=True)

    assert [len(made.facts[0].items) for made in (part, whole)] == [1, 2]
    assert [len(made.facts[0].items[0].tax_items) for made in (part, whole)] == [0, 1]
    assert part.applied.lines == whole.applied.lines


def test_a_tax_item_alone_stands_under_an_item_without_amount():
    document = an_invoice({SEATS: 60_00}, {SEATS: {TAX: 12_00}})

    made = mirror_memos.credit(document, {TAX: 11_99}, a_memo())

    (item,) = made.facts[0].items
    assert (item.amount_minor, item.source_item_id) == (0, SEATS)
    assert [(tax.amount_minor, tax.source_item_id) for tax in item.tax_items] == [(11_99, TAX)]


def test_a_credit_memo_is_mirrored_by_a_debit_memo_that_it_settles():
    source = a_credit_memo({SEATS: 60_00}, {SEATS: {TAX: 12_00}})

    made = mirror_memos.debit(source, {SEATS: 60_00, TAX: 12_00}, a_memo(number="DM-9"))

    memo, settled = None, credit_memo.evolve(source, made.applied)
    for fact in made.facts:
        if fact.stream_id == MEMO:
            memo = debit_memo.evolve(memo, fact)
    assert (settled.unapplied_minor, memo.total_minor, memo.balance_minor) == (0, 72_00, 0)
    assert memo.header.referred_credit_memo_id == source.document_id
    assert isinstance(made.facts[1], DebitMemoPosted)


@pytest.mark.parametrize(
    ("price", "on_credit", "on_debit"),
    [
        ("10.00", "-10.00", "10.00"),
        ("-10.00", "-10.00", "10.00"),
        ("0.00", "0.00", "0.00"),
        (None, None, None),
    ],
)
def test_a_unit_price_is_negative_on_credit_memos_and_positive_on_debit_memos(price, on_credit, on_debit):
    details = {"unitPrice": price} if price else {}
    item = Item(item_id=SEATS, line=1, amount_minor=60_00, details=details)
    owed = replace(an_invoice({SEATS: 60_00}), items={SEATS: item})
    given = replace(a_credit_memo({SEATS: 60_00}), items={SEATS: item})

    credit = mirror_memos.credit(owed, {SEATS: 60_00}, a_memo()).facts[0]
    debit = mirror_memos.debit(given, {SEATS: 60_00}, a_memo()).facts[0]

    assert [memo.items[0].details.get("unitPrice") for memo in (credit, debit)] == [on_credit, on_debit]


def test_a_policy_of_ones_own_spreads_a_part_and_is_held_to_its_rules():
    document = an_invoice({SEATS: 60_00, SUPPORT: 40_00})
    named: list[str] = []

    def last_first(amount, slots):
        named.extend(slot.name for slot in slots)
        return [(slots[-1].key, amount)]

    rule = Rule(Policy(name="last-first", version=3), last_first)

    done = write_offs.of_receivable(document, Asked(amount_minor=40_00), a_memo(), rule)

    assert named == ["INV-1#1", "INV-1#2"]
    assert (done.applied.policy, after(document, done.facts).open_minor(SUPPORT)) == (rule.policy, 0)
    with pytest.raises(PolicyBroken):
        write_offs.of_receivable(document, Asked(amount_minor=40_01), a_memo(), rule)


def test_a_reversal_is_marked_on_the_header_and_closes_the_invoice():
    document = an_invoice({SEATS: 60_00})

    done = reversals.of_invoice(document, a_memo())

    mark = done.facts[-1]
    assert isinstance(mark, InvoiceReversed) and mark.header.reversed and mark.header.status == "Posted"
    with pytest.raises(AlreadyReversed):
        reversals.of_invoice(after(document, done.facts), a_memo())


@pytest.mark.parametrize(
    ("memo_date", "apply_on", "today", "days"),
    [
        (None, None, MARCH_3, Days(MARCH_3, MARCH_3)),
        (MARCH_2, None, MARCH_3, Days(MARCH_2, MARCH_2)),
        (None, MARCH_2, MARCH_3, Days(MARCH_2, MARCH_2)),
        (None, MARCH_31, MARCH_3, Days(MARCH_3, MARCH_31)),
        (MARCH_2, MARCH_3, MARCH_31, Days(MARCH_2, MARCH_3)),
    ],
)
def test_the_days_of_a_reversal(memo_date, apply_on, today, days):
    assert reversals.days(an_invoice({SEATS: 1}), memo_date, apply_on, today) == days


@pytest.mark.parametrize(("memo_date", "apply_on"), [(MARCH_1, None), (None, MARCH_1), (MARCH_3, MARCH_2)])
def test_no_day_of_a_reversal_is_before_what_it_follows(memo_date, apply_on):
    document = an_invoice({SEATS: 1}, document_date=MARCH_2)

    with pytest.raises(TooEarly):
        reversals.days(document, memo_date, apply_on, MARCH_31)


def test_a_document_that_was_posted_later_than_it_is_dated_has_its_memo_on_the_later_day():
    document = replace(an_invoice({SEATS: 1}), own_day=MARCH_3)

    assert write_offs.memo_day(document, None, MARCH_2) == MARCH_3
