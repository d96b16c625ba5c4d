"""Credit balances of the older model: increases become credit memos, decreases use up the oldest first."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from settlebook.importing.settlement.doubts import (
    Doubt,
    Findings,
)
from settlebook.importing.settlement.export import Export
from settlebook.importing.settlement.money_steps import refund_details
from settlebook.importing.settlement.objects import CREDIT_BALANCE_ADJUSTMENT, PAYMENT, REFUND
from settlebook.importing.settlement.rows import Row, Unusable, as_key
from settlebook.importing.settlement.step import (
    GRANT,
    SETTLE,
    Step,
    step,
)
from settlebook.importing.settlement.step import (
    REFUND as REFUNDS,
)


@dataclass(slots=True)
class Credit:
    """What one increase brought, and what of it is left."""

    word: str  # payment or credit-memo
    key: str
    left: Decimal


def balance_steps(export: Export, findings: Findings) -> Iterator[Step]:
    credits: dict[str, list[Credit]] = defaultdict(list)
    rows = [row for row in export.rows(CREDIT_BALANCE_ADJUSTMENT) if _counts(row, findings)]
    for row in sorted(rows, key=lambda row: (row.order, _is_decrease(row))):
        try:
            account = as_key(row.need("accountid"))
            if _is_decrease(row):
                yield from _decreased(export, row, credits[account], findings)
            else:
                yield from _increased(export, row, account, credits[account], findings)
        except Unusable as why:
            export.reject([row], why)


def _counts(row: Row, findings: Findings) -> bool:
    status = row.text("status") or "Processed"
    if status != "Processed":
        findings.tell(row, Doubt.NOT_MONEY, f"credit balance adjustment {status}")
    return status == "Processed"


def _is_decrease(row: Row) -> bool:
    return (row.text("type") or "").lower() == "decrease"


def _increased(
    export: Export, row: Row, account: str, credits: list[Credit], findings: Findings
) -> Iterator[Step]:
    amount, origin = row.amount("amount"), row.text("sourcetransactionid")
    if export.row(PAYMENT, origin) is not None and origin is not None:
        credits.append(Credit("payment", as_key(origin), amount))
        detail = f"{amount} stays unapplied on the payment that it came from"
        findings.tell(row, Doubt.KIND_CHANGED, detail)
        return
    number = row.text("number") or f"CBA-{as_key(row.id)[:24]}"
    credits.append(Credit("credit-memo", number, amount))
    findings.tell(row, Doubt.KIND_CHANGED, f"credit balance of {amount} became a credit memo")
    body = {
        "accountId": account,
        "number": number,
        "creditMemoDate": row.day("adjustmentdate", "createddate"),
        "status": "Posted",
        "reasonCode": row.text("reasoncode"),
        "comment": row.text("comment", "comments"),
        "charges": [{"amount": amount, "chargeName": "Credit balance"}],
    }
    yield step("credit-memo.create", None, body, (row,), GRANT)


def _decreased(export: Export, row: Row, credits: list[Credit], findings: Findings) -> Iterator[Step]:
    """Each credit gives what it has until the amount is reached; refused where there is not enough."""
    wanted = row.amount("amount")
    if wanted > sum((credit.left for credit in credits), Decimal(0)):
        raise Unusable("no_credit", f"the account's increases do not bring {wanted} before this decrease")
    for rank, credit in enumerate(credits):
        used = min(wanted, credit.left)
        if used:
            credit.left, wanted = credit.left - used, wanted - used
            yield _used(export, row, credit, used, f":{rank}", findings)


def _used(export: Export, row: Row, credit: Credit, used: Decimal, name: str, findings: Findings) -> Step:
    kind = (row.text("sourcetransactiontype") or "Invoice").lower()
    target = row.text("sourcetransactionid")
    day = row.day("adjustmentdate", "createddate")
    if kind == "refund":
        said = refund_details(row, export.row(REFUND, target))
        body: dict[str, Any] = {**said, "totalAmount": used, "refundDate": day}
        return step(f"{credit.word}.refund", credit.key, body, (row,), REFUNDS, name)
    findings.tell(row, Doubt.ITEMS_CHOSEN, f"{used} of a credit balance")
    applied = {
        "invoices": [{"invoiceId": as_key(row.need("sourcetransactionid", "invoiceid")), "amount": used}],
        "policy": "fifo",
        "effectiveDate": day,
    }
    return step(f"{credit.word}.apply", credit.key, applied, (row,), SETTLE, name)
