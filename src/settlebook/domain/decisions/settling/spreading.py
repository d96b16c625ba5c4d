"""Runs a policy: one that is built in, or a pure function of the user's own, whose answer is checked."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from settlebook.domain.allocation import (
    Policy,
    PolicyName,
    Slot,
    fifo,
    fifo_matrix,
    paired,
    prorate,
    prorate_matrix,
)
from settlebook.domain.decisions.rules.checking import shown
from settlebook.domain.errors import InvalidRequest, PolicyBroken

Function = Callable[[int, Sequence[Slot[Any]]], Iterable[tuple[Any, int]]]
"""A policy of the user's own: an amount in minor units, positive, and the slots that are open, in canonical
order; it answers (key, minor units) of some of them, adding up to the amount, and does nothing else."""

Key = TypeVar("Key", bound=Hashable)
SourceKey = TypeVar("SourceKey", bound=Hashable)
TargetKey = TypeVar("TargetKey", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Rule:
    """A policy that runs; `function` is None where it is built in.

    `instead_of` is the policy that was chosen, where a limit of the ledger made this one run.
    """

    policy: Policy
    function: Function | None = None
    instead_of: Policy | None = None

    @property
    def name(self) -> str:
        return self.policy.name


ChosenPolicy = Rule | str | None  # a rule, or the name of one that is built in; None: the first one offered


def rule_of(chosen: ChosenPolicy, offered: Sequence[PolicyName]) -> Rule:
    """The rule that runs. Refuses what is not offered here: InvalidRequest."""
    if chosen is None:
        return Rule(Policy.current(offered[0]))
    if isinstance(chosen, Rule) and (chosen.function is not None or chosen.name in offered):
        return chosen
    name = chosen.name if isinstance(chosen, Rule) else chosen
    for known in offered:
        if known == name:
            return Rule(Policy.current(known))
    raise InvalidRequest("policy", f"{shown(name)} is not offered here; choose {', '.join(offered)}")


def shares(rule: Rule, amount_minor: int, slots: Sequence[Slot[Key]]) -> list[tuple[Key, int]]:
    """What each slot gets, in the order given. Refuses: PolicyBroken."""
    if rule.function is not None:
        return _own(rule, rule.function, amount_minor, slots)
    return prorate(amount_minor, slots) if rule.name == "prorate" else fifo(amount_minor, slots)


def matrix(
    rule: Rule, amount_minor: int, sources: Sequence[Slot[SourceKey]], targets: Sequence[Slot[TargetKey]]
) -> list[tuple[SourceKey, TargetKey, int]]:
    """What each target gets of each source: positive cells, source by source. Refuses: PolicyBroken.

    A policy of the user's own is asked for either side; the first source then fills the first targets.
    """
    if rule.function is not None:
        rows = _own(rule, rule.function, amount_minor, sources)
        return paired(rows, _own(rule, rule.function, amount_minor, targets))
    spread = fifo_matrix if rule.name == "fifo" else prorate_matrix
    return spread(amount_minor, sources, targets)


def _own(
    rule: Rule, function: Function, amount_minor: int, slots: Sequence[Slot[Key]]
) -> list[tuple[Key, int]]:
    """The answer of a user's function, found right to the minor unit. Refuses: PolicyBroken."""
    open_slots = tuple(slot for slot in slots if slot.open_minor > 0)
    try:
        answer = list(islice(function(amount_minor, open_slots), len(open_slots) + 1))
    except Exception as error:  # whatever it may be, it is the policy's and not ours
        raise PolicyBroken(rule.name, f"it raised {type(error).__name__}: {error}") from error
    names = {slot.key: slot.name or str(slot.key) for slot in open_slots}
    minor_by_key: dict[Key, int] = {}
    for entry in answer:
        key, minor = _entry(rule, entry, names)
        if key in minor_by_key:
            raise PolicyBroken(rule.name, f"it answered {names[key]} twice")
        minor_by_key[key] = minor
    for slot in open_slots:
        minor = minor_by_key.get(slot.key, 0)
        if not 0 <= minor <= slot.open_minor:
            problem = f"it gave {minor} minor units to {names[slot.key]}, which has {slot.open_minor} open"
            raise PolicyBroken(rule.name, problem)
    total = sum(minor_by_key.values())
    if total != amount_minor:
        raise PolicyBroken(rule.name, f"its answers add up to {total} minor units, not to {amount_minor}")
    return [(slot.key, minor_by_key[slot.key]) for slot in open_slots if minor_by_key.get(slot.key)]


def _entry(rule: Rule, entry: Any, known: dict[Key, str]) -> tuple[Key, int]:
    if not isinstance(entry, tuple) or len(entry) != 2:
        raise PolicyBroken(rule.name, f"it answered {shown(repr(entry))}, which is no (key, minor units)")
    key, minor = entry
    if not isinstance(key, Hashable) or key not in known:
        raise PolicyBroken(rule.name, f"it answered {shown(repr(key))}, which is no key of an open slot")
    if type(minor) is not int:
        raise PolicyBroken(rule.name, f"it answered {shown(repr(minor))}, which is no whole number")
    return key, minor
