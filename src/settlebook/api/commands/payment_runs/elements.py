"""What a payment run tells of each document it settled, and how that adds up."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from settlebook import Ledger, Outcome, Refusal
from settlebook.ledger.requests.outcome import AppliedTo

_TYPES = {"invoice": "Invoice", "debit_memo": "DebitMemo"}
_COUNTED = ("Invoices", "DebitMemos", "Receivables", "CreditMemos", "UnappliedPayments")


def elements(
    ledger: Ledger, answer: Outcome | Refusal, account: Mapping[str, Any], named: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """An element for each document that was settled; one that says why nothing was, where it is refused."""
    if isinstance(answer, Refusal):
        why = {"errorCode": answer.code, "errorMessage": answer.message}
        yield {**account, **named, "result": "Error", **why, "transactions": []}
        return
    by_document: dict[UUID, list[AppliedTo]] = defaultdict(list)
    for applied in answer.applications:
        by_document[applied.document_id].append(applied)
    kinds = ledger.kinds_of([several[0].document for several in by_document.values()])
    for id, several in by_document.items():
        collected = sum((applied.amount.decimal for applied in several), Decimal())
        yield {
            **account,
            "documentId": id,
            "documentNumber": several[0].document,
            "documentType": _TYPES.get(kinds.get(id, ""), ""),
            "currency": several[0].currency,
            "amount": collected,
            "amountCollected": collected,
            "result": "Processed",
            "transactions": [_transaction(applied) for applied in several],
        }


def _transaction(applied: AppliedTo) -> dict[str, Any]:
    is_memo = any(line.source_item_id is not None for line in applied.lines)
    return {
        "id": applied.source_id,
        "number": applied.source,
        "type": "CreditMemo" if is_memo else "Payment",
        "status": "Processed",
        "appliedAmount": applied.amount.decimal,
    }


class Sums:
    """How many documents and sources took part, with what amounts."""

    def __init__(self) -> None:
        self._seen: dict[str, set[object]] = defaultdict(set)
        self._totals: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        self._errors = 0
        self.elements = 0

    def add(self, element: Mapping[str, Any]) -> None:
        self.elements += 1
        if element["result"] == "Error":
            self._errors += 1
            return
        kind = "Invoices" if element["documentType"] == "Invoice" else "DebitMemos"
        currency = element["currency"]
        for name in (kind, "Receivables"):
            self._count(name, element["documentId"], currency, element["amountCollected"])
        for used in element["transactions"]:
            name = "CreditMemos" if used["type"] == "CreditMemo" else "UnappliedPayments"
            self._count(name, used["id"], currency, used["appliedAmount"])

    def _count(self, name: str, id: object, currency: str, amount: Decimal) -> None:
        self._seen[name].add(id)
        self._totals[currency][name] += amount

    def told(self, accounts: int) -> dict[str, Any]:
        """As Zuora's summary of a run has it; totals by currency."""
        counts = {f"numberOf{name}": len(self._seen[name]) for name in _COUNTED}
        totals = [
            {"currency": currency, **{f"totalValueOf{name}": f"{sums[name]:f}" for name in _COUNTED}}
            for currency, sums in sorted(self._totals.items())
        ]
        return {
            **counts,
            "numberOfPayments": 0,
            "numberOfErrors": self._errors,
            "numberOfInputData": accounts,
            "numberOfProcessedInputData": accounts - self._errors,
            "numberOfErrorInputData": self._errors,
            "totalValues": totals,
        }


def in_pieces(lines: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The lines in pieces of about a size."""
    piece: list[bytes] = []
    length = 0
    for line in lines:
        piece.append(line)
        length += len(line)
        if length >= size:
            yield b"".join(piece)
            piece, length = [], 0
    if piece:
        yield b"".join(piece)
