"""Typed rows behind `show`, `list`, `parts` and `part-items`: what a ledger says of itself."""

from settlebook.queries.accounts import AccountMetrics, AccountRow
from settlebook.queries.aging import AgingRow
from settlebook.queries.applications import ApplicationLineRow, ApplicationPartRow, ApplicationRow
from settlebook.queries.cut import Cut
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
    ItemRow,
    TaxRow,
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
from settlebook.queries.snapshot import ACCOUNT, CREDIT_MEMO, DEBIT_MEMO, INVOICE, PAYMENT, REFUND, Key, Kind
from settlebook.queries.tax_items import FoundTax

__all__ = [
    "ACCOUNT",
    "CREDIT_MEMO",
    "DEBIT_MEMO",
    "INVOICE",
    "PAYMENT",
    "REFUND",
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
    "Cut",
    "DebitMemoItemRow",
    "DebitMemoRow",
    "DebitMemoTaxRow",
    "DocumentEventRow",
    "FoundTax",
    "InvoiceItemRow",
    "InvoiceRow",
    "InvoiceTaxRow",
    "ItemRow",
    "JournalEntryRow",
    "JournalRunRow",
    "JournalSummaryRow",
    "Key",
    "Kind",
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
    "TaxRow",
    "TrialBalanceRow",
]
