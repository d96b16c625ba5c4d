"""Starting and stopping the server's programs, as the server's user and out of reach of Ctrl-C."""

import os
import subprocess
import threading
from pathlib import Path

from settlebook.engine import server_log
from settlebook.engine.binaries import Binaries
from settlebook.engine.identity import clean_environment, run_as
from settlebook.engine.places import Place

STOP_WITHIN = 600


class Launched:
    """A server that this program started; it outlives it if others use it."""

    def __init__(self, child: subprocess.Popen[bytes], log: Path, log_start: int) -> None:
        self._child = child
        self._log = log
        self._log_start = log_start
        # Somebody must collect the dead server, or it stays as a zombie for as long as we live.
        threading.Thread(target=child.wait, name="settlebook-server-end", daemon=True).start()

    @property
    def has_ended(self) -> bool:
        return self._child.returncode is not None

    @property
    def was_stopped(self) -> bool:
        """Somebody else ended it, by a signal or by asking it to stop; it found nothing wrong itself."""
        return self._child.returncode is not None and self._child.returncode <= 0

    def last_words(self) -> str:
        with open(self._log, encoding="utf-8", errors="replace") as stream:
            stream.seek(self._log_start)
            return stream.read()[-4000:].strip()


def launch(place: Place, binaries: Binaries, socket_folder: Path, server_lock: int) -> Launched:
    """Start the server, which inherits `server_lock`: held while any of its programs lives anywhere."""
    log = server_log.opened(place.log)
    log_start = os.lseek(log, 0, os.SEEK_END)
    try:
        child = subprocess.Popen(
            [binaries.program("postgres"), "-D", str(place.cluster), "-k", str(socket_folder)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=place.cluster,
            env=clean_environment(),
            umask=0o077,
            start_new_session=True,
            pass_fds=[server_lock],
            **place.server_user.spawn(),
        )
        return Launched(child, place.log, log_start)
    finally:
        os.close(log)


def stop(place: Place, binaries: Binaries) -> bool:
    """Stop the server with its work saved; False if it did not stop in time."""
    command = [binaries.program("pg_ctl"), "stop", "-D", str(place.cluster), "-m", "fast"]
    command += ["-w", "-t", str(STOP_WITHIN)]
    return run_as(place.server_user, command, place.cluster).returncode == 0
