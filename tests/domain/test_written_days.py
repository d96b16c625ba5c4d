"""A day is taken as yyyy-mm-dd, an instant as RFC 3339 writes it, and neither in what else Python reads."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settlebook.domain.written_days import read_day, read_instant


@given(st.dates())
def test_every_day_is_read_as_it_is_written(day: date):
    assert read_day(day.isoformat()) == day


@pytest.mark.parametrize(
    "text", ["20260331", "2026-W14-2", "2026W142", "2026-3-31", "2026-02-30", "2026-03-31 ", "٢٠٢٦-٠٣-٣١", ""]
)
def test_what_is_no_day_in_that_form_is_none(text: str):
    with pytest.raises(ValueError):
        read_day(text)


def test_an_instant_has_a_day_a_time_and_an_offset():
    six = datetime(2026, 4, 5, 18, 0, 0, tzinfo=UTC)

    for text in (
        "2026-04-05T18:00:00Z",
        "2026-04-05t18:00:00z",
        "2026-04-05 18:00Z",
        "2026-04-05T20:00:00+02:00",
    ):
        assert read_instant(text) == six
    assert read_instant("2026-04-05T18:00:00.25-00:30") == datetime(
        2026, 4, 5, 18, 0, 0, 250_000, tzinfo=timezone(timedelta(minutes=-30))
    )
    assert read_instant("2026-04-05T18:00:00").tzinfo is None


@pytest.mark.parametrize(
    "text",
    [
        "20260405T180000Z",
        "2026-W14-7T18:00:00Z",
        "2026-04-05T18Z",
        "2026-04-05",
        "2026-04-05T18:00:00+02",
        "2026-04-05T25:00:00Z",
    ],
)
def test_what_is_no_instant_in_that_form_is_none(text: str):
    with pytest.raises(ValueError):
        read_instant(text)
