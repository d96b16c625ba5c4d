"""A PostgreSQL of the ledger's own: started by the first who opens it, stopped by the last who leaves."""

import atexit
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Self

from psycopg.conninfo import make_conninfo

from settlebook.engine import binaries, cluster, environment, locks, places, server_log, settings, sockets
from settlebook.engine.binaries import Binaries
from settlebook.engine.errors import FolderRefused, NotStarted
from settlebook.engine.interface import DATABASE, Role
from settlebook.engine.launch import Launched, launch, stop
from settlebook.engine.patience import Patience
from settlebook.engine.probe import Answer, State, ask
from settlebook.engine.publish import runnable_by

_STILL_IN_USE = "still in use"  # PostgreSQL's word for survivors of a killed server
LIVES = 5  # starts, when each time somebody kills the server before it answers


class EmbeddedEngine:
    """The server of one folder, shared with every other program that has the folder open."""

    embedded = True

    def __init__(
        self, folder: Path, *, notice: Callable[[str], None], start_timeout: float, bindir: Path | None = None
    ) -> None:
        """Open the folder; `start_timeout` is in seconds without a sign of life: recovery may take longer."""
        self._notice = notice
        self._limit = start_timeout
        self._bindir = bindir
        self._closing = Lock()
        with _files_of(folder):
            self._place = places.settle(folder, notice)
            self._uses: locks.UseCount | None = self._open()
        atexit.register(self.close)

    @property
    def folder(self) -> Path:
        """Where the files are, which for root may be elsewhere than asked."""
        return self._place.folder

    @property
    def description(self) -> str:
        return f"embedded PostgreSQL in {self.folder}"

    def __repr__(self) -> str:
        return f"<{self.description}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def conninfo(self, role: Role) -> str:
        return self._conninfo(role, DATABASE)

    def ensure(self) -> None:
        """Start the server again if it was killed."""
        if self._is_ours(self._ask()):
            return
        with _files_of(self.folder), self._mutex() as held:
            self._bring_up(held)

    def tidy(self) -> None:
        with _files_of(self.folder), self._mutex():
            server_log.cut(self._place.log)

    def close(self) -> None:
        """Leave. The last one out stops the server, which keeps what was acknowledged either way."""
        atexit.unregister(self.close)
        with self._closing:
            uses, self._uses = self._uses, None
        if uses is None:
            return
        try:
            if uses.is_ours and self._place.start_lock.exists():
                with self._mutex():
                    self._stop_if_last(uses)
        finally:
            uses.abandon()

    def _open(self) -> locks.UseCount:
        with self._mutex() as held:
            try:
                return self._use(held)
            except _Moved as moved:
                if not self._end_left(moved):
                    raise
                return self._use(held)

    def _use(self, mutex: int) -> locks.UseCount:
        uses = locks.UseCount(self._place.users_lock)
        try:
            self._bring_up(mutex)
        except BaseException:
            self._stop_if_last(uses)
            uses.abandon()
            raise
        return uses

    def _end_left(self, moved: "_Moved") -> bool:
        """Stop the server of a folder that was moved while it ran, once nobody uses it.

        Who left last found neither folder nor server where they had been.
        """
        is_gone = moved.files and not os.path.exists(moved.files)
        alone = locks.try_alone(self._place.users_lock) if is_gone else None
        if alone is None:
            return False
        try:
            return stop(self._place, self._runnable)
        finally:
            locks.close(alone)

    @contextmanager
    def _mutex(self) -> Iterator[int]:
        """Only one program at a time starts or stops the server."""
        patience = self._patience()

        def wait() -> None:
            moving = self._ask().state is State.MOVING
            patience.wait("another program is starting or stopping the server", sign_of_life=moving)

        self._socket_folder = sockets.socket_folder(self._place)
        with locks.mutex(self._place.start_lock, wait) as held:
            self._socket_folder = sockets.ready_socket_folder(self._place)
            yield held

    def _bring_up(self, mutex: int) -> None:
        if not self._place.cluster.exists():
            places.remember(self._place)
            self._warn_of_nobody()
            cluster.create(self._place, self._runnable, mutex)
            self._notice(f"A new ledger begins in {self._place.asked}.")
        server_log.cut(self._place.log)
        answer = self._until_it_answers()
        settings.verify(answer.settings)

    def _until_it_answers(self) -> Answer:
        """Start the server, again while survivors of a killed one get in its way, and wait for its answer."""
        patience = self._patience()
        launched: Launched | None = None
        lives = LIVES
        while not self._is_ours(answer := self._ask()):
            if launched and launched.has_ended:
                lives -= launched.was_stopped
                self._explain_end(launched, may_retry=lives > 0)
                launched = None
            elif launched is None and answer.state is State.SILENT:
                launched = self._launch()
            patience.wait(_why(answer), sign_of_life=answer.state is State.MOVING)
        return answer

    def _launch(self) -> Launched | None:
        """None while programs of an earlier server live: starting, or killed and not yet gone."""
        server_lock = locks.try_alone(self._place.server_lock)
        if server_lock is None:
            return None
        try:
            cluster.require_same_major(self._place.cluster, self._runnable)
            cluster.defuse_lock_files(self._place.cluster, self._socket_folder, self._place.server_user)
            cluster.configure(self._place.cluster, self._place)
            return launch(self._place, self._runnable, self._socket_folder, server_lock)
        finally:
            locks.close(server_lock)

    def _explain_end(self, launched: Launched, *, may_retry: bool) -> None:
        """Raise, unless it is worth another attempt: survivors of an earlier server die, killers tire."""
        words = launched.last_words()
        if _STILL_IN_USE in words or (launched.was_stopped and may_retry):
            return
        raise NotStarted(
            f"The embedded server did not start. Its last words:\n{words}",
            f"Mend what it names, then try again. All of its words are in {self._place.log}.",
        )

    def _stop_if_last(self, uses: locks.UseCount) -> None:
        if not uses.is_last() or not self._has_our_files(self._ask()):
            return
        if stop(self._place, self._runnable):
            sockets.sweep(self._place)
        else:
            self._notice(f"The embedded server in {self.folder} has not stopped yet; it ends by itself.")

    def _ask(self) -> Answer:
        return ask(self._conninfo(Role.OWNER, "postgres"), self._socket_folder / sockets.SOCKET)

    def _is_ours(self, answer: Answer) -> bool:
        if answer.state is State.REFUSES:
            raise NotStarted(
                f"The server in {self.folder} runs, but refuses its own ledger: {answer.said}",
                "Look at pg_hba.conf and pg_ident.conf there; stopping the server has them written anew.",
            )
        if answer.state is State.MISLED:
            raise NotStarted(
                f"The server in {self.folder} cannot be asked: {answer.said}",
                f"Unset what is for other servers in the environment: {', '.join(environment.variables())}.",
            )
        if answer.state is State.ANSWERS and not self._has_our_files(answer):
            raise _Moved(self.folder, answer.settings.get(settings.DIRECTORY, ""))
        return answer.state is State.ANSWERS

    def _has_our_files(self, answer: Answer) -> bool:
        return answer.settings.get(settings.DIRECTORY) == str(self._place.cluster)

    def _conninfo(self, role: Role, database: str) -> str:
        # No options of the environment (PGOPTIONS) may slip into a session of the ledger.
        session = {"client_encoding": "utf8", "options": "", **environment.set_aside()}
        folder = str(self._socket_folder)
        return make_conninfo("", host=folder, port=5432, user=role, dbname=database, **session)

    def _patience(self) -> Patience:
        return Patience(self._limit, self._notice)

    @cached_property
    def _runnable(self) -> Binaries:
        return runnable_by(self._place.server_user, binaries.find(self._bindir), self._patience())

    def _warn_of_nobody(self) -> None:
        user = self._place.server_user
        if self._place.opener.is_root and user.name == "nobody":
            self._notice(
                "The server runs as nobody; other programs that do so could read the ledger. "
                "Better name a user of its own in SETTLEBOOK_OS_USER before the ledger is made."
            )


class _Moved(FolderRefused):
    """The server that answers was started where the folder was before."""

    def __init__(self, folder: Path, files: str) -> None:
        super().__init__(
            f"The server that answers in {folder} has its files in {files}: the folder was moved.",
            "Close the programs that opened it there, then try again.",
        )
        self.files = files


@contextmanager
def _files_of(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FolderRefused(
            f"The ledger in {folder} cannot be opened: {error}.",
            "Mend what it names (rights, space), or name another folder with --database FOLDER.",
        ) from error


def _why(answer: Answer) -> str:
    return answer.said.splitlines()[-1] if answer.said else "nothing answers yet"
