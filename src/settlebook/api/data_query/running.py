"""Carries a Data Query out as the reader, and writes what it finds into the file of its job."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from settlebook import Ledger
from settlebook.api.data_query.asked import DataQuery
from settlebook.api.data_query.links import SECRET, new_secret
from settlebook.api.data_query.writing import write_rows
from settlebook.api.jobs.job import Ended
from settlebook.api.jobs.worker import Doing, JobKind, Work
from settlebook.domain.errors import InvalidRequest
from settlebook.engine import Role
from settlebook.engine.read_only import takes_no_writes
from settlebook.projecting.poison import AddedModelFails
from settlebook.queries.free_query import Rows, answer

KIND = "DataQuery"
LONGEST_RUN = 3_600  # seconds
KEPT_FOR = 7 * 24 * 3_600.0  # seconds until a file is taken away with its job
_OF_STATEMENT = ("54", "55")  # too much of it, and not in that state: psycopg counts them as operational


def run(work: Work) -> Ended:
    """Refuses: InvalidRequest, for what the database says of the statement."""
    asked, began = DataQuery.again(work.job.request), time.monotonic()
    with answered(work.ledger, asked) as rows, _canceled_with(work, rows):
        count = write_rows(rows, asked, f"{work.job.id}.{asked.format.lower()}", work.write)
    result = {SECRET: new_secret(), "milliseconds": round((time.monotonic() - began) * 1000)}
    return Ended(result, rows=count, keep_for=KEPT_FOR)


KINDS: dict[str, Doing | JobKind] = {KIND: JobKind(run, keeps_request=True)}  # who asked looks what failed


@contextmanager
def answered(ledger: Ledger, asked: DataQuery, timeout: int = LONGEST_RUN) -> Iterator[Rows]:
    """The rows of a query, of now or of its moment. Refuses: InvalidRequest."""
    conninfo = ledger.conninfo(Role.READER)
    try:
        ledger.catch_up_for(asked.query)
    except AddedModelFails as failure:
        raise InvalidRequest("query", str(failure)) from None
    moment = ledger.moment(**asked.when)
    try:
        with answer(conninfo, ledger.ledger_id, asked.query, timeout, moment, deleted=asked.deleted) as rows:
            yield rows
    except InvalidRequest as refusal:
        raise InvalidRequest("query", refusal.problem) from None
    except psycopg.errors.QueryCanceled:
        raise InvalidRequest("query", f"it takes longer than {timeout:,} seconds; ask for less") from None
    except psycopg.Error as error:
        if isinstance(error, psycopg.OperationalError) and (error.sqlstate or "")[:2] not in _OF_STATEMENT:
            raise
        if takes_no_writes(error):
            raise
        raise InvalidRequest("query", error.diag.message_primary or str(error)) from None


@contextmanager
def _canceled_with(work: Work, rows: Rows) -> Iterator[None]:
    """A job that is canceled, or given to another, asks the database for nothing more."""
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.2):
            if work.stopped.is_set():
                rows.cancel()
                return

    thread = threading.Thread(target=watch, name="settlebook-query", daemon=True)
    thread.start()
    try:
        yield
    except psycopg.errors.QueryCanceled:
        work.check()
        raise
    finally:
        ended.set()
        thread.join()
