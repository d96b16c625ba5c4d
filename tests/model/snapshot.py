"""What a ledger says at one moment, in names and minor units, so that two ledgers can be compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class Source:
    """A payment, or a row of a credit memo."""

    applied: int
    unapplied: int
    refunded: int


@dataclass(frozen=True)
class Snapshot:
    """Parts and part items exist only where they are above zero.

    `parts`       by (source, document); the unapplied part has document None.
    `part_items`  by (source, document, source item, item); of an unapplied part without document and item.
    """

    items: dict[str, int] = field(default_factory=dict)  # open balance
    documents: dict[str, int] = field(default_factory=dict)  # open balance
    payments: dict[str, Source] = field(default_factory=dict)
    memo_rows: dict[str, Source] = field(default_factory=dict)
    parts: dict[tuple[str, str | None], int] = field(default_factory=dict)
    part_items: dict[tuple[str, str | None, str | None, str | None], int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)  # open documents less what is unapplied

    def renamed(self, called: Mapping[str, str]) -> "Snapshot":
        """With what commands made called as the model calls it; `called` holds the ledger's numbers."""
        return Snapshot(**{each.name: renamed(getattr(self, each.name), called) for each in fields(self)})


def differences(one: Snapshot, other: Snapshot) -> list[str]:
    """Figure by figure, what one says and the other does not."""
    found = []
    for each in fields(one):
        ours, theirs = getattr(one, each.name), getattr(other, each.name)
        for key in {**ours, **theirs}:
            if ours.get(key) != theirs.get(key):
                found.append(f"{each.name} of {key}: {ours.get(key)} and {theirs.get(key)}")
    return found


def renamed(figures: Mapping[Any, Any], called: Mapping[str, str]) -> dict[Any, Any]:
    names = {number: name for name, number in called.items()}
    return {_renamed(key, names): value for key, value in figures.items()}


def _renamed(key: Any, names: Mapping[str, str]) -> Any:
    if isinstance(key, tuple):
        return tuple(_renamed(part, names) for part in key)
    if key is None:
        return None
    number, hash_, rest = key.partition("#")
    return names.get(number, number) + hash_ + rest


def drop_zeros(amounts: dict[Any, int]) -> None:
    for key in [key for key, minor in amounts.items() if not minor]:
        del amounts[key]
