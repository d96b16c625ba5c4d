"""A glance tells of one object what a snapshot tells; where something is still to be folded, it fails."""

import pytest

from settlebook import Ledger, NotFound
from settlebook.queries.glance import Behind, Glance
from settlebook.queries.snapshot import CREDIT_MEMO, DEBIT_MEMO, INVOICE, PAYMENT, REFUND, snapshot

TOLD = [
    (PAYMENT, "PAY-1", "payment", "payments"),
    (CREDIT_MEMO, "CM-1", "credit_memo", "credit_memos"),
    (INVOICE, "INV-1", "document_balance", "receivables"),
    (REFUND, "R-00000001", "refund", "refunds"),
    (PAYMENT, "PAY-1", "payment", "parts"),
    (PAYMENT, "PAY-1", "payment", "part_items"),
    (CREDIT_MEMO, "CM-1", "credit_memo", "parts"),
    (CREDIT_MEMO, "CM-1", "credit_memo", "part_items"),
    (CREDIT_MEMO, "CM-1", "credit_memo", "items"),
    (INVOICE, "INV-1", "item_balance", "items"),
    (INVOICE, "INV-1", "application", "parts_of_document"),
    (DEBIT_MEMO, "DM-1", "document_mark", "history"),
    (DEBIT_MEMO, "DM-1", "netting", "of_document"),  # nothing: a debit memo without negative rows
    (REFUND, "R-00000001", "refund", "parts"),
]


def test_a_glance_tells_what_a_snapshot_tells(books: Ledger):
    books.catch_up()
    with books._log.connections.borrow() as connection:
        glance = Glance(connection, books.ledger_id)
        for kind, key, model, question in TOLD:
            more = {"part_items": {"part": None}, "items": {"items": None}}.get(question, {})
            seen = list(glance.told(kind, key, model, question, **more))

            with snapshot(connection, books.ledger_id) as known:
                id = known.find(kind, key).id
                told = list(known.told(kind, key, model, question, **more))

            assert (question, seen) == (question, told)
            assert list(glance.told(kind, id, model, question, **more)) == told
            with pytest.raises(NotFound):
                glance.told(kind, "NOBODY", model, question, **more)


def test_a_glance_that_has_to_count_up_to_a_position_is_not_held_up_by_what_comes_later(books: Ledger):
    position = books.catch_up()
    books.perform("payment.unapply", "PAY-1", {})

    with books._log.connections.borrow() as connection:
        asked = PAYMENT, "PAY-1", "payment", "payments"
        (seen,) = Glance(connection, books.ledger_id, position).told(*asked)
        with pytest.raises(Behind):
            Glance(connection, books.ledger_id, position + 1).told(*asked)

    assert seen["applied_amount"] == books.payment("PAY-1", known_at=position).applied_amount
    assert seen["applied_amount"] != books.payment("PAY-1").applied_amount


def test_a_glance_fails_where_something_is_to_be_folded_and_the_answer_has_it(books: Ledger):
    books.catch_up()
    before = books.payment_parts("PAY-1")
    books.perform("payment.unapply", "PAY-1", {})

    with books._log.connections.borrow() as connection, pytest.raises(Behind):
        Glance(connection, books.ledger_id).told(PAYMENT, "PAY-1", "payment", "parts")

    assert books.payment_parts("PAY-1") != before
