"""What is decided about posted credit memos: applied and unapplied, item by item."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from settlebook.domain.allocation import Policy, PolicyName
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.mirroring import netting
from settlebook.domain.decisions.rules.asked import AskedDocument, AskedLine, Decided, NewId
from settlebook.domain.decisions.rules.checking import (
    require_balance,
    require_lines,
    require_named_once,
    require_posted,
    require_row_unapplied,
    require_settleable,
    require_some,
    require_source_unapplied,
)
from settlebook.domain.decisions.rules.dating import (
    effective_day,
    likely_day,
    own_day_of,
    require_item_open,
    require_open,
    require_unapplied,
    sum_of,
)
from settlebook.domain.decisions.settling import choosing, returning
from settlebook.domain.decisions.settling.spreading import ChosenPolicy, Rule, rule_of
from settlebook.domain.events import CreditApplied, CreditUnapplied, Event, SettlementLine
from settlebook.domain.events.ledger import NegativeLines
from settlebook.domain.receivable import Receivable

SOURCE_ITEM: PolicyName = "source-item"
APPLY_POLICIES: tuple[PolicyName, ...] = ("prorate-matrix", "fifo", "source-item")


def apply(
    memo: CreditMemo,
    asked: Sequence[AskedDocument],
    *,
    policy: ChosenPolicy,
    effective_on: date | None,
    today: date,
    new_id: NewId,
    negative_lines: NegativeLines = "skip",
    family: Collection[UUID] = (),
) -> Decided:
    """Set items of a credit memo against items of posted documents, pair by pair, one application a document.

    Items   pairs named by the caller, or chosen by `policy`: prorate-matrix (default), fifo, a rule of the
            user's own, or source-item, which takes every unapplied row of the memo back to the invoice row it
            was made from. Named pairs always win, and are set aside before a policy chooses for the other
            documents, in their order. Under `net` negative rows are filled from positive ones before that.
    Day     `effective_on`; without one today, raised to the latest own day of memo and documents.
    Family  accounts beside the memo's own whose documents it may settle.
    Refuses, first match wins: InvalidRequest (policy, no document); NotPosted (the memo); DocumentNamedTwice;
    document by document NotPosted, AccountMismatch, CurrencyMismatch; ExceedsUnapplied; document by document
    NothingOpen, ExceedsBalance, NoSourceItem, LineNamedTwice, ItemNotOfDocument, PairMismatch,
    LinesDoNotAddUp, ExceedsItemBalance; ExceedsItemUnapplied; TooEarly; ExceedsOnDay, of the memo, of its
    rows, then document by document of the document and of its items, or PolicyBroken.
    """
    rule = rule_of(policy, APPLY_POLICIES)
    require_some(asked)
    if rule.name == SOURCE_ITEM:
        choosing.require_source_item_shape(asked)
    require_posted(memo)
    require_named_once(asked)
    require_settleable(memo, asked, family)
    total_minor = sum(entry.amount_minor for entry in asked)
    require_source_unapplied(memo, total_minor)
    own_days = [own_day_of(memo), *(own_day_of(entry.document) for entry in asked)]
    likely = likely_day(effective_on, today, own_days)
    netted = netting.prepared(asked, negative_lines, likely, new_id)
    all_prepared = [replace(each, entry=_resolved(memo, each.entry, rule)) for each in netted]
    asked_by_row = _by_row(prepared.entry for prepared in all_prepared)
    require_row_unapplied(memo, asked_by_row)
    day = effective_day(effective_on, today, own_days)  # the likely one, where it is possible
    require_unapplied(memo.number, sum_of(memo.unapplied.values()), total_minor, day, memo.currency)
    rows = _memo_rows(memo, [each.entry for each in all_prepared], asked_by_row, day)
    facts: list[Event] = []
    for given, prepared in zip(asked, all_prepared, strict=True):
        lines = _lines(memo, rows, rule, prepared.entry, day)
        chosen_by = rule.policy if given.lines is None else None
        facts += netting.and_then(prepared, _applied(memo, prepared, lines, chosen_by, day))
    return Decided(tuple(facts))


def unapply(
    memo: CreditMemo,
    asked: Sequence[AskedDocument] | None,
    documents: Mapping[UUID, Receivable],
    *,
    application: UUID | None,
    policy: ChosenPolicy,
    effective_on: date | None,
    today: date,
    new_id: NewId,
) -> Decided:
    """Take back what a credit memo settles: one application, amounts by document, or everything.

    Items   pairs named by the caller, or chosen by `policy`: latest-first (default: the latest recorded
            application first, so that it undoes what was done last) or fifo (pairs in canonical order).
    Day     `effective_on`, and only what was applied on or before it is taken back; without one today,
            raised to the latest day of the applications consumed.
    Refuses as `returning.taken_back` lists.
    """
    request = returning.Request(asked, documents, application, policy, effective_on)
    returned = returning.taken_back(memo, request)
    day = effective_on or max(today, *(part.latest_day for part in returned))
    facts: list[Event] = []
    for part in returned:
        facts += netting.undone(memo, part.document, _unapplied(memo, part, day, new_id))
    return Decided(tuple(facts), any(part.partly for part in returned))


def _resolved(memo: CreditMemo, entry: AskedDocument, rule: Rule) -> AskedDocument:
    """The entry with its pairs, where they are named or the memo's origin gives them; all possible now."""
    require_balance(entry)
    if rule.name == SOURCE_ITEM:
        entry = replace(entry, lines=choosing.source_items(memo, entry.document))
    if entry.lines is not None:
        require_lines(entry, entry.lines, memo)
    return entry


