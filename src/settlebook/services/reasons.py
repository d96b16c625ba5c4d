"""What else refuses a command that is refused: parts of it are decided by themselves, as previews show them.

Documents and lines  of a settlement, a batch or a write-off: halved and halved again, until each that is
                     refused stands alone, so a few tries find what is wrong with a few of very many.
Items of a new one   likewise; the others are replaced by items that nothing is wrong with, so that lines
                     keep their places.
The day              the request for the least amount, whether its day is possible at all.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from settlebook.commands import (
    Command,
    RefundCreditMemo,
    RefundPaymentWithUnapply,
    TransferPayment,
    UnapplyPayment,
)
from settlebook.commands.batches import Batch
from settlebook.commands.documents import FromInvoice, OwnedDocument
from settlebook.commands.items import AnyItem
from settlebook.commands.settled import Line, SettledDocument
from settlebook.commands.settlement import Settling
from settlebook.commands.write_offs import WriteOff
from settlebook.domain.errors import (
    ExceedsOnDay,
    NegativeTotal,
    PeriodIsClosed,
    Refusal,
    TaxExceedsAmount,
    TooEarly,
)
from settlebook.domain.events import DocumentKind
from settlebook.domain.money import Minor

Tried = Callable[[Command], Refusal | None]  # decides a command and forgets it; why it is refused
Unit = TypeVar("Unit")
_OF_DAYS = (TooEarly, ExceedsOnDay, PeriodIsClosed)
_OF_SUMS = (NegativeTotal,)  # a part of a document may be negative where the whole is not
_LEAST = Minor(1)


def other_reasons(command: Command, tried: Tried) -> Iterator[Refusal]:
    """Refusals of parts of a refused command, in the order of the request; the first may come again."""
    match command:
        case Settling() if command.documents:
            yield from _among(command.documents, lambda some: tried(_with_documents(command, some)))
            for document in command.documents:
                if document.lines and len(document.lines) > 1:
                    yield from _of_lines(command, document, tried)
            least = [each.model_copy(update={"amount": _LEAST, "items": None}) for each in command.documents]
            yield from _of_its_day(tried(_with_documents(command, least)))
        case RefundCreditMemo():
            if command.items:
                yield from _among(command.items, lambda some: tried(_with_items(command, some)))
            yield from _of_its_day(tried(command.model_copy(update={"total_amount": _LEAST, "items": None})))
        case WriteOff() if command.asked_items:
            yield from _among(command.asked_items, lambda some: tried(_write_off_of(command, some)))
        case Batch():
            field = next(name for name in ("invoices", "memos") if name in type(command).model_fields)
            yield from _among(
                getattr(command, field),
                lambda some: tried(command.model_copy(update={field: tuple(some)})),
            )
        case OwnedDocument() | FromInvoice():
            yield from _of_new_items(command, tried)


def _among(units: Sequence[Unit], tried: Callable[[Sequence[Unit]], Refusal | None]) -> Iterator[Refusal]:
    """What refuses each of these by itself; of several together, what refuses none of them alone."""
    refusal = tried(units)
    if refusal is None:
        return
    if len(units) == 1:
        yield refusal
        return
    half = len(units) // 2
    alone = [*_among(units[:half], tried), *_among(units[half:], tried)]
    yield from alone or [refusal]


def _of_lines(command: Settling, document: SettledDocument, tried: Tried) -> Iterator[Refusal]:
    def refused(lines: Sequence[Line]) -> Refusal | None:
        amount = _sum_of(lines)
        if amount is None:
            return None
        named = document.model_copy(update={"items": tuple(lines), "amount": amount})
        return tried(_with_documents(command, [named]))

    yield from _among(document.lines or (), refused)


def _of_new_items(command: OwnedDocument | FromInvoice, tried: Tried) -> Iterator[Refusal]:
    field = next(name for name in ("invoice_items", "charges", "items") if name in type(command).model_fields)
    items: Sequence[AnyItem] = getattr(command, field)
    from_invoice = isinstance(command, FromInvoice)

    def refused(places: Sequence[int]) -> Refusal | None:
        if from_invoice:
            kept = [items[place] for place in places]
        else:
            kept = [item if place in places else _sound(item) for place, item in enumerate(items)]
        refusal = tried(command.model_copy(update={field: tuple(kept)}))
        of_lines = isinstance(refusal, TaxExceedsAmount) and from_invoice  # it would name another line
        return None if of_lines or isinstance(refusal, _OF_SUMS) else refusal

    yield from _among(range(len(items)), refused)
    if not from_invoice:
        whole = refused(())
        yield from [whole] if whole is not None else []


def _of_its_day(refusal: Refusal | None) -> Iterator[Refusal]:
    if isinstance(refusal, _OF_DAYS):
        yield refusal


def _with_documents(command: Settling, documents: Sequence[SettledDocument]) -> Any:
    """The command as if only these were named; what it adds up to is left to them."""
    by_field: dict[str, Any] = {"invoices": [], "debit_memos": []}
    for document in documents:
        by_field["invoices" if document.KIND is DocumentKind.INVOICE else "debit_memos"].append(document)
    named: dict[str, Any] = {field: tuple(some) or None for field, some in by_field.items()}
    if isinstance(command, TransferPayment):  # what goes to the other account is all of it, or not this
        return UnapplyPayment(key=command.key, effective_date=command.effective_date, **named)
    if isinstance(command, RefundPaymentWithUnapply):
        named["total_amount"] = None
    return command.model_copy(update=named)


def _with_items(command: RefundCreditMemo, items: Sequence[Any]) -> Command:
    return command.model_copy(update={"items": tuple(items), "total_amount": _sum_of(items)})


def _write_off_of(command: WriteOff, items: Sequence[Any]) -> Command:
    return command.model_copy(update={"items": tuple(items), "amount": None})


def _sound(item: AnyItem) -> AnyItem:
    """An item that nothing is wrong with: one unit of any currency, without tax or id."""
    return item.model_copy(update={"amount": Decimal(1), "tax_items": None, "id": None})


def _sum_of(lines: Sequence[Any]) -> Decimal | Minor | None:
    """None where decimals and minor units are mixed: only the ledger knows the currency."""
    amounts = [line.amount for line in lines]
    if all(isinstance(amount, Minor) for amount in amounts):
        return Minor(sum(amount.value for amount in amounts))
    if any(isinstance(amount, Minor) for amount in amounts):
        return None
    return sum(amounts, Decimal(0))
