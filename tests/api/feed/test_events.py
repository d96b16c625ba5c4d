"""The feed of events over HTTP: whole and in order, waited for, streamed, of one account, without persons."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import requests

from settlebook import Ledger, Request, parse_command
from settlebook.api import caller
from settlebook.api.feed import reading, tail
from settlebook.ledger.opening import LedgerLog
from tests.api.conftest import ADMIN, Api
from tests.conftest import Database

INVOICE = {"status": "Posted", "invoiceDate": "2026-03-01", "invoiceItems": [{"amount": "60.00"}]}
PAYMENT = {"currency": "EUR", "type": "External", "effectiveDate": "2026-03-02"}
SECONDS = 10.0


def an_account(api: Api, number: str) -> UUID:
    """An account with an invoice of 60.00; its id."""
    person = {"name": "Ada Lovelace", "notes": "calls on Mondays"}
    made = api.ledger.perform("account.create", None, {"accountNumber": number, "currency": "EUR", **person})
    body = {**INVOICE, "accountNumber": number, "invoiceNumber": f"I-{number}"}
    api.ledger.perform("invoice.create", None, body)
    assert made.id is not None
    return made.id


def pays(api: Api, account: str, number: str, amount: str = "60.00") -> None:
    """The account pays of its invoice."""
    to = {"invoices": [{"invoiceNumber": f"I-{account}", "amount": amount}]}
    body = {**PAYMENT, "accountNumber": account, "number": number, "amount": amount, **to}
    api.ledger.perform("payment.create", None, body)


def pages(api: Api, **query: Any) -> Iterator[dict[str, Any]]:
    """Page by page, as a reader asks for them."""
    place: dict[str, Any] = {}
    while True:
        given = "&".join(f"{name}={value}" for name, value in {**query, **place}.items())
        page = api.get(f"/v1/events?{given}")
        yield page
        if not page["hasMore"]:
            return
        place = {"after": page["position"], "epoch": page["epoch"]}


def follow(api: Api, **query: Any) -> list[dict[str, Any]]:
    """Every event that the reader meets."""
    return [event for page in pages(api, **query) for event in page["events"]]


@contextmanager
def stream(api: Api, query: str = "", **headers: str) -> Iterator[Iterator[str]]:
    """The lines of a stream, as they come."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    asked = {"Accept": "text/event-stream", **named}
    with requests.get(f"{api.url}/v1/events{query}", headers=asked, stream=True, timeout=SECONDS) as answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        yield (line.decode() for line in answer.iter_lines(chunk_size=1))


def next_event(lines: Iterator[str]) -> tuple[str, dict[str, Any]]:
    """The id and the content of the next event of a stream."""
    id = ""
    for line in lines:
        name, _, said = line.partition(": ")
        if name == "id":
            id = said
        if name == "data":
            return id, json.loads(said)
    raise AssertionError("the stream has ended")


def waiting_on(api: Api) -> int:
    """How many wait for what is recorded next; the server looks out for it from the first of them on."""
    tail = getattr(api.app.state, "tail", None)
    return tail.waiting if tail is not None else 0


def test_a_reader_meets_every_event_once_in_the_order_of_the_log(api: Api):
    an_account(api, "A-1")
    pays(api, "A-1", "P-1")

    met = follow(api, limit=2)

    assert [event["position"] for event in met] == list(range(1, api.ledger.position + 1))
    assert [event["topic"] for event in met] == [each.fact.TOPIC for each in api.ledger.events(0).events]


def test_an_event_tells_who_what_when_and_amounts_digit_by_digit(api: Api):
    account = an_account(api, "A-1")
    pays(api, "A-1", "P-1", "20.10")

    answer = api.send("GET", "/v1/events?types=payment.applied")

    (event,) = answer.json()["events"]
    assert (event["actor"], event["effectiveDate"], event["currency"]) == ("tester", "2026-03-02", "EUR")
    assert event["accountId"] == account.hex
    assert '"amount":20.10,"amountMinor":2010' in answer.text
    assert api.ledger.payment("P-1", known_at=event["position"]).unapplied_amount == Decimal("0.00")


