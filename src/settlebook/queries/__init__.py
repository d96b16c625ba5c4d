"""Typed rows behind `show`, `list`, `parts` and `part-items`: what a ledger says of itself."""

from settlebook.queries.accounts import AccountMetrics, AccountRow
from settlebook.queries.aging import AgingRow
from settlebook.queries.applications import ApplicationLineRow, ApplicationPartRow, ApplicationRow
from settlebook.queries.documents import CreditMemoRow, DebitMemoRow, InvoiceRow
from settlebook.queries.items import (
    CreditMemoItemRow,
    CreditMemoTaxRow,
    DebitMemoItemRow,
    DebitMemoTaxRow,
    InvoiceItemRow,
    InvoiceTaxRow,
)
from settlebook.queries.parts import (
    CreditMemoPartItemRow,
    CreditMemoPartRow,
    PaymentPartItemRow,
    PaymentPartRow,
    RefundPartItemRow,
    RefundPartRow,
)
from settlebook.queries.payments import PaymentRow
from settlebook.queries.refunds import RefundRow
from settlebook.queries.row import Row
from settlebook.queries.snapshot import Key

__all__ = [
    "AccountMetrics",
    "AccountRow",
    "AgingRow",
    "ApplicationLineRow",
    "ApplicationPartRow",
    "ApplicationRow",
    "CreditMemoItemRow",
    "CreditMemoPartItemRow",
    "CreditMemoPartRow",
    "CreditMemoRow",
    "CreditMemoTaxRow",
    "DebitMemoItemRow",
    "DebitMemoRow",
    "DebitMemoTaxRow",
    "InvoiceItemRow",
    "InvoiceRow",
    "InvoiceTaxRow",
    "Key",
    "PaymentPartItemRow",
    "PaymentPartRow",
    "PaymentRow",
    "RefundPartItemRow",
    "RefundPartRow",
    "RefundRow",
    "Row",
]
