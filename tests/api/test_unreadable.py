"""What of the ledger cannot be read is told in words, and not as if sending it again would help."""

from collections.abc import Iterator

import psycopg
import pytest

from settlebook import Ledger
from settlebook.api.jobs.job import Asking, Ended
from settlebook.api.jobs.store import JobStore
from settlebook.api.jobs.worker import JobWorker, Work
from settlebook.engine import Role
from settlebook.ledger.opening import LedgerLog
from tests.api.conftest import Api
from tests.api.test_many_commands import ACCOUNT, sent
from tests.conftest import Database

PAYMENT = {"accountNumber": "A-1", "number": "P-1", "amount": 70, "currency": "EUR", "type": "External"}
REFUND = {"totalAmount": 5, "type": "External"}


@pytest.fixture
def owner(api: Api, database: Database) -> Iterator[psycopg.Connection]:
    """Of books with a payment, at position 2, which another program recorded."""
    log = LedgerLog(database, "main")
    another = Ledger(database, log)
    another.perform("account.create", None, ACCOUNT)
    another.perform("payment.create", None, PAYMENT)
    log.close()
    assert api.get("/v1/payments/P-1")["amount"] == 70
    with psycopg.connect(database.conninfo(Role.OWNER), autocommit=True) as connection:
        connection.execute("ALTER TABLE log.event DISABLE TRIGGER ALL")
        yield connection


def test_an_event_that_cannot_be_read_is_named_with_what_to_do(api: Api, owner: psycopg.Connection):
    owner.execute("UPDATE log.event SET state = '{}' WHERE position = 2")

    answers = (
        api.send("POST", "/v1/payments/P-1/refunds", REFUND),
        api.send("GET", "/v1/events"),
    )
    (line,) = sent(
        api, '{"do": "payment.refund", "key": "P-1", "body": {"totalAmount": 5}}'
    ).text.splitlines()

    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (500, "ledger_unreadable")
        assert "event 2 of stream " in answer.json()["message"]
        assert "`settlebook verify log`" in answer.json()["message"]
    assert '"code":"ledger_unreadable"' in line and "event 2 of stream " in line


def test_rows_that_nobody_writes_so_are_told_of_with_what_to_do(api: Api, owner: psycopg.Connection):
    owner.execute("ALTER TABLE read.payment_balance ALTER unapplied_minor DROP NOT NULL")
    owner.execute("UPDATE read.payment_balance SET unapplied_minor = NULL")

    answer = api.send("GET", "/v1/payments/P-1")

    assert (answer.status_code, answer.json()["code"]) == (500, "ledger_unreadable")
    assert answer.json()["message"].endswith("Field required. Run `settlebook verify all`.")


def test_a_job_that_needs_such_rows_fails_with_what_to_do(api: Api, owner: psycopg.Connection):
    owner.execute("ALTER TABLE read.payment_balance ALTER unapplied_minor DROP NOT NULL")
    owner.execute("UPDATE read.payment_balance SET unapplied_minor = NULL")
    store = JobStore(api.ledger)
    job, _ = store.ask(Asking("Look", {}, "c" * 32, "erin", None))

    def look(work: Work) -> Ended:
        return Ended({"unapplied": str(work.ledger.payment("P-1"))})

    JobWorker(api.ledger, {"Look": look}).carry_out_waiting()

    found = store.find(job.id)
    assert found and found.error and found.error["code"] == "ledger_unreadable"
    assert found.error["message"].endswith("Run `settlebook verify all`.")
