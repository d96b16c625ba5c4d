"""Steps for the money itself: payments that came in, and refunds with the rows they were paid from."""

from collections.abc import Iterator
from typing import Any

from settlebook.importing.settlement.applications import amounts, credit_row
from settlebook.importing.settlement.doubts import (
    Doubt,
    Findings,
)
from settlebook.importing.settlement.export import Export
from settlebook.importing.settlement.objects import (
    CREDIT_BALANCE_ADJUSTMENT,
    CUSTOM,
    PAYMENT,
    REFUND,
    REFUND_APPLICATION,
    REFUND_APPLICATION_ITEM,
    REFUND_INVOICE_PAYMENT,
)
from settlebook.importing.settlement.rows import Row, Unusable, as_key
from settlebook.importing.settlement.step import (
    RECEIVE,
    Step,
    step,
)
from settlebook.importing.settlement.step import REFUND as REFUNDS

_LIVE = {"Processed", "Posted"}  # the states in which money is there; Posted is what older tenants say
# Columns that only describe, and the field that keeps each.
_PAYMENT_FIELDS = {
    "comment": "comment", "referenceid": "referenceId", "source": "source", "sourcename": "sourceName",
    "secondpaymentreferenceid": "secondPaymentReferenceId", "gatewaystate": "gatewayState",
    "paymentmethodid": "paymentMethodId", "gateway": "gatewayId",
}  # fmt: skip
_REFUND_FIELDS = {
    "comment": "comment", "referenceid": "referenceId", "secondrefundreferenceid": "secondRefundReferenceId",
    "reasoncode": "reasonCode", "methodtype": "methodType", "paymentmethodid": "paymentMethodId",
}  # fmt: skip


def payment_steps(export: Export, findings: Findings) -> Iterator[Step]:
    """Every payment that came in; those that were canceled or failed are told and left out."""
    for row in export.rows(PAYMENT):
        status = row.text("status") or "Processed"
        if status not in _LIVE:
            findings.tell(row, Doubt.NOT_MONEY, f"payment with status {status}")
            continue
        if row.text("type") == "Electronic":
            detail = "an electronic payment is kept as external: no gateway is asked again"
            findings.tell(row, Doubt.KIND_CHANGED, detail)
        try:
            made = step("payment.create", None, _payment(row), (row,), RECEIVE)
        except Unusable as why:
            export.reject([row], why)
        else:
            yield made


def _payment(row: Row) -> dict[str, Any]:
    account = row.text("accountid")
    return {
        "id": as_key(row.id),
        "number": row.text("number"),
        "accountId": as_key(account) if account else None,
        "accountNumber": None if account else row.text("accountnumber"),
        "amount": row.amount("amount"),
        "currency": row.text("currency"),
        "effectiveDate": row.day("effectivedate", "createddate"),
        **_described(row, _PAYMENT_FIELDS),
    }


def refund_steps(export: Export, findings: Findings) -> Iterator[Step]:
    """One refund a refund application; of a credit memo from the rows that its items name."""
    for head, items in export.with_items(REFUND_APPLICATION, REFUND_APPLICATION_ITEM, "refundapplicationid"):
        yield from _refund(export, head, items, findings)
    _tell_unsettled(export, findings)


def _refund(export: Export, head: Row, items: list[Row], findings: Findings) -> Iterator[Step]:
    rows = (head, *(row for row in items if row is not head))
    refund = export.row(REFUND, head.text("refundid"))
    status = (refund.text("status") if refund else None) or "Processed"
    if status not in _LIVE:
        findings.tell(head, Doubt.NOT_MONEY, f"refund with status {status}")
        return
    try:
        yield _refund_step(head, items, rows, refund, findings)
    except Unusable as why:
        export.reject(rows, why)


def _refund_step(
    head: Row, items: list[Row], rows: tuple[Row, ...], refund: Row | None, findings: Findings
) -> Step:
    body: dict[str, Any] = refund_body(head, refund)
    payment = head.text("paymentid")
    if payment:
        body["totalAmount"] = head.amount("applyamount", "amount")
        return step("payment.refund", as_key(payment), body, rows, REFUNDS)
    memo = as_key(head.need("creditmemoid", "paymentid"))
    if items:
        body["items"] = [{"amount": row.amount("amount"), **credit_row(row)} for row in items]
        body["totalAmount"] = amounts(items)
    else:
        body["totalAmount"] = head.amount("applyamount", "amount")
        findings.tell(head, Doubt.ITEMS_CHOSEN, f"{body['totalAmount']} of {memo}")
    return step("credit-memo.refund", memo, body, rows, REFUNDS)


def refund_body(head: Row, refund: Row | None) -> dict[str, Any]:
    """What a refund is called and says of itself, from its own row where it came along."""
    return {
        "id": as_key(head.need("refundid", "id")),
        "number": refund.text("number") if refund else None,
        **refund_details(head, refund),
    }


def refund_details(head: Row, refund: Row | None) -> dict[str, Any]:
    """What a refund says of itself: all of it where one refund there becomes several here."""
    said = refund or head
    return {
        "refundDate": said.day("refunddate", "effectivedate", "createddate"),
        **(_described(refund, _REFUND_FIELDS) if refund else {}),
    }


def _tell_unsettled(export: Export, findings: Findings) -> None:
    """A refund of which no application says where it was taken from."""
    telling = (REFUND_APPLICATION, REFUND_APPLICATION_ITEM, REFUND_INVOICE_PAYMENT, CREDIT_BALANCE_ADJUSTMENT)
    told = {row.text("refundid", "sourcetransactionid") for of in telling for row in export.rows(of)}
    for row in export.rows(REFUND):
        if row.id not in told:
            detail = "no row says which payment or credit memo it was paid from"
            findings.tell(row, Doubt.NOT_MONEY, detail)


def _described(row: Row, fields: dict[str, str]) -> dict[str, Any]:
    custom = {name: value for name, value in row.fields.items() if CUSTOM.fullmatch(name)}
    return custom | {field: row.text(column) for column, field in fields.items()}
