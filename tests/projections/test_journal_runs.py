"""Journal runs over any history: every entry is in one live run or in none, whatever came late."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.errors import UniqueViolation

from settlebook.projecting import Range, folded_over
from tests.conftest import Database
from tests.projections.story import Story

FIRST = date(2024, 3, 1)
LEDGERS = (f"runs-{number}" for number in count(1))
TYPES = {
    "receive": "External Payment Application Item",
    "refund": "External Refund Application Item",
}

days = st.integers(0, 9)
acts = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(sorted(TYPES)), days),
        st.tuples(st.just("run"), days, days, st.sampled_from([None, *sorted(TYPES)])),
        st.tuples(st.just("cancel"), st.integers(0, 20)),
    ),
    min_size=1,
    max_size=30,
)

MEMBERS = """
SELECT run.number, member.position
  FROM entry_run_member AS member JOIN entry_run AS run USING (ledger_id, run_id)
 WHERE member.ledger_id = current_ledger() AND (%(canceled)s OR member.canceled_position IS NULL)
"""
EXPORTED = """
SELECT run.number, split_part(entry.number, '-', 2)::int
  FROM journalentry AS entry JOIN journalrun AS run ON run.id = entry.journalrunid
"""


@dataclass
class Expected:
    """The same in memory: one entry after the other, each run looking at what is free when it is made."""

    entries: list[tuple[int, int, str]] = field(default_factory=list)  # position, day, type
    taken: set[tuple[str, int]] = field(default_factory=set)  # run, position: of live runs
    ever: set[tuple[str, int]] = field(default_factory=set)
    live: list[str] = field(default_factory=list)

    def run(self, number: str, first: int, last: int, type: str | None) -> None:
        busy = {position for _, position in self.taken}
        found = {
            (number, position)
            for position, day, of in self.entries
            if position not in busy and first <= day <= last and type in (None, of)
        }
        self.taken |= found
        self.ever |= found
        self.live.append(number)

    def cancel(self, number: str) -> None:
        self.taken = {(run, position) for run, position in self.taken if run != number}
        self.live.remove(number)


def day(offset: int) -> str:
    return (FIRST + timedelta(days=offset)).isoformat()


def tell(story: Story, expected: Expected, act: tuple[object, ...], place: int) -> None:
    match act:
        case ("receive", int(on)):
            story.do("payment.create", accountNumber="A-1", amount="1.00", effectiveDate=day(on))
            expected.entries.append((story.head, on, "receive"))
        case ("refund", int(on)):
            story.do("payment.refund", "P-0", totalAmount="0.01", type="External", refundDate=day(on))
            expected.entries.append((story.head, on, "refund"))
        case ("run", int(one), int(other), type):
            first, last, number = min(one, other), max(one, other), f"JR-{place}"
            types = {"transactionTypes": [{"type": TYPES[str(type)]}]} if type else {}
            story.do(
                "journal-run.create",
                number=number,
                targetStartDate=day(first),
                targetEndDate=day(last),
                **types,
            )
            expected.run(number, first, last, str(type) if type else None)
        case ("cancel", int(which)) if expected.live:
            number = expected.live[which % len(expected.live)]
            story.do("journal-run.cancel", number)
            expected.cancel(number)


def members(story: Story, *, canceled: bool) -> set[tuple[str, int]]:
    found = story.rows(MEMBERS, canceled=canceled)
    assert len(set(found)) == len(found)
    return set(found)


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(acts=acts, page_size=st.integers(1, 12), stop=st.integers(1, 30))
def test_each_entry_is_in_one_live_run_or_none_live_rebuilt_page_by_page_and_as_of(
    database: Database, acts: list[tuple[object, ...]], page_size: int, stop: int
):
    story, expected = Story(database, next(LEDGERS)), Expected()
    story.tell_of_account()
    story.do("payment.create", number="P-0", accountNumber="A-1", amount="99.00", effectiveDate=day(0))
    expected.entries.append((story.head, 0, "receive"))
    at_stop: tuple[int, set[tuple[str, int]]] = (story.head, set())
    for place, act in enumerate(acts):
        tell(story, expected, act, place)
        if place == stop:
            story.catch_up(page_size)
        if place <= stop:
            at_stop = story.head, set(expected.taken)

    story.catch_up(page_size)

    assert members(story, canceled=False) == expected.taken
    assert members(story, canceled=True) == expected.ever
    exported = story.rows(EXPORTED)
    assert sorted(exported) == sorted(expected.taken)
    assert len({position for _, position in exported}) == len(exported)
    assert members_as_of(story, at_stop[0]) == at_stop[1]
    assert story.rebuilder(page_size).rebuild_from_events().differing == 0
    story.close()


def members_as_of(story: Story, position: int) -> set[tuple[str, int]]:
    with folded_over(story.app, ["journal_entry"], Range(story.ledger_id, 0, position)):
        query = MEMBERS.replace("current_ledger()", "%(ledger)s")
        found = story.app.execute(query, {"canceled": False, "ledger": story.ledger_id}).fetchall()
    return set(found)


def test_an_entry_that_comes_free_by_a_cancel_waits_for_the_next_run(story: Story):
    march = {"targetStartDate": "2024-03-01", "targetEndDate": "2024-03-31"}
    story.do("payment.create", accountNumber="A-1", amount="1.00", effectiveDate="2024-03-05")
    story.do("journal-run.create", number="JR-1", **march)
    story.do("journal-run.create", number="JR-2", **march)
    story.do("journal-run.cancel", "JR-1")
    story.catch_up()
    assert members(story, canceled=False) == set()

    story.do("journal-run.create", number="JR-3", **march)
    story.catch_up()

    assert {run for run, _ in members(story, canceled=False)} == {"JR-3"}
    assert {run for run, _ in members(story, canceled=True)} == {"JR-1", "JR-3"}


def test_no_entry_can_be_put_into_two_live_runs(story: Story):
    march = {"targetStartDate": "2024-03-01", "targetEndDate": "2024-03-31"}
    story.do("payment.create", accountNumber="A-1", amount="1.00", effectiveDate="2024-03-05")
    story.do("journal-run.create", number="JR-1", **march)
    story.do("journal-run.create", number="JR-2", **march)
    story.catch_up()
    other = "(SELECT run_id FROM read.entry_run WHERE number = 'JR-2')"

    with pytest.raises(UniqueViolation):
        story.app.execute(
            f"INSERT INTO read.entry_run_member SELECT ledger_id, {other}, position, line, run_position "
            "FROM read.entry_run_member"
        )