def test_a_mirror_has_the_currency_of_its_document(api: Api):
    an_account(api, "A-1")
    pays(api, "A-1", "P-1")

    (mirror,) = follow(api, types="document.items_settled")

    assert (mirror["currency"], mirror["fact"]["lines"][0]["amount"]) == ("EUR", 60)


def test_nothing_personal_is_in_the_feed(api: Api):
    an_account(api, "A-1")

    text = api.send("GET", "/v1/events").text

    assert "Lovelace" not in text and "Mondays" not in text
    assert "personal" not in text and "digest" not in text


def test_a_reader_may_ask_for_some_kinds_of_events_only(api: Api):
    an_account(api, "A-1")
    pays(api, "A-1", "P-1")

    topics = {
        types: {event["topic"] for event in follow(api, types=types)}
        for types in ("payment.applied", "payment", "account,invoice.posted.v1")
    }

    assert topics == {
        "payment.applied": {"payment.applied.v1"},
        "payment": {"payment.received.v1", "payment.applied.v1"},
        "account,invoice.posted.v1": {"account.created.v1", "invoice.posted.v1"},
    }


def test_what_cannot_be_asked_is_refused_by_the_name_of_its_field(api: Api):
    bad = {"after": (-1, 1), "limit": (0, 1001), "wait": (31, "nan"), "epoch": ("x",), "types": ("payments",)}

    for field, values in bad.items():
        for value in values:  # of an empty log, so that no event stands at position 1
            answer = api.send("GET", f"/v1/events?{field}={value}")
            assert (answer.status_code, answer.json()["facts"]["field"]) == (400, field), value


def test_a_reader_of_another_epoch_is_told_which_one_it_is_now(api: Api):
    an_account(api, "A-1")
    known = api.get("/v1/events")["epoch"]
    begun = api.ledger.begin_restored_epoch()

    answer = api.send("GET", f"/v1/events?after=1&epoch={known}")

    assert (answer.status_code, answer.json()["code"]) == (400, "another_epoch")
    assert UUID(answer.json()["facts"]["current"]) == begun.id
    assert answer.json()["facts"]["shared_upto"] == api.ledger.position


def test_a_client_of_one_account_meets_only_events_in_which_it_takes_part(api: Api):
    account = an_account(api, "A-1")
    an_account(api, "A-2")
    for number in ("A-1", "A-2"):
        pays(api, number, f"P-{number}")
    api.ledger.perform("payment.edit", "P-A-1", {"referenceId": "r-1"})  # a fact that names no account
    api.ledger.perform("payment.edit", "P-A-2", {"referenceId": "r-2"})
    api.ledger.perform("settings.change", None, {"family": True})
    api.app.state.test_caller = replace(ADMIN, role=caller.Role.VIEWER, account=account)

    met = follow(api)

    assert {event.get("accountId") for event in met} == {account.hex}
    assert [event["topic"] for event in met][-1] == "payment.edited.v1"
    assert len(met) == 7
    assert api.send("GET", "/v1/events?account=A-2").json()["code"] == "not_found"


def test_who_waits_is_woken_as_soon_as_something_is_recorded(api: Api, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tail, "POLL", 60)  # nobody looks by himself
    an_account(api, "A-1")
    at = api.ledger.position
    with ThreadPoolExecutor() as others:
        asked = others.submit(api.get, f"/v1/events?after={at}&wait=30")
        while waiting_on(api) < 1:
            time.sleep(0.01)
        begun = time.monotonic()
        pays(api, "A-1", "P-1")
        page = asked.result(timeout=SECONDS)

    assert time.monotonic() - begun < SECONDS / 2
    assert page["events"][0]["topic"] == "payment.received.v1"
    assert page["position"] == api.ledger.position


def test_who_waits_learns_what_another_program_records(api: Api, database: Database):
    an_account(api, "A-1")
    at = api.ledger.position
    with (
        Ledger(database, LedgerLog(database, "main", actor="other")) as other,
        ThreadPoolExecutor() as others,
    ):
        asked = others.submit(api.get, f"/v1/events?after={at}&wait=30")
        other.perform("account.create", None, {"accountNumber": "A-2", "name": "B", "currency": "EUR"})
        page = asked.result(timeout=SECONDS)

    assert [event["actor"] for event in page["events"]] == ["other"]


