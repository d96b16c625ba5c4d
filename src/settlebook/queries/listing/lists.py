"""The lists there are: which objects, by what they can be narrowed and sorted, and how they are sorted."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from settlebook.domain.events import DocumentKind
from settlebook.queries import items
from settlebook.queries.accounts import AccountRow, rows_of
from settlebook.queries.documents import BillingDocumentRow, CreditMemoRow, DebitMemoRow, InvoiceRow
from settlebook.queries.items import ItemRow
from settlebook.queries.listing.fields import FieldKind
from settlebook.queries.listing.selection import Listing, Order
from settlebook.queries.payments import PaymentRow
from settlebook.queries.refunds import RefundRow
from settlebook.queries.row import Record, Row
from settlebook.queries.snapshot import (
    ACCOUNT,
    CREDIT_MEMO,
    DEBIT_MEMO,
    INVOICE,
    PAYMENT,
    REFUND,
    Kind,
    Snapshot,
)


class Listed(NamedTuple):
    """A list of objects of one kind, and who tells its rows by their ids, in whatever order."""

    listing: Listing
    kind: Kind
    row: type[Row]
    told: Callable[[Snapshot, Sequence[UUID]], Sequence[Row]]


def _by_ids(row: type[Row], model: str, question: str) -> Callable[[Snapshot, Sequence[UUID]], Sequence[Row]]:
    return lambda books, ids: [row.of(record) for record in books.records(model, question, ids=ids)]


def _fields(**names: str) -> dict[str, FieldKind]:
    """Fields by kind: `text="status type"`."""
    return {name: FieldKind(kind) for kind, each in names.items() for name in each.split()}


_STAMPS = _fields(text="createdById updatedById", instant="createdDate updatedDate")
_WHOSE = _fields(id="accountId", text="accountNumber")
_BY_NUMBER = Order("number", ascending=False)

PAYMENTS = Listed(
    Listing(
        "payment",
        "listed",
        _STAMPS
        | _WHOSE
        | _fields(
            text="number currency status type referenceId secondPaymentReferenceId source sourceName",
            amount="amount appliedAmount unappliedAmount refundAmount transferredAmount creditBalanceAmount",
            day="effectiveDate",
            flag="prepayment standalone",
        ),
        _BY_NUMBER,
    ),
    PAYMENT,
    PaymentRow,
    _by_ids(PaymentRow, "payment", "payments"),
)
REFUNDS = Listed(
    Listing(
        "refund",
        "listed",
        _STAMPS
        | _WHOSE
        | _fields(
            text="number currency status type methodType sourceType reasonCode referenceId",
            id="paymentId creditMemoId",
            amount="amount",
            day="refundDate",
        )
        | _fields(text="secondRefundReferenceId"),
        _BY_NUMBER,
    ),
    REFUND,
    RefundRow,
    _by_ids(RefundRow, "refund", "refunds"),
)
_RECEIVABLE = (
    _STAMPS
    | _WHOSE
    | _fields(
        text="number currency status source sourceType transferredToAccounting",
        amount="amount taxAmount totalTaxExemptAmount balance beAppliedAmount",
        day="dueDate targetDate",
    )
)
INVOICES = Listed(
    Listing(
        "document_balance",
        "listed",
        _RECEIVABLE
        | _fields(
            text="invoiceNumber",
            amount="amountWithoutTax paymentAmount creditMemoAmount",
            day="invoiceDate postedDate",
            flag="reversed isSplit",
            id="splitFromInvoiceId",
        ),
        Order("invoiceNumber", ascending=False),
        unique="invoiceNumber",
    ),
    INVOICE,
    InvoiceRow,
    _by_ids(InvoiceRow, "document_balance", "receivables"),
)
DEBIT_MEMOS = Listed(
    Listing(
        "document_balance",
        "listed",
        _RECEIVABLE
        | _fields(day="debitMemoDate", id="referredInvoiceId referredCreditMemoId", text="reasonCode"),
        _BY_NUMBER,
    ),
    DEBIT_MEMO,
    DebitMemoRow,
    _by_ids(DebitMemoRow, "document_balance", "receivables"),
)
CREDIT_MEMOS = Listed(
    Listing(
        "credit_memo",
        "listed",
        _STAMPS
        | _WHOSE
        | _fields(
            text="number currency status reasonCode source sourceType transferredToAccounting",
            amount="amount taxAmount totalTaxExemptAmount appliedAmount unappliedAmount refundAmount",
            day="creditMemoDate targetDate",
            id="referredInvoiceId referredDebitMemoId",
            flag="autoApplyUponPosting excludeFromAutoApplyRules reversed",
        ),
        _BY_NUMBER,
    ),
    CREDIT_MEMO,
    CreditMemoRow,
    _by_ids(CreditMemoRow, "credit_memo", "credit_memos"),
)
ACCOUNTS = Listed(
    Listing(
        "account_balance",
        "listed",
        _STAMPS
        | _WHOSE
        | _fields(
            text="currency status batch crmId",
            id="parentId",
            amount="balance totalInvoiceBalance totalDebitMemoBalance",
        )
        | _fields(amount="unappliedPaymentAmount unappliedCreditMemoAmount"),
        Order("accountNumber", ascending=False),
        unique="accountNumber",
    ),
    ACCOUNT,
    AccountRow,
    rows_of,
)
BILLING_DOCUMENTS = Listed(
    Listing(
        "document_balance",
        "billing_documents",
        _WHOSE
        | _fields(text="documentNumber documentType status currency", amount="amount balance")
        | _fields(day="documentDate dueDate"),
        Order("documentDate", ascending=False),
        unique="id",
    ),
    Kind("document", "document"),
    BillingDocumentRow,
    _by_ids(BillingDocumentRow, "document_balance", "billing_documents_by_id"),
)

_ITEM = _STAMPS | _fields(
    id="id sourceItemId",
    text="sku skuName subscriptionId",
    amount="amount taxAmount",
    day="serviceStartDate serviceEndDate",
)


class ListedItems(NamedTuple):
    """A list of the items of one document, and who tells them with their tax items."""

    listing: Listing
    kind: Kind
    rows: tuple[str, str]
    shown: Callable[[Iterable[Record]], tuple[ItemRow, ...]]


_BY_CHANGE = Order("updatedDate", ascending=False)
_IN_PLACE = Order("place", ascending=True)


def _items(model: str, order: Order, amounts: str) -> Listing:
    fields = _ITEM | _fields(amount=amounts)
    return Listing(model, "listed_items", fields, order, unique="place", account=None)


INVOICE_ITEMS = ListedItems(
    _items("item_balance", _IN_PLACE, "chargeAmount balance beAppliedAmount"),
    INVOICE,
    items.OF_RECEIVABLE,
    items.invoice_items,
)
DEBIT_MEMO_ITEMS = ListedItems(
    _items("item_balance", _BY_CHANGE, "balance beAppliedAmount"),
    DEBIT_MEMO,
    items.OF_RECEIVABLE,
    items.debit_memo_items,
)
CREDIT_MEMO_ITEMS = ListedItems(
    _items("credit_memo", _BY_CHANGE, "appliedAmount unappliedAmount refundAmount"),
    CREDIT_MEMO,
    items.OF_CREDIT_MEMO,
    items.credit_memo_items,
)
ITEMS_OF = {
    DocumentKind.INVOICE: INVOICE_ITEMS,
    DocumentKind.DEBIT_MEMO: DEBIT_MEMO_ITEMS,
    DocumentKind.CREDIT_MEMO: CREDIT_MEMO_ITEMS,
}
