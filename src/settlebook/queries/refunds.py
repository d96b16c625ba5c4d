"""Refunds: what was paid back, out of which payment or credit memo."""

from datetime import date

from settlebook.queries.glance import Teller
from settlebook.queries.row import Amount, Id, Instant, Stamped
from settlebook.queries.snapshot import REFUND, Key, Snapshot


class RefundRow(Stamped):
    """A refund of unapplied money of one payment, or of one credit memo; canceled, it never left."""

    id: Id
    number: str
    account_id: Id
    account_number: str
    currency: str
    status: str
    type: str
    refund_date: date
    refund_transaction_time: Instant
    refund_transaction_type: str | None = None  # Chargeback or PaymentReversal
    cancelled_on: Instant | None = None
    amount: Amount
    source_type: str  # Payment or CreditMemo
    payment_id: Id | None = None
    payment_number: str | None = None
    credit_memo_id: Id | None = None
    credit_memo_number: str | None = None
    method_type: str | None = None
    reason_code: str | None = None
    comment: str | None = None
    reference_id: str | None = None
    second_refund_reference_id: str | None = None


def refunds(books: Snapshot, account: Key | None, limit: int, after: Key | None) -> list[RefundRow]:
    ids = books.page(REFUND, account, limit, after)
    return [RefundRow.of(record) for record in books.records("refund", "refunds", ids=ids)]


def refund(books: Teller, key: Key) -> RefundRow:
    (record,) = books.told(REFUND, key, "refund", "refunds")
    return RefundRow.of(record)
