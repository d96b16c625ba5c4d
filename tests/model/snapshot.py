"""What a ledger says at one moment, in names and minor units, so that two ledgers can be compared."""

from dataclasses import dataclass, field
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


def drop_zeros(amounts: dict[Any, int]) -> None:
    for key in [key for key, minor in amounts.items() if not minor]:
        del amounts[key]
