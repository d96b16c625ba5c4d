"""What bodies are called in other versions of Zuora, or by Zuora alone, as our commands call it."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from settlebook.domain.errors import InvalidRequest
from settlebook.domain.written_days import read_day

_NET = re.compile(r"Net (\d{1,3})", re.ASCII | re.IGNORECASE)
_ELECTRONIC = re.compile(r"Electronic ")
Body = dict[str, Any]


def charges(body: Body) -> Body:
    """Before version 224 the amount of a memo's charge was `memoItemAmount`."""
    given = body.get("charges")
    if isinstance(given, list):
        body["charges"] = [_amount_of_charge(charge) for charge in given]
    return body


def memos(body: Body) -> Body:
    """The same in each of several memos."""
    given = body.get("memos")
    if isinstance(given, list):
        body["memos"] = [charges(dict(memo)) if isinstance(memo, dict) else memo for memo in given]
    return body


def _amount_of_charge(charge: Any) -> Any:
    if isinstance(charge, dict) and "memoItemAmount" in charge and "amount" not in charge:
        return {("amount" if name == "memoItemAmount" else name): each for name, each in charge.items()}
    return charge


def splits(body: Body) -> Body:
    """Zuora's `splits`, whose payment terms say when each part is due."""
    given = body.pop("splits", None)
    if given is None:
        return body
    if "invoices" in body:
        raise InvalidRequest("splits", "it says the same as invoices: give one of them")
    body["invoices"] = (
        [_part(part, index) for index, part in enumerate(given)] if isinstance(given, list) else given
    )
    return body


def _part(part: Any, index: int) -> Any:
    if not isinstance(part, Mapping):
        return part
    found = dict(part)
    term, on = found.pop("paymentTerm", None), found.get("invoiceDate")
    if term and "dueDate" not in found:
        found["dueDate"] = _due(term, on, f"invoices[{index}].paymentTerm")
    return found


def _due(term: Any, on: Any, field: str) -> str:
    try:
        day = read_day(on)
    except (TypeError, ValueError):
        raise InvalidRequest(
            field, "a payment term counts from invoiceDate, so give that: yyyy-mm-dd"
        ) from None
    if term == "Due Upon Receipt":
        return day.isoformat()
    net = _NET.fullmatch(term) if isinstance(term, str) else None
    if net is None:
        raise InvalidRequest(field, "give Net and a number of days, or Due Upon Receipt; or say dueDate")
    return (day + timedelta(days=int(net[1]))).isoformat()


def transaction_types(body: Body) -> Body:
    """Of a journal run: no gateway is asked for money, so there are no electronic transactions to take."""
    given = body.get("transactionTypes")
    if isinstance(given, list):
        kept = [each for each in given if not _is_electronic(each)]
        body["transactionTypes"] = kept or given
    return body


def _is_electronic(each: Any) -> bool:
    return isinstance(each, Mapping) and _ELECTRONIC.match(str(each.get("type"))) is not None


def together(body: Body) -> Body:
    """All or none, unless it is said otherwise: Zuora's answer has no place to say which were refused."""
    return {"useSingleTransaction": True, **body}


def due_dates(body: Body) -> Body:
    """Zuora's list of debit memos with their due dates, as an edit of each; all or none."""
    given = body.pop("debitMemos", None)
    if given is not None:
        body["memos"] = [_due_date(memo) for memo in given] if isinstance(given, list) else given
    return together(body)


def _due_date(memo: Any) -> Any:
    if not isinstance(memo, Mapping):
        return memo
    found = dict(memo)
    key = found.pop("memoKey", None)
    if key is not None and "id" not in found:
        found["id"] = key
    elif key is not None and key != found["id"]:
        raise InvalidRequest("memoKey", "it differs from id: give one of them")
    return found


def undone(body: Body, application: str) -> Body:
    """To undo an application is to unapply what remains of it."""
    if "application" in body:
        raise InvalidRequest("application", "the path names it")
    return {**body, "application": application}
