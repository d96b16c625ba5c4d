"""What every request passes: limits of size, depth and rate; and what every answer carries."""

import asyncio
import gzip
import json
import logging
import threading
import time
from base64 import urlsafe_b64encode
from codecs import BOM_UTF8

import psycopg
import pytest
import requests
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from settlebook.api.security.at_once import AtOnce
from settlebook.api.security.buckets import Buckets
from settlebook.api.serving import health
from settlebook.api.serving.entrance import Entrance
from settlebook.api.serving.logs import FIELDS, JsonLines
from settlebook.api.serving.metrics import count
from settlebook.api.serving.settings import ServerSettings
from settlebook.engine import Role
from tests.api.conftest import ADMIN, Api

PAYMENTS = "/v1/payments"
ACCOUNT = {"accountNumber": "A-1", "name": "Acme", "currency": "EUR"}
PAYMENT = {"accountNumber": "A-1", "amount": 70, "currency": "EUR", "type": "External"}


@pytest.fixture
def limits() -> ServerSettings:
    return ServerSettings.model_construct()


def test_every_answer_is_kept_from_being_sniffed_framed_or_cached_and_names_its_request(api: Api):
    for path in ("/v1/payments/P-1", "/nowhere", "/healthz"):
        headers = api.send("GET", path, Zuora_Track_Id="order 7").headers

        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert len(headers["Zuora-Request-Id"]) == 32
        assert headers["Zuora-Track-Id"] == "order 7"
        assert "server" not in headers or "uvicorn" in headers["server"]


def test_a_track_id_that_could_be_something_else_does_not_come_back(api: Api):
    for text in ("a;b", "x" * 65, "ä", 'a"b'):
        answer = requests.get(
            api.url + "/healthz", headers={"Zuora-Track-Id": text.encode("latin-1")}, timeout=30
        )
        assert "Zuora-Track-Id" not in answer.headers


def test_a_body_that_is_too_long_is_refused_whether_it_says_so_or_not(api: Api, limits: ServerSettings):
    long = b'{"comment": "' + b"x" * limits.largest_body + b'"}'

    def pieces():
        for start in range(0, len(long), 1_000_000):
            yield long[start : start + 1_000_000]

    declared = requests.post(api.url + PAYMENTS, data=long, timeout=30)
    in_pieces = requests.post(api.url + PAYMENTS, data=pieces(), timeout=30)
    packed = _post_packed(api, gzip.compress(long))

    assert [answer.status_code for answer in (declared, in_pieces, packed)] == [413, 413, 413]
    assert packed.json()["code"] == "body_too_large"


def test_a_packed_body_is_read_also_when_it_stands_in_several_parts(api: Api):
    body = json.dumps(PAYMENT).encode()

    for packed in (gzip.compress(body), gzip.compress(body[:20]) + gzip.compress(body[20:])):
        assert _post_packed(api, packed).json()["code"] == "not_found"  # the account: it was read


def test_what_is_not_packed_as_it_says_is_refused(api: Api):
    assert _post_packed(api, b"no gzip").json()["code"] == "not_gzip"
    assert _post_packed(api, b"{}", "br").status_code == 415


def test_of_a_packed_body_that_ends_too_soon_nothing_is_carried_out(api: Api):
    whole = gzip.compress(json.dumps(PAYMENT).encode())

    for missing in (4, 8, 12):  # without its length, its check sum, and then its end
        answer = _post_packed(api, whole[:-missing])
        assert (answer.status_code, answer.json()["code"]) == (400, "not_gzip")


def test_json_that_is_nested_without_end_is_refused_and_brackets_in_texts_are_no_nesting(api: Api):
    deep = b'{"comment": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    flat = json.dumps({"comment": '\\"[{' * 40, **PAYMENT}).encode()

    assert _post(api, deep).json()["message"].endswith("it is nested more than 32 times")
    assert _post(api, flat).json()["code"] == "not_found"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16", "utf-32"])
