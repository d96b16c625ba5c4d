"""An application of the log as it would be in the other world: chosen again, or as it was named."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from settlebook.audit.what_if.rules import Rules, act_of
from settlebook.audit.what_if.world import World
from settlebook.audit.what_if.writing_off_again import is_write_off, written_off
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.rules.asked import AskedDocument
from settlebook.domain.decisions.rules.checking import require_sum
from settlebook.domain.decisions.rules.dating import (
    require_item_open,
    require_open,
    require_unapplied,
    sum_of,
)
from settlebook.domain.decisions.settling import choosing
from settlebook.domain.decisions.settling.spreading import Rule
from settlebook.domain.events import Applied, CreditApplied, Event, RefundCanceled, SettlementLine
from settlebook.domain.payment import Payment
from settlebook.domain.receivable import Receivable
from settlebook.domain.source import pairs_of

Lines = tuple[SettlementLine, ...]


def applied_again(world: World, rules: Rules, fact: Applied, command: Sequence[Event]) -> Applied:
    """The fact itself where its lines are the same in both worlds.

    Raises Impossible, or one of the refusals of applying, where it cannot be carried out in the other one.
    """
    source, document = world.source(fact.stream_id), world.document(fact.document_id)
    is_same = world.is_same(fact.stream_id) and world.is_same(fact.document_id)
    minor = sum(line.amount_minor for line in fact.lines)
    if is_write_off(fact, command):
        if is_same and fact.policy is None:
            return fact
        lines = written_off(source, document, rules, fact, command)
        require_fit(source, document, lines, fact)
        return _with(fact, lines)
    if fact.policy is None:
        if is_same:
            return fact
        lines = _put_back(world, fact, command) or fact.lines
        require_fit(source, document, lines, fact)
        return _with(fact, lines)
    rule = rules.again(act_of(fact), fact.policy)
    if rule is None:
        require_fit(source, document, fact.lines, fact)
        return fact
    if isinstance(source, Payment):
        return _with(fact, _of_payment(source, document, rule, minor, fact), rule)
    return _with(fact, _of_memo(source, document, rule, minor, fact, command), rule)


def require_fit(source: Payment | CreditMemo, document: Receivable, lines: Lines, fact: Applied) -> None:
    """Refuses, as applying does, lines that are named and not possible: ExceedsOnDay, of either side."""
    day, total = fact.effective_on, sum(line.amount_minor for line in lines)
    if isinstance(source, Payment):
        require_unapplied(source.number, source.unapplied, total, day, source.currency)
    else:
        for row, minor in _sums((line.source_item_id, line.amount_minor) for line in lines).items():
            require_unapplied(source.name_of(row), source.unapplied_of(row), minor, day, source.currency)
    require_open(document, total, day)
    for item_id, minor in _sums((line.item_id, line.amount_minor) for line in lines).items():
        require_item_open(document, item_id, minor, day)


def _of_payment(source: Payment, document: Receivable, rule: Rule, minor: int, fact: Applied) -> Lines:
    day = fact.effective_on
    require_unapplied(source.number, source.unapplied, minor, day, source.currency)
    require_open(document, minor, day)
    return choosing.for_payment(rule, AskedDocument(document, minor), day)


def _of_memo(
    memo: CreditMemo, document: Receivable, rule: Rule, minor: int, fact: Applied, command: Sequence[Event]
) -> Lines:
    day, entry = fact.effective_on, AskedDocument(document, minor)
    if rule.name == "source-item":
        lines = choosing.source_items(memo, document)
        require_sum(lines, minor, document)
        found = tuple(
            SettlementLine(
                item_id=line.item_id, amount_minor=line.amount_minor, source_item_id=line.source_item_id
            )
            for line in lines
        )
        require_fit(memo, document, found, fact)
        return found
    require_unapplied(memo.number, sum_of(memo.unapplied.values()), minor, day, memo.currency)
    rows = choosing.MemoRows(memo, day)
    rows.set_aside(_named_later(fact, command))
    rows.require(minor)
    require_open(document, minor, day)
    return rows.take(rule, entry)


def _named_later(fact: Applied, command: Sequence[Event]) -> dict[UUID, int]:
    """What the same command names of the memo's rows for other documents: policies choose of what is left."""
    place = next(index for index, each in enumerate(command) if each is fact)
    return _sums(
        (line.source_item_id, line.amount_minor)
        for each in command[place + 1 :]
        if isinstance(each, CreditApplied) and each.stream_id == fact.stream_id and each.policy is None
        for line in each.lines
    )


def _put_back(world: World, fact: Applied, command: Sequence[Event]) -> Lines | None:
    """Where a canceled refund's money goes back: to the rows from which its command took it in that world."""
    canceled = {each.refund_id for each in command if isinstance(each, RefundCanceled)}
    actual, other = world.actual(fact.stream_id), world.other(fact.stream_id)
    if not isinstance(actual, Payment) or not isinstance(other, Payment):
        return None
    lines = {line.item_id: line.amount_minor for line in fact.lines}
    for refund_id in canceled & actual.refunds.keys() & other.refunds.keys():
        if lines in _taken(actual, refund_id, fact.document_id):
            for minor_by_item in _taken(other, refund_id, fact.document_id):
                return tuple(
                    SettlementLine(item_id=item_id, amount_minor=minor)
                    for item_id, minor in minor_by_item.items()
                )
    return None


def _taken(payment: Payment, refund_id: UUID, document_id: UUID) -> list[Mapping[UUID, int]]:
    taken_from = payment.refunds[refund_id].taken_from
    return [taken.minor_by_item for taken in taken_from if taken.document_id == document_id]


def _with(fact: Applied, lines: Lines, rule: Rule | None = None) -> Applied:
    """The fact with these lines, itself where they are its own."""
    if pairs_of(lines) == pairs_of(fact.lines):
        return fact
    policy = rule.policy if rule is not None else fact.policy
    return fact.model_copy(update={"lines": lines, "policy": policy})


def _sums(moves: Iterable[tuple[UUID | None, int]]) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    for key, minor in moves:
        if key is not None:
            found[key] = found.get(key, 0) + minor
    return found
