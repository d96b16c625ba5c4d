"""What is said of something after an edit: only what was given changes, and what was taken away is gone."""

from collections.abc import Mapping
from typing import Any

from settlebook.domain.events.base import Details

MERGED = ("financeInformation",)  # an edit names single codes of it


def edited(details: Mapping[str, Any], changes: Mapping[str, Any]) -> Details:
    """The details after an edit; None and an empty text take a field away."""
    after = dict(details)
    for name, value in changes.items():
        if name in MERGED and isinstance(value, Mapping):
            after[name] = edited(after.get(name) or {}, value) or None
        else:
            after[name] = value
    return {name: value for name, value in after.items() if value not in (None, "") or name not in changes}
