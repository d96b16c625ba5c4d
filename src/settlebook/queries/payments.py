"""Payments: what came in, and where the money is."""

from datetime import date

from settlebook.queries.glance import Teller
from settlebook.queries.row import Amount, Id, Instant, Stamped
from settlebook.queries.snapshot import PAYMENT, Key, Snapshot


class PaymentRow(Stamped):
    """A payment: its amount is what is applied, unapplied, refunded and transferred together.

    Without an account it is unassigned; canceled, all of it left the books.
    """

    id: Id
    number: str
    account_id: Id | None = None
    account_number: str | None = None
    currency: str
    status: str
    type: str
    effective_date: date
    amount: Amount
    applied_amount: Amount
    unapplied_amount: Amount
    refund_amount: Amount
    transferred_amount: Amount  # split off as payments of their own
    transferred_from_payment_id: Id | None = None
    transferred_from_payment_number: str | None = None
    credit_balance_amount: Amount
    prepayment: bool
    standalone: bool
    cancelled_on: Instant | None = None
    comment: str | None = None
    reference_id: str | None = None
    second_payment_reference_id: str | None = None
    source: str
    source_name: str | None = None


def payments(books: Snapshot, account: Key | None, limit: int, after: Key | None) -> list[PaymentRow]:
    ids = books.page(PAYMENT, account, limit, after)
    return [PaymentRow.of(record) for record in books.records("payment", "payments", ids=ids)]


def payment(books: Teller, key: Key) -> PaymentRow:
    (record,) = books.told(PAYMENT, key, "payment", "payments")
    return PaymentRow.of(record)
