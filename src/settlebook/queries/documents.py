"""Invoices, debit memos and credit memos: what they ask for or grant, and what is left of it."""

from datetime import date

from pydantic import Field

from settlebook.queries import items
from settlebook.queries.glance import Teller
from settlebook.queries.items import CreditMemoItemRow, DebitMemoItemRow, InvoiceItemRow
from settlebook.queries.row import Amount, Id, Instant, Row, Stamped
from settlebook.queries.snapshot import CREDIT_MEMO, DEBIT_MEMO, INVOICE, Key, Snapshot


class DocumentRow(Stamped):
    """What all documents say; `items` are told where one document is asked for, not in lists."""

    id: Id
    number: str
    document_date: date
    account_id: Id
    account_number: str
    currency: str
    status: str  # Draft, Posted, Canceled or Split; deleted ones are not shown
    amount: Amount
    tax_amount: Amount
    source: str
    source_type: str
    transferred_to_accounting: str
    cancelled_by_id: str | None = None
    cancelled_on: Instant | None = None


class InvoiceRow(DocumentRow):
    """An invoice. Nothing is left of a draft: it owes nothing yet."""

    number: str = Field(alias="invoiceNumber")
    document_date: date = Field(alias="invoiceDate")
    due_date: date | None = None
    comment: str | None = Field(None, alias="comments")
    amount_without_tax: Amount
    tax_exempt_amount: Amount
    balance: Amount
    payment_amount: Amount
    credit_memo_amount: Amount
    refund_amount: Amount
    adjustment_amount: Amount
    credit_balance_adjustment_amount: Amount
    auto_pay: bool
    reversed: bool  # a memo that mirrors it took all of it back
    is_split: bool  # into others, or off another
    split_from_invoice_id: Id | None = None
    posted_by_id: str | None = Field(None, alias="postedBy")
    posted_date: date | None = None
    items: tuple[InvoiceItemRow, ...] | None = None


class DebitMemoRow(DocumentRow):
    """A debit memo. Nothing is left of a draft: it owes nothing yet."""

    document_date: date = Field(alias="debitMemoDate")
    due_date: date | None = None
    comment: str | None = None
    total_tax_exempt_amount: Amount
    balance: Amount
    be_applied_amount: Amount
    auto_pay: bool
    referred_invoice_id: Id | None = None
    referred_credit_memo_id: Id | None = None  # that it reverses or writes off
    posted_by_id: str | None = None
    posted_on: Instant | None = None
    items: tuple[DebitMemoItemRow, ...] | None = None


class CreditMemoRow(DocumentRow):
    """A credit memo. Nothing of a draft is unapplied: it grants nothing yet."""

    document_date: date = Field(alias="creditMemoDate")
    comment: str | None = None
    applied_amount: Amount
    unapplied_amount: Amount
    refund_amount: Amount
    total_tax_exempt_amount: Amount
    reversed: bool  # a memo that mirrors it took all of it back
    auto_apply_upon_posting: bool
    exclude_from_auto_apply_rules: bool
    referred_invoice_id: Id | None = None
    referred_debit_memo_id: Id | None = None  # that it writes off
    posted_by_id: str | None = None
    posted_on: Instant | None = None
    items: tuple[CreditMemoItemRow, ...] | None = None


class BillingDocumentRow(Row):
    """A document of any kind; the balance of a credit memo is what of it is unapplied."""

    id: Id
    document_number: str
    document_type: str  # Invoice, DebitMemo or CreditMemo
    document_date: date
    due_date: date | None = None
    account_id: Id
    account_number: str
    currency: str
    status: str
    amount: Amount
    balance: Amount


def invoices(books: Snapshot, account: Key | None, limit: int, after: Key | None) -> list[InvoiceRow]:
    ids = books.page(INVOICE, account, limit, after)
    return [InvoiceRow.of(record) for record in books.records("document_balance", "receivables", ids=ids)]


def invoice(books: Teller, key: Key, *, with_items: bool = True) -> InvoiceRow:
    (record,) = books.told(INVOICE, key, "document_balance", "receivables")
    return InvoiceRow.of(record, items=invoice_items(books, key) if with_items else None)


def invoice_items(books: Teller, key: Key) -> tuple[InvoiceItemRow, ...]:
    return items.invoice_items(books.told(INVOICE, key, *items.OF_RECEIVABLE, items=None))


def debit_memos(books: Snapshot, account: Key | None, limit: int, after: Key | None) -> list[DebitMemoRow]:
    ids = books.page(DEBIT_MEMO, account, limit, after)
    return [DebitMemoRow.of(record) for record in books.records("document_balance", "receivables", ids=ids)]


def debit_memo(books: Teller, key: Key, *, with_items: bool = True) -> DebitMemoRow:
    (record,) = books.told(DEBIT_MEMO, key, "document_balance", "receivables")
    return DebitMemoRow.of(record, items=debit_memo_items(books, key) if with_items else None)


def debit_memo_items(books: Teller, key: Key) -> tuple[DebitMemoItemRow, ...]:
    return items.debit_memo_items(books.told(DEBIT_MEMO, key, *items.OF_RECEIVABLE, items=None))


def credit_memos(books: Snapshot, account: Key | None, limit: int, after: Key | None) -> list[CreditMemoRow]:
    ids = books.page(CREDIT_MEMO, account, limit, after)
    return [CreditMemoRow.of(record) for record in books.records("credit_memo", "credit_memos", ids=ids)]


def credit_memo(books: Teller, key: Key, *, with_items: bool = True) -> CreditMemoRow:
    (record,) = books.told(CREDIT_MEMO, key, "credit_memo", "credit_memos")
    return CreditMemoRow.of(record, items=credit_memo_items(books, key) if with_items else None)


def credit_memo_items(books: Teller, key: Key) -> tuple[CreditMemoItemRow, ...]:
    return items.credit_memo_items(books.told(CREDIT_MEMO, key, *items.OF_CREDIT_MEMO, items=None))
