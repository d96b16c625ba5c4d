"""Credit memos settle item by item, pair by pair: the worked matrix to the cent, and what is refused."""

import pytest

from settlebook.domain.allocation import Policy
from settlebook.domain.decisions.rules.asked import Decided
from settlebook.domain.errors import (
    ExceedsItemBalance,
    ExceedsItemUnapplied,
    ExceedsOnDay,
    InvalidRequest,
    ItemNotOfDocument,
    LineNamedTwice,
    LinesDoNotAddUp,
    NoSourceItem,
    NotPosted,
    PairMismatch,
)
from settlebook.domain.events import CreditApplied, ItemsSettled
from tests.model.builders import (
    a_credit_memo,
    a_document,
    a_ledger,
    credit,
    debit_memo,
    gbp,
    invoice,
    march,
    open_of,
    pairs,
    part_items_of,
    parts_of,
    refusal_of,
    taxed,
)
from tests.model.commands import Draft, NewItem, NewTax, Post, Unapply
from tests.model.memory import Memory, id_of


def worked_matrix() -> Memory:
    """INV-2 with X 40.00, its tax 4.00 and Y 20.00; CM-1 with 30.00 and tax 3.00, made from X."""
    ledger = a_ledger()
    a_document(ledger, "INV-2", [taxed(40_00, 4_00), 20_00])
    a_memo_from(ledger, "INV-2", NewItem(30_00, (NewTax(3_00, "tax 1"),), "INV-2#1"))
    return ledger


def a_memo_from(ledger: Memory, number: str, *items: NewItem) -> None:
    ledger.do(Draft("credit_memo", "CM-1", "A-1", march(1), items, number))
    ledger.do(Post("credit_memo", "CM-1"))


def test_a_memo_without_items_is_prorated_each_item_over_each_item() -> None:
    ledger = worked_matrix()

    decided = ledger.do(credit(invoice("INV-2", 33_00)))

    assert part_items_of(ledger, "CM-1", "INV-2") == {
        ("CM-1#1", "INV-2#1"): 18_76,
        ("CM-1#1", "INV-2#1.1"): 1_87,
        ("CM-1#1", "INV-2#2"): 9_37,
        ("CM-1#1.1", "INV-2#1"): 1_87,
        ("CM-1#1.1", "INV-2#1.1"): 19,
        ("CM-1#1.1", "INV-2#2"): 94,
    }
    assert open_of(ledger, "INV-2") == {"INV-2#1": 19_37, "INV-2#1.1": 1_94, "INV-2#2": 9_69}
    assert parts_of(ledger, "CM-1") == {"INV-2": 33_00}
    assert isinstance(decided, Decided)
    applied, mirror = decided.facts
    assert isinstance(applied, CreditApplied)
    assert applied.policy == Policy(name="prorate-matrix", version=1)
    assert isinstance(mirror, ItemsSettled)  # pairs are added up, item by item
    assert [line.amount_minor for line in mirror.lines] == [20_63, 2_06, 10_31]


def test_first_in_first_out_uses_one_memo_item_after_the_other() -> None:
    ledger = worked_matrix()

    ledger.do(credit(invoice("INV-2", 33_00), policy="fifo"))

    assert part_items_of(ledger, "CM-1", "INV-2") == {
        ("CM-1#1", "INV-2#1"): 30_00,
        ("CM-1#1.1", "INV-2#1"): 3_00,
    }
    assert open_of(ledger, "INV-2") == {"INV-2#1": 7_00, "INV-2#1.1": 4_00, "INV-2#2": 20_00}


def test_source_item_takes_each_row_back_to_the_row_it_was_made_from() -> None:
    ledger = worked_matrix()

    ledger.do(credit(invoice("INV-2", 33_00), policy="source-item"))

    assert part_items_of(ledger, "CM-1", "INV-2") == {
        ("CM-1#1", "INV-2#1"): 30_00,
        ("CM-1#1.1", "INV-2#1.1"): 3_00,
    }
    assert open_of(ledger, "INV-2") == {"INV-2#1": 10_00, "INV-2#1.1": 1_00, "INV-2#2": 20_00}


def test_named_pairs_are_settled_as_named_and_told_in_canonical_order() -> None:
    ledger = worked_matrix()
    named = pairs({("CM-1#1.1", "INV-2#1.1"): 1_00, ("CM-1#1", "INV-2#2"): 2_00, ("CM-1#1", "INV-2#1"): 3_00})

    decided = ledger.do(credit(invoice("INV-2", 6_00, named)))

    assert isinstance(decided, Decided)
    applied = decided.facts[0]
    assert isinstance(applied, CreditApplied)
    assert [(line.source_item_id, line.item_id, line.amount_minor) for line in applied.lines] == [
        (id_of("CM-1#1"), id_of("INV-2#1"), 3_00),
        (id_of("CM-1#1"), id_of("INV-2#2"), 2_00),
        (id_of("CM-1#1.1"), id_of("INV-2#1.1"), 1_00),
    ]
    assert applied.policy is None
    assert parts_of(ledger, "CM-1") == {"INV-2": 6_00, None: 27_00}
    assert part_items_of(ledger, "CM-1", None) == {("CM-1#1", None): 25_00, ("CM-1#1.1", None): 2_00}


