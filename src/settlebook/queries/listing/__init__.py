"""Lists that are narrowed, sorted and paged inside the database, however many rows a ledger has."""

from settlebook.queries.listing.fields import FieldKind, Is
from settlebook.queries.listing.lists import (
    ACCOUNTS,
    BILLING_DOCUMENTS,
    CREDIT_MEMO_ITEMS,
    CREDIT_MEMOS,
    DEBIT_MEMO_ITEMS,
    DEBIT_MEMOS,
    INVOICE_ITEMS,
    INVOICES,
    PAYMENTS,
    REFUNDS,
    Listed,
    ListedItems,
)
from settlebook.queries.listing.paging import PageOf
from settlebook.queries.listing.selection import Condition, Listing, Order, Page, Selection

__all__ = [
    "ACCOUNTS",
    "BILLING_DOCUMENTS",
    "CREDIT_MEMOS",
    "CREDIT_MEMO_ITEMS",
    "DEBIT_MEMOS",
    "DEBIT_MEMO_ITEMS",
    "INVOICES",
    "INVOICE_ITEMS",
    "PAYMENTS",
    "REFUNDS",
    "Condition",
    "FieldKind",
    "Is",
    "Listed",
    "ListedItems",
    "Listing",
    "Order",
    "Page",
    "PageOf",
    "Selection",
]
