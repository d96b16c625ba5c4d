"""What a ledger chooses as it stands now: its own settings over what is built in, and its limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from settlebook.commands.ledger import FIELD_OF_POLICY
from settlebook.domain.events import Settings
from settlebook.queries.periods import SettingsRow
from settlebook.services.limiting import limits
from settlebook.services.requests.policies import OFFERED, Act


@dataclass(frozen=True, slots=True)
class Standing:
    """The settings in the words of `settings.change`.

    body    as that command takes it, with what is built in filled in.
    rows    the same for people: a name and a value each.
    limits  every limit with its number now; None where any is allowed.
    """

    body: Mapping[str, Any]
    rows: Sequence[tuple[str, str]]
    limits: Sequence[Mapping[str, Any]]


def standing(row: SettingsRow) -> Standing:
    settings = Settings.model_validate(row.settings)
    body = _body(settings)
    return Standing(body, list(_flat(body)), [_limit(settings, limit) for limit in limits.table().values()])


def _body(settings: Settings) -> dict[str, Any]:
    return {
        "policies": {name: _policy(settings, Act(field)) for name, field in FIELD_OF_POLICY.items()},
        "negativeLines": settings.choices.negative_lines or "skip",
        "overCrediting": settings.over_crediting,
        "cancelUnapplies": settings.cancel_unapplies,
        "family": settings.family,
        "limits": settings.limits,
        "limitOf": dict(settings.limit_of),
        "accountingCodes": dict(settings.accounting_codes),
    }


def _policy(settings: Settings, act: Act) -> str:
    chosen: str | None = getattr(settings.choices, act.value)
    return chosen or OFFERED[act][0]


def _flat(body: Mapping[str, Any], path: str = "") -> Sequence[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in body.items():
        if isinstance(value, Mapping):
            found += _flat(value, f"{path}{name}.")
        else:
            found.append((f"{path}{name}", str(value).lower() if isinstance(value, bool) else str(value)))
    return found


def _limit(settings: Settings, limit: limits.Limit) -> dict[str, Any]:
    return {
        "name": limit.name,
        "allowed": limits.most(settings, limit.name),
        "most": limit.most,
        "counts": limit.counts,
        "source": limit.source,
    }
