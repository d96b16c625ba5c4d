"""Batches of a sequence of commands, against the naive ledger: all or nothing, or up to the first refusal."""

from collections.abc import Callable
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from settlebook import Mode
from tests.conftest import Database
from tests.model.book import Book
from tests.model.expected import is_readable
from tests.model.live import Live, Placed, code_of, is_kept
from tests.model.showing import Shown
from tests.model.spoken import Speech
from tests.model.stories import a_ledger, codes_expected, speeches, stories, told_to_a_database, waits_for

Codes = list[str | None]


def split(story: list[Placed], at: int, size: int) -> tuple[list[Placed], list[Placed]]:
    """What goes before, and a batch in which nothing names an application that the batch itself makes."""
    at = min(at, len(story) - 1)
    batch = [placed for placed in story[at:] if waits_for(placed) < at]
    return story[:at], batch[:size]


def willing(book: Book, batch: list[Placed]) -> list[Placed]:
    """Those of the batch that are not refused."""
    trial = deepcopy(book)
    return [placed for placed in batch if codes_expected(trial, [placed]) == [None]]


def all_or_nothing(book: Book, batch: list[Placed]) -> Codes:
    """What is refused says so, the rest is rolled back; a line that cannot be read spoils all beforehand."""
    readable = [is_readable(command) for _, command in batch]
    if not all(readable):
        return ["rolled_back" if line else "invalid_request" for line in readable]
    codes = codes_expected(deepcopy(book), batch)
    if not any(codes):
        return codes_expected(book, batch)
    first = next(place for place, code in enumerate(codes) if code)
    return [code if place == first else "rolled_back" for place, code in enumerate(codes)]


def up_to_the_first(book: Book, batch: list[Placed]) -> Codes:
    """What comes after a refused command is not run."""
    codes: Codes = []
    for placed in batch:
        codes += ["not_run"] if any(codes) else codes_expected(book, [placed])
    return codes


def assert_sent_again_the_rest_runs(
    live: Live, book: Book, batch: list[Placed], codes: Codes, mode: Mode
) -> None:
    """What was decided in a batch that stood is known under its key; what did not run is new."""
    nothing_stood = mode is Mode.ATOMIC and any(codes)
    stood = [not nothing_stood and code != "not_run" for code in codes]

    again = [live.send(placed) for placed in batch]

    assert [code_of(answer) for answer in again] == [
        code if known else codes_expected(book, [placed])[0]
        for placed, code, known in zip(batch, codes, stood, strict=True)
    ]
    assert [answer.replayed for answer in again] == [
        known and is_kept(answer) for answer, known in zip(again, stood, strict=True)
    ]


@pytest.mark.parametrize(("mode", "rule"), [(Mode.ATOMIC, all_or_nothing), (Mode.STOP, up_to_the_first)])
@settings(told_to_a_database, max_examples=4)
@given(
    story=stories(),
    speech=speeches,
    at=st.integers(8, 24),
    size=st.integers(1, 15),
    is_willing=st.booleans(),
)
def test_a_batch_takes_effect_as_its_mode_says(
    database: Database,
    shown: Shown,
    mode: Mode,
    rule: Callable[[Book, list[Placed]], Codes],
    story: list[Placed],
    speech: Speech,
    at: int,
    size: int,
    is_willing: bool,
):
    with a_ledger(database) as ledger:
        live, book = Live(ledger, speech), Book()
        before, batch = split(story, at, size)
        codes_expected(book, before)
        for placed in before:
            live.send(placed)
        batch = willing(book, batch) if is_willing else batch
        position = ledger.position

        codes = [code_of(answer) for answer in live.send_all(batch, mode)]

        assert codes == rule(book, batch)
        assert (ledger.position > position) == (None in codes)
        ledger.catch_up()
        shown.assert_like(ledger.ledger_id, book)
        assert_sent_again_the_rest_runs(live, book, batch, codes, mode)
        ledger.catch_up()
        shown.assert_like(ledger.ledger_id, book)
