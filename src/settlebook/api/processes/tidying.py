"""Forgets now and then what no longer counts, so that its tables and logs stay small."""

import logging
import threading

import psycopg

from settlebook import EngineError, Ledger
from settlebook.api.security.repeats import forget_repeats

EVERY = 300.0  # seconds
_LOG = logging.getLogger("settlebook.api.processes")


class Tidying:
    """One thread, asleep nearly always."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="settlebook-tidying", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._stop.wait(EVERY):
            try:
                self._ledger.tidy()
                forget_repeats(self._ledger)
            except (psycopg.Error, EngineError):
                _LOG.warning("what is over stays for now: the database does not answer")
