"""A preview answers what recording would answer, and leaves nothing behind: no event, no key, no number."""

from collections.abc import Iterator
from typing import Any

import pytest

from settlebook.domain.errors import (
    ExceedsUnapplied,
    Failed,
    KeyReused,
    NotFound,
    NotRun,
    Refusal,
    RolledBack,
)
from settlebook.ledger.deciding.batch import Submission, Tried
from settlebook.ledger.deciding.books import Books
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.requests.outcome import Mode, Outcome, Recorded
from tests.ledger.previews import preview, told
from tests.ledger.toys import (
    Decide,
    Request,
    a_submission,
    apply,
    bill,
    do,
    open_account,
    receive,
    settled_books,
)

TABLES = ("event", "command", "number", "identity", "number_sequence", "personal", "log_head")


def everything(log: LedgerLog) -> dict[str, list[str]]:
    """Every row that the log keeps, as text."""

    def rows(connection: Any) -> dict[str, list[str]]:
        return {
            table: sorted(str(row) for row in connection.execute(f"SELECT t::text FROM log.{table} AS t"))
            for table in TABLES
        }

    return log.connections.read(rows)


def answered(log: LedgerLog, decide: Decide) -> str:
    """The number that recording answers, or the code of its refusal."""
    try:
        return str(do(log, decide).number)
    except Refusal as refusal:
        return refusal.code


def test_a_preview_leaves_nothing_behind(log: LedgerLog):
    settled_books(log)
    before = everything(log)

    preview(log, apply(60_00), key="once")
    preview(log, apply(100_01), key="twice")
    preview(log, receive(5_00))
    preview(log, open_account(name="Ada"))

    assert everything(log) == before


def test_a_previewed_number_is_the_one_that_recording_gives(log: LedgerLog):
    do(log, open_account("A-1"))
    do(log, receive(5_00, "P-00000002"))  # somebody gave themselves a number of the sequence

    foreseen = [told(preview(log, receive(5_00))) for _ in range(2)]

    assert foreseen == ["P-00000001", "P-00000001"]
    assert [answered(log, receive(5_00)) for _ in range(2)] == ["P-00000001", "P-00000003"]
    assert told(preview(log, receive(5_00))) == "P-00000004"


def test_numbers_that_this_program_took_ahead_come_next_in_previews_too(log: LedgerLog):
    do(log, open_account("A-1"))
    for _ in range(5):  # the block of numbers taken ahead grows with each refill
        foreseen = told(preview(log, receive(5_00)))
        assert answered(log, receive(5_00)) == foreseen


@pytest.mark.parametrize(
    "decide",
    [
        apply(60_00),
        apply(100_00),
        apply(100_01),
        apply(1, payment="P-9"),
        receive(5_00, "P-1"),
        receive(5_00, account="A-9"),
        bill(-1),
        open_account("A-2"),
    ],
)
def test_recording_then_answers_as_the_preview_did(log: LedgerLog, decide: Decide):
    settled_books(log)

    foreseen = told(preview(log, decide))

    assert answered(log, decide) == foreseen


def test_the_facts_and_balances_of_a_preview_are_those_of_the_command(log: LedgerLog):
    settled_books(log, paid_minor=100_00, billed_minor=80_00)

    found = preview(log, apply(60_00))

    assert [fact.TOPIC for fact in found.facts] == ["payment.applied.v1", "document.items_settled.v1"]
    assert [(each.number, each.before.minor, each.after.minor) for each in found.balances] == [
        ("P-1", 100_00, 40_00),
        ("INV-1", 80_00, 20_00),
    ]
    (row,) = found.balances[1].rows
    assert (row.item, row.before.minor, row.after.minor) == ("INV-1#1", 80_00, 20_00)
    (account,) = found.accounts
    assert (account.number, account.invoices.minor, account.unapplied_payments.minor) == (
        "A-1",
        -60_00,
        -60_00,
    )
    assert account.balance.minor == 0


def test_what_would_be_new_is_named(log: LedgerLog):
    do(log, open_account("A-1"))

    found = preview(log, bill(10_00))

    assert [(made.kind, made.number) for made in found.made] == [("invoice", "INV00000001")]
    (balance,) = found.balances
    assert (balance.status_before, balance.status_after, balance.before.minor) == (None, "Posted", 0)


def test_a_refusal_is_an_answer(log: LedgerLog):
    settled_books(log)

    found = preview(log, apply(100_01))

    assert isinstance(found.answer, ExceedsUnapplied)
    assert (found.is_refused, found.facts, found.balances) == (True, (), ())


def test_a_key_that_is_known_is_answered_as_the_first_time(log: LedgerLog):
    settled_books(log)
    do(log, apply(60_00), key="once", amount=60)

    again = preview(log, apply(60_00), key="once", amount=60)

    assert isinstance(again.answer, Recorded)
    assert (again.replayed, again.facts, again.balances) == (True, (), ())


def test_a_known_refusal_is_replayed_and_another_request_under_its_key_refused(log: LedgerLog):
    settled_books(log)
    with pytest.raises(ExceedsUnapplied):
        do(log, apply(100_01), key="once", amount=100)

    again = preview(log, apply(100_01), key="once", amount=100)
    different = preview(log, apply(1), key="once", amount=1)

    assert (again.is_refused, again.replayed) == (True, True)
    assert isinstance(different.answer, KeyReused)


