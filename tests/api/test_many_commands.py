"""Many commands in one request: what keeps it small, and what it may not carry out."""

import json
import time
import tracemalloc
from dataclasses import replace
from io import BytesIO

import psycopg
import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from settlebook import engine
from settlebook.api.caller import Role
from settlebook.api.commands.bulk import Lines
from settlebook.api.serving.settings import ServerSettings
from settlebook.ledger.committing import committer
from tests.api.conftest import ADMIN, Api
from tests.conftest import Database

ACCOUNT = {"accountNumber": "A-1", "name": "Acme", "currency": "EUR"}
FULL_DISK = """
CREATE FUNCTION log.no_room() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE disk_full USING MESSAGE = 'no space left'; END $$
"""


def sent(api: Api, *lines: str, mode: str = "continue") -> requests.Response:
    body = "".join(line + "\n" for line in lines)
    return requests.post(api.url + f"/v1/commands?mode={mode}", data=body.encode(), timeout=60)


def create(number: str) -> str:
    return json.dumps({"do": "account.create", "body": ACCOUNT | {"accountNumber": number}})


def test_more_commands_than_one_request_may_have_are_refused_before_the_first(api: Api):
    settings = api.app.state.settings
    api.app.state.settings = ServerSettings.model_construct(most_commands=2)
    try:
        over = sent(api, create("A-1"), create("A-2"), create("A-3"))
        fits = sent(api, "", create("A-1"), "", create("A-2"))
    finally:
        api.app.state.settings = settings

    assert (over.status_code, over.json()["code"]) == (413, "too_many_commands")
    done = [json.loads(line) for line in fits.text.splitlines()]
    assert [(line["line"], line["ok"], line["position"]) for line in done] == [(2, True, 1), (4, True, 2)]


def test_of_many_lines_that_are_refused_only_what_is_answered_is_kept(api: Api):
    lines = ['{"do": "account.create", "body": {"nam": "Acme"}}'] * 1_000
    sent(api, *lines[:1])  # whatever is made once

    tracemalloc.start()
    answer = sent(api, *lines)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert answer.text.count("unknown_field") == len(lines)
    assert peak < 2_500_000  # lines and answers are 0.2 MB, and stand here too; each refusal would be 4 kB


@given(
    st.lists(st.sampled_from([b"{}", b"a", b"\n", b"\r\n", b" ", b"\t\x0b\x0c", b"\x85\xa0"])).map(b"".join)
)
def test_lines_are_numbered_as_editors_count_them_and_blank_ones_are_left_out(raw: bytes):
    counted = [(number, line.strip()) for number, line in enumerate(raw.split(b"\n"), 1)]

    assert list(Lines(raw)) == [(number, line) for number, line in counted if line]


def test_millions_of_blank_lines_are_passed_over_at_once():
    raw = b"\n" * 5_000_000

    began = time.thread_time()
    looked_at_each = sum(1 for _ in BytesIO(raw))
    between = time.thread_time()
    filled = list(Lines(raw))
    ended = time.thread_time()

    assert (looked_at_each, filled) == (len(raw), [])
    assert ended - between < (between - began) / 2


@pytest.mark.parametrize("do", ["settings.change", "settings\\u002echange"])
def test_none_is_carried_out_where_the_role_of_the_caller_does_not_allow_one(api: Api, do: str):
    api.app.state.test_caller = replace(ADMIN, role=Role.OPERATOR)

    answer = sent(api, create("A-1"), f'{{"do": "{do}", "body": {{"limits": "lifted"}}}}')

    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert answer.json()["message"].endswith("settings.change of line 2 needs accountant.")
    assert api.ledger.position == 0


@pytest.mark.parametrize(("mode", "room"), [("continue", 3), ("stop", 3), ("continue", 0), ("atomic", 3)])
def test_what_was_recorded_before_a_disk_was_full_is_told_line_by_line(
    api: Api, database: Database, monkeypatch: pytest.MonkeyPatch, mode: str, room: int
):
    monkeypatch.setattr(committer, "MOST_ENTRIES", 3)
    with psycopg.connect(database.conninfo(engine.Role.OWNER), autocommit=True) as owner:
        owner.execute(FULL_DISK)
        owner.execute(
            f"CREATE TRIGGER no_room BEFORE INSERT ON log.event FOR EACH ROW WHEN (new.position > {room})"
            " EXECUTE FUNCTION log.no_room()"
        )
    answer = sent(api, *(create(f"A-{number}") for number in range(5)), mode=mode)

    if mode == "atomic" or not room:
        assert (answer.status_code, answer.json()["code"], api.ledger.position) == (503, "not_recorded", 0)
    else:
        told = [json.loads(line) for line in answer.text.splitlines()]
        assert [line["line"] for line in told if line["ok"]] == [1, 2, 3]
        assert [(line["line"], line["code"]) for line in told[3:]] == [
            (4, "not_recorded"),
            (5, "not_recorded"),
        ]
        assert api.ledger.position == 3