def test_json_that_is_not_utf_8_is_refused_in_which_depth_would_not_be_seen(api: Api, encoding: str):
    deep = ('{"comment": ["\\"", ' + "[" * 3_000 + "]" * 3_000 + "]}").encode(encoding)
    cursor = urlsafe_b64encode(deep).decode()

    for answer in (
        _post(api, deep),
        _post(api, json.dumps(PAYMENT).encode(encoding)),
        api.send("GET", f"/v1/payments?cursor={cursor}"),
        api.send("POST", "/v1/action/queryMore", {"queryLocator": cursor}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")
    assert _post(api, BOM_UTF8 + json.dumps(PAYMENT).encode()).json()["code"] == "not_found"


def test_a_method_that_a_path_does_not_have_is_told_which_it_has(api: Api):
    answer = api.send("PATCH", PAYMENTS)

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, POST")


@pytest.mark.parametrize("path", ["/v1/accounts/A-1", "/v1/accounts/A-2", "/nowhere", "/docs", "/v1/events"])
def test_head_is_answered_as_get_is_without_the_body(api: Api, path: str):
    api.ledger.perform("account.create", None, ACCOUNT)

    whole, head = (requests.request(method, api.url + path, timeout=30) for method in ("GET", "HEAD"))

    assert (head.status_code, head.content) == (whole.status_code, b"")
    for name in ("Content-Type", "Content-Length", "Content-Encoding", "ETag", "Cache-Control"):
        assert head.headers.get(name) == whole.headers.get(name)


def test_head_waits_for_no_stream_and_reaches_nothing_that_writes(api: Api, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO, "settlebook.api.requests")

    with requests.Session() as session:  # one connection: a body left behind would be read as the next answer
        events = session.head(api.url + "/v1/events", headers={"Accept": "text/event-stream"}, timeout=5)
        write = session.head(api.url + PAYMENTS + "/P-1/apply", timeout=5)

    assert (events.status_code, events.headers["Content-Type"].split(";")[0]) == (200, "text/event-stream")
    assert (write.status_code, write.headers["Allow"]) == (405, "PUT")
    until = time.monotonic() + 10
    while len(caplog.records) < 2 and time.monotonic() < until:  # what was answered is logged a moment later
        time.sleep(0.01)
    logged = {(line["method"], line["route"]) for line in (getattr(each, FIELDS) for each in caplog.records)}
    assert logged == {("HEAD", "/v1/events"), ("HEAD", "none")}


def test_a_file_that_head_asks_about_is_not_read_on(api: Api):
    sent: list[Message] = []
    read: list[int] = []

    async def file(scope: Scope, receive: Receive, send: Send) -> None:
        pieces = (read.append(number) or b"piece" for number in range(9))
        await StreamingResponse(pieces)(scope, receive, send)

    async def nothing_more() -> Message:
        await asyncio.sleep(30)
        return {"type": "http.disconnect"}

    async def note(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "HEAD", "path": "/", "headers": [], "state": {}}
    asyncio.run(Entrance(file, api.app.state)(scope, nothing_more, note))

    assert [message.get("body") for message in sent] == [None, b""]
    assert len(read) < 9


def test_whoever_asks_for_a_token_sends_little(api: Api):
    for body, headers in (
        (b"grant_type=" + b"x" * 5_000, {}),
        (gzip.compress(b"") * 500, {"Content-Encoding": "gzip"}),
    ):
        answer = requests.post(api.url + "/oauth/token", data=body, headers=headers, timeout=30)

        assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize(
    "path",
    ["/v1/payments?asOf={}&asOf={}", "/v1/trial-balance?asOf={}&asOf={}", "/v1/events?after=1&after=2"],
)
def test_a_parameter_that_is_given_twice_is_refused(api: Api, path: str):
    answer = api.send("GET", path.format("2026-01-01", "2026-02-01"))

    assert (answer.status_code, answer.json()["facts"]["problem"]) == (400, "give it once")


def test_a_text_without_an_end_keeps_nobody_waiting(api: Api):
    endless = b'{"comment": [' + b"{}," * 40 + b'"' + b'\\"' * 100_000

    answer = requests.post(api.url + PAYMENTS, data=endless, timeout=5)

    assert answer.json()["reasons"][0]["code"] % 100 == 90


def test_no_number_name_or_key_that_can_be_sent_breaks_the_server(api: Api):
    numbers = b'{"amount": 1e9999999999999999999}', b'{"amount": -0.1e-9999999999999999999}'
    answers = [_post(api, number) for number in numbers]
    answers.append(api.send("POST", "/query/jobs", {"\ud800": 1}))
    for path in ("payment-runs/%00", "operations/jobs/%00", "payments/apply-async-jobs/%00"):
        answers.append(api.send("GET", f"/v1/{path}"))

    assert [(answer.status_code, answer.json()["success"]) for answer in answers] == [(400, False)] * 6
    assert answers[3].json()["facts"]["kind"] == "payment run"
    assert api.get("/v1/payment-runs?createdById=%00")["paymentRuns"] == []


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/v1/journal-entries?from=1767225600", "give a day as yyyy-mm-dd"),
        ("/v1/journal-entries/summary?last=2026-01-31T00:00:00", "give a day as yyyy-mm-dd"),
        ("/v1/payment-runs?targetDate=20260131", "give a day as yyyy-mm-dd"),
        ("/v1/trial-balance?currency=eur", "string should match pattern '^[A-Z]{3}$'"),
    ],
)
def test_a_parameter_that_cannot_be_meant_is_refused_in_words_that_help(api: Api, path: str, problem: str):
    answer = api.send("GET", path)

    assert (answer.status_code, answer.json()["facts"]["problem"]) == (400, problem)


