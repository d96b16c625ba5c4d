"""Debit memos: drafted, posted and settled item by item."""

from dataclasses import replace

from settlebook.domain.document import rows_of
from settlebook.domain.events import (
    DebitMemoCreated,
    DebitMemoPosted,
    DocumentKind,
    Event,
    ItemsSettled,
    ItemsUnsettled,
)
from settlebook.domain.receivable import Receivable, evolve_mirror


class DebitMemo(Receivable):
    """A debt beside the invoices; its rows are its debt."""

    __slots__ = ()


def evolve(memo: Receivable | None, event: Event) -> Receivable:
    match event, memo:
        case DebitMemoCreated(), None:
            return DebitMemo(
                event.debit_memo_id, DocumentKind.DEBIT_MEMO, event.header, None, rows_of(event.items)
            )
        case DebitMemoPosted(), Receivable():
            return replace(memo, header=event.header, own_day=event.effective_on)
        case ((ItemsSettled() | ItemsUnsettled()), Receivable()):
            return evolve_mirror(memo, event)
        case _:
            raise AssertionError(f"a debit memo has no {type(event).__name__} here")
