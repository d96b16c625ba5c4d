"""Carries jobs out: takes one after another in hand, says again and again that it lives, and ends them."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import psycopg

from settlebook import Ledger, Refusal
from settlebook.api.failures import DAMAGED, damage
from settlebook.api.jobs.job import Ended, Job
from settlebook.api.jobs.store import JobStore
from settlebook.domain.errors import NeedsUnreadable, Outdated
from settlebook.engine import EngineError

LEASE = 30.0  # seconds of silence after which another worker begins a job anew
PAUSE = 0.5  # seconds between looks for what other servers were asked
MOST_TRIES = 5  # of a job whose workers fell silent, before it is given up
KEPT_FOR = 30 * 24 * 3600.0  # seconds until a job that failed is taken away
TIDY_EVERY = 300.0  # seconds

_LOG = logging.getLogger("settlebook.api.jobs")
_awake = threading.Event()


class Interrupted(Exception):
    """The worker stops, or the job was taken from it: what was begun is left as it is."""


@dataclass(slots=True)
class Work:
    """One job in the hands of a worker.

    `stopped` is set where the job was canceled, or the worker stops: long work looks at it now and then, and
    gives up by `check`.
    """

    ledger: Ledger
    job: Job
    store: JobStore
    worker: UUID
    stopped: threading.Event = field(default_factory=threading.Event)
    _pieces: int = 0

    def check(self) -> None:
        """Raises Interrupted."""
        if self.stopped.is_set():
            raise Interrupted

    def write(self, piece: bytes) -> None:
        """Add a piece to the file of the job. Raises Interrupted."""
        self.check()
        if not self.store.write_chunk(self.job.id, self.worker, self._pieces, piece):
            raise Interrupted
        self._pieces += 1


Doing = Callable[[Work], Ended]


@dataclass(frozen=True, slots=True)
class JobKind:
    """How jobs of a kind are carried out, and what is kept of those that fail.

    keeps_request  False where the request may be personal.
    keep_for       seconds until one that failed is taken away; None: it is kept.
    """

    do: Doing
    keeps_request: bool = False
    keep_for: float | None = KEPT_FOR


def wake() -> None:
    """Let the workers of this program look at once, since there is something to do."""
    _awake.set()


class JobWorker:
    """One thread that carries out jobs of some kinds."""

    def __init__(self, ledger: Ledger, kinds: Mapping[str, Doing | JobKind], *, lease: float = LEASE) -> None:
        self._ledger = ledger
        self._kinds = {name: _kind(given) for name, given in kinds.items()}
        self._lease = lease
        self._store = JobStore(ledger)
        self._stop = threading.Event()
        self._working: Work | None = None
        self._thread = threading.Thread(target=self._work, name="settlebook-jobs", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, patience: float = 30.0) -> None:
        """Finish what is nearly done, give back what takes long, and take nothing more."""
        self._stop.set()
        wake()
        if (working := self._working) is not None:
            working.stopped.set()
        self._thread.join(patience)

    def carry_out_waiting(self) -> int:
        """Carry out all that waits, in the caller's thread; how many there were."""
        done = 0
        while self._carry_out_one():
            done += 1
        return done

    def _work(self) -> None:
        tidied = -TIDY_EVERY
        while not self._stop.is_set():
            _awake.clear()
            try:
                if self._carry_out_one():
                    continue
                if time.monotonic() - tidied > TIDY_EVERY:
                    self._store.tidy()
                    tidied = time.monotonic()
            except (psycopg.Error, EngineError):
                _LOG.exception("jobs wait: the database does not answer")
                self._stop.wait(PAUSE)
            _awake.wait(PAUSE)

    def _carry_out_one(self) -> bool:
        worker = uuid4()
        job = self._store.claim(tuple(self._kinds), worker, self._lease)
        if job is None:
            return False
        work = Work(self._ledger, job, self._store, worker)
        self._working = work
        if self._stop.is_set():
            work.stopped.set()
        try:
            with self._renewed(work):
                self._carry_out(work)
        finally:
            self._working = None
        return True

    def _carry_out(self, work: Work) -> None:
        job, store = work.job, self._store
        if job.tries > MOST_TRIES:
            problem = f"It was begun {job.tries - 1} times, and nobody came to its end."
            self._fail(work, {"code": "given_up", "message": problem})
            return
        try:
            store.end(job.id, work.worker, self._kinds[job.kind].do(work))
        except Interrupted:
            store.give_back(job.id, work.worker, counts=False)
        except DAMAGED as error:
            _LOG.exception("job %s failed: the ledger cannot be read", job.id)
            self._fail(work, {"code": NeedsUnreadable.code, "message": damage(error)})
        except (psycopg.OperationalError, EngineError, Outdated):
            _LOG.warning("job %s waits: the ledger does not answer", job.id, exc_info=True)
            with suppress(psycopg.Error, EngineError):
                store.give_back(job.id, work.worker, counts=True, pause=1.0)
        except Refusal as refusal:
            self._fail(work, {"code": refusal.code, "message": refusal.message})
        except Exception:
            _LOG.exception("job %s failed", job.id)
            message = "Something went wrong inside the server; its log tells what."
            self._fail(work, {"code": "internal", "message": message})

    def _fail(self, work: Work, error: Mapping[str, Any]) -> None:
        kind = self._kinds[work.job.kind]
        ended = Ended({}, keep_for=kind.keep_for, keeps_request=kind.keeps_request)
        self._store.fail(work.job.id, work.worker, error, ended)

    @contextmanager
    def _renewed(self, work: Work) -> Iterator[None]:
        """While the work goes on, its lease does; where it does not, the work is told to stop."""
        ended = threading.Event()

        def renew() -> None:
            while not ended.wait(self._lease / 3):
                with suppress(psycopg.Error, EngineError):
                    if not self._store.renew(work.job.id, work.worker, self._lease):
                        work.stopped.set()
                        return

        thread = threading.Thread(target=renew, name="settlebook-job-lease", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()


def _kind(given: Doing | JobKind) -> JobKind:
    return given if isinstance(given, JobKind) else JobKind(given)
