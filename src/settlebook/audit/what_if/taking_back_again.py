"""An unapply of the log as it would be in the other world: as much of the same applications."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from settlebook.audit.what_if.rules import Rules
from settlebook.audit.what_if.world import Impossible, Source, World
from settlebook.domain.allocation import Slot, fifo
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.rules.checking import name_of_pair
from settlebook.domain.decisions.settling.spreading import shares
from settlebook.domain.events import ReturnLine, Unapplied
from settlebook.domain.money import Money
from settlebook.domain.receivable import Receivable
from settlebook.domain.source import Lot, Pair
from settlebook.services.requests.policies import Act


def taken_back_again(world: World, rules: Rules, fact: Unapplied) -> tuple[Unapplied | None, list[str]]:
    """What is taken back in that world, None for nothing; and what of the fact cannot be, in words.

    Application by application the same amount. Where what remains of it is the same in both worlds, or all
    of it is taken back, there is nothing to choose; else the policy of the unapply chooses again of what
    remains, or the rows that the caller named have to bear it. Refuses: PolicyBroken.
    """
    source, document = world.source(fact.stream_id), world.document(fact.document_id)
    if world.is_same(fact.stream_id):
        return fact, []
    actual = world.actual_source(fact.stream_id)
    lines: list[ReturnLine] = []
    problems: list[str] = []
    for application_id, given in _by_application(fact):
        try:
            lines += _of_lot(source, document, rules, fact, actual.lots.get(application_id), given)
        except Impossible as reason:
            problems.append(str(reason))
    if lines == list(fact.lines):
        return fact, problems
    return (fact.model_copy(update={"lines": tuple(lines)}) if lines else None), problems


def _of_lot(
    source: Source,
    document: Receivable,
    rules: Rules,
    fact: Unapplied,
    actual: Lot | None,
    given: Sequence[ReturnLine],
) -> Sequence[ReturnLine]:
    """Raises Impossible."""
    application_id, minor = given[0].undoes, sum(line.amount_minor for line in given)
    lot = source.lots.get(application_id)
    if application_id in source.spent:
        raise Impossible(f"less remains of application {application_id.hex} in that world")
    if lot is None or actual is None:
        raise Impossible(f"application {application_id.hex} was not made in that world")
    if lot.remaining == actual.remaining:
        return given
    if minor > lot.remaining_minor:
        raise Impossible(f"less remains of application {application_id.hex} in that world")
    rule = rules.own(Act.UNAPPLY, fact.policy)
    if minor == lot.remaining_minor:
        chosen = list(lot.remaining.items())
    elif rule is None and minor < actual.remaining_minor:
        chosen = list(_named(source, document, lot, given))
    else:
        slots = _slots(source, document, lot)
        if rule is None or (rule.function is None and rule.name == "latest-first"):
            chosen = fifo(minor, slots)
        else:
            chosen = shares(rule, minor, slots)
    return [
        ReturnLine(item_id=item_id, amount_minor=share, undoes=application_id, source_item_id=source_item_id)
        for (source_item_id, item_id), share in chosen
    ]


def _named(
    source: Source, document: Receivable, lot: Lot, given: Sequence[ReturnLine]
) -> Iterator[tuple[Pair, int]]:
    for line in given:
        pair = (line.source_item_id, line.item_id)
        left = lot.remaining.get(pair, 0)
        if line.amount_minor > left:
            name = name_of_pair(pair, document, source if isinstance(source, CreditMemo) else None)
            asked, there = (_spoken(minor, source.currency) for minor in (line.amount_minor, left))
            settles = f"of which that application settles {there} in that world"
            raise Impossible(f"{asked} is taken back from {name}, {settles}")
        yield pair, line.amount_minor


def _spoken(minor: int, currency: str) -> str:
    return f"{Money(minor, currency)} {currency}"


def _slots(source: Source, document: Receivable, lot: Lot) -> list[Slot[Pair]]:
    memo = source if isinstance(source, CreditMemo) else None
    return [
        Slot(pair, minor, name_of_pair(pair, document, memo), document.rows[pair[1]].is_tax)
        for pair, minor in lot.remaining.items()
    ]


def _by_application(fact: Unapplied) -> Iterator[tuple[UUID, list[ReturnLine]]]:
    by_application: dict[UUID, list[ReturnLine]] = {}
    for line in fact.lines:
        by_application.setdefault(line.undoes, []).append(line)
    yield from by_application.items()
