"""What is asked of a settlement, in minor units and with every document loaded, and what is decided."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from settlebook.domain.events import Event
from settlebook.domain.receivable import Receivable

NewId = Callable[[], UUID]  # gives a fresh id each time it is called


@dataclass(frozen=True, slots=True)
class AskedLine:
    """An amount for one item or tax item.

    Amounts  minor units, positive: the commands refuse others before any state is loaded.
    Source   `source_item_id` is the credit memo's row; None for payments.
    """

    item_id: UUID
    amount_minor: int
    source_item_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AskedDocument:
    """An amount for one document; `lines` is None where a policy is to choose them."""

    document: Receivable
    amount_minor: int
    lines: tuple[AskedLine, ...] | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """Facts to record, in order: for each document the source's fact, then its mirror.

    `partly_undone`  an application was undone of which some had been taken back before: its remainder.
    """

    facts: tuple[Event, ...]
    partly_undone: bool = False
