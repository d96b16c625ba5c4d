"""What is decided about the settings of a ledger, and about what an account chooses before them."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from settlebook.domain.events import Choices, Settings, SettingsChanged

_MAPPINGS = ("limit_of", "accounting_codes")  # changed entry by entry


def change(
    settings: Settings,
    settings_id: UUID,
    changes: Mapping[str, Any],
    choices: Mapping[str, str | None],
    *,
    today: date,
) -> SettingsChanged:
    """Change what is given. Refuses nothing: policies and limits were found by their names before.

    Changes  by field of `Settings`; None goes back to what is built in. Mappings change entry by entry.
    Choices  as `chosen_anew` takes them.
    """
    built_in = Settings()
    after: dict[str, Any] = {"choices": chosen_anew(settings.choices, choices)}
    for name, value in changes.items():
        if value is None:
            after[name] = getattr(built_in, name)
        elif name in _MAPPINGS:
            after[name] = _entries(getattr(settings, name), value)
        else:
            after[name] = value
    changed = Settings.model_validate(dict(settings) | after)
    return SettingsChanged(settings_id=settings_id, settings=changed, effective_on=today)


def chosen_anew(choices: Choices, given: Mapping[str, str | None]) -> Choices:
    """The choices with those given in place of the ones before; None takes one back."""
    return Choices.model_validate(dict(choices) | dict(given))


def _entries(known: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    after = dict(known) | {str(name): value for name, value in given.items()}
    return {name: value for name, value in after.items() if value is not None}
