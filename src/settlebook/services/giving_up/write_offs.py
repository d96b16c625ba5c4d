"""Acts that give up what is open of documents, or unapplied of credit memos, by a memo of the same rows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from settlebook.commands.write_offs import (
    WriteOff,
    WriteOffCreditMemo,
    WriteOffDebitMemo,
    WriteOffInvoice,
    WrittenOffItem,
)
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.giving_up import write_offs
from settlebook.domain.decisions.giving_up.write_offs import ALL, Asked, WrittenOff
from settlebook.domain.decisions.mirroring.mirror_memos import MirrorMemo
from settlebook.domain.decisions.rules.asked import Decided
from settlebook.domain.decisions.settling.spreading import ChosenPolicy
from settlebook.domain.document import Document
from settlebook.domain.errors import ItemNotOfDocument, LineNamedTwice
from settlebook.domain.events import DocumentKind
from settlebook.domain.events.base import Details
from settlebook.domain.ids import derived_id
from settlebook.domain.receivable import Receivable
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.requests.outcome import AppliedTo, Made, Outcome
from settlebook.services.limiting.limits import require
from settlebook.services.limiting.sizes import rows_in
from settlebook.services.requests.amounts import minor_of
from settlebook.services.requests.keys import RowNames
from settlebook.services.requests.outcomes import settled
from settlebook.services.requests.policies import Act, chosen, negative_lines
from settlebook.services.service import Services

REASON = "Write-off"
LIMIT = "write-off-items"


@dataclass(frozen=True, slots=True)
class Said:
    """What a request says of the memo that it makes.

    `memo_date` is the memo's own day; `applied_on` the day it is set against what it mirrors, the same
    unless given. `items` holds what is said of single items, by the row that they take back. `memo_id` is its
    id, where the caller took one for it before.
    """

    memo_date: date | None = None
    applied_on: date | None = None
    details: Details = field(default_factory=dict)
    personal: Mapping[str, Any] = field(default_factory=dict)
    items: Mapping[UUID, Details] = field(default_factory=dict)
    memo_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """The memo that was made and how it was applied."""

    made: Made
    applications: tuple[AppliedTo, ...]
    day: date


def write_off_invoice(books: Books, command: WriteOffInvoice) -> Outcome:
    """Refuses as `_write_off` lists."""
    return _write_off(books, books.invoice(command.key), command)


def write_off_debit_memo(books: Books, command: WriteOffDebitMemo) -> Outcome:
    """Refuses as `_write_off` lists."""
    return _write_off(books, books.debit_memo(command.key), command)


def write_off_credit_memo(books: Books, command: WriteOffCreditMemo) -> Outcome:
    """Refuses, first match wins: NotFound, LimitExceeded; as `_asked` and `policies.chosen` list; as
    `credit_written_off` lists.
    """
    source = books.credit_memo(command.key)
    require(books.settings, LIMIT, rows_in(source))
    asked, items = _asked(source, command, lambda row: source.unapplied_of(row).total)
    rule = chosen(books, source.account_id, Act.WRITE_OFF, command.policy)
    return _answer(source, credit_written_off(books, source, asked, said=_said(command, items), policy=rule))


def _write_off(books: Books, document: Receivable, command: WriteOffInvoice | WriteOffDebitMemo) -> Outcome:
    """Refuses, first match wins: NotFound, LimitExceeded; as `_asked` and `policies.chosen` list; as
    `written_off` lists.
    """
    require(books.settings, LIMIT, rows_in(document))
    asked, items = _asked(document, command, document.open_minor)
    rule = chosen(books, document.account_id, Act.WRITE_OFF, command.policy)
    nets = negative_lines(books, document.account_id, None) == "net"
    said = _said(command, items)
    return _answer(document, written_off(books, document, asked, said=said, policy=rule, nets=nets))


def written_off(
    books: Books,
    document: Receivable,
    asked: Asked = ALL,
    *,
    said: Said = Said(),
    policy: ChosenPolicy = None,
    nets: bool = False,
) -> Written:
    """Write open balances of an invoice or debit memo off, within the command of whoever calls it.

    `asked` is everything open, an amount, or amounts by row; `document` is as the books have it now.
    Refuses, first match wins: as `write_offs.require_balance` lists; TooEarly; ExceedsOnDay; PeriodIsClosed.
    """
    write_offs.require_balance(document, asked)
    day = write_offs.memo_day(document, said.memo_date, books.open_day)
    memo = new_memo(books, DocumentKind.CREDIT_MEMO, day, said, REASON)
    done = write_offs.of_receivable(document, asked, memo, policy, nets=nets)
    books.record(*done.facts)
    return _written(books, DocumentKind.CREDIT_MEMO, memo, document, done)


def credit_written_off(
    books: Books, source: CreditMemo, asked: Asked, *, said: Said, policy: ChosenPolicy
) -> Written:
    """Write unapplied credit off. Refuses, first match wins: as `write_offs.require_unapplied_credit` lists;
    TooEarly; ExceedsOnDay; PeriodIsClosed.
    """
    write_offs.require_unapplied_credit(source, asked)
    day = write_offs.memo_day(source, said.memo_date, books.open_day)
    memo = new_memo(books, DocumentKind.DEBIT_MEMO, day, said, REASON)
    done = write_offs.of_credit_memo(source, asked, memo, policy)
    books.record(*done.facts)
    made = books.receivable_by_id(DocumentKind.DEBIT_MEMO, memo.memo_id)
    return _written(books, DocumentKind.DEBIT_MEMO, memo, made, done)


def new_memo(books: Books, kind: DocumentKind, day: date, said: Said, reason: str) -> MirrorMemo:
    """A memo that mirrors a document, with the next number of its sequence."""
    memo_id = said.memo_id or books.new_id(kind.value)
    return MirrorMemo(
        memo_id=memo_id,
        number=books.number(kind.value),
        memo_date=day,
        day=said.applied_on or day,
        application_id=books.new_id("application"),
        row_id=lambda *lines: derived_id(books.ledger_id, "item", memo_id, *lines),
        personal=books.keep_personal(memo_id, said.personal),
        details={"reasonCode": reason} | said.details,
        items=said.items,
    )


def made_of(kind: DocumentKind, memo: MirrorMemo) -> Made:
    return Made(kind=kind.value, id=memo.memo_id, number=memo.number)


def _said(command: WriteOff, items: Mapping[UUID, Details]) -> Said:
    return Said(command.memo_date, None, command.details(), command.personal_fields(), items)


def _answer(document: Document, done: Written) -> Outcome:
    """Id and number are the document's that was written off."""
    return Outcome(
        id=document.document_id,
        number=document.number,
        made=(done.made,),
        applications=done.applications,
        currency=document.currency,
        policy=next((each.policy for each in done.applications), None),
        status=document.header.status,
        effective_on=done.day,
    )