def test_who_asks_too_often_waits_and_is_told_how_much_is_left(api: Api):
    before = api.app.state.rates
    api.app.state.rates = Buckets(2, per_second=0.1)
    try:
        answers = [api.send("GET", "/v1/payments/P-1") for _ in range(3)]
    finally:
        api.app.state.rates = before

    assert [answer.status_code for answer in answers] == [400, 400, 429]
    assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 10


def test_who_has_too_much_under_way_is_refused_until_some_of_it_has_ended(api: Api):
    before = api.app.state.at_once
    api.app.state.at_once = at_once = AtOnce(2)
    try:
        at_once.begin(ADMIN)
        alone = [api.send("GET", path) for path in ("/v1/payments", "/v1/payments/P-404", "/v1/payments")]
        at_once.begin(ADMIN)
        refused, open_to_all = api.send("GET", "/v1/payments"), api.send("GET", "/healthz")
        at_once.end(ADMIN)
        after = api.send("GET", "/v1/payments")
    finally:
        api.app.state.at_once = before

    assert [answer.status_code for answer in (*alone, refused, after)] == [200, 400, 200, 429, 200]
    assert (refused.json()["code"], refused.headers["Retry-After"]) == ("too_many_at_once", "1")
    for answer in (*alone, refused, after):
        left = [answer.headers[f"Concurrency-Limit-{name}"] for name in ("Type", "Limit", "Remaining")]
        assert left == ["default", "2", "0"]
    assert "Concurrency-Limit-Limit" not in open_to_all.headers


def test_the_log_tells_of_requests_without_anything_secret_or_personal(
    api: Api, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO, "settlebook")

    api.send("GET", "/v1/payments/P-SECRET?note=PERSONAL", Authorization="Bearer TOKEN", Zuora_Track_Id="t 1")

    line = next(record for record in caplog.records if record.name == "settlebook.api.requests")
    told = JsonLines().format(line)
    assert {"route": "/v1/payments/{key}", "status": 400, "track_id": "t 1"}.items() <= json.loads(
        told
    ).items()
    assert not [word for word in ("SECRET", "PERSONAL", "TOKEN") if word in told]


