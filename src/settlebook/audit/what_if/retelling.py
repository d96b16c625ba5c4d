"""Tells a command of the log again, fact by fact, as it happens in the other world."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from settlebook.audit.what_if.applying_again import applied_again
from settlebook.audit.what_if.rules import Rules
from settlebook.audit.what_if.standing import standing
from settlebook.audit.what_if.taking_back_again import taken_back_again
from settlebook.audit.what_if.world import Impossible, World
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.decisions.mirroring import mirroring, netting
from settlebook.domain.errors import Refusal
from settlebook.domain.events import (
    Applied,
    CreditApplied,
    CreditUnapplied,
    Event,
    ItemsNetted,
    ItemsSettled,
    ItemsUnnetted,
    ItemsUnsettled,
    PaymentApplied,
    PaymentUnapplied,
    Unapplied,
)
from settlebook.domain.payment import Payment

APPLIED, UNAPPLIED = (PaymentApplied, CreditApplied), (PaymentUnapplied, CreditUnapplied)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a fact, or a part of it, is not carried out in the other world. `code` is that of a refusal."""

    code: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Retold:
    """What happens instead of a fact: the fact itself, the like of it, or nothing, and why."""

    fact: Event
    instead: tuple[Event, ...]
    problems: tuple[Problem, ...] = ()


class Retelling:
    """One command of the log. `tell` takes its facts in their order, and moves both worlds."""

    def __init__(self, world: World, rules: Rules, command: Sequence[Event]) -> None:
        self._world = world
        self._rules = rules
        self._command = command
        self._settlements: dict[
            UUID, Applied | Unapplied | None
        ] = {}  # by application, as it is in that world

    def tell(self, fact: Event) -> Retold:
        problems: list[Problem] = []
        try:
            instead = self._instead(fact, problems)
        except Impossible as reason:
            instead = self._nothing(fact, problems, Problem(None, str(reason)))
        except Refusal as refusal:
            instead = self._nothing(fact, problems, Problem(refusal.code, refusal.message))
        self._world.take(fact, instead)
        return Retold(fact, instead, tuple(problems))

    def _instead(self, fact: Event, problems: list[Problem]) -> tuple[Event, ...]:
        """Raises Impossible and refusals."""
        match fact:
            case PaymentApplied() | CreditApplied():
                applied = applied_again(self._world, self._rules, fact, self._command)
                self._settlements[fact.application_id] = applied
                return (applied,)
            case PaymentUnapplied() | CreditUnapplied():
                taken, reasons = taken_back_again(self._world, self._rules, fact)
                problems += [Problem(None, reason) for reason in reasons]
                self._settlements[fact.application_id] = taken
                return () if taken is None else (taken,)
            case ItemsSettled() | ItemsUnsettled():
                return self._mirrored(fact)
            case ItemsNetted():
                return self._netted(fact)
            case ItemsUnnetted():
                return self._unnetted(fact)
        return (standing(self._world, self._rules, fact, self._command),)

    def _nothing(self, fact: Event, problems: list[Problem], problem: Problem) -> tuple[Event, ...]:
        """An application that is not made leaves no netting that was made for it."""
        problems.append(problem)
        if not isinstance(fact, APPLIED):
            return ()
        self._settlements[fact.application_id] = None
        try:
            document = self._world.document(fact.document_id)
        except Impossible:
            return ()
        undone = netting.undo(document, fact.application_id, fact.effective_on)
        return () if undone is None else (undone,)

    def _mirrored(self, fact: ItemsSettled | ItemsUnsettled) -> tuple[Event, ...]:
        """What became of the fact that it mirrors, which stands before it, is told there."""
        settlement = self._settlements.get(fact.application_id)
        if settlement is None:
            return ()
        if any(settlement is each for each in self._command):
            return (fact,)
        document = self._world.document(fact.document_id)
        if isinstance(settlement, APPLIED):
            return (mirroring.settled(settlement, document),)
        assert isinstance(settlement, UNAPPLIED)
        return (mirroring.unsettled(settlement, document),)

    def _netted(self, fact: ItemsNetted) -> tuple[Event, ...]:
        document = self._world.document(fact.document_id)
        if fact.application_id is None or self._world.is_same(fact.document_id):
            return (fact,)
        netted = netting.net(document, fact.application_id, fact.effective_on)
        return () if netted is None else (netted,)

    def _unnetted(self, fact: ItemsUnnetted) -> tuple[Event, ...]:
        document = self._world.document(fact.document_id)
        if fact.application_id is not None and self._remains(fact.application_id):
            return ()
        if self._world.is_same(fact.document_id):
            return (fact,)
        undone = netting.undo(document, fact.application_id, fact.effective_on)
        return () if undone is None else (undone,)

    def _remains(self, application_id: UUID) -> bool:
        """Whether some of the application that this command takes back is left in the other world."""
        for each in self._command:
            if isinstance(each, UNAPPLIED) and any(line.undoes == application_id for line in each.lines):
                source = self._world.other(each.stream_id)
                lots = source.lots if isinstance(source, Payment | CreditMemo) else {}
                if application_id in lots:
                    return True
        return False
