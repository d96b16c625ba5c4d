"""What every test of the API shares: one server, started once, that serves a fresh ledger to each test."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
import uvicorn
from fastapi import FastAPI, Request

from settlebook import Ledger
from settlebook.api.app import create_app
from settlebook.api.caller import Caller, Role
from tests.api.described import described

ADMIN = Caller("0" * 32, "admin", Role.ADMIN)


@dataclass
class Server:
    """A running server, whose ledger and caller each test chooses."""

    app: FastAPI
    url: str


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    async def authenticate(request: Request) -> Caller:
        caller: Caller = request.app.state.test_caller
        return caller

    app = create_app(None, authenticate)  # type: ignore[arg-type]  # each test brings its own
    running = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    port = running.servers[0].sockets[0].getsockname()[1]
    yield Server(app, f"http://127.0.0.1:{port}")
    running.should_exit = True
    thread.join()


@dataclass
class Api:
    """Sends requests to the served ledger."""

    ledger: Ledger
    url: str
    app: FastAPI

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        """The answer, which is what OpenAPI says of it."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = requests.request(method, self.url + path, json=body, headers=named, timeout=30)
        described(self.app).require(answer)
        return answer

    def get(self, path: str) -> Any:
        answer = self.send("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._done(self.send("POST", path, body, **headers))

    def put(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._done(self.send("PUT", path, body, **headers))

    def _done(self, answer: requests.Response) -> Any:
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def api(server: Server, ledger: Ledger) -> Api:
    server.app.state.ledger = ledger
    server.app.state.test_caller = ADMIN
    return Api(ledger, server.url, server.app)
