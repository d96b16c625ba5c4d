"""Names that are kept for ever beside the facts: of a ledger, of who acts, of whose keys count."""

import re

from settlebook.domain.currency import shorten
from settlebook.ledger.errors import BadName

LONGEST = 255  # characters of an actor, a client or an idempotency key
LEDGER_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}", re.ASCII)


def is_name(text: str) -> bool:
    """Whether people can read it and any database keeps it."""
    return 0 < len(text) <= LONGEST and text.isprintable()


def require_names(ledger_id: str, *, actor: str | None, client: str) -> None:
    """Refuses BadName before anything is opened or recorded."""
    if not LEDGER_ID.fullmatch(ledger_id):
        raise BadName(
            f"{shorten(ledger_id)!r} is no name for a ledger.",
            "Give 1 to 64 of the letters A-Z and a-z, digits, _ . and -.",
        )
    for role, name in (("actor", actor), ("client", client)):
        if name is not None and not is_name(name):
            raise BadName(
                f"{shorten(name)!r} is no name for the {role}.",
                f"Give 1 to {LONGEST} printable characters.",
            )