def test_a_previewed_key_is_still_free(log: LedgerLog):
    settled_books(log)

    preview(log, apply(60_00), key="once")

    assert not do(log, apply(60_00), key="once").replayed


def test_later_commands_see_what_earlier_ones_would_do(log: LedgerLog):
    settled_books(log)
    submissions = [
        a_submission(receive(20_00, "P-2")),
        a_submission(apply(20_00, "P-2")),
        a_submission(apply(1, "P-2")),
        a_submission(receive(1)),
        a_submission(receive(1)),
    ]

    found = log.preview(submissions, Mode.CONTINUE)

    assert [told(each) for each in found] == ["P-2", "P-2", "exceeds_unapplied", "P-00000001", "P-00000002"]
    assert [each.before.minor for each in found[1].balances] == [20_00, 100_00]


def test_a_key_used_twice_in_one_file_is_replayed_in_its_preview(log: LedgerLog):
    settled_books(log)
    submissions = [a_submission(apply(60_00), key="once"), a_submission(apply(60_00), key="once")]

    first, second = log.preview(submissions, Mode.CONTINUE)

    assert (first.replayed, second.replayed) == (False, True)
    assert (len(first.facts), second.facts) == (2, ())


@pytest.mark.parametrize(
    ("mode", "answers"),
    [
        (Mode.CONTINUE, ["P-1", "exceeds_unapplied", "P-1", "not_found"]),
        (Mode.STOP, ["P-1", "exceeds_unapplied", "not_run", "not_run"]),
        (Mode.ATOMIC, ["rolled_back", "exceeds_unapplied", "rolled_back", "rolled_back"]),
    ],
)
def test_each_mode_answers_as_recording_would_and_names_what_else_is_refused(
    log: LedgerLog, mode: Mode, answers: list[str]
):
    settled_books(log)
    submissions = [
        a_submission(apply(60_00)),
        a_submission(apply(60_00)),
        a_submission(apply(40_00)),
        a_submission(apply(1, payment="P-9")),
    ]

    found = log.preview(submissions, mode)

    assert [told(each) for each in found] == answers
    assert any(isinstance(refusal, NotFound) for refusal in found[3].refusals)
    assert [isinstance(each.answer, NotRun | RolledBack) for each in found[2:]] == [
        mode is not Mode.CONTINUE
    ] * 2
    recorded = list(log.committer.submit_many(submissions, mode))
    assert [each.code if isinstance(each, Refusal) else each.number for each in recorded] == answers


def test_a_line_that_cannot_be_read_stands_in_its_place(log: LedgerLog):
    settled_books(log)
    unreadable = NotFound("payment", "P-9")

    first, second = log.preview([unreadable, a_submission(apply(60_00))], Mode.CONTINUE)

    assert first.refusals == (unreadable,)
    assert told(second) == "P-1"


def with_reasons(decide: Decide, *parts: Decide) -> Submission:
    """A command that can be taken apart."""

    def reasons(tried: Tried) -> Iterator[Refusal]:
        for part in parts:
            refusal = tried(part)
            if refusal is not None:
                yield refusal

    return Submission("toy", Request(), decide, reasons=reasons)


def test_every_other_reason_is_told_once_after_the_first(log: LedgerLog):
    settled_books(log)
    submission = with_reasons(
        apply(200_00),
        apply(300_00),  # the same reason with another amount
        apply(1, payment="P-8"),
        apply(1),
        apply(1, payment="P-9"),
        apply(2, payment="P-9"),
    )

    (found,) = log.preview([submission], Mode.CONTINUE)

    assert found.refusals[0] is found.answer
    assert [str(getattr(refusal, "key", refusal.code)) for refusal in found.refusals] == [
        "exceeds_unapplied",
        "P-8",
        "P-9",
    ]


def test_a_command_that_would_be_done_is_not_taken_apart(log: LedgerLog):
    settled_books(log)

    (found,) = log.preview([with_reasons(apply(1), apply(200_00))], Mode.CONTINUE)

    assert (told(found), found.refusals) == ("P-1", ())


def test_parts_that_were_tried_use_up_no_number_of_the_commands_after_them(log: LedgerLog):
    settled_books(log)
    submissions = [with_reasons(apply(200_00), receive(1), receive(1)), a_submission(receive(1))]

    _, second = log.preview(submissions, Mode.CONTINUE)

    assert told(second) == "P-00000001"


def test_a_part_that_fails_by_itself_tells_nothing(log: LedgerLog):
    settled_books(log)

    def fails(books: Books) -> Outcome:
        raise ZeroDivisionError

    (found,) = log.preview([with_reasons(apply(200_00), fails)], Mode.CONTINUE)

    assert [refusal.code for refusal in found.refusals] == ["exceeds_unapplied"]


def test_a_fault_of_the_program_is_raised_for_one_command_and_told_of_many(log: LedgerLog):
    settled_books(log)

    def fails(books: Books) -> Outcome:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        preview(log, fails)
    first, second = log.preview([a_submission(fails), a_submission(apply(1))], Mode.CONTINUE)
    assert isinstance(first.answer, Failed)
    assert told(second) == "P-1"
