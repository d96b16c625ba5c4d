"""Memos that take amounts of another document back, row by row: how write-offs and reversals move money."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from settlebook.domain.allocation import Policy
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.debit_memo import DebitMemo
from settlebook.domain.decisions.mirroring import mirroring
from settlebook.domain.document import Document, rows_of
from settlebook.domain.events import (
    CreditApplied,
    CreditedLine,
    CreditMemoCreated,
    CreditMemoPosted,
    DebitMemoCreated,
    DebitMemoPosted,
    DocumentKind,
    Event,
    Header,
    Item,
    ItemsCredited,
    PersonalRef,
    PostedLine,
    SettlementLine,
    TaxItem,
)
from settlebook.domain.events.base import Details
from settlebook.domain.receivable import Receivable

MinorByRow = Mapping[UUID, int]  # minor units by row of the document, positive
RowId = Callable[..., UUID]  # the id of the memo's row, by its line, for a tax item also by its tax line

WRITE_OFF_CODE = "nonRevenueWriteOffAccountingCode"  # what a request says once is said of each item
_ORIGIN = {  # what Zuora calls the rows that a memo was made from: sourceItemType and creditFromItemSource
    DocumentKind.INVOICE: ("InvoiceDetail", "InvoiceItem"),
    DocumentKind.DEBIT_MEMO: ("DebitMemoItem", "DebitMemoItem"),
    DocumentKind.CREDIT_MEMO: ("CreditMemoItem", "CreditMemoItem"),
}
_SOURCE_TYPE = {
    DocumentKind.INVOICE: "Invoice",
    DocumentKind.DEBIT_MEMO: "DebitMemo",
    DocumentKind.CREDIT_MEMO: "CreditMemo",
}


@dataclass(frozen=True, slots=True)
class MirrorMemo:
    """What a memo is called and says, before its rows are known.

    `memo_date`  its own day, on which it is posted.
    `day`        the day on which it is set against what it mirrors, not before its own.
    `policy`     what chose its rows; None: the caller, or all that is open.
    `items`      what the request says of single items, by the row that they take back.
    """

    memo_id: UUID
    number: str
    memo_date: date
    day: date
    application_id: UUID
    row_id: RowId
    policy: Policy | None = None
    personal: PersonalRef | None = None
    details: Details = field(default_factory=dict)
    items: Mapping[UUID, Details] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mirrored:
    """The facts that make a memo, post it, and set it against what it mirrors."""

    facts: tuple[Event, ...]
    applied: CreditApplied | None  # None where there is no amount


def credit(
    document: Receivable, minor_by_row: MinorByRow, memo: MirrorMemo, *, whole: bool = False
) -> Mirrored:
    """A credit memo of amounts of an invoice or debit memo, set against the very rows, tax against tax.

    Rows   in the document's order, those of 0 left out unless the memo mirrors the `whole` document.
    Taxes  as they stand on the document: no tax engine is asked.
    Refuses nothing: the amounts were found open, on that day and on every later one.
    """
    items = tuple(_items(document, minor_by_row, memo, whole))
    header, day = _header(document, memo), memo.memo_date
    lines = tuple(
        SettlementLine(item_id=origin, amount_minor=minor, source_item_id=row)
        for row, origin, minor in _pairs(items)
    )
    memo_id, standing = memo.memo_id, header.model_copy(update={"status": "Posted"})
    facts: list[Event] = [
        CreditMemoCreated(credit_memo_id=memo_id, header=header, items=items, effective_on=day),
        CreditMemoPosted(credit_memo_id=memo_id, header=standing, lines=_posted(items), effective_on=day),
    ]
    if not lines:
        return Mirrored(tuple(facts), None)
    if document.kind is DocumentKind.INVOICE:
        facts.insert(1, _credited(document, memo, lines))
    applied = _applied(document.account_id, memo_id, document, lines, memo)
    return Mirrored((*facts, applied, mirroring.settled(applied, document)), applied)


def debit(source: CreditMemo, minor_by_row: MinorByRow, memo: MirrorMemo, *, whole: bool = False) -> Mirrored:
    """A debit memo of amounts of a credit memo, which settles it, row by row, tax by tax.

    Refuses nothing: the amounts were found unapplied, on that day and on every later one.
    """
    items = tuple(_items(source, minor_by_row, memo, whole))
    header, day = _header(source, memo), memo.memo_date
    lines = tuple(
        SettlementLine(item_id=row, amount_minor=minor, source_item_id=origin)
        for row, origin, minor in _pairs(items)
    )
    memo_id, standing = memo.memo_id, header.model_copy(update={"status": "Posted"})
    facts: tuple[Event, ...] = (
        DebitMemoCreated(debit_memo_id=memo_id, header=header, items=items, effective_on=day),
        DebitMemoPosted(debit_memo_id=memo_id, header=standing, lines=_posted(items), effective_on=day),
    )
    if not lines:
        return Mirrored(facts, None)
    made = DebitMemo(memo_id, DocumentKind.DEBIT_MEMO, standing, day, rows_of(items))
    applied = _applied(source.account_id, source.document_id, made, lines, memo)
    return Mirrored((*facts, applied, mirroring.settled(applied, made)), applied)


def _posted(items: tuple[Item, ...]) -> tuple[PostedLine, ...]:
    return tuple(PostedLine(item_id=row.item_id, amount_minor=row.amount_minor) for row in _rows(items))


def _rows(items: tuple[Item, ...]) -> Iterator[Item | TaxItem]:
    for item in items:
        yield item
        yield from item.tax_items


def _applied(
    account_id: UUID,
    credit_memo_id: UUID,
    document: Receivable,
    lines: tuple[SettlementLine, ...],
    memo: MirrorMemo,
) -> CreditApplied:
    return CreditApplied(
        application_id=memo.application_id,
        credit_memo_id=credit_memo_id,
        account_id=account_id,
        document_id=document.document_id,
        document_kind=document.kind,
        document_account_id=document.account_id,
        currency=document.currency,
        lines=lines,
        policy=memo.policy,
        effective_on=memo.day,
    )


def _header(document: Document, memo: MirrorMemo) -> Header:
    kind = document.kind
    is_credit = kind is not DocumentKind.CREDIT_MEMO
    return Header(
        number=memo.number,
        account_id=document.account_id,
        currency=document.currency,
        status="Draft",
        document_date=memo.memo_date,
        due_date=None if is_credit else memo.memo_date,
        referred_invoice_id=document.document_id if kind is DocumentKind.INVOICE else None,
        referred_debit_memo_id=document.document_id if kind is DocumentKind.DEBIT_MEMO else None,
        referred_credit_memo_id=document.document_id if kind is DocumentKind.CREDIT_MEMO else None,
        personal=memo.personal,
        details={"sourceType": _SOURCE_TYPE[kind]} | memo.details,
    )


def _items(document: Document, minor_by_row: MinorByRow, memo: MirrorMemo, whole: bool) -> Iterator[Item]:
    line = 0
    for item in document.items.values():
        own = minor_by_row.get(item.item_id, 0)
        taxes = [
            tax for tax in _taxes(item) if minor_by_row.get(tax.item_id) or (whole and not tax.amount_minor)
        ]
        if not (own or taxes or (whole and item.amount_minor >= 0)):
            continue
        line += 1
        yield Item(
            item_id=memo.row_id(line),
            line=line,
            amount_minor=own,
            tax_mode=item.tax_mode,
            source_item_id=item.item_id,
            details=_said_of(document, item, memo),
            tax_items=tuple(
                TaxItem(
                    item_id=memo.row_id(line, tax_line),
                    tax_line=tax_line,
                    amount_minor=minor_by_row.get(tax.item_id, 0),
                    source_item_id=tax.item_id,
                    details=tax.details,
                )
                for tax_line, tax in enumerate(taxes, 1)
            ),
        )


def _taxes(item: Item) -> list[TaxItem]:
    return sorted(item.tax_items, key=lambda tax: tax.tax_line)


def _said_of(document: Document, item: Item, memo: MirrorMemo) -> Details:
    """What the document says of the item; a credit memo's unit price is negative, a debit memo's is not."""
    source_type, credited_from = _ORIGIN[document.kind]
    said: dict[str, Any] = dict(item.details)
    said["sourceItemType"] = source_type
    if document.kind is not DocumentKind.CREDIT_MEMO:
        said["creditFromItemSource"] = credited_from
    else:
        said.pop("creditFromItemSource", None)
    if price := said.get("unitPrice"):
        said["unitPrice"] = _signed(str(price), document.kind is not DocumentKind.CREDIT_MEMO)
    if code := memo.details.get(WRITE_OFF_CODE):
        said["financeInformation"] = {**said.get("financeInformation", {}), WRITE_OFF_CODE: code}
    return said | dict(memo.items.get(item.item_id, {}))


def _signed(price: str, is_negative: bool) -> str:
    bare = price.removeprefix("-")
    return f"-{bare}" if is_negative and bare.strip("0.") else bare


def _pairs(items: tuple[Item, ...]) -> Iterator[tuple[UUID, UUID, int]]:
    """The memo's rows with an amount, each with the row it takes back."""
    for row in _rows(items):
        if row.amount_minor and row.source_item_id is not None:
            yield row.item_id, row.source_item_id, row.amount_minor


def _credited(invoice: Receivable, memo: MirrorMemo, lines: tuple[SettlementLine, ...]) -> ItemsCredited:
    return ItemsCredited(
        invoice_id=invoice.document_id,
        account_id=invoice.account_id,
        credit_memo_id=memo.memo_id,
        lines=tuple(CreditedLine(item_id=line.item_id, amount_minor=line.amount_minor) for line in lines),
        effective_on=memo.memo_date,
    )
