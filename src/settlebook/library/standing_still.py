"""Tells whether a query reads a user's read model that stands still: what it answers would be old."""

import re
from pathlib import Path
from typing import Any

from psycopg import Connection

from settlebook.projecting.poison import AddedModelFails
from settlebook.statements import statements

(RELATIONS,) = statements(Path(__file__).parent / "sql" / "failing_relations.sql")


def require_unread(connection: Connection[Any], failing: list[AddedModelFails], query: str) -> None:
    """Where a query names what they show. Raises AddedModelFails."""
    words = set(re.findall(r"\w+", query.lower()))
    for failure in failing:
        shown = connection.execute(RELATIONS, {"models": [failure.model]}).fetchall()
        if not words.isdisjoint(name.lower() for (name,) in shown):
            raise failure