def _by_row(asked: Iterable[AskedDocument]) -> dict[UUID, int]:
    """What the named pairs take of each row of the memo, over all documents."""
    minor_by_row: dict[UUID, int] = {}
    for entry in asked:
        for line in entry.lines or ():
            if line.source_item_id is not None:
                minor_by_row[line.source_item_id] = (
                    minor_by_row.get(line.source_item_id, 0) + line.amount_minor
                )
    return minor_by_row


def _memo_rows(
    memo: CreditMemo, entries: Iterable[AskedDocument], asked_by_row: dict[UUID, int], day: date
) -> choosing.MemoRows:
    """What the memo's rows have for policies, once the named pairs are set aside. Refuses: ExceedsOnDay."""
    rows = choosing.MemoRows(memo, day)
    rows.set_aside(asked_by_row)
    rows.require(sum(entry.amount_minor for entry in entries if entry.lines is None))
    return rows


def _lines(
    memo: CreditMemo, rows: choosing.MemoRows, rule: Rule, entry: AskedDocument, day: date
) -> tuple[SettlementLine, ...]:
    """Lines in canonical order; what the caller named is possible on every day from that one on."""
    document = entry.document
    require_open(document, entry.amount_minor, day)
    if entry.lines is None:
        return rows.take(rule, entry)
    minor_by_item: dict[UUID, int] = {}
    for line in entry.lines:
        minor_by_item[line.item_id] = minor_by_item.get(line.item_id, 0) + line.amount_minor
    for item_id, minor in minor_by_item.items():
        require_item_open(document, item_id, minor, day)
    return tuple(
        SettlementLine(
            item_id=line.item_id, amount_minor=line.amount_minor, source_item_id=line.source_item_id
        )
        for line in _canonical(entry.lines, memo, document)
    )


def _canonical(lines: Iterable[AskedLine], memo: CreditMemo, document: Receivable) -> list[AskedLine]:
    rank = {item_id: place for place, item_id in enumerate((*memo.rows, *document.rows))}
    return sorted(lines, key=lambda line: (rank[line.source_item_id or line.item_id], rank[line.item_id]))


def _applied(
    memo: CreditMemo,
    prepared: netting.Prepared,
    lines: tuple[SettlementLine, ...],
    policy: Policy | None,
    day: date,
) -> CreditApplied:
    document = prepared.entry.document
    return CreditApplied(
        application_id=prepared.application_id,
        credit_memo_id=memo.document_id,
        account_id=memo.account_id,
        document_id=document.document_id,
        document_kind=document.kind,
        document_account_id=document.account_id,
        currency=memo.currency,
        lines=lines,
        policy=policy,
        effective_on=day,
    )


def _unapplied(memo: CreditMemo, part: returning.Returned, day: date, new_id: NewId) -> CreditUnapplied:
    return CreditUnapplied(
        application_id=new_id(),
        credit_memo_id=memo.document_id,
        account_id=memo.account_id,
        document_id=part.document.document_id,
        document_kind=part.document.kind,
        document_account_id=part.document.account_id,
        currency=memo.currency,
        lines=part.lines,
        policy=part.policy,
        effective_on=day,
    )
