"""Explains a balance: the events that made it, in order, summing to it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from settlebook.audit.statements import statement
from settlebook.domain.allocation import Policy
from settlebook.domain.errors import InvalidRequest, NotFound
from settlebook.domain.events import EVENTS
from settlebook.domain.ids import as_id, as_item_name
from settlebook.domain.money import Money


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

    @property
    def event(self) -> str:
        """The name of the fact; a topic that only older versions wrote names itself."""
        known = EVENTS.get(self.topic)
        return known.__name__ if known else self.topic


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is open of an invoice's or debit memo's item, or unapplied of a credit memo's item, and why."""

    item_id: UUID
    item: str
    document_kind: str
    balance: Money
    steps: tuple[Step, ...]


def explain(connection: Connection[Any], ledger_id: str, item_key: str) -> Explanation:
    """The history of one item or tax item, by id or as `INV-7#2.1`.

    Refuses: InvalidRequest where the key is neither, or names items of several documents; NotFound.
    """
    item_id, item, currency, kind = _item(connection, ledger_id, item_key)
    rows = connection.execute(statement("sql", "explain"), {"ledger": ledger_id, "id": item_id})
    steps: list[Step] = []
    balance = 0
    for row in rows:
        balance += row[5]
        steps.append(_step(row, Money(row[5], currency), Money(balance, currency)))
    return Explanation(item_id, item, kind, Money(balance, currency), tuple(steps))


def _step(row: tuple[Any, ...], moved: Money, balance: Money) -> Step:
    position, effective_on, recorded_at, topic, actor, _, application_id, undoes, name, version, other = row
    policy = Policy(name=name, version=version) if name else None
    return Step(
        position,
        effective_on,
        recorded_at,
        topic,
        actor,
        moved,
        balance,
        application_id,
        undoes,
        policy,
        other,
    )


def _item(connection: Connection[Any], ledger_id: str, key: str) -> tuple[UUID, str, str, str]:
    item_id, name = as_id(key), as_item_name(key)
    if item_id is None and name is None:
        raise InvalidRequest("item", "give an id, or NUMBER#LINE such as INV-7#2 or INV-7#2.1")
    given = {
        "ledger": ledger_id,
        "id": item_id,
        "number": name.number if name else None,
        "line": name.line if name else None,
        "tax_line": name.tax_line if name else None,
    }
    found = connection.execute(statement("sql", "item_of_name"), given).fetchall()
    if not found:
        raise NotFound("item", key)
    if len(found) > 1:
        kinds = ", ".join(row[3].replace("_", " ") for row in found)
        raise InvalidRequest("item", f"{key} names items of several documents ({kinds}); give the item's id")
    item: tuple[UUID, str, str, str] = found[0]
    return item
