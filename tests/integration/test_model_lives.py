"""Any sequence of every command on a real ledger, against an independent one: live, rebuilt and of a day."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from settlebook.projecting import Projector
from tests.conftest import Database
from tests.model import figures
from tests.model.book import Book
from tests.model.live import Live, Placed, code_of
from tests.model.lives import lives
from tests.model.showing import Shown, without_deleted
from tests.model.snapshot import differences
from tests.model.spoken import Speech
from tests.model.stories import (
    a_ledger,
    batches,
    codes_expected,
    speeches,
    stories,
    told_to_a_database,
)


@settings(told_to_a_database, max_examples=4)
@given(
    story=stories(longest=40, of=lives),
    speech=speeches,
    sizes=st.lists(st.integers(4, 20), min_size=1, max_size=5),
    page_size=st.integers(1, 60),
    pick=st.randoms(use_true_random=False),
)
def test_any_sequence_of_every_command_has_the_answers_and_figures_of_the_naive_ledger(
    database: Database,
    shown: Shown,
    story: list[Placed],
    speech: Speech,
    sizes: list[int],
    page_size: int,
    pick: Random,
):
    with a_ledger(database) as ledger:
        live, book = Live(ledger, speech), Book()

        for batch in batches(story, sizes):
            answered = live.send_all(batch)
            book.called = live.called
            assert list(map(code_of, answered)) == codes_expected(book, batch)
            Projector(shown.app, ledger.ledger_id, page_size).catch_up()
            shown.assert_like(ledger.ledger_id, book)

        assert ledger.rebuild().differing == 0
        shown.assert_like(ledger.ledger_id, book)
        for past in pick.sample(days := book.days(), min(1, len(days))):
            seen = shown.on(ledger.ledger_id, past, ledger.position).renamed(book.called)
            told = figures.snapshot(book, past)
            assert differences(without_deleted(seen, book), without_deleted(told, book)) == []
        assert ledger.verify_books().first_offence is None
