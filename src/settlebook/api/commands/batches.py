"""What is answered to commands over several documents: an entry for each, which says whether it was done."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from settlebook import Ledger, Recorded, When
from settlebook.api.commands.answers import SUCCESS, invoice_shown
from settlebook.api.commands.carrying_out import Answer
from settlebook.api.failures import CATEGORIES, RESOURCE, RULE, Category
from settlebook.api.schemas import object_of
from settlebook.api.wire import shown
from settlebook.domain.errors import REFUSALS
from settlebook.ledger.requests.outcome import Result

Told = Callable[[Ledger, UUID, When], Mapping[str, Any]]
_REASONS = {"type": "array", "items": object_of(code={"type": "integer"}, message={"type": "string"})}
_ENTRY = {
    **object_of(
        success={"type": "boolean"}, id={"type": "string"}, code={"type": "string"}, reasons=_REASONS
    ),
    "required": ["success"],
}


def batch(name: str, told_of: Told) -> Answer:
    """`name` is the list of the answer; each entry is what `told_of` tells of a document, or why not."""

    def told(ledger: Ledger, found: Recorded, when: When) -> dict[str, Any]:
        entries = [_entry(ledger, result, told_of, when) for result in found.results]
        return {"success": True, name: entries}

    return Answer(told, object_of(success=SUCCESS, **{name: {"type": "array", "items": _ENTRY}}), _done)


def _done(found: Recorded) -> Sequence[UUID]:
    return [result.id for result in found.results if result.id is not None and not result.is_refused]


def _entry(ledger: Ledger, result: Result, told_of: Told, when: When) -> Mapping[str, Any]:
    if result.is_refused:
        reasons = [{"code": RESOURCE * 100 + category_of_code(result.code).digits, "message": result.message}]
        return {"success": False, "code": result.code, "message": result.message, "reasons": reasons}
    assert result.id is not None
    return {**told_of(ledger, result.id, when), "success": True}


def category_of_code(code: str | None) -> Category:
    """Of a refusal that is told by its code."""
    kind = REFUSALS.get(code or "")
    return next((each for cls, each in CATEGORIES if kind is not None and issubclass(kind, cls)), RULE)


def _credit_memo(ledger: Ledger, id: UUID, when: When) -> Mapping[str, Any]:
    return shown(ledger.credit_memo(id, with_items=False, **when))


def _debit_memo(ledger: Ledger, id: UUID, when: When) -> Mapping[str, Any]:
    return shown(ledger.debit_memo(id, with_items=False, **when))


def _invoice(ledger: Ledger, id: UUID, when: When) -> Mapping[str, Any]:
    return invoice_shown(ledger.invoice(id, with_items=False, **when))


def _posted(ledger: Ledger, id: UUID, when: When) -> Mapping[str, Any]:
    return {"id": id}


CREDIT_MEMOS = batch("memos", _credit_memo)
DEBIT_MEMOS = batch("memos", _debit_memo)
INVOICES = batch("invoices", _invoice)
POSTED_INVOICES = batch("invoices", _posted)
DUE_DATES = batch("debitMemos", _debit_memo)
