"""One table says who may use each route; each is tried with every role, and by a client of one account."""

import http.client
import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from fastapi.routing import APIRoute

from settlebook.api.app import ROUTERS
from settlebook.api.caller import ANYONE, ROLE, SCOPE, Caller, Role, Scope
from settlebook.api.security.admission import OWNERS, PATH_KEY
from tests.api.conftest import ADMIN, Api
from tests.api.security.conftest import Secured

TABLE = Path(__file__).parent / "routes.txt"
PUBLIC = {"/oauth/token", "/healthz", "/readyz", "/docs", "/openapi.json", "/query/jobs/{key}/file"}
CLOSED = "-"  # to clients of one account
FOREIGN = "FOREIGN"  # in every number and name of the other account


class Line(NamedTuple):
    """A route: the least role that may use it, and how it is kept to one account."""

    method: str
    path: str
    role: str
    scope: str

    def with_key(self, key: str) -> str:
        """The path, with a key in place of everything that is named in it."""
        steps = (key if step.startswith("{") else step for step in self.path.split("/"))
        return "/".join(steps)


def served() -> list[Line]:
    found = []
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute), f"{route} is no route that can be let in by a role"
            said = route.openapi_extra or {}
            for method in route.methods:
                role, scope = said.get(ROLE, "none"), said.get(SCOPE, CLOSED)
                found.append(Line(method, route.path, role, scope))
    return sorted(found, key=lambda line: (line.path, line.method))


def table() -> list[Line]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [Line(*line.split()) for line in lines if line and not line.startswith("#")]


def test_the_table_names_every_route_and_what_it_asks():
    routes, known = set(served()), set(table())

    assert sorted(routes - known) == [], "say in routes.txt who may use these"
    assert sorted(known - routes) == [], "nobody serves these any more"


def test_no_route_is_without_a_role_and_none_is_reached_but_those(api: Api):
    """OpenAPI is made of the application's routes; to make it takes seconds, and tells no more of them."""
    roles = {*map(str, Role), ANYONE}

    assert [line for line in served() if line.role not in roles] == []
    assert {route.path for route in api.app.routes} == {line.path for line in served()}


def test_only_few_routes_are_open_to_anyone():
    opened = {line.path for line in served() if line.role == ANYONE}

    assert opened <= PUBLIC


def test_what_is_kept_to_the_account_of_a_key_has_one():
    by_key = {scope.value for scope in OWNERS}

    assert [line for line in served() if line.scope in by_key and f"{{{PATH_KEY}}}" not in line.path] == []


@pytest.fixture
def ask(api: Api) -> Iterator["Asking"]:
    asking = Asking(api)
    yield asking
    asking.close()
    api.app.state.test_caller = ADMIN


