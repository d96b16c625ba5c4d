"""What commands are answered, in Zuora's shapes: the object they are about, or what they made."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from settlebook import (
    CreditMemoRow,
    DebitMemoRow,
    InvoiceRow,
    Ledger,
    PaymentRow,
    Recorded,
    RefundRow,
    When,
)
from settlebook.api.commands.carrying_out import Answer
from settlebook.api.schemas import answer_schema, object_of
from settlebook.api.wire import shown
from settlebook.queries.row import Row

Made = Callable[[Ledger, Recorded, When], Mapping[str, Any]]
_ID = {"type": "string"}
SUCCESS = {"const": True}
COMPLETED = "Completed"  # of an operation job: what was asked is done before it is answered


def nothing_of(found: Recorded) -> Sequence[UUID]:
    """Of an answer that tells of no state, only of what was done."""
    return ()


def _id(found: Recorded) -> UUID:
    assert found.id is not None
    return found.id


def _payment(ledger: Ledger, found: Recorded, when: When) -> dict[str, Any]:
    return shown(ledger.payment(_id(found), **when))


def _credit_memo(ledger: Ledger, found: Recorded, when: When) -> dict[str, Any]:
    return shown(ledger.credit_memo(_id(found), with_items=False, **when))


def _debit_memo(ledger: Ledger, found: Recorded, when: When) -> dict[str, Any]:
    return shown(ledger.debit_memo(_id(found), with_items=False, **when))


def _invoice(ledger: Ledger, found: Recorded, when: When) -> dict[str, Any]:
    return invoice_shown(ledger.invoice(_id(found), with_items=False, **when))


def invoice_shown(row: InvoiceRow) -> dict[str, Any]:
    """With the names that Zuora's answer to an edit has beside those of an invoice."""
    return {**shown(row), "number": row.number}


def _common(ledger: Ledger, found: Recorded, when: When) -> dict[str, Any]:
    return {"success": True, **({"id": found.id} if found.id is not None else {})}


def _of_account(ledger: Ledger, found: Recorded, when: When) -> dict[str, Any]:
    return {"success": True, "accountId": found.id, "accountNumber": found.number}


def _of_journal_run(ledger: Ledger, found: Recorded, when: When) -> dict[str, Any]:
    return {"success": True, "id": found.id, "journalRunNumber": found.number}


def _schema_of(row: type[Row]) -> dict[str, Any]:
    """A document without its items: they are not told here."""
    schema = dict(answer_schema(row))
    schema["properties"] = {name: each for name, each in schema["properties"].items() if name != "items"}
    return schema


PAYMENT = Answer(_payment, answer_schema(PaymentRow))
CREDIT_MEMO = Answer(_credit_memo, _schema_of(CreditMemoRow))
DEBIT_MEMO = Answer(_debit_memo, _schema_of(DebitMemoRow))
INVOICE = Answer(_invoice, _schema_of(InvoiceRow))
COMMON = Answer(_common, object_of(success=SUCCESS, id=_ID), nothing_of)
ACCOUNT = Answer(_of_account, object_of(success=SUCCESS, accountId=_ID, accountNumber=_ID), nothing_of)
JOURNAL_RUN = Answer(_of_journal_run, object_of(success=SUCCESS, id=_ID, journalRunNumber=_ID), nothing_of)
SETTLED = Answer(_of_account, object_of(success=SUCCESS, accountId=_ID, accountNumber=_ID), nothing_of)


def _refund(ledger: Ledger, found: Recorded, when: When) -> dict[str, Any]:
    told = shown(ledger.refund(_id(found), **when))
    written_off = [made for made in found.made if made.kind == "credit_memo"]
    if written_off:
        told["writeOffResults"] = {"transactions": list(_written_off(ledger, found, when))}
    return told


def _written_off(ledger: Ledger, found: Recorded, when: When) -> Iterable[dict[str, Any]]:
    memos = {made.number: made.id for made in found.made if made.kind == "credit_memo"}
    for applied in found.applications:
        if applied.source in memos:
            memo = ledger.credit_memo(memos[applied.source], with_items=False, **when)
            yield {
                "appliedAmount": applied.amount,
                "creditMemoAmount": memo.amount,
                "creditMemoNumber": memo.number,
                "creditMemoStatus": memo.status,
                "invoiceNumber": applied.document,
            }


REFUND = Answer(_refund, answer_schema(RefundRow))


def operation(made: Made | None = None, shows: Callable[[Recorded], Sequence[UUID]] = nothing_of) -> Answer:
    """What Zuora answers as an operation that may take a while: here it is done already."""

    def told(ledger: Ledger, found: Recorded, when: When) -> dict[str, Any]:
        more = made(ledger, found, when) if made is not None else {}
        job = {"jobId": found.command_id, "jobStatus": COMPLETED}
        return {"success": True, **({"id": found.id} if found.id is not None else {}), **job, **more}

    schema = object_of(success=SUCCESS, id=_ID, jobId=_ID, jobStatus={"const": COMPLETED})
    return Answer(told, schema, shows)


OPERATION = operation()


def _unposted(ledger: Ledger, found: Recorded, when: When) -> dict[str, Any]:
    return {"invoice": _without_success(_invoice(ledger, found, when))}


def _split(ledger: Ledger, found: Recorded, when: When) -> dict[str, Any]:
    parts = [ledger.invoice(made.id, with_items=False, **when) for made in found.made]
    return {"invoices": [_without_success(invoice_shown(part)) for part in parts]}


def _without_success(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name != "success"}


def _made_ids(found: Recorded) -> Sequence[UUID]:
    return [made.id for made in found.made]


UNPOSTED = operation(_unposted, lambda found: [_id(found)])
SPLIT = operation(_split, _made_ids)


def memos_made(*kinds: str) -> Answer:
    """What Zuora answers to write-offs and reversals: the memos that mirror the document, by their ids."""

    def told(ledger: Ledger, found: Recorded, when: When) -> dict[str, Any]:
        answer: dict[str, Any] = {"success": True}
        if found.id is not None:
            answer["id"] = found.id
        for kind, one in (("credit_memo", "creditMemo"), ("debit_memo", "debitMemo")):
            made = [{"id": each.id, "number": each.number} for each in found.made if each.kind == kind]
            if made:
                answer[one] = made[0]
            if len(made) > 1:
                answer[f"{one}s"] = made
        return {**answer, "jobId": found.command_id, "jobStatus": COMPLETED}

    memo = object_of(id=_ID, number=_ID)
    named = {"credit_memo": "creditMemo", "debit_memo": "debitMemo"}
    memos = {named[kind]: memo for kind in kinds}
    schema = object_of(success=SUCCESS, id=_ID, jobId=_ID, jobStatus={"const": COMPLETED}, **memos)
    return Answer(told, schema, nothing_of)


WRITTEN_OFF = memos_made("credit_memo")
CREDIT_WRITTEN_OFF = memos_made("debit_memo")
REVERSED = memos_made("credit_memo", "debit_memo")
