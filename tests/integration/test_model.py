"""Any sequence of commands on a real ledger, against an independent one: the same answers and figures."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from settlebook import Ledger
from settlebook.ledger.opening import LedgerLog
from settlebook.projecting import Projector, Rebuilder
from tests.conftest import Database
from tests.model.book import Book
from tests.model.expected import expected
from tests.model.live import Live, Placed, code_of, groups
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


def sent(live: Live, group: list[Placed], in_one: bool) -> list[str | None]:
    answers = live.send_all(group) if in_one else [live.send(placed) for placed in group]
    return [code_of(answer) for answer in answers]


def as_expected(book: Book, group: list[Placed]) -> list[str | None]:
    return [expected(book, command, place, TODAY) for place, command in group]


def assert_alike(shown: Shown, ledger: Ledger, book: Book) -> None:
    seen = shown.now(ledger.ledger_id)
    assert seen == book.snapshot()
    of_documents = {names: minor for names, minor in seen.part_items.items() if names[1] is not None}
    assert shown.history(ledger.ledger_id) == of_documents


@settings(max_examples=25, deadline=None, suppress_health_check=CHECKS, phases=PHASES)
@given(
    story=stories(),
    speech=speeches,
    sizes=st.lists(st.integers(1, 20), min_size=1, max_size=8),
    in_one=st.booleans(),
    page_size=st.integers(1, 60),
    day=st.integers(0, 20),
)
def test_any_sequence_of_commands_has_the_answers_and_figures_of_the_naive_ledger(
    database: Database,
    shown: Shown,
    story: list[Placed],
    speech: Speech,
    sizes: list[int],
    in_one: bool,
    page_size: int,
    day: int,
):
    with a_ledger(database) as ledger:
        live, book = Live(ledger, speech), Book()

        for group in groups(story, sizes):
            assert sent(live, group, in_one) == as_expected(book, group)
            Projector(shown.app, ledger.ledger_id, page_size).catch_up()
            assert_alike(shown, ledger, book)

        assert Rebuilder(shown.app, ledger.ledger_id, page_size).rebuild_from_events().differing == 0
        assert ledger.rebuild().differing == 0
        assert_alike(shown, ledger, book)
        for past in book.days()[day % max(len(book.days()), 1) :][:1]:
            assert shown.on(ledger.ledger_id, past, ledger.position) == book.snapshot(past)
        assert ledger.verify_books().ok
