"""Acts on the ledger's settings, and the policies that they and accounts name."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from settlebook.commands.ledger import FIELD_OF_POLICY, ChangeSettings
from settlebook.domain.decisions.ledger import settings
from settlebook.domain.decisions.rules.checking import shown
from settlebook.domain.errors import InvalidRequest
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.requests.outcome import Outcome
from settlebook.services.limiting import limits
from settlebook.services.requests.policies import Act, named
from settlebook.services.service import Services

_FIELDS = {
    "overCrediting": "over_crediting",
    "cancelUnapplies": "cancel_unapplies",
    "family": "family",
    "limits": "limits",
    "limitOf": "limit_of",
    "accountingCodes": "accounting_codes",
}


def change_settings(books: Books, command: ChangeSettings) -> Outcome:
    """Refuses, first match wins: InvalidRequest (a policy that is not offered), PolicyBroken; InvalidRequest
    (a limit of that name is not known).
    """
    choices = command.choices()
    require_policies(choices)
    _require_limits(command.limit_of or {})
    given = command.given()
    changes = {field: given[name] for name, field in _FIELDS.items() if name in given}
    fact = settings.change(books.settings, books.settings_id, _plain(changes), choices, today=books.today)
    books.record(fact)
    return Outcome(id=books.settings_id, effective_on=fact.effective_on)


def require_policies(choices: Mapping[str, str | None]) -> None:
    """Refuses policies that are not offered or cannot be loaded: InvalidRequest, PolicyBroken."""
    for name, field in FIELD_OF_POLICY.items():
        if choices.get(field) is not None:
            named(Act(field), choices[field], where=f"policies.{name}")


def _require_limits(numbers: Mapping[str, int | None]) -> None:
    for name in numbers:
        if name not in limits.table():
            near = get_close_matches(name, limits.table(), n=3) or list(limits.table())
            raise InvalidRequest("limitOf", f"{shown(name)} is no limit; it knows {', '.join(near)}")


def _plain(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Mappings with their keys as texts."""
    return {
        name: {str(key): entry for key, entry in value.items()} if isinstance(value, dict) else value
        for name, value in changes.items()
    }


SERVICES: Services = {
    ChangeSettings: change_settings,
}
