"""Steps from histories: payment, credit memo and refund applications, each with its items."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from settlebook.importing.exact import exact_sum
from settlebook.importing.settlement.doubts import (
    Doubt,
    Findings,
)
from settlebook.importing.settlement.export import Export
from settlebook.importing.settlement.objects import (
    CREDIT_MEMO_APPLICATION,
    CREDIT_MEMO_APPLICATION_ITEM,
    PAYMENT_APPLICATION,
    PAYMENT_APPLICATION_ITEM,
    Object,
)
from settlebook.importing.settlement.rows import Row, Unusable, as_key
from settlebook.importing.settlement.step import (
    RETURN,
    SETTLE,
    Step,
    step,
)

_TAKES_BACK = ("unappl", "reversal")  # what a row's type or subtype says where its amount has no sign


@dataclass(frozen=True, slots=True)
class Source:
    """Whose applications they are: what the command is called, and which columns hold what."""

    word: str
    of: Object
    items: Object
    parent: str
    key: str
    amount: str


SOURCES = (
    Source(
        "payment",
        PAYMENT_APPLICATION,
        PAYMENT_APPLICATION_ITEM,
        "paymentapplicationid",
        "paymentid",
        "applyamount",
    ),
    Source(
        "credit-memo",
        CREDIT_MEMO_APPLICATION,
        CREDIT_MEMO_APPLICATION_ITEM,
        "creditmemoapplicationid",
        "creditmemoid",
        "amount",
    ),
)


def application_steps(export: Export, findings: Findings) -> Iterator[Step]:
    """Apply and unapply, one command an application; what no item row names is spread by fifo."""
    for source in SOURCES:
        for head, items in export.with_items(source.of, source.items, source.parent):
            yield from _made(export, source, head, items, findings)


def _made(export: Export, source: Source, head: Row, items: list[Row], findings: Findings) -> Iterator[Step]:
    rows = (head, *(row for row in items if row is not head))
    try:
        made = _step(source, head, items, rows, findings)
    except Unusable as why:
        export.reject(rows, why)
        return
    if made is not None:
        yield made


def _step(
    source: Source, head: Row, items: list[Row], rows: tuple[Row, ...], findings: Findings
) -> Step | None:
    document = document_of(head, items)
    if document is None:
        findings.tell(head, Doubt.NOT_MONEY, "it names no invoice and no debit memo")
        return None
    total = amounts(items) if items else head.amount(source.amount, "amount")
    if head not in items and head.amount(source.amount, "amount") != total:
        detail = f"{head.amount(source.amount, 'amount')} above, {total} in its items; the items count"
        findings.tell(head, Doubt.SUMS_DIFFER, detail)
    takes_back = total < 0 or is_return(head)
    entry: dict[str, Any] = {**document, "amount": abs(total)}
    if items:
        entry["items"] = [line_of(row, document, source.word) for row in items]
    body = {_plural(document): [entry], "effectiveDate": effective_day(head, items, findings)}
    if not items:
        body["policy"] = "fifo"
        findings.tell(head, Doubt.ITEMS_CHOSEN, f"{abs(total)} of {source.word}")
    verb = "unapply" if takes_back else "apply"
    key = as_key(head.need(source.key))
    return step(f"{source.word}.{verb}", key, body, rows, RETURN if takes_back else SETTLE)


def document_of(head: Row, items: Iterable[Row] = ()) -> dict[str, str] | None:
    """The invoice or debit memo that rows name, in the words of a request."""
    for row in (head, *items):
        for column, field in (
            ("invoiceid", "invoiceId"),
            ("invoicenumber", "invoiceNumber"),
            ("debitmemoid", "debitMemoId"),
            ("debitmemonumber", "debitMemoNumber"),
        ):
            found = row.text(column)
            if found:
                return {field: as_key(found)}
    return None


def line_of(row: Row, document: dict[str, str], source: str) -> dict[str, Any]:
    """An item row as a line of a request: tax with tax, item with item."""
    line: dict[str, Any] = {"amount": abs(row.amount("amount"))}
    tax = row.text("taxitemid")
    if tax:
        line["taxItemId"] = as_key(tax)
    elif _plural(document) == "invoices":
        line["invoiceItemId"] = as_key(row.need("invoiceitemid"))
    else:
        line["debitMemoItemId"] = as_key(row.need("debitmemoitemid"))
    if source == "credit-memo":
        line |= credit_row(row)
    return line


def credit_row(row: Row) -> dict[str, str]:
    """The item or tax item of the credit memo that a row takes from."""
    tax = row.text("credittaxitemid")
    return (
        {"creditTaxItemId": as_key(tax)}
        if tax
        else {"creditMemoItemId": as_key(row.need("creditmemoitemid"))}
    )


def effective_day(head: Row, items: Iterable[Row], findings: Findings) -> Any:
    """The day that the rows give; without one the day of creation, which is told."""
    for row in (head, *items):
        if row.text("effectivedate"):
            return row.day("effectivedate")
    day = head.day("createddate")
    findings.tell(head, Doubt.DAY_GUESSED, day.isoformat())
    return day


def is_return(row: Row) -> bool:
    said = " ".join(row.text(name) or "" for name in ("type", "subtype", "transactiontype")).lower()
    return any(word in said for word in _TAKES_BACK)


def amounts(items: Iterable[Row]) -> Decimal:
    return exact_sum(row.amount("amount") for row in items)


def _plural(document: dict[str, str]) -> str:
    return "invoices" if any(field.startswith("invoice") for field in document) else "debitMemos"
