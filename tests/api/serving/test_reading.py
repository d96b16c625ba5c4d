"""A body that takes long to read is read by a thread: who answers everybody else does not wait for it."""

import gzip
import json
import sys
import threading
import time
import traceback
from collections.abc import Callable

import pytest
import requests

from settlebook.api.context import LARGE
from tests.api.conftest import Api

READING = {"require_shallow", "read_json", "parse_command", "_lines"}
SERVER = "uvicorn"  # whose thread answers everybody
LINE = {"invoiceNumber": "INV-1", "amount": 1}
NOT_PAYABLE = json.dumps({"amount": 1, "invoices": [LINE] * 20_000 + [{"amount": "much"}]}).encode()
MANY_OBJECTS = b'{"comment": [' + b"{}," * 200_000 + b"{}]}"


def readers_during(work: Callable[[], None]) -> list[bool]:
    """Of whoever was reading a request, looked for every millisecond: whether it was the server's thread."""
    seen: list[bool] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            for top in sys._current_frames().values():
                called = [frame.f_code for frame, _ in traceback.walk_stack(top)]
                if READING & {each.co_name for each in called}:
                    seen.append(any(SERVER in each.co_filename for each in called))
            time.sleep(0.001)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        work()
    finally:
        done.set()
        looking.join()
    return seen


@pytest.mark.parametrize(
    ("path", "body", "packs", "refused"),
    [
        ("/v1/payments", NOT_PAYABLE, True, "invalid_amount"),
        ("/v1/payments", MANY_OBJECTS, False, "invalid_request"),
        ("/v1/commands", b"{}\n" * 50_001, True, "too_many_commands"),
    ],
    ids=["packed", "long", "many lines"],
)
def test_what_takes_long_to_read_is_read_beside_who_answers(
    api: Api, path: str, body: bytes, packs: bool, refused: str
):
    sent = gzip.compress(body) if packs else body
    assert packs == (len(sent) < LARGE)  # what is packed seems short
    headers = {"Content-Encoding": "gzip"} if packs else {}
    answers: list[requests.Response] = []

    seen = readers_during(
        lambda: answers.append(requests.post(api.url + path, data=sent, headers=headers, timeout=30))
    )

    assert answers[0].json()["code"] == refused
    assert seen and not any(seen)
