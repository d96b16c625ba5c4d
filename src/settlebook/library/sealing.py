"""What makes the ledger tamper-evident: sealing, anchoring, verifying the seals, proving what is in them."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple, TypeVar

import psycopg
from psycopg import Connection

from settlebook.audit.report import Report
from settlebook.audit.seals import verify_seals
from settlebook.engine import EngineError
from settlebook.ledger.opening import LedgerLog
from settlebook.progress import Progress, silent
from settlebook.projecting import Projector
from settlebook.sealing.anchors import Anchored, Place, hold_against_nothing, place_of, set_anchor
from settlebook.sealing.anchors.unkept import Chain
from settlebook.sealing.canonical import Block
from settlebook.sealing.proving import Proof, prove
from settlebook.sealing.sealer import Sealed, Standing, seal, standing

T = TypeVar("T")


class Round(NamedTuple):
    """What one round of sealing did; `problem` where it could not seal, for now or until somebody looks."""

    blocks: tuple[Block, ...]
    last: Block | None  # the newest block there is
    anchored: tuple[Anchored, ...]
    problem: str | None = None

    @property
    def ok(self) -> bool:
        return self.problem is None and all(one.problem is None for one in self.anchored)


class Sealing:
    """Seals cost commands nothing: they are made of what is committed, whenever somebody asks for them."""

    def __init__(self, log: LedgerLog) -> None:
        self._log = log

    def seal_now(self, *anchors: str, progress: Progress = silent) -> Round:
        """Seal all that was recorded since the last seal, and anchor it.

        `anchors`  files, `git:FOLDER` or http(s) URLs. One that fails is told of in the round, and is made
                   good by the next; the seal stands. One that keeps a block which the ledger no longer has
                   is told of, too, also where the ledger has none at all.
        Raises AnchorRefused before anything is sealed; LogBroken and ChainBroken where the log is not whole.
        """
        return self._round([place_of(anchor) for anchor in anchors], progress)

    def seal_regularly(
        self, every: float, *anchors: str, stop: Event, notice: Callable[[Round], None]
    ) -> None:
        """Seal and anchor every so many seconds until `stop` is set; what fails is told, and tried again."""
        places = [place_of(anchor) for anchor in anchors]
        while not stop.is_set():
            try:
                notice(self._round(places, silent))
            except (EngineError, psycopg.Error) as error:
                notice(Round((), None, (), " ".join(str(error).split())))
            stop.wait(every)

    def seal_status(self) -> Standing:
        """How far the log reaches, and how far its seals do."""
        return self._sealing(lambda connection: standing(connection, self._log.ledger_id))

    def verify_seals(self, anchors: Iterable[Path] = (), progress: Progress = silent) -> Report:
        """Hash every sealed event again; hold the blocks against each other, and against anchors.

        `anchors`  files as `seal_now` writes them. Without any, who rewrote log and seals alike is not found.
        Raises AnchorRefused where a file has no anchor of this ledger, or a line that is none; OSError.
        """
        files = list(anchors)
        return self._sealing(lambda open: verify_seals(open, self._log.ledger_id, files, progress))

    def prove(self, keys: Sequence[str], *, anchors: Path | None = None) -> Proof:
        """A proof, to be checked offline, that the events which the keys name are in the log as they are.

        `keys`     applications, transfers and refunds by id, refunds by number, application groups,
                   positions of events.
        `anchors`  a file of anchors: the chain ends at its first one that covers the events.
        Refuses: NotFound. Raises NotSealed, ChainBroken, AnchorRefused, OSError.
        """

        def proven(connection: Connection[Any]) -> Proof:
            ledger_id = self._log.ledger_id
            Projector(connection, ledger_id).catch_up()
            return prove(connection, ledger_id, keys, anchors)

        return self._sealing(proven)

    def _round(self, places: list[Place], progress: Progress) -> Round:
        ledger_id = self._log.ledger_id
        sealed: Sealed = self._sealing(lambda connection: seal(connection, ledger_id, progress))
        if sealed.last is None:
            return Round((), None, tuple(hold_against_nothing(place, ledger_id) for place in places))
        fresh = sealed.blocks[0] if sealed.blocks else sealed.last
        chain = Chain(self._log.connections.read, sealed.last, fresh.number)
        return Round(sealed.blocks, sealed.last, tuple(set_anchor(place, chain) for place in places))

    def _sealing(self, work: Callable[[Connection[Any]], T]) -> T:
        return self._log.connections.read(work)
