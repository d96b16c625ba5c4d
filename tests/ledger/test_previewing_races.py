"""A preview is of one state of the ledger, whoever records meanwhile, and nobody is disturbed by it."""

from threading import Thread

import pytest

from settlebook.domain.errors import (
    ExceedsUnapplied,
    NotFound,
    NumberTaken,
)
from settlebook.ledger.database.connections import MOST
from settlebook.ledger.opening import LedgerLog
from settlebook.ledger.previews import previewing
from settlebook.ledger.previews.preview import Preview
from settlebook.ledger.requests.outcome import Mode, Outcome
from tests.ledger.previews import preview, told
from tests.ledger.toys import (
    a_submission,
    apply,
    do,
    interrupted,
    receive,
    settled_books,
    unapplied_minor,
)


def test_what_another_program_recorded_is_seen(log: LedgerLog, other: LedgerLog):
    settled_books(log)
    preview(log, apply(60_00))  # this program knows the books now
    do(other, apply(60_00))

    found = preview(log, apply(60_00))

    assert isinstance(found.answer, ExceedsUnapplied)
    assert found.answer.available.minor == 40_00


def test_what_did_not_exist_a_moment_ago_is_seen(log: LedgerLog, other: LedgerLog):
    settled_books(log)
    assert isinstance(preview(log, apply(1, payment="P-2")).answer, NotFound)
    do(other, receive(5_00, "P-2"))

    assert told(preview(log, apply(1, payment="P-2"))) == "P-2"


def test_a_number_that_another_program_gave_is_refused(log: LedgerLog, other: LedgerLog):
    settled_books(log)
    do(other, receive(5_00, "P-2"))

    assert isinstance(preview(log, receive(5_00, "P-2")).answer, NumberTaken)


def test_a_preview_is_of_one_state_of_the_ledger(log: LedgerLog, other: LedgerLog):
    settled_books(log)
    spend = interrupted(apply(60_00), lambda: do(other, apply(20_00)), times=2)

    found = preview(log, spend)

    assert [each.before.minor for each in found.balances] == [60_00, 60_00]


def test_where_others_record_all_the_time_they_wait_once(log: LedgerLog, other: LedgerLog):
    settled_books(log)
    tries = previewing.OPTIMISTIC_TRIES
    spend = interrupted(apply(60_00), lambda: do(other, apply(1_00)), times=tries)

    found = preview(log, spend)

    assert [each.before.minor for each in found.balances] == [100_00 - tries * 1_00] * 2
    assert unapplied_minor(log) == 100_00 - tries * 1_00


def test_nobody_waits_for_the_preview_of_a_long_file(
    log: LedgerLog, other: LedgerLog, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(previewing, "MOST_ENTRIES", 1)
    settled_books(log)
    spend = interrupted(apply(60_00), lambda: do(other, apply(1_00)), times=previewing.OPTIMISTIC_TRIES)

    found = log.preview([a_submission(spend), a_submission(apply(1))], Mode.CONTINUE)

    assert [told(each) for each in found] == ["outdated", "outdated"]


def test_many_previews_that_wait_for_the_ledger_do_not_wait_for_each_other(log: LedgerLog, other: LedgerLog):
    settled_books(log)
    found: list[Preview] = []

    def look() -> None:
        spend = interrupted(apply(60_00), lambda: do(other, receive(1)), times=previewing.OPTIMISTIC_TRIES)
        touch = interrupted(spend, lambda: do(other, apply(1)), times=previewing.OPTIMISTIC_TRIES)
        found.append(preview(log, touch))

    threads = [Thread(target=look, daemon=True) for _ in range(MOST + 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert [told(each) for each in found] == ["P-1"] * len(threads)


def test_previews_beside_writers_disturb_nobody(log: LedgerLog):
    settled_books(log, paid_minor=30, billed_minor=30)
    numbers: list[str | None] = []

    def write() -> None:
        for _ in range(30):
            do(log, apply(1))
            numbers.append(do(log, receive(1)).number)

    writer = Thread(target=write)
    writer.start()
    seen = []
    while writer.is_alive():
        found = preview(log, apply(1))
        assert isinstance(found.answer, Outcome | ExceedsUnapplied)
        preview(log, receive(1))
        seen += [tuple(each.before.minor for each in found.balances)]
    writer.join()

    assert all(len(set(balances)) <= 1 for balances in seen)  # payment and invoice of one moment
    assert numbers == [f"P-{number:08d}" for number in range(1, 31)]
    assert isinstance(preview(log, apply(1)).answer, ExceedsUnapplied)
