"""Puts the read models of a past moment before the live ones, for the session and transaction that ask."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from psycopg import ClientCursor, Connection

from settlebook.projecting.folding import Range
from settlebook.projecting.relations import Kind, Relation, as_temporary, kind_made_by, own_relations
from settlebook.statements import naming, statements

SQL = Path(__file__).parent / "sql"
(USE_PAST,) = statements(SQL / "use_past.sql")
(PLAN,) = statements(SQL / "plan.sql")
(MEASURE,) = statements(SQL / "measure.sql")
(ASKED_POSITIONS,) = statements(SQL / "asked_positions.sql")
(NARROWED,) = statements(SQL / "narrowed.sql")
# The journal as of a moment, by the name of the table that each view stands for.
CUT = {view.split(None, 4)[3].decode(): view for view in statements(SQL / "journal.sql")}


class Past:
    """Tables and views of one ledger as they were at a moment, under the names of the live ones.

    They are temporary and belong to the transaction that `connection` is in, which has to be rolled back in
    the end; unqualified names mean them first. Nothing is made before it is asked for: a question about trial
    balances folds no payments. Where `subjects` are given, accounts, documents, payments or refunds by id, it
    is exact for what is asked of these, and costs what they do, however much else the ledger holds.
    """

    def __init__(
        self,
        connection: Connection[Any],
        over: Range,
        subjects: Sequence[UUID] | None = None,
        known: Mapping[str, Relation] | None = None,
    ) -> None:
        self._connection = connection
        self._over = over
        self._is_narrow = subjects is not None
        self._known = own_relations() if known is None else known
        self._standing: set[str] = set()
        connection.execute(USE_PAST, {})
        if subjects is not None:
            connection.execute(PLAN, {"search": "off"})
            self._execute(ASKED_POSITIONS, subjects=list(subjects))
            connection.execute(PLAN, {"search": "on"})

    def require(self, names: Iterable[str]) -> None:
        """Of these, what the read models know stands in for the past from now on, with all that it reads."""
        for name in names:
            relation = self._known.get(name)
            if relation is not None and relation.is_kept and name not in self._standing:
                self._standing.update(self._made_with(relation))
                self.require(sorted(relation.reads))
                self._make(relation)

    def show(self, view: Relation) -> str:
        """The name under which a Data Query view is shown as it was."""
        name = f"shown_{view.name}"
        if name not in self._standing:
            self._standing.add(name)
            self.require(sorted(view.reads))
            self._connection.execute(as_temporary(view, name), {})
        return name

    def stands(self, name: str) -> bool:
        """Whether something of that name stands in for the past."""
        return name in self._standing

    def _made_with(self, relation: Relation) -> list[str]:
        """All tables of a read model, since they are folded together; else the relation alone."""
        if relation.is_journal or relation.kind is not Kind.TABLE:
            return [relation.name]
        model = relation.model
        return [
            found.name for found in self._known.values() if found.kind is Kind.TABLE and found.model == model
        ]

    def _make(self, relation: Relation) -> None:
        match relation.kind:
            case Kind.TABLE if relation.is_journal:
                self._cut(relation.name)
            case Kind.TABLE:
                self._fold(relation)
            case Kind.VIEW:
                self._connection.execute(relation.statement, {})
            case Kind.FUNCTION:
                """It finds by itself what stands in."""

    def _cut(self, table: str) -> None:
        view = CUT[table]
        if self._is_narrow:
            _, _, query = view.partition(b" AS\n")
            view = naming(NARROWED, table=table).replace(b':"query"', query)
        self._execute(view)

    def _fold(self, relation: Relation) -> None:
        kept = [
            each for each in relation.model.tables if kind_made_by(each) not in (Kind.VIEW, Kind.FUNCTION)
        ]
        with self._connection.pipeline():
            for statement in kept:
                self._connection.execute(statement, {})
            for statement in relation.model.folds:
                self._connection.execute(statement, self._over.parameters, prepare=False)
            for table in () if self._is_narrow else self._made_with(relation):
                self._connection.execute(naming(MEASURE, table=table), {})

    def _execute(self, statement: bytes, **parameters: Any) -> None:
        """With the values in its text, as statements that define something need them."""
        day: date | None = self._over.day
        given = {"ledger": self._over.ledger_id, "upto": self._over.upto, "day": day, **parameters}
        ClientCursor(self._connection).execute(statement, given)
