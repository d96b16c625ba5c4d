"""What an export does not prove, so that something else had to stand in for it, or nothing could."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from settlebook.importing.settlement.rows import Row


class Doubt(StrEnum):
    """What an export does not say, so that something else had to stand in for it."""

    ITEMS_CHOSEN = "items_chosen"
    DAY_GUESSED = "day_guessed"
    HISTORY_UNKNOWN = "history_unknown"
    SUMS_DIFFER = "sums_differ"
    KIND_CHANGED = "kind_changed"
    NOT_MONEY = "not_money"
    STATE_DIFFERS = "state_differs"


MEANING: Mapping[Doubt, str] = {
    Doubt.ITEMS_CHOSEN: "the source names no items: the amount was spread in canonical order (fifo)",
    Doubt.DAY_GUESSED: "the source gives no effective day: the day of its creation was taken",
    Doubt.HISTORY_UNKNOWN: "a snapshot shows the present state only: what came and went before is not in it",
    Doubt.SUMS_DIFFER: "the amounts of the items do not add up to the amount above them",
    Doubt.KIND_CHANGED: "what it was has no counterpart here, and became what is named",
    Doubt.NOT_MONEY: "it moved no money that is in these files, and was left out",
    Doubt.STATE_DIFFERS: "after the import, the books say something else than the snapshot",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the source could not prove; `subject` is the id of what it is about."""

    doubt: Doubt
    place: str
    subject: str
    detail: str


class Findings(list[Finding]):
    """What was found while the rows were read, in their order."""

    def tell(self, row: Row, doubt: Doubt, detail: str) -> None:
        self.append(Finding(doubt, row.place, row.text("id") or "", detail))

    def forget(self, places: Collection[str]) -> None:
        """What was found of rows that were rejected after all: nothing stands in for them."""
        self[:] = [finding for finding in self if finding.place not in places]