def _asked(
    document: Document, command: WriteOff, left: Callable[[UUID], int]
) -> tuple[Asked, dict[UUID, Details]]:
    """What a request asks of a document whose rows have so much `left`, and what it says of items.

    Refuses, first match wins: TooManyDecimalsForCurrency, AmountOutOfRange (the amount); item by item
    ItemNotOfDocument, WrongKindOfItem, TooManyDecimalsForCurrency, AmountOutOfRange, LineNamedTwice.
    """
    amount = minor_of(command.amount, document.currency) if command.amount is not None else None
    if command.asked_items is None:
        return Asked(amount), {}
    rows = _NamedRows(document, left)
    minor_by_row: dict[UUID, int] = {}
    said: dict[UUID, Details] = {}
    for item in command.asked_items:
        for row, minor in rows.of(item):
            if row in minor_by_row:
                raise LineNamedTwice(document.name_of(row))
            minor_by_row[row] = minor
        if details := item.details():
            said[rows.item_of(item)] = details
    return Asked(amount, {row: minor for row, minor in minor_by_row.items() if minor}), said


class _NamedRows:
    """The rows of a document as items of a request name them, with the amounts they ask for."""

    def __init__(self, document: Document, left: Callable[[UUID], int]) -> None:
        self._document, self._left = document, left
        self._names = RowNames(document)

    def item_of(self, asked: WrittenOffItem) -> UUID:
        """The item itself, also where a tax item is named."""
        item_id = self._row(asked.item, asked.item_is_tax)
        return self._document.rows[item_id].parent_id or item_id

    def of(self, asked: WrittenOffItem) -> Iterator[tuple[UUID, int]]:
        item_id, amount = self._row(asked.item, asked.item_is_tax), asked.asked_amount
        if asked.is_whole:
            yield from ((row, max(0, self._left(row))) for row in self._with_taxes(item_id))
            return
        if amount is not None:
            yield item_id, minor_of(amount, self._document.currency)
        for tax in asked.taxation_items or ():
            tax_id = self._row(tax.item, True)
            if self._document.rows[tax_id].parent_id != item_id:
                raise ItemNotOfDocument(tax.item, self._document.name_of(item_id))
            yield tax_id, minor_of(tax.amount, self._document.currency)

    def _with_taxes(self, item_id: UUID) -> Iterator[UUID]:
        yield item_id
        if item_id in self._document.items:
            yield from (tax.item_id for tax in self._document.items[item_id].tax_items)

    def _row(self, key: str, is_tax: bool) -> UUID:
        row = self._names.id_of(key, is_tax=is_tax)
        if row not in self._document.rows:
            raise ItemNotOfDocument(key, self._document.number)
        return row


def _written(
    books: Books, kind: DocumentKind, memo: MirrorMemo, document: Receivable, done: WrittenOff
) -> Written:
    """`document` is what is settled: for a credit memo the debit memo that was made."""
    source = books.credit_memo_by_id(done.applied.credit_memo_id)
    answer = settled(
        document.document_id,
        document.number,
        document.currency,
        Decided((done.applied,)),
        {document.document_id: document},
        source,
    )
    return Written(made_of(kind, memo), answer.applications, memo.day)


SERVICES: Services = {
    WriteOffInvoice: write_off_invoice,
    WriteOffDebitMemo: write_off_debit_memo,
    WriteOffCreditMemo: write_off_credit_memo,
}
