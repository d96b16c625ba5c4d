"""Cuts an answer inside the database, so that of very many rows only those are read that are shown."""

from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from settlebook.statements import embedding, statements

SOME, ONE, OF_APPLICATIONS = statements(Path(__file__).parent / "sql" / "cut.sql")


class Cut(NamedTuple):
    """Which rows of an answer: the one of an id, or so many after so many others; `limit` None is all."""

    limit: int | None = None
    offset: int = 0
    only: UUID | None = None

    @property
    def statement(self) -> bytes:
        """With a place for the question."""
        return ONE if self.only is not None else SOME

    def of(self, question: bytes) -> bytes:
        return embedding(self.statement, question=question)

    @property
    def parameters(self) -> dict[str, Any]:
        if self.only is not None:
            return {"cut_only": self.only}
        return {"cut_limit": self.limit, "cut_offset": self.offset}
