"""Which fields people see of each kind of object, and under which title."""

from collections.abc import Iterable, Iterator

from settlebook.cli.showing.looking import Column, columns
from settlebook.queries.items import CreditMemoItemRow, DebitMemoItemRow, InvoiceItemRow, ItemRow, TaxRow

AnyItem = InvoiceItemRow | DebitMemoItemRow | CreditMemoItemRow

ACCOUNTS = columns(**{
    "number": "Account",
    "name": "Name",
    "status": "Status",
    "metrics.total_invoice_balance": "Invoices",
    "metrics.total_debit_memo_balance": "Debit memos",
    "metrics.unapplied_payment_amount": "Unapplied payments",
    "metrics.unapplied_credit_memo_amount": "Unapplied credit",
    "metrics.balance": "Balance",
    "currency": "Currency",
    "id": "Id",
})  # fmt: skip
ACCOUNT_METRICS = columns(
    currency="Currency",
    total_invoice_balance="Invoices",
    total_debit_memo_balance="Debit memos",
    unapplied_payment_amount="Unapplied payments",
    unapplied_credit_memo_amount="Unapplied credit",
    balance="Balance",
)
INVOICES = columns(
    number="Invoice",
    account_number="Account",
    status="Status",
    document_date="Date",
    due_date="Due",
    amount="Amount",
    payment_amount="Paid",
    credit_memo_amount="Credited",
    balance="Balance",
    currency="Currency",
    id="Id",
)
REVERSED = Column("Reversed", lambda row: row.reversed or None)
DEBIT_MEMOS = columns(
    number="Debit memo",
    account_number="Account",
    status="Status",
    document_date="Date",
    due_date="Due",
    amount="Amount",
    be_applied_amount="Settled",
    balance="Balance",
    currency="Currency",
    id="Id",
)
CREDIT_MEMOS = columns(
    number="Credit memo",
    account_number="Account",
    status="Status",
    document_date="Date",
    amount="Amount",
    applied_amount="Applied",
    refund_amount="Refunded",
    unapplied_amount="Unapplied",
    currency="Currency",
    id="Id",
)
PAYMENTS = columns(
    number="Payment",
    account_number="Account",
    status="Status",
    effective_date="Date",
    amount="Amount",
    applied_amount="Applied",
    refund_amount="Refunded",
    unapplied_amount="Unapplied",
    currency="Currency",
    id="Id",
)
REFUNDS = columns(
    number="Refund",
    account_number="Account",
    status="Status",
    refund_date="Date",
    amount="Amount",
    currency="Currency",
    payment_number="Of payment",
    credit_memo_number="Of credit memo",
    method_type="Method",
    id="Id",
)
AGING = columns(
    account_number="Account",
    currency="Currency",
    not_due="Not due",
    days_1_to_30="1 to 30 days",
    days_31_to_60="31 to 60 days",
    days_61_to_90="61 to 90 days",
    over_90_days="Over 90 days",
    balance="Balance",
)
PARTS = (*columns(id="Part"), Column("Document", lambda part: _document_of(part)), *columns(amount="Amount"))
REFUND_PARTS = columns(id="Part", payment_id="Payment", credit_memo_id="Credit memo", amount="Amount")
PART_ITEMS = columns(item_number="Item", amount="Amount", part_id="Part", id="Part item")
CREDIT_PART_ITEMS = (
    *columns(credit_item_number="From"),
    Column("To", lambda item: item.item_number or "(unapplied)"),
    *columns(amount="Amount", part_id="Part", id="Part item"),
)
APPLICATIONS = columns(
    id="Application",
    type="Type",
    document_number="Document",
    effective_date="Date",
    amount="Amount",
    remaining="Remaining",
    currency="Currency",
    policy="Policy",
    created_by_id="Actor",
)
SETTLED_BY = columns(
    payment_number="Payment",
    credit_memo_number="Credit memo",
    applied_amount="Amount",
    updated_date="Changed",
)


def _document_of(part: object) -> str:
    return getattr(part, "invoice_number", None) or getattr(part, "debit_memo_number", None) or "(unapplied)"


def _name(row: ItemRow | TaxRow) -> str:
    """What was sold, or which tax it is; memo items keep their charge's name as the caller gave it."""
    if isinstance(row, TaxRow):
        return f"  {row.name or 'tax'}"
    names = (getattr(row, name, None) for name in ("charge_name", "sku_name", "description", "sku"))
    return next((name for name in (row.described.get("chargeName"), *names) if name), "")


def _amount(row: ItemRow | TaxRow) -> object:
    return row.tax_amount if isinstance(row, TaxRow) else getattr(row, "amount_without_tax", None)


_ITEM = (Column("Item", lambda row: row.item_number), Column("What", _name), Column("Amount", _amount))
ITEMS = (*_ITEM, *columns(balance="Balance", id="Id"))
CREDIT_ITEMS = (
    *_ITEM,
    *columns(applied_amount="Applied", refund_amount="Refunded", unapplied_amount="Unapplied", id="Id"),
)


def with_taxes(items: Iterable[AnyItem]) -> Iterator[AnyItem | TaxRow]:
    """Items and tax items as people read them: each item, then its taxes."""
    for item in items:
        yield item
        yield from item.taxation_items
