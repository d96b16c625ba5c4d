"""What became of a command, as the JSON object that `run` writes for a line and `--json` for a single one."""

from datetime import date
from typing import Any

from settlebook import Recorded
from settlebook.domain.errors import Refusal
from settlebook.domain.money import Money, format_minor


def result_of(answer: Recorded | Refusal) -> dict[str, Any]:
    found = _refused(answer) if isinstance(answer, Refusal) else _recorded(answer)
    if answer.replayed:
        found["replayed"] = True
    return found


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
    found["position"] = answer.position
    found["applications"] = [
        {
            "id": applied.id.hex,
            "document": applied.document,
            "amount": format_minor(applied.amount_minor, applied.currency),
        }
        for applied in answer.applications
    ]
    return found


def _refused(refusal: Refusal) -> dict[str, Any]:
    found: dict[str, Any] = {"ok": False, "code": refusal.code, "message": refusal.message}
    facts = refusal.facts()
    return found | {name: _plain(facts[name]) for name in ("asked", "available") if name in facts}


def _plain(value: object) -> str:
    if isinstance(value, Money):
        return str(value)
    return value.isoformat() if isinstance(value, date) else str(value)
