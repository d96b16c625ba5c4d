"""A server that is killed or stopped under load: what it acknowledged is there once, and nothing twice."""

import signal
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
import requests

from settlebook import Ledger
from settlebook.api.caller import Role
from settlebook.api.security.clients import Clients, Credentials
from tests.api.serving.servers import ENOUGH, Sender, a_server, load
from tests.conftest import Database


@pytest.fixture
def credentials(ledger: Ledger) -> Credentials:
    """Of a program that may settle; A-1 owes a lot on INV-1."""
    ledger.perform("account.create", None, {"accountNumber": "A-1", "name": "Acme", "currency": "EUR"})
    invoice = {
        "accountNumber": "A-1",
        "invoiceNumber": "INV-1",
        "status": "Posted",
        "invoiceDate": "2026-03-01",
    }
    ledger.perform("invoice.create", None, invoice | {"invoiceItems": [{"amount": "99999.00"}]})
    return Clients(ledger).create("app", Role.OPERATOR, None, by="tester")


def payments(ledger: Ledger) -> Counter[str]:
    """How many payments there are of each key that a program sent."""
    found: Counter[str] = Counter()
    after = None
    while page := ledger.payments("A-1", limit=1_000, after=after):
        found.update(row.reference_id or "" for row in page)
        after = page[-1].id
    return found


def keys(senders: list[Sender], which: str) -> set[str]:
    return {key for sender in senders for key in getattr(sender, which)}


def test_what_a_killed_server_acknowledged_is_there_once_and_the_rest_once_under_its_keys(
    ledger: Ledger, credentials: Credentials, database: Database, tmp_path: Path
):
    with a_server(database, tmp_path / "log") as server, load(server, credentials, "k") as senders:
        assert server.end(signal.SIGKILL) == -signal.SIGKILL
    acknowledged, unanswered = keys(senders, "acknowledged"), keys(senders, "unanswered")
    found = payments(ledger)
    assert len(acknowledged) >= ENOUGH
    assert {found[key] for key in acknowledged} == {1}
    assert {found[key] for key in unanswered} <= {0, 1}
    assert set(found) <= acknowledged | unanswered

    with a_server(database, tmp_path / "log") as server, requests.Session() as session:
        again = Sender("again", server.url, server.token(credentials))
        for key in sorted(acknowledged | unanswered):
            again.send(session, key)
        with load(server, credentials, "s") as stopped:
            assert server.end(signal.SIGTERM) == 0

    found = payments(ledger)
    assert {found[key] for key in acknowledged | unanswered} == {1}
    assert (again.unanswered, again.refused, keys(stopped, "refused")) == ([], [], set())
    assert {found[key] for key in keys(stopped, "acknowledged")} == {1}
    assert {found[key] for key in keys(stopped, "unanswered")} == {0}  # what it took, it answered
    assert ledger.invoice("INV-1").balance == Decimal("99999.00") - sum(found.values())
