"""What is settled: the state that invoices and debit memos share, and how their mirrors change it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from settlebook.domain.document import Document
from settlebook.domain.events import ItemsCredited, ItemsSettled, ItemsUnsettled
from settlebook.domain.timeline import Timeline

NOTHING = Timeline()


@dataclass(frozen=True, slots=True)
class Receivable(Document):
    """An invoice or a debit memo.

    `settled`   by row, what is settled of it on each day (minor units, never negative in sum).
    `credited`  by row, what credit memos were made from it.
    """

    settled: Mapping[UUID, Timeline] = field(default_factory=dict)
    credited: Mapping[UUID, int] = field(default_factory=dict)

    def settled_of(self, item_id: UUID) -> Timeline:
        return self.settled.get(item_id, NOTHING)

    def open_minor(self, item_id: UUID) -> int:
        """What is open of a row now; "now" counts facts dated in the future. Negative for negative lines."""
        return self.rows[item_id].amount_minor - self.settled_of(item_id).total

    @property
    def balance_minor(self) -> int:
        return sum(self.open_minor(item_id) for item_id in self.rows)


def evolve_mirror(document: Receivable, event: ItemsSettled | ItemsUnsettled | ItemsCredited) -> Receivable:
    """The document after a mirror fact: what was decided is never judged again."""
    match event:
        case ItemsSettled():
            return replace(document, settled=_moved(document, event, 1))
        case ItemsUnsettled():
            return replace(document, settled=_moved(document, event, -1))
        case ItemsCredited():
            credited = dict(document.credited)
            for line in event.lines:
                credited[line.item_id] = credited.get(line.item_id, 0) + line.amount_minor
            return replace(document, credited=credited)


def _moved(document: Receivable, event: ItemsSettled | ItemsUnsettled, sign: int) -> dict[UUID, Timeline]:
    settled = dict(document.settled)
    for line in event.lines:
        known = settled.get(line.item_id, NOTHING)
        settled[line.item_id] = known.add(event.effective_on, sign * line.amount_minor)
    return settled
