"""A sealed ledger with everything a log can hold, its file, and an empty database to read that into."""

from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO

import pytest

from settlebook import Ledger
from settlebook.domain.errors import Refused
from settlebook.engine.embedded import EmbeddedEngine
from settlebook.ledger.identity.settings import choose_time_zone
from settlebook.sealing.sealer import seal
from tests.audit.conftest import opened, record
from tests.conftest import Database, a_database
from tests.engines import fresh_database

TEMPLATE = "template_of_a_log_to_carry"


@pytest.fixture(scope="session")
def carried_template(engine: EmbeddedEngine, template: str) -> tuple[str, bytes]:
    """The name of a database that holds it, to copy, and its file: nobody is connected to it."""
    database = Database(engine, TEMPLATE, fresh_database(engine, template, TEMPLATE))
    with opened(database) as ledger:
        fill(ledger)
        return TEMPLATE, exported(ledger)


@pytest.fixture(scope="session")
def file(carried_template: tuple[str, bytes]) -> bytes:
    return carried_template[1]


@pytest.fixture
def carried(engine: EmbeddedEngine, carried_template: tuple[str, bytes]) -> Iterator[Ledger]:
    for database in a_database(engine, carried_template[0]):
        with opened(database) as ledger:
            yield ledger


@pytest.fixture
def elsewhere(ledger: Ledger) -> Ledger:
    """An empty ledger of the same name, in another database."""
    return ledger


def exported(ledger: Ledger, *, personal: bool = True) -> bytes:
    target = BytesIO()
    ledger.export_log(target, personal=personal)
    return target.getvalue()


def fill(ledger: Ledger) -> None:
    """Books, a time zone, answers that were no, a person who was forgotten, and seals over most of it."""
    choose_time_zone(ledger._log.connections, "main", "Europe/London")
    record(ledger)
    with suppress(Refused):
        ledger.perform("payment.cancel", "PAY-9", {}, idempotency_key="refused")
    ledger.perform("account.create", None, {"name": "Gone", "accountNumber": "GONE", "currency": "GBP"})
    ledger.erase_personal("GONE")
    ledger._log.connections.read(lambda connection: seal(connection, "main", lambda upto, of: None))
    body = {"name": "Zoë\u2028Bloggs \t\\", "accountNumber": "ZOE", "currency": "JPY"}
    ledger.perform("account.create", None, body, idempotency_key="zoe")
