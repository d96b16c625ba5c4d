"""Read models of Settlebook's own by new SQL: built beside the old, which are read until they give way."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import Connection

from settlebook.ledger.database.migrating import migrate
from settlebook.progress import silent
from settlebook.projecting.beside.building import Builder
from settlebook.projecting.beside.owner import Owner
from settlebook.projecting.beside.register import AlreadyRebuilding, Registered, registered, run_sql
from settlebook.projecting.beside.replacement import How, Replacement
from settlebook.projecting.beside.swapping import PATIENCE, PAUSE, patiently, take
from settlebook.projecting.beside.tables import GreenTables, run_named, schema_beside
from settlebook.projecting.catalogue import BUILT_IN, LIVE, built_in
from settlebook.projecting.folding import use_schemas
from settlebook.projecting.installing import Told, furnish, has_old, install, untold
from settlebook.projecting.poison import PoisonEvent


def bring_up_to_date(conninfo: str, told: Told = untold) -> tuple[str, ...]:
    """Migrate the log and install the read models as the owner; the migrations that were new.

    Where the SQL of read models changed, the new are built beside while commands and reads go on with the
    old, and take their place in the transaction that installs the rest. Where an event cannot be folded, they
    begin again at once, empty, and whoever reads is told which event it is. `told` learns of a user's read
    model that does not fit.
    Raises AlreadyRebuilding, NotSwapped.
    """
    is_old: list[bool] = []

    def install_or_look(owner: Connection[Any]) -> None:
        is_old.append(has_old(owner))
        if not is_old[-1]:
            install(owner, told=told)

    done = migrate(conninfo, install_or_look)
    return (*done, *_renewed(conninfo, told)) if is_old[-1] else done


def _renewed(conninfo: str, told: Told) -> tuple[str, ...]:
    """Of several programs that find old read models one builds, and the others find it done."""

    def alone(owner: Connection[Any]) -> None:
        install(owner, told=told)

    with _registered_at_last(Owner(conninfo)) as run, run.session() as session:
        with session.transaction():
            is_old = has_old(session)
        if not is_old:
            return migrate(conninfo, alone)
        renewal = Renewal(run, session)
        try:
            renewal.build()
            return migrate(conninfo, lambda owner: install(owner, renewal.put_in_place, told))
        except PoisonEvent:
            return migrate(conninfo, alone)
        finally:
            renewal.drop()


@contextmanager
def _registered_at_last(owner: Owner) -> Iterator[Registered]:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with registered(owner, BUILT_IN, silent) as run:
                yield run
            return
        except AlreadyRebuilding:
            if time.monotonic() > until:
                raise
            time.sleep(PAUSE)


class WholeSchema(GreenTables):
    """All that Settlebook's own read models are made of; nothing of it looks at what is live."""

    @property
    def search_path(self) -> str:
        return f'"{self.schema}", pg_temp'

    def make(self, owner: Connection[Any]) -> None:
        super().make(owner)
        with owner.transaction():
            furnish(owner, self.search_path)


class Renewal(Replacement):
    """The schema of the read models as this version has it, built from the events."""

    def __init__(self, run: Registered, session: Connection[Any]) -> None:
        green = WholeSchema(schema_beside(BUILT_IN), built_in())
        super().__init__(run, session, BUILT_IN, built_in(), How(), green=green)

    def build(self) -> None:
        """Up to where the live tables are; nobody waits for this. Raises PoisonEvent."""
        super().build()
        bare = list(self._green.bare)
        with self._session.transaction():
            use_schemas(self._session, self._green.search_path)
            self._green.dress(self._session, bare)
            self._green.measure(self._session, bare)

    def put_in_place(self, installing: Connection[Any]) -> None:
        """Within the transaction that installs. Raises NotSwapped."""
        self._run.stage("swapping")
        patiently(lambda: self._put(installing), self._run.look)

    def _put(self, installing: Connection[Any]) -> None:
        self._bring_near()
        with installing.transaction():
            self._stop_folding(installing)
            last = Builder(installing, self._run, self._green, jobs=1, page_size=self._how.page_size)
            last.reached = dict(self.reached)
            last.build_by_pages(self._goals(installing), tells=False)
            use_schemas(installing, self._green.search_path)
            for ledger_id, upto in last.reached.items():
                run_sql(installing, "move_on", ledger=ledger_id, model=BUILT_IN, upto=upto)
            run_sql(installing, "stop_reading")
            for (table,) in run_sql(installing, "relations", schema=LIVE):
                take(installing, LIVE, table)
            run_named(installing, "take_the_place", beside=self._green.schema)
