"""What every edit has in common: only what is given changes, and null takes away."""

from typing import Any

from settlebook.commands.base import Part
from settlebook.commands.rules import wrong


class Editing(Part):
    """A request in which null is something said: it takes the field away, as an empty text does."""

    def given(self) -> dict[str, Any]:
        fields = type(self).model_fields
        declared = self.model_fields_set & fields.keys()
        cleared = {fields[name].alias or name for name in declared if getattr(self, name) is None}
        cleared |= {name for name, value in (self.model_extra or {}).items() if value is None}
        return super().given() | dict.fromkeys(cleared)

    def require_change(self, example: str) -> None:
        """Refuse an edit that says nothing; the key says what is edited, not what changes."""
        if not self.given().keys() - {"key"}:
            raise wrong(example, "give at least one field to change")