def test_what_is_named_for_one_document_is_not_taken_by_the_policy_for_another() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [10_00])
    a_document(ledger, "DM-1", [10_00], "debit_memo")
    a_credit_memo(ledger, "CM-1", [10_00, 10_00])
    named = debit_memo("DM-1", 10_00, pairs({("CM-1#1", "DM-1#1"): 10_00}))

    ledger.do(credit(invoice("INV-1", 10_00), named, policy="fifo"))

    assert part_items_of(ledger, "CM-1", "INV-1") == {("CM-1#2", "INV-1#1"): 10_00}
    assert part_items_of(ledger, "CM-1", "DM-1") == {("CM-1#1", "DM-1#1"): 10_00}


def test_documents_of_one_request_take_from_the_memo_in_their_order() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [10_00])
    a_document(ledger, "INV-2", [10_00])
    a_credit_memo(ledger, "CM-1", [12_00, 8_00])

    ledger.do(credit(invoice("INV-2", 10_00), invoice("INV-1", 10_00), policy="fifo"))

    assert part_items_of(ledger, "CM-1", "INV-2") == {("CM-1#1", "INV-2#1"): 10_00}
    assert part_items_of(ledger, "CM-1", "INV-1") == {
        ("CM-1#1", "INV-1#1"): 2_00,
        ("CM-1#2", "INV-1#1"): 8_00,
    }


def test_a_draft_memo_settles_nothing() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [10_00])
    a_document(ledger, "CM-1", [10_00], "credit_memo", draft=True)

    refusal = refusal_of(ledger, credit(invoice("INV-1", 1_00)))

    assert isinstance(refusal, NotPosted)
    assert refusal.facts() == {"number": "CM-1", "status": "Draft"}


def test_a_row_gives_what_it_has_unapplied_over_all_documents_of_a_request() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [10_00])
    a_document(ledger, "INV-2", [10_00])
    a_credit_memo(ledger, "CM-1", [10_00, 10_00])
    first = invoice("INV-1", 6_00, pairs({("CM-1#1", "INV-1#1"): 6_00}))
    second = invoice("INV-2", 4_01, pairs({("CM-1#1", "INV-2#1"): 4_01}))

    refusal = refusal_of(ledger, credit(first, second))

    assert isinstance(refusal, ExceedsItemUnapplied)
    assert refusal.facts() == {"item": "CM-1#1", "asked": gbp(10_01), "available": gbp(10_00)}


def test_an_item_takes_what_it_has_open_over_all_rows_of_the_memo() -> None:
    ledger = worked_matrix()
    named = pairs({("CM-1#1", "INV-2#2"): 20_00, ("CM-1#1", "INV-2#1"): 1_00})
    ledger.do(credit(invoice("INV-2", 21_00, named)))

    refusal = refusal_of(ledger, credit(invoice("INV-2", 1, pairs({("CM-1#1", "INV-2#2"): 1}))))

    assert isinstance(refusal, ExceedsItemBalance)
    assert refusal.facts() == {"item": "INV-2#2", "asked": gbp(1), "available": gbp(0)}


def test_an_item_goes_with_an_item_and_a_tax_item_with_a_tax_item() -> None:
    ledger = worked_matrix()

    refusal = refusal_of(ledger, credit(invoice("INV-2", 1, pairs({("CM-1#1", "INV-2#1.1"): 1}))))

    assert isinstance(refusal, PairMismatch)
    assert refusal.facts() == {"source": "CM-1#1", "item": "INV-2#1.1"}


def test_a_pair_is_named_once_and_of_the_memo_and_the_document() -> None:
    ledger = worked_matrix()
    a_document(ledger, "INV-9", [1_00])
    once = pairs({("CM-1#1", "INV-2#1"): 1})

    twice = refusal_of(ledger, credit(invoice("INV-2", 2, once + once)))
    other_item = refusal_of(ledger, credit(invoice("INV-2", 1, pairs({("CM-1#1", "INV-9#1"): 1}))))
    other_row = refusal_of(ledger, credit(invoice("INV-2", 1, pairs({("INV-9#1", "INV-2#1"): 1}))))

    assert isinstance(twice, LineNamedTwice)
    assert twice.facts() == {"item": "CM-1#1 to INV-2#1"}
    assert isinstance(other_item, ItemNotOfDocument)
    assert other_item.facts() == {"item": id_of("INV-9#1").hex, "document": "INV-2"}
    assert isinstance(other_row, ItemNotOfDocument)
    assert other_row.facts() == {"item": id_of("INV-9#1").hex, "document": "CM-1"}


