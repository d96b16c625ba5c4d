"""A server that takes no writes is told of in words, with what can be done instead."""

import asyncio
from logging import getLogger
from typing import Any

import psycopg
import pytest
from fastapi import FastAPI, Request

from settlebook.api.failures import add_failures
from settlebook.cli.failures import REFUSED, told
from settlebook.engine import Role
from tests.conftest import Database


@pytest.fixture
def refusal(database: Database) -> psycopg.Error:
    """As a standby gives it, from a transaction that only reads."""
    with (
        pytest.raises(psycopg.Error) as found,
        psycopg.connect(database.conninfo(Role.APP)) as connection,
    ):
        connection.read_only = True
        connection.execute("CREATE TEMPORARY TABLE past (amount int)")
    return found.value


def test_the_command_line_says_that_the_server_takes_no_writes_and_names_the_primary(
    refusal: psycopg.Error, capsys: pytest.CaptureFixture[str]
):
    assert told(refusal) == REFUSED
    said = capsys.readouterr().err
    assert said.startswith(
        "This server takes no writes: it is a standby, or set to only read.\nAsk the primary"
    )


def test_so_does_the_api(refusal: psycopg.Error):
    app = FastAPI()
    app.state.log = getLogger("test")
    add_failures(app)
    tell: Any = app.exception_handlers[psycopg.Error]

    answer = asyncio.run(tell(Request({"type": "http", "app": app, "headers": [], "state": {}}), refusal))

    assert answer.status_code == 503
    assert b'"code":"unavailable","message":"This server takes no writes' in answer.body
