"""Debit memos: drafted, posted and settled item by item, and taken back."""

from dataclasses import replace

from settlebook.domain.document import drafted, edited
from settlebook.domain.events import (
    DebitMemoCanceled,
    DebitMemoCreated,
    DebitMemoDeleted,
    DebitMemoEdited,
    DebitMemoPosted,
    DebitMemoUnposted,
    DebitMemoWrittenOff,
    DocumentKind,
    Event,
)
from settlebook.domain.receivable import Mirrored, Receivable, evolve_mirror


class DebitMemo(Receivable):
    """A debt beside the invoices; its rows are its debt."""

    __slots__ = ()


def evolve(memo: Receivable | None, event: Event) -> Receivable:
    match event, memo:
        case DebitMemoCreated(), None:
            return drafted(DebitMemo, DocumentKind.DEBIT_MEMO, event.debit_memo_id, event.header, event.items)
        case DebitMemoEdited(), Receivable():
            return edited(memo, event.header, event.items, event.removed)
        case DebitMemoPosted(), Receivable():
            return replace(memo, header=event.header, own_day=event.effective_on)
        case DebitMemoUnposted(), Receivable():
            return replace(memo, header=event.header, own_day=None)
        case ((DebitMemoCanceled() | DebitMemoDeleted()), Receivable()):
            return replace(memo, header=event.header)
        case DebitMemoWrittenOff(), Receivable():
            return memo  # the credit memo's facts say what it settles
        case _, Receivable() if isinstance(event, Mirrored):
            return evolve_mirror(memo, event)
        case _:
            raise AssertionError(f"a debit memo has no {type(event).__name__} here")
