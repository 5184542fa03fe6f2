"""What windows cost, cold and warm, and what comes of them."""

import asyncio
from datetime import UTC, datetime

import pytest

from loaders.upstream.errors import Malformed, Unavailable, UpstreamError
from loaders.upstream.scope import Scope, entered, hint_max_age
from loaders.upstream.windows.calendar import Days
from tests.upstream.reading import settled
from tests.windows.reports import TODAY, YEAR, Desk, Report, Row, days, row

OCTOBER, NOVEMBER = days("2026-10-01", "2026-10-31"), Days(TODAY.replace(day=1), TODAY)
DOWN = Unavailable("desk", "expected an answer, got none")


@pytest.fixture
def desk() -> Desk:
    return Desk(Report([row("old", "2026-05-01T12:00"), row("new", "2026-11-21T11:00")]))


async def test_a_year_is_one_call_cold_and_none_warm(desk: Desk) -> None:
    """Whole months are asked for, so that another window finds them."""
    assert await desk.load(YEAR) == ["new", "old"]
    assert desk.report.calls() == ["2025-11-01/2026-11-21"]

    assert await desk.load(YEAR) == ["new", "old"]
    assert desk.report.calls() == []


async def test_a_year_is_one_call_later_for_its_open_days(desk: Desk) -> None:
    """Past a minute: served at once, and today and yesterday are renewed by one call, once for all who ask."""
    await desk.load(YEAR)
    desk.report.calls()
    desk.clock.turn(61)
    desk.report.rows = [*desk.report.rows, row("newer", "2026-11-21T11:30")]

    found, ledger = await desk.noted(YEAR)
    await asyncio.gather(*(desk.load(YEAR) for _ in range(20)))
    await settled()

    assert found == ["new", "old"]
    assert ledger.used["desk"].is_stale
    assert desk.report.calls() == ["2026-11-20/2026-11-21"]
    assert await desk.load(YEAR) == ["newer", "new", "old"]


async def test_closed_chunks_live_for_a_day_and_open_ones_for_a_minute(desk: Desk) -> None:
    """What a year is fresh for is what its open days are; a closed month's own time is a day."""
    _, year = await desk.noted(YEAR)
    _, month = await desk.noted(OCTOBER)

    assert (year.used["desk"].fresh_for_s, month.used["desk"].fresh_for_s) == (60, 86_400)
    desk.clock.turn(86_399)
    await desk.load(OCTOBER)
    await settled()
    assert desk.report.calls() == ["2025-11-01/2026-11-21"]
    desk.clock.turn(2)
    await desk.load(OCTOBER)
    await settled()
    assert desk.report.calls() == ["2026-10-01/2026-10-31"]


async def test_days_that_close_are_asked_once_more_and_then_kept_long(desk: Desk) -> None:
    """The next day what was yesterday is settled; it is asked for with today's days, one call in all."""
    await desk.load(NOVEMBER)
    desk.report.calls()
    desk.clock.turn(86_400 - 100)
    await desk.load(days("2026-11-01", "2026-11-22"))
    assert desk.report.calls() == ["2026-11-20/2026-11-22"]
    desk.clock.turn(7_200)
    await desk.load(days("2026-11-20", "2026-11-20"))
    await settled()
    assert desk.report.calls() == []


async def test_a_month_that_ends_becomes_one_chunk(desk: Desk) -> None:
    """From the second of December on, November is asked for once more, as a whole and with December's days."""
    for _ in range(11):
        await desk.load(Days(YEAR.first, desk.windows.today()))
        await settled()
        desk.clock.turn(86_400)
    await desk.load(OCTOBER)
    await settled()
    desk.report.calls()
    await desk.load(days("2026-10-01", "2026-12-02"))

    assert desk.report.calls() == ["2026-11-01/2026-12-02"]


async def test_overlapping_windows_share_calls(desk: Desk) -> None:
    """Every window inside of what is there costs nothing; one that sticks out costs what is missing."""
    await desk.load(days("2026-03-15", "2026-11-21"))
    desk.report.calls()
    for inside in (OCTOBER, NOVEMBER, days("2026-03-01", "2026-03-02"), days("2026-10-31", "2026-11-01")):
        await desk.load(inside)
    assert desk.report.calls() == []

    await desk.load(days("2026-01-31", "2026-04-01"))
    assert desk.report.calls() == ["2026-01-01/2026-02-28"]


async def test_windows_asked_at_once_are_one_call(desk: Desk) -> None:
    """Requests of the same moment share the call, whatever their days are."""
    await asyncio.gather(*(desk.load(days(f"2026-0{month}-05", "2026-11-21")) for month in range(1, 10)))

    assert desk.report.calls() == ["2026-01-01/2026-11-21"]


async def test_neighbours_are_one_call_and_a_gap_makes_two(desk: Desk) -> None:
    """What is there already is not asked for again."""
    await desk.load(days("2026-03-01", "2026-03-31"))
    await desk.load(days("2026-01-01", "2026-06-30"))

    assert desk.report.calls() == ["2026-03-01/2026-03-31", "2026-01-01/2026-02-28", "2026-04-01/2026-06-30"]


