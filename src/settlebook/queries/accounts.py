"""Accounts: who they are, what they owe and have unapplied."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import Field

from settlebook.queries.row import Amount, Id, Row, Stamped
from settlebook.queries.snapshot import ACCOUNT, Key, Snapshot


class AccountMetrics(Row):
    """What an account owes and has unapplied in one currency; the balance is the one less the other."""

    currency: str
    balance: Amount
    total_invoice_balance: Amount
    total_debit_memo_balance: Amount
    unapplied_payment_amount: Amount
    unapplied_credit_memo_amount: Amount
    reserved_payment_amount: Amount
    credit_balance: Amount


class AccountRow(Stamped):
    """An account; `metrics` are of its own currency, `metrics_data` of all, its own first."""

    id: Id
    number: str = Field(alias="accountNumber")
    name: str | None = None
    currency: str
    status: str
    parent_id: Id | None = None
    notes: str | None = None
    bill_to_contact: dict[str, Any] | None = None
    sold_to_contact: dict[str, Any] | None = None
    metrics: AccountMetrics
    metrics_data: tuple[AccountMetrics, ...]


def accounts(books: Snapshot, limit: int, after: Key | None) -> list[AccountRow]:
    return rows_of(books, books.page(ACCOUNT, None, limit, after))


def account(books: Snapshot, key: Key) -> AccountRow:
    (row,) = rows_of(books, [books.about(ACCOUNT, key).id])
    return row


def rows_of(books: Snapshot, ids: Sequence[UUID]) -> list[AccountRow]:
    """In the order of recording."""
    metrics: defaultdict[UUID, list[AccountMetrics]] = defaultdict(list)
    for record in books.records("account_balance", "metrics", ids=ids):
        metrics[record["account_id"]].append(AccountMetrics.of(record))
    return [
        AccountRow.of(record, metrics=metrics[record["id"]][0], metrics_data=tuple(metrics[record["id"]]))
        for record in books.records("account_balance", "accounts", ids=ids)
    ]
