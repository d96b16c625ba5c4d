"""Numbers come from sequences, skip what callers gave themselves, and are not wasted."""

from collections.abc import Iterator

import pytest

from settlebook.domain.errors import InvalidRequest, NotFound
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.deciding.numbers import FORMATS, LARGEST_BLOCK, Sequences
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.requests.outcome import Mode, Outcome, Recorded
from tests.conftest import Database
from tests.ledger.toys import Decide, a_submission, do, open_account


@pytest.fixture
def sequences(log: LedgerLog) -> Iterator[Sequences]:
    opened = Sequences(log.connections, "main")
    yield opened
    opened.close()


def taken(sequences: Sequences, kind: str, count: int) -> list[str]:
    return [sequences.spelled(kind, sequences.take(kind)) for _ in range(count)]


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("account", "A00000001"),
        ("invoice", "INV00000001"),
        ("debit_memo", "DM00000001"),
        ("credit_memo", "CM00000001"),
        ("payment", "P-00000001"),
        ("refund", "R-00000001"),
    ],
)
def test_every_kind_counts_from_one_in_its_own_spelling(sequences: Sequences, kind: str, first: str):
    assert taken(sequences, kind, 1) == [first]
    assert kind in FORMATS


def test_numbers_of_one_program_have_no_gap(log: LedgerLog):
    lines = [a_submission(open_account()) for _ in range(300)]

    numbers = [answer.number for answer in log.committer.submit_many(lines, Mode.CONTINUE)]

    assert numbers == [f"A{number:08d}" for number in range(1, 301)]


def test_programs_that_run_one_command_each_leave_no_gap(database: Database):
    numbers = []
    for _ in range(5):
        with LedgerLog(database) as log:
            numbers.append(do(log, open_account()).number)

    assert numbers == [f"A{number:08d}" for number in range(1, 6)]


def test_numbers_taken_ahead_and_not_used_are_given_back_at_the_end(database: Database):
    with LedgerLog(database) as log:
        for _ in range(5):
            do(log, open_account())
    with LedgerLog(database) as log:
        number = do(log, open_account()).number

    assert number == "A00000006"


def test_numbers_are_not_given_back_when_another_program_took_more(database: Database):
    with LedgerLog(database) as other:
        with LedgerLog(database) as log:
            for _ in range(4):
                do(log, open_account())
            theirs = do(other, open_account()).number
        numbers = {do(other, open_account()).number for _ in range(4)}

    assert theirs == "A00000008"
    assert not numbers & {theirs, *(f"A{number:08d}" for number in range(1, 5))}


def test_a_refused_command_gives_its_number_back(log: LedgerLog):
    def refused(books: Books) -> Outcome:
        books.number("account")
        raise NotFound("account", "A-0")

    with pytest.raises(NotFound):
        do(log, refused)

    assert do(log, open_account()).number == "A00000001"


def test_numbers_that_callers_gave_themselves_are_passed_over(log: LedgerLog, database: Database):
    with LedgerLog(database) as other:
        for number in ("A00000001", "A00000003", "A00000004"):
            do(other, open_account(number))

    assert [do(log, open_account()).number for _ in range(3)] == ["A00000002", "A00000005", "A00000006"]


def test_a_number_that_a_caller_takes_while_it_waits_here_is_passed_over(log: LedgerLog, database: Database):
    for _ in range(2):
        do(log, open_account())  # now the third is waiting here
    with LedgerLog(database) as other:
        do(other, open_account("A00000003"))

    assert do(log, open_account()).number == "A00000004"


@pytest.mark.parametrize("order", [1, -1])
def test_in_one_batch_a_given_number_and_a_sequence_do_not_meet(log: LedgerLog, order: int):
    decides: list[Decide] = [open_account("A00000001"), open_account()][::order]

    answers = list(log.committer.submit_many([a_submission(decide) for decide in decides], Mode.CONTINUE))

    assert any(isinstance(answer, Recorded) and answer.number == "A00000001" for answer in answers)
    assert len({answer.number for answer in answers if isinstance(answer, Recorded)}) == log.head


def test_blocks_grow_but_not_without_bound(sequences: Sequences):
    numbers = taken(sequences, "invoice", 3 * LARGEST_BLOCK)

    assert numbers == [f"INV{number:08d}" for number in range(1, 3 * LARGEST_BLOCK + 1)]


@pytest.mark.parametrize("number", ["", "x" * 33, "A 1", "A#1", "é", "0" * 32])
def test_a_number_that_cannot_be_one_is_refused(log: LedgerLog, number: str):
    with pytest.raises(InvalidRequest, match="letters, digits"):
        do(log, open_account(number))
