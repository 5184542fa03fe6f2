"""How days are cut into chunks with stable keys."""

from datetime import date, timedelta

import pytest

from loaders.upstream.windows.calendar import Days, chunks, is_open, months, runs
from tests.windows.reports import TODAY, YEAR, days


def keys(first: str, last: str, today: date = TODAY) -> list[str]:
    return [chunk.key for chunk in chunks(days(first, last), today)]


def test_months_that_are_over_are_one_chunk_each() -> None:
    """The running month goes by day, so that only today and yesterday are asked anew."""
    assert keys("2026-09-15", "2026-11-03") == [
        "2026-09-01/2026-09-30", "2026-10-01/2026-10-31", "2026-11-01", "2026-11-02", "2026-11-03",
    ]  # fmt: skip


def test_a_month_settles_for_a_day_before_it_is_one_chunk() -> None:
    """On the first of a month the last one still goes by day."""
    assert keys("2026-10-30", "2026-11-01", date(2026, 11, 1)) == ["2026-10-30", "2026-10-31", "2026-11-01"]
    assert keys("2026-10-30", "2026-10-31", date(2026, 11, 2)) == ["2026-10-01/2026-10-31"]


def test_days_that_have_no_rows_are_not_asked_for() -> None:
    """Nothing lies before the vendors' own beginning, nor in the future, but for the day that another zone may have already."""
    assert keys("0001-01-01", "1999-12-31") == []
    assert keys("2026-12-01", "9999-12-31") == []
    assert keys("2026-11-21", "2027-01-31") == ["2026-11-21", "2026-11-22"]


@pytest.mark.parametrize("first", [YEAR.first + timedelta(days=number) for number in (0, 1, 9, 10, 39, 300, 365)])
def test_windows_that_overlap_have_the_same_chunks(first: date) -> None:
    """A later window's chunks are the last ones of an earlier one, so that keys are stable."""
    year, part = chunks(YEAR, TODAY), chunks(Days(first, TODAY), TODAY)

    assert part == year[-len(part) :]


def test_only_today_and_yesterday_are_open() -> None:
    """Yesterday is given a day to settle."""
    assert [chunk.key for chunk in chunks(YEAR, TODAY) if is_open(chunk, TODAY)] == ["2026-11-20", "2026-11-21"]


def test_neighbours_are_joined_over_months_and_years() -> None:
    """A hole makes two runs."""
    there = chunks(days("2025-12-01", "2026-02-28"), TODAY)
    later = chunks(days("2026-04-01", "2026-04-30"), TODAY)

    assert [run.key for run in runs([*later, *reversed(there)])] == ["2025-12-01/2026-02-28", "2026-04-01/2026-04-30"]
    assert list(runs([])) == []


@pytest.mark.parametrize("count", [2, 3, 31, 366])
def test_halves_are_the_whole(count: int) -> None:
    """Two neighbours without a gap, each smaller than both."""
    whole = Days(TODAY, TODAY + timedelta(days=count - 1))
    one, other = whole.halves()

    assert list(runs([one, other])) == [whole]
    assert 0 < one.count < count


def test_months_that_days_touch() -> None:
    """They are what writes name."""
    assert list(months(days("2025-11-30", "2026-01-01"))) == ["2025-11", "2025-12", "2026-01"]
