"""Steps from snapshots: parts and part items say where money is now, not how it came there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from settlebook.importing.settlement.applications import amounts, document_of, line_of
from settlebook.importing.settlement.doubts import (
    Doubt,
    Findings,
)
from settlebook.importing.settlement.export import Export
from settlebook.importing.settlement.objects import (
    CREDIT_MEMO_APPLICATION,
    CREDIT_MEMO_APPLICATION_ITEM,
    CREDIT_MEMO_PART,
    CREDIT_MEMO_PART_ITEM,
    INVOICE_PAYMENT,
    PAYMENT_APPLICATION,
    PAYMENT_APPLICATION_ITEM,
    PAYMENT_PART,
    PAYMENT_PART_ITEM,
    Object,
)
from settlebook.importing.settlement.rows import Row, Unusable, as_key
from settlebook.importing.settlement.step import (
    SETTLE,
    Step,
    step,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """Whose parts they are, and the histories beside which a snapshot is only there to be compared."""

    word: str
    of: Object
    items: Object
    parent: str
    key: str
    histories: tuple[Object, ...]


KINDS = (
    Kind(
        "payment",
        PAYMENT_PART,
        PAYMENT_PART_ITEM,
        "paymentpartid",
        "paymentid",
        (PAYMENT_APPLICATION, PAYMENT_APPLICATION_ITEM, INVOICE_PAYMENT),
    ),
    Kind(
        "credit-memo",
        CREDIT_MEMO_PART,
        CREDIT_MEMO_PART_ITEM,
        "creditmemopartid",
        "creditmemoid",
        (CREDIT_MEMO_APPLICATION, CREDIT_MEMO_APPLICATION_ITEM),
    ),
)


def is_compared(export: Export, kind: Kind) -> bool:
    """Whether the files hold the history as well, so that the snapshot is no source but a proof."""
    return export.has(*kind.histories)


def snapshot_steps(export: Export, findings: Findings) -> Iterator[Step]:
    """One application a part, where nothing but the snapshot tells of it."""
    for kind in KINDS:
        if is_compared(export, kind):
            continue
        for part, items in export.with_items(kind.of, kind.items, kind.parent):
            yield from _made(export, kind, part, items, findings)


def _made(export: Export, kind: Kind, part: Row, items: list[Row], findings: Findings) -> Iterator[Step]:
    rows = (part, *(row for row in items if row is not part))
    document = document_of(part, items)
    if document is None:
        return  # the unapplied part: it is what is left
    try:
        made = _step(kind, part, items, rows, document, findings)
    except Unusable as why:
        export.reject(rows, why)
        return
    findings.tell(part, Doubt.HISTORY_UNKNOWN, f"{kind.word} on {_named(document)}")
    yield made


def _step(
    kind: Kind,
    part: Row,
    items: list[Row],
    rows: tuple[Row, ...],
    document: dict[str, str],
    findings: Findings,
) -> Step:
    total = amounts(items) if items else part.amount("amount")
    entry: dict[str, Any] = {**document, "amount": total}
    field = "invoices" if "invoiceId" in document or "invoiceNumber" in document else "debitMemos"
    body: dict[str, Any] = {field: [entry]}
    if items:
        entry["items"] = [line_of(row, document, kind.word) for row in items]
    else:
        body["policy"] = "fifo"
        findings.tell(part, Doubt.ITEMS_CHOSEN, f"{total} of {kind.word}")
    if part.text("effectivedate", "createddate"):
        body["effectiveDate"] = part.day("effectivedate", "createddate")
        findings.tell(part, Doubt.DAY_GUESSED, body["effectiveDate"].isoformat())
    return step(f"{kind.word}.apply", as_key(part.need(kind.key)), body, rows, SETTLE)


def _named(document: dict[str, str]) -> str:
    return next(iter(document.values()))