def test_who_waits_in_vain_gets_an_empty_page_and_goes_on_from_there(api: Api):
    an_account(api, "A-1")

    page = api.get("/v1/events?types=payment&wait=0.05")

    assert (page["events"], page["position"], page["hasMore"]) == ([], api.ledger.position, False)


def test_a_burst_wakes_a_reader_few_times_and_loses_nothing(api: Api, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tail, "POLL", 60)
    burst = 600
    batches = api.ledger.batches
    bodies = [{"accountNumber": f"A-{number}", "name": "n", "currency": "EUR"} for number in range(burst)]
    commands = [Request(parse_command("account.create", None, body)) for body in bodies]
    with ThreadPoolExecutor() as others:
        sent = others.submit(lambda: [*api.ledger.execute(commands)])
        answers = []
        position = 0
        while position < burst:
            page = api.get(f"/v1/events?after={position}&limit=1000&wait=5")
            answers.append([event["position"] for event in page["events"]])
            position = page["position"]
        sent.result()

    assert [position for met in answers for position in met] == list(range(1, burst + 1))
    assert len(answers) <= api.ledger.batches - batches + 1  # once a batch; the first may come too early


def test_many_who_wait_keep_no_command_waiting(api: Api):
    waiting = 60  # more than the server has threads
    an_account(api, "A-1")
    at = api.ledger.position
    with ThreadPoolExecutor(waiting) as others:
        asked = [
            others.submit(api.get, f"/v1/events?after={at}&types=payment&wait=30") for _ in range(waiting)
        ]
        while waiting_on(api) < waiting:
            time.sleep(0.01)
        begun = time.monotonic()
        api.post("/v1/payments", {**PAYMENT, "accountNumber": "A-1", "amount": 1})
        took = time.monotonic() - begun
        met = [each.result(timeout=SECONDS)["events"] for each in asked]

    assert took < 5
    assert all(len(each) == 1 for each in met)


def test_a_stream_tells_what_is_recorded_and_goes_on_after_the_last_id(api: Api):
    an_account(api, "A-1")
    with stream(api, "?types=payment.received") as lines:
        pays(api, "A-1", "P-1", "1.00")
        id, first = next_event(lines)
    pays(api, "A-1", "P-2", "2.00")

    with stream(api, "?types=payment.received", Last_Event_ID=id) as lines:
        _, second = next_event(lines)

    assert [first["fact"]["number"], second["fact"]["number"]] == ["P-1", "P-2"]
    assert id == f"{api.ledger.epoch.id.hex}:{first['position']}"


def test_a_stream_with_an_id_of_another_epoch_is_refused(api: Api):
    headers = {"Accept": "text/event-stream", "Last_Event_ID": f"{'0' * 32}:0"}

    refused = api.send("GET", "/v1/events", **headers)

    assert (refused.status_code, refused.json()["code"]) == (400, "another_epoch")


def test_a_stream_shows_that_it_lives(api: Api, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "HEARTBEAT", 0.05)

    with stream(api) as lines:
        assert [next(lines) for _ in range(3)] == [f"retry: {reading.RETRY}", "", ": heartbeat"]


def test_who_waits_and_who_streams_is_let_go_when_the_server_stops(api: Api):
    stopping = api.app.state.stopping
    with stream(api) as lines, ThreadPoolExecutor() as others:
        asked = others.submit(api.get, "/v1/events?wait=30")
        while waiting_on(api) < 2:
            time.sleep(0.01)
        stopping.set()
        try:
            page, rest = asked.result(timeout=SECONDS), list(lines)
        finally:
            stopping.clear()

    assert (page["events"], page["position"]) == ([], 0)
    assert "event: end" in rest


def test_too_many_who_wait_are_sent_away(api: Api, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "MOST_READERS", 0)

    refused = api.send("GET", "/v1/events?wait=1")

    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_readers")
