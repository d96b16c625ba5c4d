"""Many commands at once: they wait for the ledger without keeping threads, or anybody else, waiting."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg

from settlebook.engine import Role
from tests.api.conftest import Api

MANY = 60  # more than the server has threads


def an_account(number: int, **more: Any) -> dict[str, Any]:
    return {"accountNumber": f"A-{number}", "name": "Acme", "currency": "EUR", **more}


@contextmanager
def nobody_records(api: Api) -> Iterator[None]:
    """As long as the ledger is locked by another."""
    with psycopg.connect(api.ledger.conninfo(Role.APP)) as other:
        other.execute("SELECT log.take_positions(%s, 0)", [api.ledger.ledger_id])
        yield


def wait_for(api: Api, under_way: int) -> None:
    while len(api.ledger._log.committer._sent) < under_way:
        time.sleep(0.01)


def test_commands_that_wait_keep_no_reader_waiting_and_are_recorded_together(api: Api):
    api.post("/v1/accounts", an_account(0))
    assert api.get("/v1/accounts/A-0")["success"]
    with ThreadPoolExecutor(MANY) as clients:
        with nobody_records(api):
            sent = [clients.submit(api.post, "/v1/accounts", an_account(number)) for number in range(1, MANY)]
            wait_for(api, MANY - 1)
            batches = api.ledger.batches
            begun = time.monotonic()
            read = api.get("/v1/accounts/A-0")
            took = time.monotonic() - begun
        answers = [each.result(30) for each in sent]

    assert (read["success"], took < 5) == (True, True)
    assert len({answer["settlement"]["id"] for answer in answers}) == MANY - 1
    assert api.ledger.position == MANY
    assert api.ledger.batches - batches <= 3  # one was under way


def test_a_large_command_is_recorded_as_a_small_one_is(api: Api):
    large = an_account(1, notes="n" * 9_000)

    made = api.post("/v1/accounts", large, Idempotency_Key="k")
    again = api.post("/v1/accounts", large, Idempotency_Key="k")

    assert again == made
    assert api.ledger.position == 1