async def test_the_same_window_twice_in_a_request_is_read_once(desk: Desk) -> None:
    """In whatever branch, also by a caller who wants no cache."""
    with entered(Scope(skips_cache=True)):
        await asyncio.gather(desk.windows.load(YEAR), desk.windows.load(YEAR))
        await desk.windows.load(YEAR)
    assert len(desk.report.calls()) == 1


async def test_rows_are_cut_to_their_days_and_each_is_there_once() -> None:
    """A vendor that returns everything, twice: midnights are the account's own, 03:00 in UTC."""
    moments = [
        "2026-05-01T02:59:59",
        "2026-05-01T03:00:00",
        "2026-06-01T02:59:59",
        "2026-06-01T03:00:00",
        "2016-05-09T12:00:00",
    ]
    desk = Desk(Report([row(str(number), moment) for number, moment in enumerate(moments)] * 2))

    assert await desk.load(days("2026-05-01", "2026-05-31")) == ["2", "1"]
    assert await desk.load(days("2026-04-30", "2026-05-01")) == ["1", "0"]
    assert await desk.load(days("2026-06-01", "2026-06-01")) == ["3"]


async def test_a_row_that_moved_between_chunks_is_shown_once() -> None:
    """It was in October when that was read, and is in November by now."""
    desk = Desk(Report([row("a", "2026-10-31T12:00")]))
    await desk.load(OCTOBER)
    desk.report.rows = [row("a", "2026-11-01T12:00")]

    assert await desk.load(days("2026-10-01", "2026-11-21")) == ["a"]


async def test_a_row_without_a_moment_is_not_lost() -> None:
    """It stays with the days that it came with."""
    desk = Desk(Report([Row("undated", None), row("dated", "2026-10-05T12:00")]))

    assert await desk.load(OCTOBER) == ["dated", "undated"]
    assert await desk.load(days("2026-08-01", "2026-10-31")) == ["dated", "undated"]


@pytest.mark.parametrize(
    ("zone", "day", "start", "end"),
    [
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00", "2018-11-05T02:00"),
        ("Europe/Bucharest", "2026-03-29", "2026-03-28T22:00", "2026-03-29T21:00"),
        ("Europe/Bucharest", "2026-10-25", "2026-10-24T21:00", "2026-10-25T22:00"),
    ],
    ids=["a midnight that doesn't exist", "23 hours", "25 hours"],
)
async def test_days_on_which_clocks_change(zone: str, day: str, start: str, end: str) -> None:
    """Rows of the first and the last second of a day are in it, their neighbours are not."""
    first, after = (datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() for text in (start, end))
    moments = {"before": first - 1, "first": first, "last": after - 1, "after": after}
    desk = Desk(Report([Row(name, datetime.fromtimestamp(at, UTC)) for name, at in moments.items()]), zone=zone)

    assert await desk.load(days(day, day)) == ["last", "first"]


@pytest.mark.parametrize("error", [DOWN, Malformed("desk", path="$", expected="a list", got="an object")])
async def test_a_chunk_that_fails_is_an_error_not_a_gap(desk: Desk, error: UpstreamError) -> None:
    """What is there of the window is not passed off as the whole; it is not asked for again either."""
    await desk.load(OCTOBER)
    desk.report.calls()
    desk.report.trouble = lambda _: error

    with pytest.raises(type(error)):
        await desk.load(days("2026-09-01", "2026-10-31"))
    assert desk.report.calls() == ["2026-09-01/2026-09-30"]


async def test_a_failing_vendor_is_covered_by_what_is_held(desk: Desk) -> None:
    """Stale chunks are served, and say so."""
    await desk.load(YEAR)
    desk.report.trouble = lambda _: DOWN
    desk.clock.turn(600)

    for _ in range(2):
        found, ledger = await desk.noted(YEAR)
        await settled()
        assert (found, ledger.used["desk"].is_stale) == (["new", "old"], True)


async def test_a_row_written_now_drops_the_running_month_alone(desk: Desk) -> None:
    """One call for the month's days, none for the months that are closed; a row of May drops May."""
    await desk.load(YEAR)
    desk.report.calls()

    await desk.cache.forget(desk.windows.tags_at([desk.clock.now()]))
    await desk.load(YEAR)
    assert desk.report.calls() == ["2026-11-01/2026-11-21"]
    await desk.cache.forget(desk.windows.tags_at([datetime(2026, 6, 1, 2, tzinfo=UTC)]))
    await desk.load(YEAR)
    assert desk.report.calls() == ["2026-05-01/2026-05-31"]
    await desk.cache.forget(["desk:rows"])
    await desk.load(YEAR)
    assert desk.report.calls() == ["2025-11-01/2026-11-21"]


async def test_the_ttl_of_a_setting_counts_for_all_chunks() -> None:
    """`DESK_TTL_ROWS` replaces a day's and a minute's alike."""
    desk = Desk(Report(), settings={"rows": 5})

    assert (await desk.noted(OCTOBER))[1].used["desk"].fresh_for_s == 5
    assert (await desk.noted(NOVEMBER))[1].used["desk"].fresh_for_s == 5


async def test_the_vendors_max_age_shortens_a_chunks_life(desk: Desk) -> None:
    """Also that of a closed one, and never lengthens it."""
    desk.report.trouble = lambda _: hint_max_age(7)
    assert (await desk.noted(OCTOBER))[1].used["desk"].fresh_for_s == 7
