"""What is decided about reversals: a memo that mirrors a whole document takes all of it back, for good."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.documents.crediting import mirrored
from settlebook.domain.decisions.giving_up.write_offs import memo_day, require_netted
from settlebook.domain.decisions.mirroring import mirror_memos, netting
from settlebook.domain.decisions.mirroring.mirror_memos import MirrorMemo
from settlebook.domain.decisions.rules.checking import Source, require_posted
from settlebook.domain.decisions.rules.dating import require_item_open, require_unapplied
from settlebook.domain.document import Document
from settlebook.domain.errors import DraftMadeFrom, StillApplied, StillRefunded, StillSettled, TooEarly
from settlebook.domain.events import (
    CreditApplied,
    CreditMemoReversed,
    Event,
    InvoiceReversed,
)
from settlebook.domain.money import Money
from settlebook.domain.receivable import Receivable, evolve_mirror

NAMED = 5  # how many sources a refusal names before it only counts them


@dataclass(frozen=True, slots=True)
class Reversed:
    """Facts to record, in order; `applied` is None for a document without any amount."""

    facts: tuple[Event, ...]
    applied: CreditApplied | None


@dataclass(frozen=True, slots=True)
class Days:
    """The memo's own day, and the day it is set against what it reverses."""

    memo: date
    apply: date


def days(document: Document, memo_date: date | None, apply_on: date | None, today: date) -> Days:
    """The days of a reversal: the memo's not before the document's own, the application's not before it.

    Default  the memo's today, or the day of the application if that is earlier, raised to the document's own;
             the application's is the memo's.
    Refuses: TooEarly.
    """
    given = memo_date
    if given is None and apply_on is not None and apply_on < memo_day(document, None, today):
        given = apply_on
    day = memo_day(document, given, today)
    if apply_on is not None and apply_on < day:
        raise TooEarly(document.number, apply_on, day)
    return Days(day, apply_on or day)


def require_unsettled(invoice: Receivable, sources: Iterable[Source]) -> None:
    """Refuses what something settles, naming it: StillSettled. `sources` are those of `settled_by`."""
    if not invoice.settled_by:
        return
    currency = invoice.currency
    shares = [share.amount_minor for share in invoice.settled_by.values()]
    named = [
        f"{source.number} ({Money(minor, currency)})" for source, minor in zip(sources, shares, strict=True)
    ]
    more = len(named) - NAMED
    spoken = ", ".join(named[:NAMED]) + (f" and {more} more" if more > 0 else "")
    raise StillSettled(invoice.number, spoken, Money(sum(shares), currency))


def require_free(memo: CreditMemo, invoice: Receivable | None = None) -> None:
    """That a credit memo can be reversed; what it settles of the invoice it is made from is taken back first.

    Refuses, first match wins: DraftMadeFrom (with an invoice), NotPosted, AlreadyReversed, StillApplied,
    StillRefunded.
    """
    if invoice is not None and memo.header.status == "Draft":
        raise DraftMadeFrom(invoice.number, memo.number)
    require_posted(memo)
    passed_over = invoice.document_id if invoice is not None else None
    applied = sum(lot.remaining_minor for lot in memo.lots.values() if lot.document_id != passed_over)
    if applied:
        raise StillApplied(memo.number, Money(applied, memo.currency))
    refunded = sum(each.amount_minor for each in memo.refunds.values() if each.status == "Processed")
    if refunded:
        raise StillRefunded(memo.number, Money(refunded, memo.currency))


def of_credit_memo(source: CreditMemo, invoice: Receivable | None, memo: MirrorMemo) -> Reversed:
    """Take all of a credit memo back: it settles a debit memo of the same rows.

    Freed  what it credited of the `invoice` it was made from can be credited again.
    Refuses, first match wins: as `require_free` lists; ExceedsOnDay, of the rows.
    """
    require_free(source)
    minor_by_row = {row: minor for row in source.rows if (minor := source.unapplied_of(row).total)}
    for item_id, minor in minor_by_row.items():
        name, unapplied = source.name_of(item_id), source.unapplied_of(item_id)
        require_unapplied(name, unapplied, minor, memo.day, source.currency)
    made = mirror_memos.debit(source, minor_by_row, memo, whole=True)
    mark = CreditMemoReversed(
        credit_memo_id=source.document_id,
        header=source.header.model_copy(update={"reversed": True}),
        debit_memo_id=memo.memo_id,
        effective_on=memo.day,
    )
    if invoice is None:
        return Reversed((*made.facts, mark), made.applied)
    credited = invoice.credited_by.get(source.document_id, {})
    return Reversed((*made.facts, mark, *mirrored(invoice, source, credited, {}, memo.day)), made.applied)


def of_invoice(invoice: Receivable, memo: MirrorMemo) -> Reversed:
    """Take all of an invoice back: a credit memo of the same rows settles it, and it is marked.

    Netted  negative rows first, so that every row ends at 0; an invoice whose rows cancel out is netted only.
    Refuses, first match wins: NotPosted, AlreadyReversed; ExceedsOnDay, of its rows. That nothing settles it
    was found by `require_unsettled`.
    """
    require_posted(invoice)
    netted = netting.net(invoice, memo.application_id, memo.day)
    after = evolve_mirror(invoice, netted) if netted else invoice
    require_netted(after, memo.day)
    minor_by_row = {row: minor for row in after.rows if (minor := after.open_minor(row)) > 0}
    for item_id, minor in minor_by_row.items():
        require_item_open(after, item_id, minor, memo.day)
    made = mirror_memos.credit(after, minor_by_row, memo, whole=True)
    mark = InvoiceReversed(
        invoice_id=invoice.document_id,
        header=invoice.header.model_copy(update={"reversed": True}),
        credit_memo_id=memo.memo_id,
        effective_on=memo.day,
    )
    return Reversed((*((netted,) if netted else ()), *made.facts, mark), made.applied)
