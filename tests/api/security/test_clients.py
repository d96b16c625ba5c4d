"""Clients log in with a secret of their own, and get a token that counts for a short time and not after."""

import json
import time

import jwt
import psycopg
import pytest

from settlebook.api.caller import Role
from settlebook.api.security.authenticating import SEEN_FOR, Authenticator
from settlebook.api.security.clients import Clients
from settlebook.api.security.tokens import Tokens
from settlebook.engine import Role as Login
from tests.api.security.conftest import Secured
from tests.conftest import Database

PAYMENT = {
    "accountNumber": "A-1",
    "amount": 70,
    "currency": "EUR",
    "type": "External",
    "effectiveDate": "2026-03-02",
}


def test_a_client_logs_in_and_is_let_in_by_its_token(secured: Secured):
    credentials = secured.client()

    answer = secured.log_in(credentials)

    assert (len(credentials.client_id), len(credentials.client_secret) <= 42) == (36, True)
    assert answer.json()["token_type"] == "bearer"
    assert answer.json()["expires_in"] == 1_800
    assert answer.headers["Cache-Control"] == "no-store"
    assert secured.get("/v1/payments/P-1", answer.json()["access_token"]).json()["code"] == "not_found"


def test_who_has_another_secret_or_none_is_told_so_and_not_let_in(secured: Secured):
    credentials = secured.client()

    refused = [
        secured.log_in(credentials, client_secret="x").json()["error"],
        secured.log_in(credentials, client_id="0" * 36).json()["error"],
        secured.log_in(credentials, client_id="\0").json()["error"],
        secured.log_in(credentials, grant_type="password").json()["error"],
        secured.get("/v1/payments/P-1", None).json()["code"],
        secured.get("/v1/payments/P-1", "x.y.z").json()["code"],
    ]

    assert refused == [
        "invalid_client",
        "invalid_client",
        "invalid_client",
        "unsupported_grant_type",
        "unauthenticated",
        "unauthenticated",
    ]


def test_a_token_that_somebody_else_signed_or_nobody_is_worth_nothing(secured: Secured):
    token = secured.token(secured.client())
    said = jwt.decode(token, options={"verify_signature": False})
    kid = jwt.get_unverified_header(token)["kid"]

    forged = [
        jwt.encode(said, "x" * 32, "HS256", headers={"kid": kid}),
        jwt.encode(said, None, "none", headers={"kid": kid}),
        token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB"),
    ]

    assert [secured.get("/v1/payments/P-1", each).status_code for each in forged] == [401, 401, 401]


def test_a_token_ends(secured: Secured):
    security = secured.api.app.state.authenticate
    credentials = secured.client()
    security.tokens.seconds = 1

    token = secured.token(credentials)
    before = secured.get("/v1/payments/P-1", token).status_code
    ends = jwt.decode(token, options={"verify_signature": False})["exp"]
    time.sleep(max(0.0, ends - time.time()) + 0.01)

    assert (before, secured.get("/v1/payments/P-1", token).status_code) == (400, 401)


def test_within_seconds_the_tokens_of_clients_that_were_ended_are_worth_nothing(secured: Secured):
    credentials = [secured.client(name) for name in ("revoked", "rotated")]
    tokens = [secured.token(each) for each in credentials]
    before = [secured.get("/v1/payments/P-1", token).status_code for token in tokens]

    secured.clients.revoke("revoked")  # by another program: the server is not told
    secured.clients.rotate("rotated")
    time.sleep(SEEN_FOR + 0.05)

    after = [secured.get("/v1/payments/P-1", token).status_code for token in tokens]
    assert (before, after) == ([400, 400], [401, 401])
    assert [secured.log_in(each).status_code for each in credentials] == [401, 401]


def test_servers_on_one_database_know_each_others_tokens(secured: Secured):
    token = secured.token(secured.client())

    other = Authenticator(Clients(secured.api.ledger), Tokens(secured.api.ledger, 1_800))
    secured.api.app.state.authenticate = other

    assert secured.get("/v1/payments/P-1", token).status_code == 400


def test_a_client_has_one_name_until_it_is_revoked(secured: Secured):
    secured.client("app")

    with pytest.raises(Exception, match="another client has that name"):
        secured.client("app")
    secured.clients.revoke("app")
    secured.client("app")

    assert [client.is_revoked for client in secured.clients.all()] == [True, False]


def test_what_is_done_bears_the_name_of_the_client(secured: Secured):
    token = secured.token(secured.client("billing run"))
    secured.api.ledger.perform(
        "account.create", None, {"accountNumber": "A-1", "name": "Acme", "currency": "EUR"}
    )

    made = secured.send("POST", "/v1/payments", token, PAYMENT)

    assert made.status_code == 200, made.text
    events = secured.get("/v1/events", token).json()["events"]
    assert [event["actor"] for event in events] == ["tester", "billing run"]


def test_too_many_failed_logins_have_to_wait(secured: Secured):
    credentials = secured.client()
    secured.api.app.state.attempts.size = 2

    answers = [secured.log_in(credentials, client_secret="x").status_code for _ in range(3)]

    assert answers == [401, 401, 429]
    assert int(secured.log_in(credentials).headers["Retry-After"]) >= 1


def test_who_fails_to_log_in_keeps_nobody_else_at_the_address_from_it(secured: Secured):
    one, other = secured.client("one"), secured.client("other")
    secured.api.app.state.attempts.size = 2

    for failing in (one, one._replace(client_id="nobody"), one._replace(client_id="no one")):
        for _ in range(2):
            secured.log_in(failing, client_secret="x")

    assert secured.log_in(one._replace(client_id="nobody at all")).status_code == 429
    assert [secured.log_in(each).status_code for each in (one, other)] == [429, 200]


def test_neither_secrets_nor_the_key_of_tokens_can_be_read_by_who_may_only_read(
    secured: Secured, database: Database
):
    secret = secured.client().client_secret

    with psycopg.connect(database.conninfo(Login.APP)) as app:
        kept = json.dumps(app.execute("SELECT * FROM api.client").fetchall(), default=str)
    assert secret not in kept
    assert "$argon2id$" in kept
    with psycopg.connect(database.conninfo(Login.READER), autocommit=True) as reader:
        for table in ("client", "signing_key", "repeat"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute(f"SELECT * FROM api.{table}")  # type: ignore[arg-type]


def test_who_may_only_read_changes_nothing(secured: Secured):
    viewer = secured.token(secured.client("seer", Role.VIEWER))

    refused = secured.send("POST", "/v1/payments", viewer, PAYMENT)

    assert refused.status_code == 403
    assert refused.json()["code"] == "not_allowed"
