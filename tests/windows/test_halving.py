"""Runs of days that are too large or too slow for one call."""

import pytest

from loaders.upstream.errors import Malformed, TimedOut, TooLarge, Unavailable, UpstreamError
from loaders.upstream.windows.asking import CAUTION_S, MOST_CALLS
from loaders.upstream.windows.calendar import Days
from tests.windows.reports import TODAY, YEAR, Desk, Report, days, row

LARGE, SLOW = TooLarge("desk", 64), TimedOut("desk", 5)
MAY = days("2026-05-01", "2026-05-31")


async def test_a_window_that_is_too_large_is_halved() -> None:
    """And asked in such halves from then on, for ten minutes: three calls, then two, then one again if it goes well."""
    desk = Desk(Report([row("a", "2026-05-01T03:00")], lambda wanted: LARGE if wanted.count > 200 else None))

    assert await desk.load(YEAR) == ["a"]
    assert desk.report.calls() == ["2025-11-01/2026-11-21", "2025-11-01/2026-05-12", "2026-05-13/2026-11-21"]
    await desk.load(days("2024-06-01", "2025-05-31"))
    assert len(desk.report.calls()) == 2

    desk.clock.turn(CAUTION_S + 1)
    desk.report.trouble = lambda _: None
    await desk.load(days("2023-01-01", "2023-12-31"))
    assert len(desk.report.calls()) == 1


async def test_size_is_halved_down_to_a_day() -> None:
    """A month that is too large is put together from its days."""
    rows = [row(str(number), f"2026-05-{number:02}T12:00") for number in range(1, 32)]
    desk = Desk(Report(rows, lambda wanted: LARGE if wanted.count > 3 else None))

    assert len(await desk.load(MAY)) == 31
    assert len(desk.report.calls()) == 61


async def test_a_day_that_is_too_large_is_an_error() -> None:
    """The rest of the month came, but a month without one of its days isn't that month."""
    fifth = days("2026-05-05", "2026-05-05").widened()
    desk = Desk(Report(trouble=lambda wanted: LARGE if wanted.overlaps(fifth) and wanted.first <= fifth.first else None))

    with pytest.raises(TooLarge):
        await desk.load(MAY)


async def test_a_vendor_that_always_sends_too_much_is_not_asked_for_each_day() -> None:
    """It may send everything whatever days it is asked for; so the calls of a run are bounded."""
    desk = Desk(Report(trouble=lambda _: LARGE))

    with pytest.raises(TooLarge):
        await desk.load(YEAR)
    assert len(desk.report.calls()) <= 2 * MOST_CALLS


async def test_a_window_that_is_too_slow_is_halved_the_next_time() -> None:
    """Whoever asks first has waited for the whole deadline; for ten minutes it is asked for in halves, then at once again."""
    desk = Desk(Report([row("a", "2026-05-01T03:00")], lambda wanted: SLOW if wanted.count > 200 else None))
    with pytest.raises(TimedOut):
        await desk.load(YEAR)
    assert desk.report.calls() == ["2025-11-01/2026-11-21"]

    assert await desk.load(YEAR) == ["a"]
    assert desk.report.calls() == ["2025-11-01/2026-05-12", "2026-05-13/2026-11-21"]

    desk.clock.turn(CAUTION_S + 1)
    desk.report.trouble = lambda _: None
    await desk.load(days("2023-01-01", "2023-12-31"))
    assert len(desk.report.calls()) == 1


async def test_nobody_waits_for_two_deadlines_of_a_vendor_that_never_answers() -> None:
    """Each question is sent at once in all its parts, none of which is tried in smaller ones: never one per day."""
    desk = Desk(Report(trouble=lambda _: SLOW))
    calls = []
    for _ in range(7):
        with pytest.raises(TimedOut):
            await desk.load(YEAR)
        calls.append(len(desk.report.calls()))

    assert calls[:3] == [1, 2, 4]
    assert max(calls) < 20


async def test_a_month_that_is_slow_is_not_halved() -> None:
    """It is no long report; the vendor is in trouble."""
    desk = Desk(Report(trouble=lambda _: SLOW))

    with pytest.raises(TimedOut):
        await desk.load(MAY)
    assert len(desk.report.calls()) == 1


async def test_smaller_parts_are_tried_the_next_time() -> None:
    """A vendor that manages a quarter of a year in its time: an error for the year and one for its halves, then the year in four."""
    desk = Desk(Report([row("a", "2026-05-01T12:00")], lambda wanted: SLOW if wanted.count > 100 else None))
    for calls in (1, 2):
        with pytest.raises(TimedOut):
            await desk.load(YEAR)
        assert len(desk.report.calls()) == calls

    assert await desk.load(YEAR) == ["a"]
    assert len(desk.report.calls()) == 4


@pytest.mark.parametrize(
    "trouble",
    [Unavailable("desk", "down"), Malformed("desk", path="$", expected="JSON", got="more")],
    ids=["down", "malformed"],
)
async def test_other_trouble_is_not_halved(trouble: UpstreamError) -> None:
    """One call; what went wrong is raised."""
    desk = Desk(Report(trouble=lambda _: trouble))

    with pytest.raises(type(trouble)):
        await desk.load(YEAR)
    assert len(desk.report.calls()) == 1


async def test_a_failed_half_leaves_the_other() -> None:
    """Chunks that came are kept; only those that missed a part are asked for again."""
    is_down = True

    def trouble(wanted: Days) -> UpstreamError | None:
        if wanted.count > 250:
            return LARGE
        return Unavailable("desk", "down") if is_down and wanted.last > TODAY else None

    desk = Desk(Report(trouble=trouble))
    with pytest.raises(Unavailable):
        await desk.load(YEAR)
    is_down = False
    desk.report.calls()
    await desk.load(YEAR)
    assert all(call >= "2026-05-01" for call in desk.report.calls())
