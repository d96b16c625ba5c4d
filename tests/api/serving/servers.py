"""`settlebook serve` as a program of its own, and programs that send it commands until it stops answering."""

import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import requests
from psycopg.conninfo import conninfo_to_dict

from settlebook.api.security.clients import Credentials
from settlebook.engine import Role
from tests import programs
from tests.conftest import Database
from tests.integration.private_server import environment

SERVER = ("settlebook.cli", "settlebook.api.app")
PROGRAMS = 6
ENOUGH = 60
PAYMENT = {"accountNumber": "A-1", "amount": 1.00, "currency": "EUR", "type": "External"}
PAID = {"invoices": [{"invoiceNumber": "INV-1", "amount": 1.00}], "effectiveDate": "2026-03-02"}


def url_of(database: Database, role: Role = Role.APP) -> str:
    """The database as a server's address, for one of its logins."""
    parts = conninfo_to_dict(database.conninfo(role))
    host = quote(str(parts["host"]), safe="")
    return f"postgresql://{parts['user']}@{host}:{parts.get('port', 5432)}/{parts['dbname']}"


@dataclass
class Served:
    """A running server: where it answers, and its process."""

    url: str
    process: programs.Program

    def token(self, credentials: Credentials) -> str:
        form = {"grant_type": "client_credentials", **credentials._asdict()}
        answer = requests.post(self.url + "/oauth/token", data=form, timeout=30)
        token: str = answer.json()["access_token"]
        return token

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


@contextmanager
def a_server(database: Database, log: Path, *options: str) -> Iterator[Served]:
    """Killed in the end, unless it has ended before."""
    words = [*programs.COMMAND_LINE, "--database", url_of(database), "serve", "--port", "0", *options]
    variables = environment() | {"SETTLEBOOK_READER_DATABASE": url_of(database, Role.READER)}
    with log.open("w+") as err:
        process = programs.start(words, stdout=err, stderr=err, env=variables, modules=SERVER)
        try:
            yield Served(_address(process, log), process)
        finally:
            process.kill()
            process.wait()


def _address(process: programs.Program, log: Path) -> str:
    """Where it says that it serves; it listens from then on, so the first request waits for nothing else."""
    while process.poll() is None:
        if found := re.search(r" at (http://[0-9.:]+);", log.read_text()):
            return found[1]
        threading.Event().wait(0.02)
    raise AssertionError(log.read_text())


@dataclass
class Sender:
    """Sends payments one after another, each under a key, and notes which were acknowledged."""

    name: str
    url: str
    token: str
    acknowledged: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def send_until_it_stops(self) -> None:
        with requests.Session() as session:
            number = 0
            while not (self.unanswered or self.refused):
                number += 1
                self.send(session, f"{self.name}-{number}")

    def send(self, session: requests.Session, key: str) -> None:
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
        body = {**PAYMENT, **PAID, "referenceId": key}
        try:
            answer = session.post(self.url + "/v1/payments", json=body, headers=headers, timeout=30)
        except requests.ConnectionError:
            self.unanswered.append(key)
            return
        (self.acknowledged if answer.status_code == 200 else self.refused).append(key)


@contextmanager
def load(server: Served, credentials: Credentials, name: str) -> Iterator[list[Sender]]:
    """Several programs at work; the block begins when ENOUGH commands were acknowledged."""
    token = server.token(credentials)
    senders = [Sender(f"{name}{number}", server.url, token) for number in range(PROGRAMS)]
    threads = [threading.Thread(target=sender.send_until_it_stops) for sender in senders]
    for thread in threads:
        thread.start()
    while sum(len(sender.acknowledged) for sender in senders) < ENOUGH and threads[0].is_alive():
        threading.Event().wait(0.005)
    yield senders
    for thread in threads:
        thread.join(30)
