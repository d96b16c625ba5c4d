"""What is answered to collecting a document: memos and payments that settled it, and what came in for it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from settlebook import Ledger, Recorded, When
from settlebook.api.commands.answers import SUCCESS
from settlebook.api.commands.carrying_out import Answer
from settlebook.api.schemas import object_of
from settlebook.ledger.requests.outcome import AppliedTo

_TEXT, _AMOUNT = {"type": "string"}, {"type": "number"}


def collected(document: str) -> Answer:
    """`document` is what Zuora's answer calls the document that was collected."""

    def told(ledger: Ledger, found: Recorded, when: When) -> dict[str, Any]:
        received = [made.id for made in found.made if made.kind == "payment"]
        used = [applied for applied in found.applications if applied.source_id not in received]
        memos = [applied for applied in used if _is_of_memo(applied)]
        payments = [applied for applied in used if not _is_of_memo(applied)]
        answer: dict[str, Any] = {
            "success": True,
            document: {"id": found.id, "number": found.number},
            "appliedCreditMemos": _summed(
                memos, lambda id: ledger.credit_memo(id, with_items=False, **when).unapplied_amount
            ),
            "appliedPayments": _summed(payments, lambda id: ledger.payment(id, **when).unapplied_amount),
        }
        for id in received:
            row = ledger.payment(id, **when)
            shown = {"id": row.id, "number": row.number, "amount": row.amount, "status": row.status}
            answer["processedPayment"] = shown
        return answer

    source = object_of(id=_TEXT, number=_TEXT, appliedAmount=_AMOUNT, unappliedAmount=_AMOUNT)
    schema = object_of(
        success=SUCCESS,
        appliedCreditMemos={"type": "array", "items": source},
        appliedPayments={"type": "array", "items": source},
        processedPayment=object_of(id=_TEXT, number=_TEXT, amount=_AMOUNT, status=_TEXT),
        **{document: object_of(id=_TEXT, number=_TEXT)},
    )
    return Answer(told, schema, _sources)


def _sources(found: Recorded) -> Sequence[UUID]:
    made = [made.id for made in found.made if made.kind == "payment"]
    return [*made, *(applied.source_id for applied in found.applications if applied.source_id is not None)]


def _is_of_memo(applied: AppliedTo) -> bool:
    return any(line.source_item_id is not None for line in applied.lines)


def _summed(used: Sequence[AppliedTo], unapplied: Any) -> list[Mapping[str, Any]]:
    """One entry a source, however many applications it has."""
    found: dict[UUID, dict[str, Any]] = {}
    for applied in used:
        assert applied.source_id is not None
        amount = applied.amount.decimal
        if applied.source_id in found:
            found[applied.source_id]["appliedAmount"] += amount
        else:
            found[applied.source_id] = {
                "id": applied.source_id,
                "number": applied.source,
                "appliedAmount": amount,
                "unappliedAmount": unapplied(applied.source_id),
            }
    return list(found.values())
