"""Holds personal content, which is kept beside the log, against the digests that facts have of it."""

import json
from typing import Any
from uuid import UUID

from psycopg import Connection

from settlebook.audit.findings import Findings
from settlebook.audit.report import Check, Offence
from settlebook.audit.statements import statement
from settlebook.domain.canonical import canonical_text
from settlebook.domain.events import Event, PersonalRef
from settlebook.ledger.log.personal import digest
from settlebook.projecting.journal.stored import Stored

SENTENCES = {"log_personal": "Personal content is what the facts have a digest of, unless it was erased."}
_MOST = 512  # that are read at once


class PersonalPass:
    """Looks at what facts point to, a few at a time."""

    def __init__(self, connection: Connection[Any], ledger_id: str) -> None:
        self._connection = connection
        self._ledger_id = ledger_id
        self._findings = Findings(SENTENCES)
        self._waiting: list[tuple[int, PersonalRef]] = []

    def add(self, one: Stored) -> None:
        ref = _told(one.fact)
        if ref is not None:
            self._waiting.append((one.position, ref))
        if len(self._waiting) >= _MOST:
            self._look()

    def checks(self) -> tuple[Check, ...]:
        """All facts were added."""
        self._look()
        return self._findings.checks()

    def _look(self) -> None:
        waiting, self._waiting = self._waiting, []
        asked = {"ledger": self._ledger_id, "ids": [ref.personal_id for _, ref in waiting]}
        rows = self._connection.execute(statement("sql", "personal_kept"), asked)
        digests: dict[UUID, str | None] = {id: _digest(*kept) for id, *kept in rows}
        for position, ref in waiting:
            found = digests.get(ref.personal_id, "nothing")
            if found is not None and found != ref.digest:
                what = f"the personal content {ref.personal_id.hex}"
                self._findings.offend("log_personal", Offence(position, what, ref.digest, found))


def _told(fact: Event) -> PersonalRef | None:
    """What a fact points to, by itself or in the header of its document."""
    told = getattr(fact, "header", fact)
    ref: PersonalRef | None = getattr(told, "personal", None)
    return ref


def _digest(salt: bytes | None, content: str | None, is_erased: bool) -> str | None:
    """Nothing of what was erased: nobody can tell any more."""
    if is_erased and salt is None and content is None:
        return None
    try:
        return digest(salt or b"", canonical_text(json.loads(content or "null")))
    except (TypeError, ValueError) as error:
        return f"what cannot be read, {type(error).__name__}"
