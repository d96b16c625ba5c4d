"""Run as a process of its own: appends events to a log until it is killed.

Usage: python appender.py ours FOLDER         to a ledger, by commands
       python appender.py library CONNINFO    by the eventsourcing library's own recorder
"""

import sys
import time
from uuid import uuid4

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresFactory
from eventsourcing.utils import Environment
from psycopg.conninfo import conninfo_to_dict

import settlebook

SCHEMA = "library"
SIZES = (100, 1, 1, 1)  # events of a commit: small ones overtake large ones
PAUSE = 0.02  # seconds after a commit: a reader who falls behind reads old events only, and cannot miss one


def library_log(conninfo: str) -> PostgresApplicationRecorder:
    """With POSTGRES_ENABLE_DB_FUNCTIONS: no lock on the table, so what is numbered first may commit last."""
    parts = {name: str(value) for name, value in conninfo_to_dict(conninfo).items()}
    settings = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": parts["dbname"],
        "POSTGRES_HOST": parts["host"],
        "POSTGRES_PORT": parts.get("port", "5432"),
        "POSTGRES_USER": parts["user"],
        "POSTGRES_PASSWORD": parts.get("password", ""),
        "POSTGRES_SCHEMA": SCHEMA,
        "POSTGRES_ENABLE_DB_FUNCTIONS": "yes",
    }
    recorder = PostgresFactory(Environment("tailed", settings)).application_recorder()
    assert isinstance(recorder, PostgresApplicationRecorder)
    return recorder


def to_the_library(conninfo: str) -> None:
    recorder = library_log(conninfo)
    print("ready", flush=True)
    while True:
        for size in SIZES:
            events = [StoredEvent(uuid4(), 1, "happened", b"{}") for _ in range(size)]
            recorder.insert_events(events)
            time.sleep(PAUSE)


def to_ours(folder: str) -> None:
    with settlebook.open(folder) as ledger:
        print("ready", flush=True)
        body = {"accountNumber": "ACME", "amount": "1.00", "currency": "GBP", "type": "External"}
        while True:
            for size in SIZES:
                lines = [settlebook.parse_command("payment.create", None, body)] * size
                requests = [settlebook.Request(line) for line in lines]
                assert not any(isinstance(a, settlebook.Refusal) for a in ledger.execute(requests, "atomic"))
                time.sleep(PAUSE)


if __name__ == "__main__":
    {"ours": to_ours, "library": to_the_library}[sys.argv[1]](sys.argv[2])
