"""Any sequence of commands on a real ledger, against an independent one: the same answers and figures."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from settlebook import Answer, Ledger
from settlebook.engine import Role
from settlebook.projecting import How, Owner, Projector, Rebuilder, Rebuilt
from settlebook.projecting.catalogue import built_in, folded
from tests.conftest import Database
from tests.model.book import Book
from tests.model.figures import snapshot
from tests.model.live import Live, Placed, code_of, is_kept, told
from tests.model.showing import Shown
from tests.model.spoken import Speech
from tests.model.stories import a_ledger, batches, codes_expected, speeches, stories, told_to_a_database


def send(live: Live, batch: list[Placed], in_one: bool) -> list[Answer]:
    return live.send_all(batch) if in_one else [live.send(placed) for placed in batch]


def rebuilt(database: Database, ledger: Ledger, how: str, page_size: int) -> Rebuilt:
    """Everything from the events, maybe in pages of another size, or one read model from the journal."""
    match how:
        case "from events":
            return ledger.rebuild()
        case "in pages":
            owner = Owner(database.conninfo(Role.OWNER))
            how = How(page_size=page_size, by_pages=True)
            return Rebuilder(owner, ledger.ledger_id, how).rebuild_from_events()
    return ledger.rebuild(how)


def assert_known_for_ever(live: Live, story: list[Placed], answers: list[Answer], in_one: bool) -> None:
    """Sent again under their keys, all commands have the same outcomes, and nothing is recorded."""
    position = live.ledger.position
    again = send(live, story, in_one)
    assert list(map(told, again)) == list(map(told, answers))
    assert [answer.replayed for answer in again] == list(map(is_kept, answers))
    assert not any(answer.replayed for answer in answers)
    assert live.ledger.position == position


@settings(told_to_a_database, max_examples=4)
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

        for batch in batches(story, sizes):
            answered = send(live, batch, in_one)
            assert list(map(code_of, answered)) == codes_expected(book, batch)
            Projector(shown.app, ledger.ledger_id, page_size).catch_up()
            shown.assert_like(ledger.ledger_id, book)
            answers += answered

        assert rebuilt(database, ledger, how, page_size).differing == 0
        assert_known_for_ever(live, story, answers, not in_one)
        shown.assert_like(ledger.ledger_id, book)
        for past in pick.sample(book.days(), 1):
            assert shown.on(ledger.ledger_id, past, ledger.position) == snapshot(book, past)
        assert ledger.verify_books().first_offence is None
