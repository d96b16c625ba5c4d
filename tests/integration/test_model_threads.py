"""Many threads on one ledger at once have the effects of some order of their commands: that of the log."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

from hypothesis import given, settings
from hypothesis import strategies as st

from settlebook import Answer, Ledger, Recorded
from tests.conftest import Database
from tests.model.book import Book
from tests.model.live import Live, Placed, code_of, is_kept, told
from tests.model.showing import Shown
from tests.model.spoken import Speech
from tests.model.stories import a_ledger, codes_expected, speeches, stories, told_to_a_database

THREADS = 8
BEFORE = 10  # accounts, and the first documents


def at_once(ledger: Ledger, works: list[Callable[[], list[tuple[int, Answer]]]]) -> list[tuple[int, Answer]]:
    """What all threads were answered, while another one keeps the read models up to date."""
    start, stop = Barrier(len(works)), Event()

    def run(work: Callable[[], list[tuple[int, Answer]]]) -> list[tuple[int, Answer]]:
        start.wait()
        return work()

    with ThreadPoolExecutor(len(works) + 1) as pool:
        reading = pool.submit(ledger.project, stop)
        try:
            return [answer for answers in pool.map(run, works) for answer in answers]
        finally:
            stop.set()
            reading.result()


def shares_of(story: list[Placed]) -> list[list[Placed]]:
    """Each command goes to two threads: to one in its turn, to the other late."""
    return [story[one::THREADS] + story[(one + 3) % THREADS :: THREADS] for one in range(THREADS)]


@settings(told_to_a_database, max_examples=3)
@given(story=stories(longest=48), speech=speeches, in_one=st.booleans())
def test_what_many_threads_send_at_once_takes_effect_in_one_order(
    database: Database, shown: Shown, story: list[Placed], speech: Speech, in_one: bool
):
    with a_ledger(database) as ledger:
        live = Live(ledger, speech)
        answers = [*zip(range(BEFORE), live.send_all(story[:BEFORE]), strict=True)]

        def sender(share: list[Placed]) -> Callable[[], list[tuple[int, Answer]]]:
            def send() -> list[tuple[int, Answer]]:
                answered = live.send_all(share) if in_one else [live.send(placed) for placed in share]
                return [(place, answer) for (place, _), answer in zip(share, answered, strict=True)]

            return send

        answers += at_once(ledger, [sender(share) for share in shares_of(story[BEFORE:])])

        done = shown.recorded(ledger.ledger_id)
        assert_each_was_answered_once_anew(story, answers, done)
        book = Book()
        assert [code for code in codes_expected(book, [story[place] for place in done]) if code] == []
        ledger.catch_up()
        shown.assert_like(ledger.ledger_id, book)
        assert ledger.rebuild().differing == 0
        assert ledger.verify_books().first_offence is None


def assert_each_was_answered_once_anew(
    story: list[Placed], answers: list[tuple[int, Answer]], done: list[int]
) -> None:
    """Whoever sends a command first is answered, the other is told the same again."""
    for place, _ in story[BEFORE:]:
        one, other = [answer for known, answer in answers if known == place]
        assert told(one) == told(other)
        assert (one.replayed, other.replayed).count(True) == is_kept(one)
        assert code_of(one) not in ("internal_error", "outdated", "key_reused")
    accepted = {place for place, answer in answers if isinstance(answer, Recorded)}
    assert sorted(accepted) == sorted(done)