class Asking:
    """Sends many small requests over one connection, as whom one likes."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._connection = http.client.HTTPConnection(urlsplit(api.url).netloc, timeout=30)

    def ask(self, line: Line, caller: Caller, key: str = "NONE") -> tuple[int, str]:
        self._api.app.state.test_caller = caller
        body = None if line.method == "GET" else json.dumps({})
        self._connection.request(line.method, line.with_key(key), body)
        with closing(self._connection.getresponse()) as answer:
            return answer.status, answer.read().decode()

    def close(self) -> None:
        self._connection.close()


def a_caller(role: Role, api: Api | None = None, account: str | None = None) -> Caller:
    own = api.ledger.account(account).id if api is not None and account is not None else None
    return Caller("1" * 32, role.value, role, own)


def test_every_route_lets_in_its_role_and_nobody_below(ask: Asking):
    wrong = []
    for line in table():
        if line.role == ANYONE:
            continue
        for role in Role:
            may = role.includes(Role(line.role))
            if may and role != line.role:
                continue  # who is above is let in by the same words
            status, _ = ask.ask(line, a_caller(role))
            if (status != 403) is not may:
                wrong.append((line, role.value, status))

    assert wrong == []


def test_without_a_token_nothing_is_open_but_what_the_table_opens(secured: Secured, ask: Asking):
    asked = [line for line in table() if line.path != "/openapi.json"]  # open too, and takes seconds to make
    found = {line: ask.ask(line, ADMIN)[0] for line in asked}

    assert [line for line in found if (found[line] == 401) is (line.role == ANYONE)] == []


@pytest.fixture
def two_accounts(api: Api) -> Mapping[Scope, tuple[str, str]]:
    """Of each kind of thing one of A-OWN and one of A-FOREIGN, by id."""
    return {scope: (ids["OWN"], ids[FOREIGN]) for scope, ids in _made(api).items()}


def _made(api: Api) -> dict[Scope, dict[str, str]]:
    made: dict[Scope, dict[str, str]] = {scope: {} for scope in OWNERS}
    for name in ("OWN", FOREIGN):
        for scope, do, body in _objects(name):
            found = api.ledger.perform(do, body.pop("key", None), body)
            assert found.id is not None
            made[scope][name] = found.id.hex
    return made


def _objects(name: str) -> Iterator[tuple[Scope, str, dict[str, object]]]:
    account = {"accountNumber": f"A-{name}"}
    items = [{"chargeName": f"Seats {name}", "amount": "60.00"}]
    yield Scope.ACCOUNT, "account.create", {**account, "name": f"Acme {name}", "currency": "EUR"}
    document = {**account, "currency": "EUR", "status": "Posted"}
    invoice = {**document, "invoiceNumber": f"INV-{name}", "invoiceDate": "2026-03-01"}
    yield Scope.INVOICE, "invoice.create", {**invoice, "invoiceItems": items}
    memo = {**document, "effectiveDate": "2026-03-01"}
    charges = [{"chargeName": f"Seats {name}", "amount": "10.00"}]
    yield Scope.DEBIT_MEMO, "debit-memo.create", {**memo, "number": f"DM-{name}", "charges": charges}
    yield Scope.CREDIT_MEMO, "credit-memo.create", {**memo, "number": f"CM-{name}", "charges": charges}
    payment = {**account, "number": f"P-{name}", "amount": "70.00", "currency": "EUR", "type": "External"}
    applied = [{"invoiceNumber": f"INV-{name}", "amount": "20.00"}]
    yield Scope.PAYMENT, "payment.create", {**payment, "effectiveDate": "2026-03-02", "invoices": applied}
    refund = {"key": f"P-{name}", "number": f"R-{name}", "totalAmount": "5.00", "type": "External"}
    yield Scope.REFUND, "payment.refund", {**refund, "refundDate": "2026-03-03", "methodType": "Check"}


def test_a_client_of_one_account_gets_nowhere_else(
    api: Api, ask: Asking, two_accounts: Mapping[Scope, tuple[str, str]]
):
    caller = a_caller(Role.ADMIN, api, "A-OWN")
    wrong = []
    for line in table():
        if line.role == ANYONE:
            continue
        scope = None if line.scope == CLOSED else Scope(line.scope)
        keys = two_accounts.get(scope, ("NONE", "NONE")) if scope is not None else ("NONE", "NONE")
        if scope in OWNERS or scope is None:
            status, text = ask.ask(line, caller, keys[1])
            expected = (403, "not_allowed") if scope is None else (400, "not_found")
            if (status, json.loads(text).get("code")) != expected or FOREIGN in text:
                wrong.append((line, status, text))
        if line.method == "GET" and scope is not None:
            status, text = ask.ask(line, caller, keys[0])
            if status in {401, 403} or FOREIGN in text:
                wrong.append((line, status, text))

    assert wrong == []


def test_commands_of_a_client_of_one_account_touch_nothing_of_another(
    api: Api, ask: Asking, two_accounts: Mapping[Scope, tuple[str, str]]
):
    caller = a_caller(Role.ADMIN, api, "A-OWN")
    before = api.ledger.position

    answers = [
        ask.ask(line, caller, two_accounts[_kind_of(line)][1])
        for line in table()
        if line.scope == Scope.COMMAND and "{" in line.path
    ]

    assert api.ledger.position == before
    assert [answer for answer in answers if answer[0] == 200 or FOREIGN in answer[1]] == []


def _kind_of(line: Line) -> Scope:
    """What a path is about, by its words: /v1/creditmemos is of credit memos."""
    words = line.path.replace("-", "")
    return next((kind for kind in OWNERS if f"/{kind.value.replace('_', '')}" in words), Scope.PAYMENT)
