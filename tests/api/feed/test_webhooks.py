"""Webhooks over HTTP, delivered to a real endpoint: in order, signed, with patience, and nowhere private."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from settlebook import Ledger
from settlebook.api.caller import Role
from settlebook.api.feed.webhooks.deliverer import Deliverer, Manner
from settlebook.ledger.opening import LedgerLog
from tests.api.conftest import ADMIN, Api
from tests.api.feed.receiving import Receiver, receiver, receiving
from tests.conftest import Database

__all__ = ["receiver"]

DOCS = Path(__file__).parents[3] / "docs" / "api.md"
HASTY = Manner(
    allows_private=True, timeout=0.5, tries=3, first_pause=0.02, longest_pause=0.05, threads=2, look=0.02
)


@pytest.fixture(autouse=True)
def private_webhooks(api: Api) -> Iterator[None]:
    settings = api.app.state.settings
    api.app.state.settings = settings.model_copy(update={"private_webhooks": True})
    yield
    api.app.state.settings = settings


@contextmanager
def delivering(ledger: Ledger, manner: Manner = HASTY) -> Iterator[None]:
    deliverer = Deliverer(ledger, manner)
    deliverer.start()
    yield
    deliverer.stop()


def an_account(ledger: Ledger, number: str) -> int:
    """The position at which it was recorded."""
    body = {"accountNumber": number, "name": "n", "currency": "EUR"}
    return ledger.perform("account.create", None, body).position


def a_webhook(api: Api, receiver: Receiver, **chosen: Any) -> dict[str, Any]:
    made: dict[str, Any] = api.post("/v1/webhooks", {"url": receiver.url, **chosen})
    return made


def seen(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    until = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < until:
        time.sleep(0.01)
    return found


def verification() -> Callable[[str, dict[str, str], bytes], bool]:
    """What docs/api.md tells receivers to do."""
    (snippet,) = re.findall(r"```python\n(# Verify a webhook.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(snippet, names)
    verified: Callable[[str, dict[str, str], bytes], bool] = names["is_genuine"]
    return verified


def test_events_are_delivered_in_order_and_signed_as_the_documentation_says(api: Api, receiver: Receiver):
    before = an_account(api.ledger, "A-0")
    made = a_webhook(api, receiver, types=["account"], description="the warehouse")
    with delivering(api.ledger):
        positions = [an_account(api.ledger, f"A-{number}") for number in range(1, 6)]
        received = receiver.wait_for(5)

    assert before not in receiver.positions
    assert receiver.positions == positions
    first = received[0]
    assert first.content["data"] == api.get(f"/v1/events?after={before}&limit=1")["events"][0]
    is_genuine = verification()
    assert all(is_genuine(made["secret"], each.headers, each.body) for each in received)
    assert not is_genuine(made["secret"], first.headers, first.body + b" ")
    assert not is_genuine("whsec_b3RoZXI=", first.headers, first.body)


def test_a_secret_is_shown_once_and_signs_on_beside_a_new_one(api: Api, receiver: Receiver):
    made = a_webhook(api, receiver)
    path = f"/v1/webhooks/{made['id']}"

    replaced = api.post(f"{path}/secret")
    with delivering(api.ledger):
        an_account(api.ledger, "A-1")
        (message,) = receiver.wait_for(1)

    assert made["secret"] not in api.send("GET", "/v1/webhooks").text + api.send("GET", path).text
    assert replaced["secret"] != made["secret"]
    is_genuine = verification()
    assert is_genuine(replaced["secret"], message.headers, message.body)
    assert is_genuine(made["secret"], message.headers, message.body)


def test_an_event_is_tried_again_before_any_later_one(api: Api, receiver: Receiver):
    made = a_webhook(api, receiver, after=0)
    receiver.answers = [500, 302]
    receiver.location = "http://127.0.0.1:1/elsewhere"  # nobody goes there
    with delivering(api.ledger):
        first, second = an_account(api.ledger, "A-1"), an_account(api.ledger, "A-2")
        messages = receiver.wait_for(4)
        path = f"/v1/webhooks/{made['id']}"
        assert seen(lambda: api.get(path)["position"] == second)

    assert receiver.positions == [first, first, first, second]
    assert len({message.headers["webhook-id"] for message in messages}) == 2  # a receiver knows a repeat
    tries = api.get(f"{path}/deliveries")["deliveries"]
    assert [each.get("status") for each in tries] == [200, 200, 302, 500]
    assert "redirects are not followed" in tries[2]["problem"]


def test_what_is_refused_too_often_becomes_a_dead_letter_and_later_ones_go_on(api: Api, receiver: Receiver):
    made = a_webhook(api, receiver)
    path = f"/v1/webhooks/{made['id']}"
    receiver.answers = [500] * 6
    with delivering(api.ledger):
        positions = [an_account(api.ledger, f"A-{number}") for number in range(3)]
        receiver.wait_for(7)
        assert seen(lambda: api.get(path)["position"] == positions[2])
        letters = api.get(f"{path}/dead-letters")["deadLetters"]
        again = api.post(f"{path}/dead-letters/redeliver", {"positions": positions[:1]})
        receiver.wait_for(8)
        assert seen(lambda: api.get(path)["deadLetters"] == 1)

    assert [(letter["position"], letter["tries"], letter["status"]) for letter in letters] == [
        (positions[0], 3, 500),
        (positions[1], 3, 500),
    ]
    assert again["positions"] == positions[:1]
    assert receiver.positions[6:] == [positions[2], positions[0]]
    assert api.post(f"{path}/dead-letters/discard", {"all": True})["positions"] == positions[1:2]
    assert api.send("POST", f"{path}/dead-letters/discard", {"positions": [1]}).json()["code"] == "not_found"
    assert api.send("POST", f"{path}/dead-letters/discard", {}).status_code == 400


def test_a_webhook_that_fails_on_and_on_is_paused_and_resumed_without_a_loss(api: Api, receiver: Receiver):
    made = a_webhook(api, receiver)
    path = f"/v1/webhooks/{made['id']}"
    receiver.answers = [503] * 2
    with delivering(api.ledger, replace(HASTY, tries=1, given_up_in_a_row=2)):
        positions = [an_account(api.ledger, f"A-{number}") for number in range(4)]
        assert seen(lambda: api.get(path)["state"] == "paused")
        paused = api.get(path)
        api.put(f"{path}/resume")
        receiver.wait_for(4)

    assert "2 events in a row" in paused["pausedBecause"]
    assert (paused["position"], paused["waiting"]) == (positions[1], positions[3] - positions[1])
    assert receiver.positions == positions


def test_a_paused_webhook_is_sent_nothing_until_it_is_resumed(api: Api, receiver: Receiver):
    path = f"/v1/webhooks/{a_webhook(api, receiver)['id']}"
    api.put(f"{path}/pause")
    with delivering(api.ledger), receiving() as other:
        a_webhook(api, other)
        position = an_account(api.ledger, "A-1")
        other.wait_for(1)
        assert receiver.received == []
        api.put(f"{path}/resume")
        receiver.wait_for(1)

    assert receiver.positions == [position]


def test_an_endpoint_that_does_not_answer_in_time_keeps_no_other_waiting(api: Api, receiver: Receiver):
    receiver.silence = 60
    slow = a_webhook(api, receiver)
    with delivering(api.ledger, replace(HASTY, timeout=0.2)), receiving() as other:
        a_webhook(api, other)
        an_account(api.ledger, "A-1")
        other.wait_for(1)
        path = f"/v1/webhooks/{slow['id']}"
        assert seen(lambda: api.get(path)["deadLetters"] == 1)

    assert api.get(f"{path}/deliveries")["deliveries"][0]["problem"] == "it did not answer in time"


def test_two_servers_deliver_each_event_once(api: Api, receiver: Receiver, database: Database):
    a_webhook(api, receiver)
    with (
        Ledger(database, LedgerLog(database, "main", actor="other")) as other,
        delivering(api.ledger),
        delivering(other),
    ):
        positions = [an_account((api.ledger, other)[number % 2], f"A-{number}") for number in range(12)]
        receiver.wait_for(12)

    assert receiver.positions == positions


def test_only_what_was_asked_for_is_sent(api: Api, receiver: Receiver):
    an_account(api.ledger, "A-1")
    an_account(api.ledger, "A-2")
    a_webhook(api, receiver, accountKey="A-2", types=["payment.received", "account.edited"])
    payment = {"type": "External", "effectiveDate": "2026-03-02", "amount": 1, "currency": "EUR"}
    with delivering(api.ledger):
        for account in ("A-1", "A-2"):
            api.ledger.perform("payment.create", None, {"accountNumber": account, **payment})
        api.ledger.perform("account.edit", "A-2", {"notes": "calls on Mondays"})
        messages = receiver.wait_for(2)

    assert [message.content["type"] for message in messages] == ["payment.received.v1", "account.edited.v1"]
    assert b"Mondays" not in messages[1].body


def test_a_ledger_that_was_put_back_goes_on_in_its_new_epoch(api: Api, receiver: Receiver):
    first = an_account(api.ledger, "A-1")
    path = f"/v1/webhooks/{a_webhook(api, receiver)['id']}"
    begun = api.ledger.begin_restored_epoch()
    with delivering(api.ledger):
        second = an_account(api.ledger, "A-2")
        (message,) = receiver.wait_for(1)

    assert (message.position, message.content["epoch"]) == (second, begun.id.hex)
    assert api.get(path)["epoch"] == begun.id.hex
    assert first < second


def test_nothing_is_sent_where_only_this_machine_or_its_network_can_go(api: Api, receiver: Receiver):
    """The name is looked up when something is sent: what it meant before does not count."""
    named = receiver.url.replace("127.0.0.1", "localhost")
    path = f"/v1/webhooks/{a_webhook(api, receiver, url=named)['id']}"
    with delivering(api.ledger, replace(HASTY, allows_private=False)):
        an_account(api.ledger, "A-1")
        assert seen(lambda: api.get(path)["deadLetters"] == 1)

    assert receiver.received == []
    assert "no public address" in api.get(f"{path}/dead-letters")["deadLetters"][0]["problem"]


def test_what_cannot_be_a_webhook_is_refused_by_the_name_of_its_field(api: Api, receiver: Receiver):
    api.app.state.settings = api.app.state.settings.model_copy(update={"private_webhooks": False})
    public = "https://example.com/events"
    bad: list[tuple[dict[str, Any], str]] = [
        ({}, "url"),
        ({"url": receiver.url}, "url"),  # no TLS
        ({"url": "https://10.0.0.1/events"}, "url"),
        ({"url": "https://[::1]/events"}, "url"),
        ({"url": "https://user:pass@example.com/"}, "url"),
        ({"url": "ftp://example.com/"}, "url"),
        ({"url": public, "types": ["payments"]}, "types"),
        ({"url": public, "after": 1}, "after"),  # the log is empty
        ({"url": public, "descriptoin": "x"}, "descriptoin"),
    ]
    for body, field in bad:
        answer = api.send("POST", "/v1/webhooks", body)
        assert (answer.status_code, answer.json()["facts"]["field"]) == (400, field), body

    assert api.get("/v1/webhooks")["webhooks"] == []


def test_a_request_sent_twice_under_its_key_makes_one_webhook(api: Api, receiver: Receiver):
    body = {"url": receiver.url, "types": ["payment"]}

    first = api.send("POST", "/v1/webhooks", body, Idempotency_Key="k-1")
    again = api.send("POST", "/v1/webhooks", body, Idempotency_Key="k-1")
    other = api.send("POST", "/v1/webhooks", body | {"types": []}, Idempotency_Key="k-1")

    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert len(api.get("/v1/webhooks")["webhooks"]) == 1


def test_a_webhook_is_edited_by_who_knows_its_version_and_deleted(api: Api, receiver: Receiver):
    made = a_webhook(api, receiver)
    path = f"/v1/webhooks/{made['id']}"
    version = api.send("GET", path).headers["ETag"]

    edited = api.put(path, {"types": ["invoice", "invoice"]}, If_Match=version)
    late = api.send("PUT", path, {"types": []}, If_Match=version)
    api.send("DELETE", path)

    assert (edited["types"], edited["url"], edited["version"]) == (["invoice"], receiver.url, 2)
    assert (late.status_code, late.json()["code"]) == (412, "other_version")
    assert api.send("GET", path).json()["code"] == "not_found"


def test_webhooks_are_for_admins_who_see_the_whole_ledger(api: Api, receiver: Receiver):
    account = api.ledger.perform("account.create", None, {"name": "n", "currency": "EUR"}).id
    paths = ["/v1/webhooks", f"/v1/webhooks/{a_webhook(api, receiver)['id']}/deliveries"]

    for caller in (replace(ADMIN, role=Role.ACCOUNTANT), replace(ADMIN, account=account)):
        api.app.state.test_caller = caller
        assert [api.send("GET", path).status_code for path in paths] == [403, 403]
