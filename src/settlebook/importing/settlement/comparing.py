"""Holds the books against a snapshot, after a history was imported: the same amounts, and no others."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from settlebook import Ledger
from settlebook.domain.errors import NotFound
from settlebook.importing.settlement.applications import document_of
from settlebook.importing.settlement.doubts import (
    Doubt,
    Finding,
)
from settlebook.importing.settlement.export import Export
from settlebook.importing.settlement.rows import Row, Unusable, as_key
from settlebook.importing.settlement.snapshots import KINDS, Kind, is_compared

_TARGETS = ("taxitemid", "invoiceitemid", "debitmemoitemid")
_SOURCES = ("credittaxitemid", "creditmemoitemid")
Pair = tuple[str | None, str | None]  # what a part item takes from, and what it settles


def compared(export: Export, ledger: Ledger) -> Iterator[Finding]:
    """A finding for each source whose part items, or parts without items, are not those of the snapshot."""
    for kind in KINDS:
        if not is_compared(export, kind):
            continue
        parts = {row.id: row for row in export.rows(kind.of)}
        by_source: dict[str, list[Row]] = {}
        for item in export.rows(kind.items):
            part = parts.get(item.text(kind.parent) or "", item)
            by_source.setdefault(part.text(kind.key) or "", []).append(item)
        for source, items in by_source.items():
            yield from _differing(source, items, _told(items), _found(kind, source, ledger))
        bare: dict[str, list[Row]] = {}
        for part in parts.values():
            if (source := part.text(kind.key) or "") not in by_source:
                bare.setdefault(source, []).append(part)
        for source, rows in bare.items():
            yield from _differing(source, rows, _told_by_document(rows), _found_parts(kind, source, ledger))


def _differing(
    source: str, items: list[Row], told: dict[Pair, Decimal], found: dict[Pair, Decimal]
) -> Iterator[Finding]:
    if told != found:
        pairs = [pair for pair in {*told, *found} if told.get(pair) != found.get(pair)]
        some = ", ".join(
            f"{_spoken(pair)}: {told.get(pair, 0)} told, {found.get(pair, 0)} found" for pair in pairs[:3]
        )
        yield Finding(Doubt.STATE_DIFFERS, items[0].place, source or "?", some)


def _told(items: list[Row]) -> dict[Pair, Decimal]:
    told: dict[Pair, Decimal] = {}
    for row in items:
        target = row.text(*_TARGETS)
        if target is None:
            continue  # unapplied credit
        from_row = row.text(*_SOURCES)
        pair = (as_key(from_row) if from_row else None, as_key(target))
        try:
            told[pair] = told.get(pair, Decimal(0)) + row.amount("amount")
        except Unusable:
            continue  # it is among the rejected
    return told


def _told_by_document(rows: list[Row]) -> dict[Pair, Decimal]:
    told: dict[Pair, Decimal] = {}
    for row in rows:
        document = document_of(row)
        if document is None:
            continue  # the unapplied part
        pair = (None, next(iter(document.values())))
        try:
            told[pair] = told.get(pair, Decimal(0)) + row.amount("amount")
        except Unusable:
            continue  # it is among the rejected
    return told


def _found_parts(kind: Kind, source: str, ledger: Ledger) -> dict[Pair, Decimal]:
    """By the document's id, as exports of parts name it."""
    ask = ledger.payment_parts if kind.word == "payment" else ledger.credit_memo_parts
    try:
        rows: list[Any] = list(ask(as_key(source)))
    except NotFound:
        return {}
    ids = {row.invoice_id or row.debit_memo_id: row.amount for row in rows}
    return {(None, id.hex): Decimal(str(amount)) for id, amount in ids.items() if id is not None}


def _found(kind: Kind, source: str, ledger: Ledger) -> dict[Pair, Decimal]:
    ask = ledger.payment_part_items if kind.word == "payment" else ledger.credit_memo_part_items
    try:
        rows: list[Any] = list(ask(as_key(source)))
    except NotFound:
        return {}
    found: dict[Pair, Decimal] = {}
    for row in rows:
        said = row.as_json()
        target = next(
            (said[name] for name in ("taxItemId", "invoiceItemId", "debitMemoItemId") if said.get(name)), None
        )
        if target is None:
            continue
        from_row = said.get("creditTaxItemId") or said.get("creditMemoItemId")
        found[from_row, target] = found.get((from_row, target), Decimal(0)) + Decimal(str(row.amount))
    return found


def _spoken(pair: Pair) -> str:
    source, target = pair
    return f"{source} to {target}" if source else f"{target}"
