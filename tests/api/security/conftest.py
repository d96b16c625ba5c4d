"""A served ledger with real clients: they log in, and what they may do is found by their tokens."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from settlebook.api.app import FAILED_LOGINS
from settlebook.api.caller import Role
from settlebook.api.security.authenticating import Authenticator
from settlebook.api.security.buckets import Buckets
from settlebook.api.security.clients import Clients, Credentials
from settlebook.api.security.tokens import Tokens
from tests.api.conftest import Api


@dataclass
class Secured:
    """The served ledger, as programs with secrets see it."""

    api: Api
    clients: Clients

    def client(self, name: str = "app", role: Role = Role.ADMIN, account: str | None = None) -> Credentials:
        account_id = self.api.ledger.account(account).id if account is not None else None
        return self.clients.create(name, role, account_id, by="tester")

    def log_in(self, credentials: Credentials, **changed: str) -> requests.Response:
        form = {"grant_type": "client_credentials", **credentials._asdict(), **changed}
        return requests.post(self.api.url + "/oauth/token", data=form, timeout=30)

    def token(self, credentials: Credentials) -> str:
        answer = self.log_in(credentials)
        assert answer.status_code == 200, answer.text
        token: str = answer.json()["access_token"]
        return token

    def get(self, path: str, token: str | None) -> requests.Response:
        return self.send("GET", path, token)

    def send(self, method: str, path: str, token: str | None, body: Any = None) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
        return requests.request(method, self.api.url + path, json=body, headers=headers, timeout=30)


@pytest.fixture
def secured(api: Api) -> Iterator[Secured]:
    """Whoever asks needs a token of his own."""
    state = api.app.state
    before = state.authenticate, state.attempts
    clients = Clients(api.ledger)
    state.authenticate = Authenticator(clients, Tokens(api.ledger, 1_800))
    state.attempts = Buckets(FAILED_LOGINS, 1)
    yield Secured(api, clients)
    state.authenticate, state.attempts = before
