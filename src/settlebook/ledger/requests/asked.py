"""What was asked under an idempotency key: how it is stored, and whether another request is the same."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from settlebook.domain.canonical import canonical_text
from settlebook.domain.errors import InvalidRequest
from settlebook.ledger.log.personal import PersonalRow, digest
from settlebook.ledger.requests.canonical import first_difference, read_exactly, require_storable

LARGEST = 32 * 1024 * 1024  # characters of a request; one over 100,000 items has a third of it
SPELLING = 1  # the version of the canonical form that requests are written in


class Command(Protocol):
    """What the ledger needs to know of a command."""

    def canonical(self) -> dict[str, Any]:
        """The request in one spelling: fields as given, amounts normalised, before any default."""

    def spelled(self, hidden: Collection[str] = ()) -> str:
        """The request in that spelling as canonical JSON, without the fields that are hidden."""

    def personal_fields(self) -> dict[str, Any]:
        """Those of its fields that are about persons."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it is compared and stored; what is personal in it only as salted hashes."""

    kind: str
    text: str  # canonical JSON without the personal fields
    personal: Mapping[str, str]  # by field, canonical JSON of {field: value}

    @classmethod
    def of(cls, kind: str, command: Command) -> "Asked":
        """Refuses InvalidRequest for what is too large, or holds a text that cannot be stored."""
        personal = command.personal_fields()
        text, personal_text = command.spelled(personal), canonical_text(personal) if personal else ""
        size = len(text) + len(personal_text)
        if size > LARGEST:
            raise InvalidRequest(
                "request", f"it has {size:,} characters as JSON; at most {LARGEST:,} are kept"
            )
        require_storable(lambda: _without(command.canonical(), personal), text)
        if not personal:
            return cls(kind, text, {})
        require_storable(lambda: personal, personal_text)
        return cls(kind, text, {name: canonical_text({name: personal[name]}) for name in sorted(personal)})

    def stored(self, salted: PersonalRow | None) -> str:
        """For the log: {"body": ..., "personal": {"id": ..., "digests": {field: ...}}, "v": 1}."""
        if salted is None:
            return f'{{"body":{self.text},"v":{SPELLING}}}'
        digests = {name: digest(salted.salt, text) for name, text in self.personal.items()}
        personal = canonical_text({"digests": digests, "id": salted.personal_id})
        return f'{{"body":{self.text},"personal":{personal},"v":{SPELLING}}}'

    def differs_from(self, kind: str, stored: str, salt: bytes | None) -> str | None:
        """The first field that differs from the first request; without a salt, personal ones were erased."""
        if kind != self.kind:
            return "do"
        first = read_exactly(stored)
        found = first_difference(first["body"], read_exactly(self._spelled(first["v"])))
        return found or self._personal_difference(first.get("personal", {}).get("digests", {}), salt)

    def _spelled(self, version: int) -> str:
        """The body as a version spells it: when the spelling changes, the old one stays for old requests."""
        if version != SPELLING:
            raise AssertionError(f"a request of the log is in spelling {version}; {SPELLING} is known")
        return self.text

    def _personal_difference(self, digests: Mapping[str, str], salt: bytes | None) -> str | None:
        if salt is None and digests:
            return None
        for name in sorted(digests.keys() | self.personal.keys()):
            text = self.personal.get(name)
            if text is None or salt is None or digests.get(name) != digest(salt, text):
                return name
        return None


def _without(body: Mapping[str, Any], hidden: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in hidden}
