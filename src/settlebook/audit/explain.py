"""Explains a balance: the events that made it, in order, summing to it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from settlebook.audit.sentences import Move, sentence
from settlebook.audit.statements import statement
from settlebook.domain.allocation import Policy
from settlebook.domain.errors import InvalidRequest, NotFound
from settlebook.domain.events import EVENTS
from settlebook.domain.ids import as_id, as_item_name, is_number
from settlebook.domain.money import Money
from settlebook.queries.cut import Cut
from settlebook.queries.snapshot import Key, Kind, Snapshot


@dataclass(frozen=True, slots=True)
class Step:
    """One event that moved the balance: by `moved`, to `balance`."""

    position: int
    effective_on: date
    recorded_at: datetime
    topic: str
    actor: str | None
    moved: Money
    balance: Money
    application_id: UUID | None
    undoes: UUID | None
    policy: Policy | None
    counterpart: str | None  # on the other side: a payment or refund by number, an item by name
    sentence: str  # what happened, in plain words

    @property
    def event(self) -> str:
        """The name of the fact; a topic that only older versions wrote names itself."""
        known = EVENTS.get(self.topic)
        return known.__name__ if known else self.topic


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is open of a document's item, or unapplied of a credit memo's item or of a payment, and why."""

    item_id: UUID
    item: str
    document_kind: str
    balance: Money
    steps: tuple[Step, ...]


def explain(books: Snapshot, item_key: str) -> Explanation:
    """The history of one item or tax item, by id or as `INV-7#2.1`, or of a payment by id or number.

    Refuses: InvalidRequest where the key is neither, or names items of several documents; NotFound.
    """
    item_id, item, currency, kind = _item(books, item_key)
    steps: list[Step] = []
    balance = 0
    for row in books.asked(statement("sql", "explain"), id=item_id):
        balance += row["moved_minor"]
        steps.append(_step(row, Money(row["moved_minor"], currency), Money(balance, currency)))
    return Explanation(item_id, item, kind, Money(balance, currency), tuple(steps))


def explain_document(books: Snapshot, kind: Kind, key: Key, cut: Cut) -> list[Explanation]:
    """Some rows of a document, in canonical order, each explained. Refuses: NotFound."""
    rows = list(books.told(kind, key, "item", "of_document", cut))
    return [explain(books, row["id"].hex) for row in rows]


def _step(row: dict[str, Any], moved: Money, balance: Money) -> Step:
    policy, other = row["policy_name"], row["counterpart"]
    move = Move(
        row["kind"], row["book"], row["mark"], row["account_number"], row["is_whole"], moved.minor > 0
    )
    return Step(
        row["position"],
        row["effective_on"],
        row["recorded_at"],
        row["topic"],
        row["actor"],
        moved,
        balance,
        row["application_id"],
        row["undoes"],
        Policy(name=policy, version=row["policy_version"]) if policy else None,
        other,
        sentence(move, other),
    )


def _item(books: Snapshot, key: str) -> tuple[UUID, str, str, str]:
    item_id, name = as_id(key), as_item_name(key)
    given = {
        "id": item_id,
        "number": name.number if name else None,
        "line": name.line if name else None,
        "tax_line": name.tax_line if name else None,
        "discount_line": name.discount_line if name else None,
        "payment": key if is_number(key) else None,
    }
    books.narrow_to(statement("sql", "owner_of_item"), given)
    found = [tuple(row.values()) for row in books.asked(statement("sql", "item_of_name"), **given)]
    if not found and item_id is None and name is None:
        raise InvalidRequest(
            "item", "give an id, NUMBER#LINE such as INV-7#2 or INV-7#2.1, or a payment's number"
        )
    if not found:
        raise NotFound("item", key)
    if len(found) > 1:
        kinds = ", ".join(row[3].replace("_", " ") for row in found)
        raise InvalidRequest("item", f"{key} names items of several documents ({kinds}); give the item's id")
    id, item, currency, kind = found[0]
    return id, item, currency, kind
