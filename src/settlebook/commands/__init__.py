"""Commands: what a caller can ask of a ledger, as typed requests, and how they are read from JSON."""

from settlebook.commands.accounts import Contact, CreateAccount
from settlebook.commands.base import Command
from settlebook.commands.documents import (
    CreateCreditMemo,
    CreateCreditMemoFromInvoice,
    CreateDebitMemo,
    CreateInvoice,
    PostCreditMemo,
    PostDebitMemo,
    PostInvoice,
)
from settlebook.commands.items import (
    CreditedItem,
    CreditedTax,
    CreditItem,
    CreditTaxItem,
    DebitItem,
    InvoiceItem,
    TaxItem,
)
from settlebook.commands.parsing import Spoken, malformed, parse_command, parse_line, read_json
from settlebook.commands.refunds import RefundCreditMemo, RefundedLine, RefundPayment
from settlebook.commands.settled import (
    CreditDebitMemoLine,
    CreditedDebitMemo,
    CreditedInvoice,
    CreditInvoiceLine,
    DebitMemoLine,
    InvoiceLine,
    PaidDebitMemo,
    PaidInvoice,
)
from settlebook.commands.settlement import (
    ApplyCreditMemo,
    ApplyPayment,
    CreatePayment,
    UnapplyCreditMemo,
    UnapplyPayment,
)
from settlebook.commands.verbs import VERBS

__all__ = [
    "VERBS",
    "ApplyCreditMemo",
    "ApplyPayment",
    "Command",
    "Contact",
    "CreateAccount",
    "CreateCreditMemo",
    "CreateCreditMemoFromInvoice",
    "CreateDebitMemo",
    "CreateInvoice",
    "CreatePayment",
    "CreditDebitMemoLine",
    "CreditInvoiceLine",
    "CreditItem",
    "CreditTaxItem",
    "CreditedDebitMemo",
    "CreditedInvoice",
    "CreditedItem",
    "CreditedTax",
    "DebitItem",
    "DebitMemoLine",
    "InvoiceItem",
    "InvoiceLine",
    "PaidDebitMemo",
    "PaidInvoice",
    "PostCreditMemo",
    "PostDebitMemo",
    "PostInvoice",
    "RefundCreditMemo",
    "RefundPayment",
    "RefundedLine",
    "Spoken",
    "TaxItem",
    "UnapplyCreditMemo",
    "UnapplyPayment",
    "malformed",
    "parse_command",
    "parse_line",
    "read_json",
]