@pytest.mark.parametrize("policy", ["prorate", "latest-first", "random"])
def test_an_unknown_policy_is_refused_with_the_possible_ones(policy: str) -> None:
    ledger = worked_matrix()

    refusal = refusal_of(ledger, credit(invoice("INV-2", 1_00), policy=policy))

    assert isinstance(refusal, InvalidRequest)
    assert "prorate-matrix, fifo, source-item" in refusal.problem


def test_source_item_takes_one_invoice_without_items() -> None:
    ledger = worked_matrix()
    a_document(ledger, "DM-1", [10_00], "debit_memo")
    named = invoice("INV-2", 1, pairs({("CM-1#1", "INV-2#1"): 1}))

    several = refusal_of(ledger, credit(invoice("INV-2", 1), debit_memo("DM-1", 1), policy="source-item"))
    memo = refusal_of(ledger, credit(debit_memo("DM-1", 1), policy="source-item"))
    items = refusal_of(ledger, credit(named, policy="source-item"))

    assert {type(several), type(memo), type(items)} == {InvalidRequest}


def test_source_item_takes_all_of_the_memo() -> None:
    ledger = worked_matrix()

    refusal = refusal_of(ledger, credit(invoice("INV-2", 32_99), policy="source-item"))

    assert isinstance(refusal, LinesDoNotAddUp)
    assert refusal.facts() == {"document": "INV-2", "asked": gbp(32_99), "available": gbp(33_00)}


def test_source_item_refuses_a_row_that_was_not_made_from_the_invoice() -> None:
    ledger = worked_matrix()
    a_document(ledger, "INV-9", [100_00])
    a_credit_memo(ledger, "CM-2", [1_00])

    elsewhere = refusal_of(ledger, credit(invoice("INV-9", 33_00), policy="source-item"))
    standalone = refusal_of(ledger, credit(invoice("INV-2", 1_00), source="CM-2", policy="source-item"))

    assert isinstance(elsewhere, NoSourceItem)
    assert elsewhere.facts() == {"item": "CM-1#1", "document": "INV-9"}
    assert isinstance(standalone, NoSourceItem)
    assert standalone.facts() == {"item": "CM-2#1", "document": "INV-2"}


def test_source_item_refuses_a_tax_whose_source_could_be_either_of_two() -> None:
    ledger = a_ledger()
    twins = (NewTax(2_00, "state"), NewTax(2_00, "state"))
    ledger.do(Draft("invoice", "INV-1", "A-1", march(1), (NewItem(20_00, twins),)))
    ledger.do(Post("invoice", "INV-1"))
    a_memo_from(ledger, "INV-1", NewItem(10_00, (NewTax(1_00, "state"),), "INV-1#1"))

    refusal = refusal_of(ledger, credit(invoice("INV-1", 11_00), policy="source-item"))

    assert isinstance(refusal, NoSourceItem)
    assert refusal.facts() == {"item": "CM-1#1.1", "document": "INV-1"}


def test_source_item_refuses_what_its_source_has_no_longer_open() -> None:
    ledger = worked_matrix()
    a_credit_memo(ledger, "CM-2", [15_00])
    ledger.do(credit(invoice("INV-2", 15_00, pairs({("CM-2#1", "INV-2#1"): 15_00})), source="CM-2"))

    refusal = refusal_of(ledger, credit(invoice("INV-2", 33_00), policy="source-item"))

    assert isinstance(refusal, ExceedsItemBalance)
    assert refusal.facts() == {"item": "INV-2#1", "asked": gbp(30_00), "available": gbp(25_00)}


def test_a_row_that_was_applied_until_a_later_day_cannot_be_applied_before_it() -> None:
    ledger = a_ledger()
    a_document(ledger, "INV-1", [10_00, 10_00])
    a_document(ledger, "INV-2", [10_00])
    a_credit_memo(ledger, "CM-1", [10_00, 5_00])
    ledger.do(credit(invoice("INV-1", 8_00, pairs({("CM-1#1", "INV-1#1"): 8_00})), day=march(5)))
    ledger.do(Unapply("credit_memo", "CM-1", day=march(10)))

    row = refusal_of(
        ledger, credit(invoice("INV-2", 3_00, pairs({("CM-1#1", "INV-2#1"): 3_00})), day=march(4))
    )
    memo = refusal_of(ledger, credit(invoice("INV-2", 7_01), day=march(4)))
    ledger.do(credit(invoice("INV-2", 7_00), day=march(4)))

    assert isinstance(row, ExceedsOnDay)
    assert (row.what, row.day, row.available) == ("CM-1#1", march(5), gbp(2_00))
    assert isinstance(memo, ExceedsOnDay)
    assert (memo.what, memo.day, memo.available) == ("CM-1", march(5), gbp(7_00))
    assert part_items_of(ledger, "CM-1", "INV-2") == {
        ("CM-1#1", "INV-2#1"): 2_00,
        ("CM-1#2", "INV-2#1"): 5_00,
    }
