"""Bodies that take too long to come, over sockets as they are: who drips is told, and holds up nothing."""

import json
import select
import socket
import time
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.api.conftest import Api

SECONDS = 0.3
ACCOUNT = json.dumps({"accountNumber": "A-1", "name": "Acme", "currency": "EUR"}).encode()


@pytest.fixture
def hurried(api: Api) -> Iterator[Api]:
    """A server that waits for bodies a moment only."""
    before = api.app.state.settings
    api.app.state.settings = before.model_copy(update={"body_seconds": SECONDS})
    yield api
    api.app.state.settings = before


def told(api: Api, headers: str, pieces: Iterable[bytes], pause: float) -> tuple[int, Any]:
    """The status and body of the answer to what is sent piece by piece, until there is one."""
    where = urlsplit(api.url)
    with socket.create_connection((str(where.hostname), int(where.port or 0)), timeout=10) as connection:
        connection.sendall(f"POST /v1/accounts HTTP/1.1\r\nHost: x\r\n{headers}\r\n\r\n".encode())
        for piece in pieces:
            connection.sendall(piece)
            if select.select([connection], [], [], pause)[0]:
                break
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))  # the server hangs up
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"connection: close" in head.lower()
    return int(head.split()[1]), json.loads(body)


def drops(body: bytes) -> Iterator[bytes]:
    return (bytes([each]) for each in body)


def test_a_body_that_drips_is_refused_in_time_and_nothing_is_done(hurried: Api):
    for headers, pieces in (
        (f"Content-Length: {len(ACCOUNT)}", drops(ACCOUNT)),
        ("Transfer-Encoding: chunked", (b"1\r\n" + each + b"\r\n" for each in drops(ACCOUNT))),
        (f"Content-Length: {len(ACCOUNT)}", [b""]),
    ):
        began = time.monotonic()
        status, body = told(hurried, headers, pieces, SECONDS / 4)

        assert (status, body["code"]) == (408, "body_too_slow")
        assert "Nothing was done" in body["message"]
        assert SECONDS <= time.monotonic() - began < 10 * SECONDS
    assert hurried.ledger.accounts() == []


def test_who_is_refused_for_more_than_is_allowed_is_not_waited_for_longer(hurried: Api):
    status, body = told(hurried, "Content-Length: 100000000", [b"{", b""], SECONDS / 4)

    assert (status, body["code"]) == (413, "body_too_large")


def test_a_long_body_that_keeps_coming_has_the_time_it_needs(hurried: Api):
    padded = ACCOUNT + b" " * 40_000
    pieces = [padded[start : start + 8_000] for start in range(0, len(padded), 8_000)]

    status, _ = told(hurried, f"Connection: close\r\nContent-Length: {len(padded)}", pieces, SECONDS / 3)

    assert status == 200
    assert [account.number for account in hurried.ledger.accounts()] == ["A-1"]
