"""Typed rows behind `show`, `list`, `parts` and `part-items`: what a ledger says of itself."""

from settlebook.queries.accounts import AccountMetrics, AccountRow
from settlebook.queries.aging import AgingRow
from settlebook.queries.applications import ApplicationLineRow, ApplicationPartRow, ApplicationRow
from settlebook.queries.documents import CreditMemoRow, DebitMemoRow, InvoiceRow
from settlebook.queries.finance import (
    AccountingCodeRow,
    JournalEntryRow,
    JournalRunRow,
    JournalSummaryRow,
    TrialBalanceRow,
)
from settlebook.queries.histories import DocumentEventRow, NettingRow
from settlebook.queries.items import (
    CreditMemoItemRow,
    CreditMemoTaxRow,
    DebitMemoItemRow,
    DebitMemoTaxRow,
    InvoiceItemRow,
    InvoiceTaxRow,
)
from settlebook.queries.open_items import OpenItemRow
from settlebook.queries.parts import (
    CreditMemoPartItemRow,
    CreditMemoPartRow,
    PaymentPartItemRow,
    PaymentPartRow,
    RefundPartItemRow,
    RefundPartRow,
)
from settlebook.queries.payments import PaymentRow
from settlebook.queries.periods import PeriodRow, SettingsRow
from settlebook.queries.refunds import RefundRow
from settlebook.queries.row import Row
from settlebook.queries.snapshot import Key

__all__ = [
    "AccountMetrics",
    "AccountRow",
    "AccountingCodeRow",
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
    "DocumentEventRow",
    "InvoiceItemRow",
    "InvoiceRow",
    "InvoiceTaxRow",
    "JournalEntryRow",
    "JournalRunRow",
    "JournalSummaryRow",
    "Key",
    "NettingRow",
    "OpenItemRow",
    "PaymentPartItemRow",
    "PaymentPartRow",
    "PaymentRow",
    "PeriodRow",
    "RefundPartItemRow",
    "RefundPartRow",
    "RefundRow",
    "Row",
    "SettingsRow",
    "TrialBalanceRow",
]
