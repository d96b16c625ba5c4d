"""What the states of a ledger in memory say now, and by their timelines on a day."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from settlebook.domain.account import Account
from settlebook.domain.credit_memo import CreditMemo
from settlebook.domain.document import Document
from settlebook.domain.events import Event
from settlebook.domain.payment import Payment
from settlebook.domain.receivable import Receivable
from tests.model.reading import names_in
from tests.model.snapshot import Snapshot, Source, drop_zeros


class Standing(Protocol):
    """A ledger in memory."""

    @property
    def facts(self) -> list[Event]: ...
    def states(self, kind: type) -> list[Any]: ...


def snapshot_of(memory: Standing) -> Snapshot:
    """The figures now, from the lots and timelines that the states keep."""
    seen, names = Snapshot(), names_in(memory.facts)
    for document in memory.states(Receivable):
        if document.is_posted:
            seen.items.update({names[row]: document.open_minor(row) for row in document.rows})
            seen.documents[document.number] = document.balance_minor
    for payment in memory.states(Payment):
        left = payment.unapplied_minor
        seen.payments[payment.number] = _source(payment, None, left)
        seen.parts[payment.number, None] = left
    for memo in memory.states(CreditMemo):
        seen.parts[memo.number, None] = memo.unapplied_minor
        for row in memo.rows.values() if memo.is_posted else ():
            left = memo.unapplied_of(row.item_id).total
            seen.memo_rows[names[row.item_id]] = _source(memo, row.item_id, left)
            seen.part_items[memo.number, None, names[row.item_id], None] = left
    for source in (*memory.states(Payment), *memory.states(CreditMemo)):
        _add_lots(seen, source, names)
    for owner in memory.states(Account):
        seen.accounts[owner.number] = _balance(memory, owner)
    drop_zeros(seen.parts)
    drop_zeros(seen.part_items)
    return seen


def written(memory: Standing) -> dict[str, str]:
    """What each document says: its status and the amount of each row, drafts too."""
    documents = memory.states(Document)
    said = {document.number: document.header.status for document in documents}
    rows = [(document, row) for document in documents for row in document.rows.values()]
    return {**said, **{document.name_of(row.item_id): str(row.amount_minor) for document, row in rows}}


def amounts_on(memory: Standing, day: date) -> dict[str, int]:
    """By the timelines: what is settled of each item, and unapplied of each payment and memo row."""
    names = names_in(memory.facts)
    return {**dict(_settled_on(memory, names, day)), **dict(_unapplied_on(memory, names, day))}


def _settled_on(memory: Standing, names: dict[UUID, str], day: date) -> Iterator[tuple[str, int]]:
    for document in memory.states(Receivable):
        for row in document.rows if document.is_posted else ():
            yield names[row], document.settled_of(row).at(day)


def _unapplied_on(memory: Standing, names: dict[UUID, str], day: date) -> Iterator[tuple[str, int]]:
    for payment in memory.states(Payment):
        yield payment.number, payment.unapplied.at(day)
    for memo in memory.states(CreditMemo):
        for row in memo.rows if memo.is_posted else ():
            yield names[row], memo.unapplied_of(row).at(day)


def _source(source: Payment | CreditMemo, row: UUID | None, unapplied: int) -> Source:
    applied = sum(
        minor
        for lot in source.lots.values()
        for (given_by, _), minor in lot.remaining.items()
        if given_by == row
    )
    refunded = sum(
        line.amount_minor
        for refund in source.refunds.values()
        for line in refund.lines
        if refund.status == "Processed" and line.source_item_id == row
    )
    return Source(applied, unapplied, refunded)


def _add_lots(seen: Snapshot, source: Payment | CreditMemo, names: dict[UUID, str]) -> None:
    for lot in source.lots.values():
        document = names[lot.document_id]
        part = (source.number, document)
        seen.parts[part] = seen.parts.get(part, 0) + lot.remaining_minor
        for (row, item), minor in lot.remaining.items():
            key = (source.number, document, names[row] if row else None, names[item])
            seen.part_items[key] = seen.part_items.get(key, 0) + minor


def _balance(memory: Standing, owner: Account) -> int:
    """In the account's own currency."""

    def of_owner(kind: type) -> list[Any]:
        own = (owner.account_id, owner.currency)
        return [each for each in memory.states(kind) if (each.account_id, each.currency) == own]

    owed: int = sum(each.balance_minor for each in of_owner(Receivable) if each.is_posted)
    left: int = sum(each.unapplied_minor for kind in (Payment, CreditMemo) for each in of_owner(kind))
    return owed - left
