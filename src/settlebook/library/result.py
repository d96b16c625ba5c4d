"""What became of a command, as an object of JSON with its amounts as Money, for any face to write."""

from datetime import date
from typing import Any

from settlebook.domain.errors import Refusal
from settlebook.domain.money import Money
from settlebook.ledger.previews.preview import AccountChange, BalanceChange, Preview
from settlebook.ledger.requests.outcome import AppliedTo, Outcome, OutcomeLine, Recorded, Result


def answer_result(answer: Outcome | Refusal) -> dict[str, Any]:
    """What became of an account of a run, with the source of each amount."""
    if isinstance(answer, Refusal):
        found = _refused(answer)
    else:
        found = _done(answer) | ({"position": answer.position} if isinstance(answer, Recorded) else {})
    return found | ({"replayed": True} if getattr(answer, "replayed", False) else {})


def result_of(answer: Recorded | Refusal) -> dict[str, Any]:
    found = _refused(answer) if isinstance(answer, Refusal) else _recorded(answer)
    if answer.replayed:
        found["replayed"] = True
    return found


def preview_result(preview: Preview) -> dict[str, Any]:
    """What would become of a command: as its result, with what it would change and every refusal found."""
    answer = preview.answer
    found = {"preview": True} | (_refused(answer) if isinstance(answer, Refusal) else _done(answer))
    if preview.replayed:
        return found | {"replayed": True}
    if preview.refusals:
        found["refusals"] = [_reason(refusal) for refusal in preview.refusals]
    if not isinstance(answer, Refusal):
        found["facts"] = [fact.TOPIC.rpartition(".")[0] for fact in preview.facts]
        found["made"] = [{"kind": made.kind, "number": made.number} for made in preview.made]
        found["balances"] = [_balance(change) for change in preview.balances]
        found["accounts"] = [_account(change) for change in preview.accounts]
    return found


def _done(answer: Outcome) -> dict[str, Any]:
    """Without ids of what is not there yet."""
    return {
        "ok": not any(result.is_refused for result in answer.results),
        **({"number": answer.number} if answer.number is not None else {}),
        **({"status": answer.status} if answer.status is not None else {}),
        **_amount(answer),
        "applications": [_would_apply(applied) for applied in answer.applications],
        **({"results": [_result(result) for result in answer.results]} if answer.results else {}),
        **(
            {"refunded": [_line(line, answer.currency) for line in answer.refunded]}
            if answer.refunded
            else {}
        ),
    }


def _amount(answer: Outcome) -> dict[str, Money]:
    """How much was transferred, or canceled."""
    if answer.amount_minor is None or answer.currency is None:
        return {}
    return {"amount": Money(answer.amount_minor, answer.currency)}


def _would_apply(applied: AppliedTo) -> dict[str, Any]:
    return {
        **({"source": applied.source} if applied.source is not None else {}),
        "document": applied.document,
        "amount": Money(applied.amount_minor, applied.currency),
        "policy": f"{applied.policy.name} {applied.policy.version}" if applied.policy else None,
        "lines": [_line(line, applied.currency) for line in applied.lines],
    }


def _line(line: OutcomeLine, currency: str | None) -> dict[str, Any]:
    named = {"source": line.source, "item": line.item}
    known = {name: value for name, value in named.items() if value is not None}
    return known | {"amount": Money(line.amount_minor, currency or "")}


def _balance(change: BalanceChange) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "number": change.number,
        "currency": change.after.currency,
        "before": change.before,
        "after": change.after,
        "statusBefore": change.status_before,
        "statusAfter": change.status_after,
        "rows": [{"item": row.item, "before": row.before, "after": row.after} for row in change.rows],
    }


def _account(change: AccountChange) -> dict[str, Any]:
    return {
        "number": change.number,
        "currency": change.balance.currency,
        "invoices": change.invoices,
        "debitMemos": change.debit_memos,
        "unappliedPayments": change.unapplied_payments,
        "unappliedCredit": change.unapplied_credit,
        "balance": change.balance,
    }


def _recorded(answer: Recorded) -> dict[str, Any]:
    found: dict[str, Any] = {"ok": True}
    if answer.id is not None:
        found["id"] = answer.id.hex
    if answer.number is not None:
        found["number"] = answer.number
    if answer.made:
        found["made"] = [
            {"kind": made.kind, "id": made.id.hex, "number": made.number} for made in answer.made
        ]
    found |= _amount(answer)
    if answer.results:
        found["ok"] = not any(result.is_refused for result in answer.results)
        found["results"] = [_result(result) for result in answer.results]
    found["position"] = answer.position
    found["applications"] = [
        {
            "id": applied.id.hex,
            **({"source": applied.source} if applied.source is not None else {}),
            "document": applied.document,
            "amount": Money(applied.amount_minor, applied.currency),
            **({"policy": f"{applied.policy.name} {applied.policy.version}"} if applied.policy else {}),
        }
        for applied in answer.applications
    ]
    if answer.policy is not None and answer.refunded and not answer.applications:
        found["policy"] = f"{answer.policy.name} {answer.policy.version}"
    if answer.instead_of is not None:
        found["insteadOf"] = f"{answer.instead_of.name} {answer.instead_of.version}"
    return found


def _result(result: Result) -> dict[str, Any]:
    if result.is_refused:
        return {"ok": False, "code": result.code, "message": result.message}
    known = {"id": result.id.hex if result.id else None, "number": result.number, "status": result.status}
    return {"ok": True} | {name: value for name, value in known.items() if value is not None}


def _refused(refusal: Refusal) -> dict[str, Any]:
    return {"ok": False, **_reason(refusal)}


def _reason(refusal: Refusal) -> dict[str, Any]:
    found: dict[str, Any] = {"code": refusal.code, "message": refusal.message}
    facts = refusal.facts()
    return found | {name: _plain(facts[name]) for name in ("asked", "available") if name in facts}


def _plain(value: object) -> object:
    return value if isinstance(value, Money | date) else str(value)
