"""Where jobs are kept: asked for once under a key, taken in hand by one worker at a time, and ended."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

from psycopg import Connection
from psycopg.rows import dict_row

from settlebook import Ledger
from settlebook.api.jobs.job import Asking, Ended, Job, State
from settlebook.api.wire import written
from settlebook.commands.parsing import read_json
from settlebook.domain.currency import shorten
from settlebook.domain.errors import KeyReused, NotFound
from settlebook.domain.ids import NAMESPACE, as_id
from settlebook.ledger.identity.names import is_name
from settlebook.ledger.requests.canonical import first_difference
from settlebook.statements import statements

SQL = Path(__file__).parent / "sql"
CHUNK = 1 << 20  # bytes of a piece of a file
_TRIES = 20  # of two who take the same number at once, one tries again


class JobStore:
    """The jobs of one ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def ask(self, asking: Asking) -> tuple[Job, bool]:
        """The job, and whether it was asked for before under its key. Refuses: KeyReused."""
        request = written(asking.request)
        job_id = self._id_of(asking)
        asked = {
            "job": job_id,
            "kind": asking.kind,
            "prefix": asking.prefix,
            "client": asking.client_id,
            "actor": asking.actor,
            "account": asking.account,
            "about": asking.about,
            "request": request.decode(),
            "digest": sha256(asking.kind.encode() + b"\0" + _sorted(request)).digest(),
            "due_at": asking.due_at,
        }
        for _ in range(_TRIES):
            is_new = bool(self._all("create", **asked))
            if found := self.find(job_id):
                if found.digest != asked["digest"]:
                    raise KeyReused(asking.key or "", _difference(found, request))
                return found, not is_new
            self.tidy()  # its id may be that of a job that expired
        raise AssertionError(f"job {job_id} can neither be added nor found")

    def find(self, job_id: UUID, account: UUID | None = None) -> Job | None:
        """None too for one that is of another account than the given one."""
        return self._one("find", job=job_id, kind=None, number=None, account=account)

    def get(self, key: str, kinds: Sequence[str], account: UUID | None = None) -> Job:
        """A job of one of these kinds, by id or number. Refuses: NotFound."""
        for kind in kinds if is_name(key) else ():
            found = self._one("find", job=as_id(key), kind=kind, number=key, account=account)
            if found is not None and found.kind in kinds:
                return found
        raise NotFound("job", shorten(key))

    def newest(
        self,
        kind: str,
        *,
        states: Sequence[State] = (),
        client_id: str | None = None,
        account: UUID | None = None,
        actor: str | None = None,
        target: str | None = None,
        ascending: bool = False,
        limit: int = 100,
        skip: int = 0,
    ) -> Sequence[Job]:
        """Jobs of one kind, the newest first; of a `target` those whose request names that targetDate."""
        if not all(is_name(each) for each in (actor, target) if each is not None):
            return []
        asked: dict[str, Any] = {"kind": kind, "client": client_id, "account": account, "actor": actor}
        asked |= {"target": target, "ascending": ascending, "limit": limit, "skip": skip}
        return [Job.of(row) for row in self._all("list", states=[*states] or None, **asked)]

    def claim(self, kinds: Sequence[str], worker: UUID, lease: float) -> Job | None:
        """The oldest job that waits or whose worker fell silent; what that had written is gone."""
        job = self._one("claim", kinds=[*kinds], worker=worker, lease=lease)
        if job is not None and job.tries > 1:
            self._all("drop_chunks", job=job.id)
        return job

    def renew(self, job_id: UUID, worker: UUID, lease: float) -> bool:
        """False where the worker has the job no longer: it was canceled, or given to another."""
        return bool(self._all("renew", job=job_id, worker=worker, lease=lease))

    def give_back(self, job_id: UUID, worker: UUID, *, counts: bool, pause: float = 0) -> None:
        """Let another begin anew; `counts` where the try is one of those that a job may have."""
        self._all("give_back", job=job_id, worker=worker, counts=counts, pause=pause)

    def end(self, job_id: UUID, worker: UUID, ended: Ended) -> bool:
        return self._end(job_id, worker, State.DONE, ended, None)

    def fail(self, job_id: UUID, worker: UUID, error: Mapping[str, Any], ended: Ended) -> bool:
        self._all("drop_chunks", job=job_id)
        return self._end(job_id, worker, State.FAILED, ended, error)

    def cancel(self, job_id: UUID, keep_for: float | None = None) -> bool:
        """False where it has ended already."""
        canceled = bool(self._all("cancel", job=job_id, keep_for=keep_for))
        if canceled:
            self._all("drop_chunks", job=job_id)
        return canceled

    def edit(self, job: Job, request: Mapping[str, Any], due_at: datetime | None = None) -> bool:
        """Another request for a job, due at once unless said; False where it was begun, or changed since."""
        said = {"request": written(request).decode(), "due_at": due_at, "changed_at": job.changed_at}
        return bool(self._all("edit", job=job.id, **said))

    def delete(self, job_id: UUID) -> bool:
        """False where it is under way."""
        return bool(self._all("delete", job=job_id))

    def tidy(self) -> None:
        """Take away what expired."""
        self._all("tidy")

    def write_chunk(self, job_id: UUID, worker: UUID, number: int, piece: bytes) -> bool:
        """False where the worker has the job no longer."""
        return bool(self._all("write_chunk", job=job_id, worker=worker, number=number, bytes=piece))

    def chunks(self, job_id: UUID) -> Iterator[bytes]:
        """The file of a job, piece by piece."""
        number = 0
        while rows := self._all("read_chunk", job=job_id, number=number):
            yield rows[0]["bytes"]
            number += 1

    def _id_of(self, asking: Asking) -> UUID:
        """Under a key for ever the same, so that what the job sends is known even when the job is gone."""
        if asking.key is None:
            return uuid4()
        return uuid5(NAMESPACE, f"job {self._ledger.ledger_id} {asking.client_id} {asking.key}")

    def _end(
        self, job_id: UUID, worker: UUID, state: State, ended: Ended, error: Mapping[str, Any] | None
    ) -> bool:
        said = {
            "state": state.value,
            "keep_for": ended.keep_for,
            "result": written(ended.result).decode(),
            "error": None if error is None else written(error).decode(),
            "rows": ended.rows,
            "keeps_request": ended.keeps_request,
        }
        return bool(self._all("end", job=job_id, worker=worker, **said))

    def _one(self, name: str, **given: Any) -> Job | None:
        rows = self._all(name, **given)
        return Job.of(rows[0]) if rows else None

    def _all(self, name: str, **given: Any) -> list[dict[str, Any]]:
        (statement,) = statements(SQL / f"{name}.sql")
        parameters = {"ledger": self._ledger.ledger_id, **given}

        def run(connection: Connection[Any]) -> list[dict[str, Any]]:
            with connection.cursor(row_factory=dict_row) as cursor:
                cursor.execute(statement, parameters)
                return cursor.fetchall() if cursor.description else []

        return self._ledger.beside_the_log(run)


def _sorted(request: bytes) -> bytes:
    """The same bytes for the same request, whatever the order of its fields."""
    return written(_in_order(read_json(request)))


def _in_order(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _in_order(value[name]) for name in sorted(value)}
    return [_in_order(each) for each in value] if isinstance(value, list) else value


def _difference(found: Job, request: bytes) -> str:
    """The first field that differs, as far as the first request is still known."""
    if not found.request:
        return "request"
    return first_difference(dict(found.request), read_json(request)) or "do"
