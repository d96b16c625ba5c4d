"""Spreading an amount over open balances: named, versioned rules on whole minor units, exact to the unit.

The rules answer "which items?" where a caller names none. Their result is stored with the event, name and
version of the rule beside it, so a rule is never run again on history; a changed rule is a new version.
Callers give the slots in canonical order: items in the order of their document, each followed by its own
tax items. Same slots, same amount: same result, for ever.

Source: Zuora Knowledge Center, "Default Application Rule" (first in first out; proration; items without
a positive balance take no part) and "Application of a credit memo by source invoice item". Zuora leaves
the order of items and the rounding of shares open; both are fixed here.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

PolicyName = Literal["fifo", "prorate", "prorate-matrix", "source-item", "latest-first"]

POLICIES: Mapping[PolicyName, int] = MappingProxyType(
    {
        "fifo": 1,
        "prorate": 1,
        "prorate-matrix": 1,
        "source-item": 1,  # pairs rows by their documents, so the credit memo's decisions hold it
        "latest-first": 1,
    }
)


class Policy(BaseModel):
    """The rule that chose the lines of a settlement, as the event stores it.

    Any name is read back, so that events stay readable when a rule has long been retired.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
    version: Annotated[int, Field(ge=1)]

    @classmethod
    def current(cls, name: PolicyName) -> "Policy":
        """The version of a rule that decides today."""
        return cls(name=name, version=POLICIES[name])


@dataclass(eq=False)
class NotEnough(ValueError):
    """More is to be spread than is open. Both in minor units."""

    asked: int
    available: int

    def __str__(self) -> str:
        return f"{self.asked} minor units are asked for, {self.available} are open"


Key = TypeVar("Key", bound=Hashable)
SourceKey = TypeVar("SourceKey", bound=Hashable)
TargetKey = TypeVar("TargetKey", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Slot(Generic[Key]):
    """Something that can take a share: an item, a tax item, a part item. Without open money it is skipped.

    `name` and `is_tax` are for policies of the user's own; those built in do not look at them.
    """

    key: Key
    open_minor: int
    name: str = ""  # such as INV-7#2.1
    is_tax: bool = False


def fifo(amount: int, slots: Iterable[Slot[Key]]) -> list[tuple[Key, int]]:
    """Fill each slot before the next gets anything. `amount` is minor units, not negative.

    Answers (key, minor) in the order given, every share positive and at most the slot's open money.
    """
    _require_not_negative(amount)
    shares: list[tuple[Key, int]] = []
    left = amount
    for slot in slots:
        if slot.open_minor <= 0:
            continue
        if left == 0:
            break
        share = min(left, slot.open_minor)
        shares.append((slot.key, share))
        left -= share
    if left:
        raise NotEnough(amount, amount - left)
    return shares


def latest_first(amount: int, applications: Sequence[Iterable[Slot[Key]]]) -> list[tuple[Key, int]]:
    """Take back the latest application first, within one in the order given.

    `applications` stand in the order they were made, so that apply and then unapply changes nothing.
    """
    return fifo(amount, chain.from_iterable(reversed(applications)))


def prorate(amount: int, slots: Iterable[Slot[Key]]) -> list[tuple[Key, int]]:
    """Give each slot its share in proportion to its open money. `amount` is minor units, not negative.

    Shares are rounded down, and the units then missing go one each to the largest remainders, ties in
    the order given. Answers (key, minor) in that order, every share positive and at most the slot's
    open money; the whole open money gives each slot all of its own.
    """
    open_slots = _open(slots)
    shares = _proportional(amount, [slot.open_minor for slot in open_slots])
    return [(slot.key, share) for slot, share in zip(open_slots, shares, strict=True) if share]


def prorate_matrix(
    amount: int, sources: Iterable[Slot[SourceKey]], targets: Iterable[Slot[TargetKey]]
) -> list[tuple[SourceKey, TargetKey, int]]:
    """Give each target a share of each source: what a credit memo's items settle of a document's items.

    The sums per source and per target are those of `prorate` on either side, exactly. Each source in
    turn is spread over what the targets still lack; the last one takes what is left. Answers positive
    cells only, source by source. NotEnough speaks of the sources where both sides fall short.
    """
    rows = prorate(amount, sources)
    columns = prorate(amount, targets)
    target_keys = [key for key, _ in columns]
    lacking = [minor for _, minor in columns]
    cells: list[tuple[SourceKey, TargetKey, int]] = []
    for source_key, row in rows:
        shares = _proportional(row, lacking)
        cells.extend(
            (source_key, target_key, share)
            for target_key, share in zip(target_keys, shares, strict=True)
            if share
        )
        lacking = [minor - share for minor, share in zip(lacking, shares, strict=True)]
    return cells


def fifo_matrix(
    amount: int, sources: Iterable[Slot[SourceKey]], targets: Iterable[Slot[TargetKey]]
) -> list[tuple[SourceKey, TargetKey, int]]:
    """Use up each source before the next, filling each target before the next.

    Answers positive cells, fewer than there are sources and targets together. NotEnough speaks of the
    sources where both sides fall short.
    """
    return paired(fifo(amount, sources), fifo(amount, targets))


def paired(
    rows: Iterable[tuple[SourceKey, int]], targets: Iterable[tuple[TargetKey, int]]
) -> list[tuple[SourceKey, TargetKey, int]]:
    """Cells with these sums on either side, which add up to the same; the first fill the first."""
    columns = iter(targets)
    cells: list[tuple[SourceKey, TargetKey, int]] = []
    lacking = 0
    for source_key, left in rows:
        while left:
            if not lacking:  # both sides have the same sum, so there is a target for every unit left
                target_key, lacking = next(columns)
            share = min(left, lacking)
            cells.append((source_key, target_key, share))
            left -= share
            lacking -= share
    return cells


def _proportional(amount: int, balances: Sequence[int]) -> list[int]:
    """The shares of `prorate`, zeros included; no balance is negative."""
    _require_not_negative(amount)
    total = sum(balances)
    if amount > total:
        raise NotEnough(amount, total)
    if amount == total:
        return list(balances)
    shares: list[int] = []
    remainders: list[int] = []
    for balance in balances:
        share, remainder = divmod(amount * balance, total)
        shares.append(share)
        remainders.append(remainder)
    # The remainders sum to `missing` whole units, each below one unit: so more slots than `missing` have
    # one, nobody gets two, and a share that is rounded up was below its balance.
    missing = amount - sum(shares)
    if missing:
        by_remainder = sorted(range(len(shares)), key=remainders.__getitem__, reverse=True)
        for index in by_remainder[:missing]:
            shares[index] += 1
    return shares


def _open(slots: Iterable[Slot[Key]]) -> list[Slot[Key]]:
    return [slot for slot in slots if slot.open_minor > 0]


def _require_not_negative(amount: int) -> None:
    if amount < 0:
        raise ValueError(f"an amount to spread is not negative: {amount}")
