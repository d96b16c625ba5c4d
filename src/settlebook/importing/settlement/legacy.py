"""Steps from the older model: header payments, item adjustments and credit balances.

invoice payment            apply, spread by fifo (the older model knew no items)
its refund                 unapply of that amount, then refund
credit item adjustment     credit memo from the item, applied to it
charge item adjustment     debit memo
credit balance increase    credit memo; from a payment of these files: it stays unapplied on that payment
credit balance decrease    apply, or refund, what the account's increases brought, the oldest first
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from settlebook.importing.settlement.credit_balance import balance_steps
from settlebook.importing.settlement.doubts import (
    Doubt,
    Findings,
)
from settlebook.importing.settlement.export import Export
from settlebook.importing.settlement.invoices import Invoices
from settlebook.importing.settlement.money_steps import refund_body, refund_details
from settlebook.importing.settlement.objects import (
    INVOICE_ITEM_ADJUSTMENT,
    INVOICE_PAYMENT,
    REFUND,
    REFUND_INVOICE_PAYMENT,
)
from settlebook.importing.settlement.rows import Row, Unusable, as_key
from settlebook.importing.settlement.step import (
    GRANT,
    RETURN,
    SETTLE,
    Step,
    step,
)
from settlebook.importing.settlement.step import (
    REFUND as REFUNDS,
)


def legacy_steps(export: Export, findings: Findings, invoices: Invoices) -> Iterator[Step]:
    for row in export.rows(INVOICE_PAYMENT):
        yield from _usable(export, row, lambda row: _invoice_payment(row, findings))
    of_refund = export.under(REFUND_INVOICE_PAYMENT, "refundid")
    for row in export.rows(REFUND_INVOICE_PAYMENT):
        yield from _usable(export, row, lambda row: _refunded(export, row, of_refund))
    for row in export.rows(INVOICE_ITEM_ADJUSTMENT):
        yield from _usable(export, row, lambda row: _adjustment(row, findings, invoices))
    yield from balance_steps(export, findings)


def _usable(export: Export, row: Row, made: Callable[[Row], list[Step]]) -> Iterator[Step]:
    try:
        yield from made(row)
    except Unusable as why:
        export.reject([row], why)


def _invoice_payment(row: Row, findings: Findings) -> list[Step]:
    amount = row.amount("amount")
    findings.tell(row, Doubt.ITEMS_CHOSEN, f"{amount} of a payment on a header")
    day = row.day("effectivedate", "createddate") if row.text("effectivedate", "createddate") else None
    body = {
        "invoices": [{"invoiceId": as_key(row.need("invoiceid")), "amount": amount}],
        "policy": "fifo",
        "effectiveDate": day,
    }
    return [step("payment.apply", as_key(row.need("paymentid")), body, (row,), SETTLE)]


def _refunded(export: Export, row: Row, of_refund: Mapping[str, list[Row]]) -> list[Step]:
    """The older model refunds what is applied; here it is unapplied first, then paid back.

    A refund there that paid from several applications becomes a refund for each here, with its own number.
    """
    paid = export.row(INVOICE_PAYMENT, row.need("invoicepaymentid"))
    if paid is None:
        raise Unusable(
            "no_such_row", f"there is no InvoicePayment {row.need('invoicepaymentid')} in the files"
        )
    refund = export.row(REFUND, row.need("refundid"))
    payment, amount = as_key(paid.need("paymentid")), row.amount("refundamount", "amount")
    is_alone = len(of_refund[row.need("refundid")]) == 1
    said = refund_body(row, refund) if is_alone else refund_details(row, refund)
    back = {
        "invoices": [{"invoiceId": as_key(paid.need("invoiceid")), "amount": amount}],
        "effectiveDate": said["refundDate"],
    }
    return [
        step("payment.unapply", payment, back, (row,), RETURN, ":unapply"),
        step("payment.refund", payment, {**said, "totalAmount": amount}, (row,), REFUNDS, ":refund"),
    ]


def _adjustment(row: Row, findings: Findings, invoices: Invoices) -> list[Step]:
    if (row.text("status") or "Processed") != "Processed":
        findings.tell(row, Doubt.NOT_MONEY, f"adjustment with status {row.text('status')}")
        return []
    kind = row.need("type").lower()
    if kind not in ("credit", "charge"):
        raise Unusable("bad_type", f"{row.need('type')!r} is neither Credit nor Charge")
    findings.tell(row, Doubt.KIND_CHANGED, f"{kind} adjustment became a memo")
    return _charged(row, invoices) if kind == "charge" else _credited(row, invoices)


def _charged(row: Row, invoices: Invoices) -> list[Step]:
    body = {
        **_account(row, invoices),
        "number": row.text("number"),
        "debitMemoDate": row.day("adjustmentdate", "createddate"),
        "status": "Posted",
        "reasonCode": row.text("reasoncode"),
        "comment": row.text("comment", "comments"),
        "charges": [{"amount": row.amount("amount"), "chargeName": "Invoice item adjustment"}],
    }
    return [step("debit-memo.create", None, body, (row,), GRANT)]


def _account(row: Row, invoices: Invoices) -> dict[str, str]:
    """The account as the row names it, else that of its invoice."""
    if named := row.text("accountid"):
        return {"accountId": as_key(named)}
    if number := row.text("accountnumber"):
        return {"accountNumber": number}
    invoice = as_key(row.need("invoiceid", "invoicenumber"))
    account = invoices.account_of(invoice)
    if account is None:
        raise Unusable("no_such_invoice", f"there is no invoice {invoice}, whose account is charged")
    return {"accountId": account}


def _credited(row: Row, invoices: Invoices) -> list[Step]:
    invoice, source, amount = (
        as_key(row.need("invoiceid")),
        as_key(row.need("sourceid")),
        row.amount("amount"),
    )
    day, number = row.day("adjustmentdate", "createddate"), row.text("number") or f"IIA-{as_key(row.id)[:24]}"
    is_tax = (row.text("sourcetype") or "").lower() == "tax"
    item = invoices.parent_of(invoice, source) if is_tax else source
    if item is None:
        raise Unusable("no_such_item", f"the invoice {invoice} has no tax item {source}")
    credited: dict[str, Any] = {"invoiceItemId": item, "amount": 0 if is_tax else amount}
    if is_tax:
        credited["taxItems"] = [{"sourceTaxItemId": source, "amount": amount}]
    memo = {
        "number": number,
        "creditMemoDate": day,
        "autoPost": True,
        "taxAutoCalculation": False,
        "reasonCode": row.text("reasoncode"),
        "comment": row.text("comment", "comments"),
        "items": [credited],
    }
    line = (
        {"creditTaxItemId": f"{number}#1.1", "taxItemId": source}
        if is_tax
        else {"creditMemoItemId": f"{number}#1", "invoiceItemId": source}
    )
    applied = {
        "invoices": [{"invoiceId": invoice, "amount": amount, "items": [{"amount": amount, **line}]}],
        "effectiveDate": day,
    }
    return [
        step("credit-memo.create-from-invoice", invoice, memo, (row,), GRANT, ":memo"),
        step("credit-memo.apply", number, applied, (row,), SETTLE, ":apply"),
    ]