def test_an_error_is_logged_by_its_place_and_never_by_words_that_may_quote_a_request():
    try:
        raise ValueError("Jane Doe")
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "", 1, "a request failed", (), (type(error), error, None)
        )
        told = JsonLines().format(record)

    assert "Jane" not in told
    assert json.loads(told)["error"] == "ValueError"


def test_a_request_that_a_library_sends_again_by_itself_is_done_once(api: Api):
    api.ledger.perform("account.create", None, ACCOUNT)
    invoice = {
        "accountNumber": "A-1",
        "invoiceNumber": "INV-1",
        "status": "Posted",
        "invoiceDate": "2026-03-01",
    }
    items = [{"chargeName": "Seats", "amount": "60.00"}]
    api.ledger.perform("invoice.create", None, {**invoice, "invoiceItems": items})
    payment = api.post(PAYMENTS, {**PAYMENT, "effectiveDate": "2026-03-02"})
    apply = f"{PAYMENTS}/{payment['number']}/apply"
    part = {"invoices": [{"invoiceNumber": "INV-1", "amount": 10}]}

    first = api.send("PUT", apply, part, Zuora_Track_Id="t-1")
    again = api.send("PUT", apply, part, Zuora_Track_Id="t-1")
    other = api.send("PUT", apply, part, Zuora_Track_Id="t-2")

    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (first.json()["unappliedAmount"], other.json()["unappliedAmount"]) == (60, 50)


def test_prometheus_finds_what_was_counted_and_how_the_ledger_stands(api: Api):
    api.ledger.watch(count)
    api.ledger.perform("account.create", None, ACCOUNT)

    found = api.send("GET", "/metrics").text

    for line in (
        'settlebook_commands_total{kind="account.create",outcome="done"}',
        "settlebook_batch_commands_bucket",
        "settlebook_append_seconds_sum",
        "settlebook_request_seconds_count",
        'settlebook_projection_lag_events{model="built-in"}',
        "settlebook_seal_backlog_events 1.0",
        "# HELP settlebook_rebuild_rate",
    ):
        assert line in found


def test_a_server_is_ready_as_long_as_nobody_asked_it_to_stop(api: Api):
    ready = api.get("/readyz")
    api.app.state.stopping.set()
    try:
        stopping = api.send("GET", "/readyz")
    finally:
        api.app.state.stopping.clear()

    assert (ready["status"], ready["projectionLag"]) == ("ready", 0)
    assert (stopping.status_code, stopping.json()["status"]) == (503, "stopping")


def test_a_server_whose_database_does_not_answer_says_so_soon_and_tells_what_it_counted(
    api: Api, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(health, "ANSWERS_WITHIN", 0.1)
    with psycopg.connect(api.ledger.conninfo(Role.OWNER)) as stuck:
        stuck.execute("LOCK TABLE log.log_head IN ACCESS EXCLUSIVE MODE")
        threads = threading.active_count()
        answers = [api.send("GET", "/readyz") for _ in range(4)]
        counted = api.send("GET", "/metrics").text
        looking = threading.active_count() - threads

    assert {(answer.status_code, answer.json()["status"]) for answer in answers} == {(503, "unavailable")}
    assert "settlebook_request_seconds_count" in counted
    assert "settlebook_log_position" not in counted
    assert looking <= 2  # who asks again and again shares one look
    while api.send("GET", "/readyz").status_code == 503:
        time.sleep(0.01)


def _post(api: Api, body: bytes, **headers: str) -> requests.Response:
    return requests.post(api.url + PAYMENTS, data=body, headers=headers, timeout=30)


def _post_packed(api: Api, body: bytes, encoding: str = "gzip") -> requests.Response:
    return _post(api, body, **{"Content-Encoding": encoding})
