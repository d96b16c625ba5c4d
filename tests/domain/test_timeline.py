"""Sums by day, held against the plainest model: add up every change on or before the day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from settlebook.domain.timeline import Timeline

MARCH_1, MARCH_2, MARCH_3 = date(2024, 3, 1), date(2024, 3, 2), date(2024, 3, 3)
HORIZON = [MARCH_1 + timedelta(days=number) for number in range(-2, 12)]

days = st.sampled_from(HORIZON[2:10])
changes = st.lists(st.tuples(days, st.integers(-50, 50)), max_size=12)


def built(entries: list[tuple[date, int]]) -> Timeline:
    timeline = Timeline()
    for day, delta in entries:
        timeline = timeline.add(day, delta)
    return timeline


def naive_sum(entries: list[tuple[date, int]], day: date) -> int:
    return sum(delta for entry_day, delta in entries if entry_day <= day)


def test_a_change_counts_from_its_day_on() -> None:
    timeline = Timeline().add(MARCH_2, 60_00)

    assert [timeline.at(day) for day in (MARCH_1, MARCH_2, MARCH_3)] == [0, 60_00, 60_00]


def test_a_back_dated_change_shows_on_every_later_day() -> None:
    applied = Timeline().add(MARCH_2, 60_00)

    back_dated = applied.add(MARCH_1, 40_01)

    assert back_dated.peak_from(MARCH_1) == 100_01
    assert back_dated.first_day_above(MARCH_1, 100_00) == MARCH_2
    assert back_dated.first_day_above(MARCH_1, 100_01) is None


def test_the_day_is_named_on_which_a_sum_falls_too_low() -> None:
    timeline = Timeline().add(MARCH_1, 60_00).add(MARCH_3, -60_00)

    assert timeline.lowest_from(MARCH_1) == 0
    assert timeline.first_day_below(MARCH_1, 1) == MARCH_3
    assert timeline.first_day_below(MARCH_1, 0) is None


def test_the_day_asked_for_is_named_when_the_sum_is_already_beyond() -> None:
    timeline = Timeline().add(MARCH_1, 60_00)

    assert timeline.first_day_above(MARCH_3, 59_99) == MARCH_3


def test_an_unapply_on_the_same_day_leaves_no_trace() -> None:
    timeline = Timeline().add(MARCH_1, 60_00).add(MARCH_1, -60_00)

    assert timeline == Timeline()


def test_adding_leaves_the_timeline_as_it_was() -> None:
    before = Timeline().add(MARCH_2, 1)

    before.add(MARCH_1, 5)

    assert before.entries == ((MARCH_2, 1),)


def test_an_empty_timeline_is_zero_on_every_day() -> None:
    empty = Timeline()

    assert (empty.total, empty.at(MARCH_1), empty.peak_from(MARCH_1), empty.lowest_from(MARCH_1)) == (0,) * 4
    assert empty.first_day_above(MARCH_1, 0) is None


@given(changes)
def test_entries_are_sorted_merged_and_never_zero(entries: list[tuple[date, int]]) -> None:
    timeline = built(entries)

    entry_days = [day for day, _ in timeline.entries]
    assert entry_days == sorted(set(entry_days))
    assert all(delta for _, delta in timeline.entries)


@given(changes)
def test_the_order_of_adding_does_not_matter(entries: list[tuple[date, int]]) -> None:
    assert built(entries) == built(entries[::-1]) == Timeline.of(entries)


@given(changes, st.sampled_from(HORIZON))
def test_sums_are_those_of_the_plain_model(entries: list[tuple[date, int]], day: date) -> None:
    timeline = built(entries)

    from_day = [naive_sum(entries, later) for later in HORIZON if later >= day]

    assert timeline.at(day) == naive_sum(entries, day)
    assert timeline.total == naive_sum(entries, HORIZON[-1])
    assert timeline.peak_from(day) == max(from_day)
    assert timeline.lowest_from(day) == min(from_day)


@given(changes, st.sampled_from(HORIZON), st.integers(-60, 60))
def test_the_first_day_beyond_a_limit_is_that_of_the_plain_model(
    entries: list[tuple[date, int]], day: date, limit: int
) -> None:
    timeline = built(entries)

    sums = [(later, naive_sum(entries, later)) for later in HORIZON if later >= day]

    assert timeline.first_day_above(day, limit) == next((d for d, total in sums if total > limit), None)
    assert timeline.first_day_below(day, limit) == next((d for d, total in sums if total < limit), None)
