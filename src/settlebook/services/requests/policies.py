"""Which policy runs: the request says, else the account, else the ledger, else the one that is built in."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import Any
from uuid import UUID

from settlebook.domain.allocation import Policy, PolicyName
from settlebook.domain.decisions.giving_up import write_offs
from settlebook.domain.decisions.refunding import refunds
from settlebook.domain.decisions.rules.checking import shown
from settlebook.domain.decisions.settling import returning
from settlebook.domain.decisions.settling.spreading import Function, Rule, rule_of
from settlebook.domain.decisions.sources import credit_memos, payments
from settlebook.domain.errors import InvalidRequest, PolicyBroken
from settlebook.domain.events import Choices
from settlebook.domain.events.ledger import NegativeLines
from settlebook.ledger.deciding.books import Books

GROUP = "settlebook.policies"  # entry points of this group are policies of the user's own, by their names
FIRST_VERSION = 1  # of a function that says none by its attribute `version`


class Act(StrEnum):
    """What a policy is chosen for, by its field of `Choices`."""

    APPLY_PAYMENT = "apply_payment"
    APPLY_CREDIT = "apply_credit"
    UNAPPLY = "unapply"
    REFUND = "refund"
    WRITE_OFF = "write_off"


OFFERED: Mapping[Act, tuple[PolicyName, ...]] = MappingProxyType(
    {
        Act.APPLY_PAYMENT: payments.APPLY_POLICIES,
        Act.APPLY_CREDIT: credit_memos.APPLY_POLICIES,
        Act.UNAPPLY: returning.UNAPPLY_POLICIES,
        Act.REFUND: refunds.REFUND_POLICIES,
        Act.WRITE_OFF: write_offs.WRITE_OFF_POLICIES,
    }
)


def chosen(books: Books, account_id: UUID | None, act: Act, asked: str | None) -> Rule:
    """The rule that runs for an account; None where a payment has none.

    Refuses, first match wins: InvalidRequest, naming what is offered; PolicyBroken, where a policy of the
    user's own cannot be loaded.
    """
    return named(act, asked or _choice(books, account_id, lambda choices: getattr(choices, act.value)))


def negative_lines(books: Books, account_id: UUID | None, asked: NegativeLines | None) -> NegativeLines:
    """Whether negative rows are netted before a document is settled."""
    return asked or _choice(books, account_id, lambda choices: choices.negative_lines) or "skip"


def named(act: Act, name: str | None, where: str = "policy") -> Rule:
    """The rule of that name; without one the one that is built in. `where` is what a request calls the place.

    Refuses: InvalidRequest, PolicyBroken.
    """
    offered = OFFERED[act]
    if name is None or name in offered:
        return rule_of(name, offered)
    own = installed().get(name)
    if own is None:
        names = ", ".join((*offered, *sorted(installed())))
        raise InvalidRequest(
            where,
            f"{shown(name)} is not offered here; choose {names}, or install one of your own: "
            f"a function named by an entry point of the group {GROUP}",
        )
    return loaded(own)


@cache
def installed() -> Mapping[str, EntryPoint]:
    """The policies of the user's own, by name; those with the name of one that is built in do not count."""
    built_in = {name for names in OFFERED.values() for name in names}
    return {point.name: point for point in entry_points(group=GROUP) if point.name not in built_in}


@cache
def loaded(point: EntryPoint) -> Rule:
    """Refuses: PolicyBroken."""
    try:
        function: Any = point.load()
        policy = Policy(name=point.name, version=getattr(function, "version", FIRST_VERSION))
    except Exception as error:  # whatever an import of somebody else's code may raise
        raise PolicyBroken(point.name, f"it cannot be loaded: {type(error).__name__}: {error}") from error
    if not callable(function):
        raise PolicyBroken(point.name, f"{point.value} is no function")
    found: Function = function
    return Rule(policy, found)


def _choice(books: Books, account_id: UUID | None, of: Callable[[Choices], Any]) -> Any:
    """What the account chooses, else the ledger; None where neither does."""
    own = None if account_id is None else of(books.account_by_id(account_id).choices)
    return own if own is not None else of(books.settings.choices)
