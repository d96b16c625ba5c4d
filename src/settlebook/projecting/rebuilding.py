"""Rebuilds read models beside the live ones, tells whether those were right, and replaces them."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from settlebook.progress import Progress, silent
from settlebook.projecting.adding import add, is_added
from settlebook.projecting.beside.comparing import RebuiltTable
from settlebook.projecting.beside.owner import Owner
from settlebook.projecting.beside.register import Registered, prepare, registered
from settlebook.projecting.beside.replacement import How, Replacement, positions
from settlebook.projecting.catalogue import (
    BUILT_IN,
    ReadModel,
    added,
    built_in,
    find,
    folded,
    journal,
    journal_for,
)
from settlebook.projecting.poison import AddedModelFails
from settlebook.projecting.projector import Projector

FAR = 20_000  # events: live tables further behind, and further than they got, are sooner built than caught up


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was rebuilt, up to which position of the ledger; it is live now, and what was live is kept.

    `compared_at`  where live tables were held against it: before `position` where they were far behind.
    `failing`      read models of users that cannot be folded: they stay as they were.
    """

    position: int
    tables: tuple[RebuiltTable, ...]
    compared_at: int
    failing: tuple[AddedModelFails, ...] = ()

    @property
    def differing(self) -> int:
        return sum(table.differing for table in self.tables)


class Rebuilder:
    """Builds read models again, beside the live ones and by the same folds, for all ledgers of the database.

    Commands and reads go on meanwhile: rows are compared in a snapshot, and only while the new tables take
    the place of the live ones does a read wait, for a moment. Tables hold the rows of every ledger, so all
    are built.
    """

    def __init__(self, owner: Owner, ledger_id: str, how: How | None = None) -> None:
        self._owner = owner
        self._ledger_id = ledger_id
        self._how = how or How()
        self._runs: list[Registered] = []
        self._standing: dict[str, dict[str, int]] = {}  # models that cannot be caught up: to where, by ledger

    def rebuild(self, *names: str, progress: Progress = silent) -> Rebuilt:
        """Read models from the journal, as many at once as there are jobs.

        Refuses: NotFound. Raises AlreadyRebuilding, RebuildStopped, PoisonEvent, NotSwapped, OwnerNeeded.
        """
        models = self._found(names)
        self._catch_up()
        if len(models) == 1:
            return self._rebuilt_one(models[0], progress)
        told = SharedProgress(progress)
        with ThreadPoolExecutor(self._how.jobs) as pool:
            futures = [pool.submit(self._rebuilt_one, model, told.one()) for model in models]
            try:
                return joined([future.result() for future in futures])
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                for run in list(self._runs):
                    run.stop()
                raise

    def rebuild_from_events(self, progress: Progress = silent) -> Rebuilt:
        """The journal and every read model of Settlebook's own from the events, then those a user added.

        Those that stand beyond the end of a log that was cut off are set back to it.

        Raises as `rebuild`.
        """
        behind = self._catch_up(FAR if self._how.replacing else None)
        own = self._rebuilt(BUILT_IN, (journal(), *folded(built_in())), progress, up_to=behind)
        if behind:
            self._catch_up()
        with self._owner.session() as session:
            users = folded(added(session))
        others, failing = [], []
        for model in users:
            try:
                others.append(self._rebuilt_one(model, progress))
            except AddedModelFails as failure:
                failing.append(failure)
        return replace(joined([own, *others]), failing=tuple(failing))

    def rebuild_one_from_events(self, name: str, progress: Progress = silent) -> Rebuilt:
        """One read model from the events, whatever the journal says; that is made beside and thrown away.

        Refuses: NotFound. Raises as `rebuild`.
        """
        (model,) = self._found([name])
        self._catch_up()
        return self._rebuilt_one(model, progress, also=(journal_for(model),))

    def add(self, model: ReadModel, progress: Progress = silent) -> Rebuilt:
        """A user's read model, from the journal up to where the others are; one that is there by the same SQL
        is rebuilt.

        Refuses: InvalidRequest. Raises as `rebuild`, and AddedModelFails.
        """
        if is_added(self._owner, model):
            return self.rebuild(model.name, progress=progress)
        reached, tables = add(self._owner, model, self._how, progress)
        position = reached.get(self._ledger_id, 0)
        return Rebuilt(position, tables, position)

    def _found(self, names: Iterable[str]) -> list[ReadModel]:
        with self._owner.session() as session:
            return [find(name, session) for name in dict.fromkeys(names)]

    def _catch_up(self, most: int | None = None) -> dict[str, int]:
        """Live tables; left are those that are far behind, by ledger with the log's position.

        Those of a log that was cut off are left as well, but with `most` alone. Raises LogCutOff.
        """
        left = {}
        with self._owner.session() as session:
            prepare(session)
            for ledger_id, live, head in positions(session, journal()):
                if most is not None and head is not None and live > head:
                    continue
                if most is not None and head is not None and head - live > max(most, live):
                    left[ledger_id] = head
                else:  # a ledger that lost its head is refused here
                    goal = Projector(session, ledger_id).catch_up()
                    for failure in Projector(session, ledger_id).catch_up_added():
                        self._standing.setdefault(failure.model, {})[ledger_id] = goal
        return left

    def _rebuilt_one(self, model: ReadModel, progress: Progress, also: tuple[ReadModel, ...] = ()) -> Rebuilt:
        """One that stands still is built beyond where it stands: what is live may be what is wrong."""
        up_to = self._standing.get(model.name)
        return self._rebuilt(model.name, (model,), progress, also=also, up_to=up_to)

    def _rebuilt(
        self,
        name: str,
        models: tuple[ReadModel, ...],
        progress: Progress,
        *,
        also: tuple[ReadModel, ...] = (),
        up_to: Mapping[str, int] | None = None,
    ) -> Rebuilt:
        """`up_to` is where they are to be, by ledger, where the live ones are far behind."""
        with registered(self._owner, name, progress) as run, run.session() as session:
            self._runs.append(run)
            replacement = Replacement(run, session, name, models, self._how, also=also)
            try:
                replacement.build()
                tables = replacement.compare()
                compared_at = replacement.reached.get(self._ledger_id, 0)
                if up_to:
                    tables = grown(tables, replacement.go_on(up_to))
                if self._how.replacing:
                    replacement.swap()
                return Rebuilt(replacement.reached.get(self._ledger_id, 0), tables, compared_at)
            finally:
                self._runs.remove(run)
                replacement.drop()


class SharedProgress:
    """The progress of several that build at once: what they reached together, of all."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._said: dict[int, tuple[int, int]] = {}

    def one(self) -> Progress:
        number = len(self._said)
        self._said[number] = (0, 0)

        def told(reached: int, goal: int) -> None:
            self._said[number] = (reached, goal)
            every = list(self._said.values())
            self._progress(sum(reached for reached, _ in every), sum(goal for _, goal in every))

        return told


def joined(parts: Sequence[Rebuilt]) -> Rebuilt:
    """What several rebuilds found, as one."""
    tables = tuple(table for part in parts for table in part.tables)
    return Rebuilt(parts[0].position, tables, min(part.compared_at for part in parts))


def grown(found: Sequence[RebuiltTable], now: Sequence[RebuiltTable]) -> tuple[RebuiltTable, ...]:
    """What was found where the live tables were, of tables that have gone on since."""
    return tuple(
        replace(
            before,
            rows=after.rows,
            digest=after.digest,
            live_digest=before.live_digest if before.differing else after.digest,
        )
        for before, after in zip(found, now, strict=True)
    )
