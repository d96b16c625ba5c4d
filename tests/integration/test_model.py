"""Any sequence of commands on a real ledger, against an independent one: the same answers and figures."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from settlebook import Answer, Ledger
from settlebook.ledger.opening import LedgerLog
from settlebook.projecting import Projector, Rebuilder, Rebuilt
from settlebook.projecting.catalogue import built_in, folded
from tests.conftest import Database
from tests.model.book import Book
from tests.model.expected import expected
from tests.model.live import Live, Placed, code_of, groups, is_kept, told
from tests.model.sequences import sequences
from tests.model.showing import Shown, shown_by
from tests.model.spoken import Speech, sendable

TODAY = date(2026, 3, 9)
CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
# A story that fails is shown as drawn: to shrink it on a database takes minutes, in tests/domain it does not.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
CURRENCIES = ("GBP", "JPY", "KWD")

names = (f"ledger-{number}" for number in count(1))
speeches = st.builds(Speech, by_ids=st.booleans(), gives_ids=st.booleans(), tax_inclusive=st.booleans())


@st.composite
def stories(draw: st.DrawFn) -> list[Placed]:
    """Commands at their places, in one of the currencies, as requests can say them."""
    commands = draw(sequences(TODAY, longest=32, currency=draw(st.sampled_from(CURRENCIES))))
    return list(enumerate(map(sendable, commands)))


@pytest.fixture
def shown(database: Database) -> Iterator[Shown]:
    with shown_by(database) as looking:
        yield looking


@contextmanager
def a_ledger(database: Database) -> Iterator[Ledger]:
    """A ledger of its own, on a day that does not pass."""
    log = LedgerLog(database, next(names), actor="tester", today=lambda: TODAY)
    with Ledger(database, log) as ledger:
        yield ledger


def send(live: Live, group: list[Placed], in_one: bool) -> list[Answer]:
    return live.send_all(group) if in_one else [live.send(placed) for placed in group]


def codes_expected(book: Book, group: list[Placed]) -> list[str | None]:
    return [expected(book, command, place, TODAY) for place, command in group]


def assert_alike(shown: Shown, ledger: Ledger, book: Book) -> None:
    seen = shown.now(ledger.ledger_id)
    assert seen == book.snapshot()
    of_documents = {names: minor for names, minor in seen.part_items.items() if names[1] is not None}
    assert shown.history(ledger.ledger_id) == of_documents


def rebuilt(shown: Shown, ledger: Ledger, how: str, page_size: int) -> Rebuilt:
    """The whole from the events, in pages of another size, or one read model from the journal."""
    match how:
        case "from events":
            return ledger.rebuild()
        case "in pages":
            return Rebuilder(shown.app, ledger.ledger_id, page_size).rebuild_from_events()
    return ledger.rebuild(how)


@settings(max_examples=20, deadline=None, suppress_health_check=CHECKS, phases=PHASES)
@given(
    story=stories(),
    speech=speeches,
    sizes=st.lists(st.integers(4, 20), min_size=1, max_size=5),
    in_one=st.booleans(),
    page_size=st.integers(1, 60),
    how=st.sampled_from(("from events", "in pages", *(model.name for model in folded(built_in())))),
    pick=st.randoms(use_true_random=False),
)
def test_any_sequence_of_commands_has_the_answers_and_figures_of_the_naive_ledger(
    database: Database,
    shown: Shown,
    story: list[Placed],
    speech: Speech,
    sizes: list[int],
    in_one: bool,
    page_size: int,
    how: str,
    pick: Random,
):
    with a_ledger(database) as ledger:
        live, book, answers = Live(ledger, speech), Book(), list[Answer]()

        for group in groups(story, sizes):
            answered = send(live, group, in_one)
            assert list(map(code_of, answered)) == codes_expected(book, group)
            Projector(shown.app, ledger.ledger_id, page_size).catch_up()
            assert_alike(shown, ledger, book)
            answers += answered

        assert rebuilt(shown, ledger, how, page_size).differing == 0
        assert_alike(shown, ledger, book)
        for past in pick.sample(book.days(), 1):
            assert shown.on(ledger.ledger_id, past, ledger.position) == book.snapshot(past)
        assert ledger.verify_books().first_offence is None
        assert_known_for_ever(live, story, answers, not in_one)
        assert_alike(shown, ledger, book)


def assert_known_for_ever(live: Live, story: list[Placed], answers: list[Answer], in_one: bool) -> None:
    """Sent again under their keys, all commands have the same outcomes, and nothing is recorded."""
    position = live.ledger.position
    again = send(live, story, in_one)
    assert list(map(told, again)) == list(map(told, answers))
    assert [answer.replayed for answer in again] == list(map(is_kept, answers))
    assert not any(answer.replayed for answer in answers)
    assert live.ledger.position == position == live.ledger.catch_up()
