"""A write-off as it would be in the other world: it gives up as much, of what is open there."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from settlebook.audit.what_if.rules import Rules
from settlebook.audit.what_if.world import Source
from settlebook.domain.allocation import Slot, paired
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.rules.dating import open_from, require_open, require_unapplied, sum_of
from settlebook.domain.decisions.settling.spreading import Rule, shares
from settlebook.domain.document import Document
from settlebook.domain.events import (
    Applied,
    CreditMemoWrittenOff,
    DebitMemoWrittenOff,
    Event,
    InvoiceWrittenOff,
    SettlementLine,
)
from settlebook.domain.receivable import Receivable
from settlebook.services.requests.policies import Act

Amounts = dict[UUID, int]


def is_write_off(fact: Applied, command: Sequence[Event]) -> bool:
    """Whether the memo was made by the same command to write off what it settles."""
    return any(_marks(each, fact) for each in command)


def written_off(
    source: Source, document: Receivable, rules: Rules, fact: Applied, command: Sequence[Event]
) -> tuple[SettlementLine, ...]:
    """The lines: the memo that was made stays as it is, and meets what is open on the other side.

    All that is open, where the amount is all of it; else what a policy chooses again, or what was named.
    Refuses: ExceedsOnDay, PolicyBroken.
    """
    assert isinstance(source, CreditMemo)  # payments write nothing off
    of_credit = any(isinstance(each, CreditMemoWrittenOff) and _marks(each, fact) for each in command)
    rule = rules.again(Act.WRITE_OFF, fact.policy)
    given = _sums(fact, of_memo=not of_credit)
    named = _sums(fact, of_memo=of_credit)
    total, day = sum(given.values()), fact.effective_on
    if of_credit:
        left = {row: source.unapplied_of(row).lowest_from(day) for row in source.rows}
        require_unapplied(source.number, sum_of(source.unapplied.values()), total, day, source.currency)
        chosen = _chosen(source, left, source.unapplied_minor, total, rule, named)
        return _lines(source, document, chosen, given)
    require_open(document, total, day)
    left = {row: open_from(document, row, day) for row in document.rows}
    chosen = _chosen(document, left, document.balance_minor, total, rule, named)
    return _lines(source, document, given, chosen)


def _chosen(
    of: Document, left: Mapping[UUID, int], balance: int, total: int, rule: Rule | None, named: Amounts
) -> Amounts:
    """What is given up of each row; as it was named, where neither all of it goes nor a policy chooses."""
    all_open = {row: minor for row, minor in left.items() if minor > 0}
    if total == balance == sum(all_open.values()):
        return all_open
    if rule is None:
        return named
    slots = [Slot(row, minor, of.name_of(row), of.rows[row].is_tax) for row, minor in left.items()]
    return dict(shares(rule, total, slots))


def _lines(
    memo: CreditMemo, document: Receivable, rows: Amounts, targets: Amounts
) -> tuple[SettlementLine, ...]:
    """Each row against the one that mirrors it as far as that goes, then the first that are left."""
    rows, targets = dict(rows), dict(targets)
    minor_by_pair: dict[tuple[UUID, UUID], int] = {}
    for row, target in _mirrored(memo, document):
        minor = min(rows.get(row, 0), targets.get(target, 0))
        if minor > 0:
            minor_by_pair[row, target] = minor
            rows[row] -= minor
            targets[target] -= minor
    rest = paired([pair for pair in rows.items() if pair[1]], [pair for pair in targets.items() if pair[1]])
    for row, target, minor in rest:
        minor_by_pair[row, target] = minor_by_pair.get((row, target), 0) + minor
    rank = {row: place for place, row in enumerate((*memo.rows, *document.rows))}
    return tuple(
        SettlementLine(item_id=target, amount_minor=minor_by_pair[row, target], source_item_id=row)
        for row, target in sorted(minor_by_pair, key=lambda pair: (rank[pair[0]], rank[pair[1]]))
    )


def _mirrored(memo: CreditMemo, document: Receivable) -> list[tuple[UUID, UUID]]:
    """The pairs of rows of which one was made from the other."""
    of_memo = [(row.item_id, row.source_item_id) for row in memo.rows.values() if row.source_item_id]
    of_document = [(row.source_item_id, row.item_id) for row in document.rows.values() if row.source_item_id]
    return [
        (row, target)
        for row, target in (*of_memo, *of_document)
        if row in memo.rows and target in document.rows
    ]


def _marks(each: Event, fact: Applied) -> bool:
    match each:
        case InvoiceWrittenOff() | DebitMemoWrittenOff():
            return (each.credit_memo_id, each.stream_id) == (fact.stream_id, fact.document_id)
        case CreditMemoWrittenOff():
            return (each.credit_memo_id, each.debit_memo_id) == (fact.stream_id, fact.document_id)
    return False


def _sums(fact: Applied, *, of_memo: bool) -> Amounts:
    found: Amounts = {}
    for line in fact.lines:
        row = line.source_item_id if of_memo else line.item_id
        assert row is not None  # memos name the row on either side
        found[row] = found.get(row, 0) + line.amount_minor
    return found
