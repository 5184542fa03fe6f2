"""Calendar chunks: how days are cut, asked for, and put together again."""

import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import msgspec
import pytest
from pydantic import AnyHttpUrl

from loaders.identity.handle import Handle, Kind
from loaders.tracksale.answers import Answer
from loaders.tracksale.book import Book
from loaders.tracksale.people import Crowd
from loaders.tracksale.windows import Days, Windows, chunks
from loaders.upstream.cache.cache import Cache
from loaders.upstream.cache.memory import MemoryCache
from loaders.upstream.errors import Malformed, TimedOut, TooLarge, Unavailable, UpstreamError
from loaders.upstream.policy import Policy
from loaders.upstream.scope import Scope, entered
from loaders.upstream.settings import VendorSettings
from loaders.upstream.vendor import Kit, Plumbing
from tests.upstream.clock import TurnedClock

TODAY = date(2026, 11, 21)
YEAR = Days(date(2025, 11, 21), TODAY)


def _row(moment: datetime, number: int = 0, **handles: str) -> Answer:
    return msgspec.structs.replace(Answer(id=str(number), answered_at=moment), **handles)


@dataclass
class Report:
    """A vendor's report: every row it has, whatever days are asked for, unless it has a trouble to report instead."""

    rows: Sequence[Answer] = ()
    trouble: Callable[[Days], UpstreamError | None] = lambda days: None
    asked: list[Days] = field(default_factory=list)

    async def __call__(self, days: Days) -> Sequence[Answer]:
        self.asked.append(days)
        error = self.trouble(days)
        if error is not None:
            raise error
        return self.rows


Make = Callable[[Report], Windows[Answer, list[Answer]]]


@pytest.fixture
def make() -> Make:
    clock = TurnedClock()
    settings = VendorSettings(url=AnyHttpUrl("http://127.0.0.1:1"))

    def made(report: Callable[[Days], Awaitable[Sequence[Answer]]]) -> Windows[Answer, list[Answer]]:
        kit = Kit(cache=Cache(MemoryCache(clock, 1000), b"secret"), clock=clock)
        return Windows(
            Plumbing("tracksale", settings, kit, Policy()),
            "answers",
            tag="tracksale:answers",
            zone=ZoneInfo("America/Sao_Paulo"),
            ask=report,
            at=lambda row: row.answered_at,
            key=lambda row: row.id,
            hold=list,
        )

    return made


async def _load(windows: Windows[Answer, list[Answer]], days: Days) -> list[Answer]:
    """Load in a request of its own."""
    with entered(Scope()):
        return [row for chunk in await windows.load(days) for row in chunk]


def test_months_that_are_over_are_one_chunk_each() -> None:
    """The running month goes by day, so that only today and yesterday are asked anew."""
    found = chunks(Days(date(2026, 9, 15), date(2026, 11, 3)), TODAY)

    assert [chunk.key for chunk in found] == [
        "2026-09-01/2026-09-30", "2026-10-01/2026-10-31", "2026-11-01", "2026-11-02", "2026-11-03",
    ]  # fmt: skip


def test_a_month_settles_for_a_day_before_it_is_one_chunk() -> None:
    """On the first of a month the last one still goes by day."""
    assert [chunk.key for chunk in chunks(Days(date(2026, 10, 30), date(2026, 11, 1)), date(2026, 11, 1))] == [
        "2026-10-30", "2026-10-31", "2026-11-01",
    ]  # fmt: skip
    assert chunks(Days(date(2026, 10, 30), date(2026, 10, 31)), date(2026, 11, 2))[0].key == "2026-10-01/2026-10-31"


def test_days_without_answers_are_not_asked_for() -> None:
    """Nothing lies before the vendor's own beginning, nor in the future."""
    assert chunks(Days(date(1, 1, 1), date(1999, 12, 31)), TODAY) == []
    assert chunks(Days(date(2026, 12, 1), date(9999, 12, 31)), TODAY) == []


async def test_a_vendor_that_returns_everything(make: Make) -> None:
    """What lies outside of the chunks is dropped, and a row that comes twice is there once."""
    moments = [datetime(2026, 5, 1, 2, 59, tzinfo=UTC), datetime(2026, 5, 1, 3, tzinfo=UTC), datetime(2016, 2, 1, tzinfo=UTC)]
    report = Report([_row(moment, number) for number, moment in enumerate(moments)] * 2)

    assert [row.id for row in await _load(make(report), Days(date(2026, 5, 1), date(2026, 5, 31)))] == ["1"]
    assert report.asked == [Days(date(2026, 4, 30), date(2026, 6, 1))]


async def test_neighbours_are_one_call(make: Make) -> None:
    """What is there already is not asked for again, so that a hole makes two runs."""
    report = Report()
    windows = make(report)
    await _load(windows, Days(date(2026, 3, 1), date(2026, 3, 31)))
    await _load(windows, Days(date(2026, 1, 1), date(2026, 6, 30)))

    assert [str(days.first) for days in report.asked] == ["2026-02-28", "2025-12-31", "2026-03-31"]


@pytest.mark.parametrize("trouble", [TooLarge("tracksale", 64), TimedOut("tracksale", 5)])
async def test_a_window_that_is_too_much_is_halved(make: Make, trouble: UpstreamError) -> None:
    """And asked in such halves from then on."""
    report = Report([_row(datetime(2026, 5, 1, 3, tzinfo=UTC))], trouble=lambda days: trouble if days.count > 200 else None)
    windows = make(report)

    assert len(await _load(windows, YEAR)) == 1
    assert len(report.asked) == 3
    await _load(windows, Days(date(2024, 6, 1), date(2025, 5, 31)))
    assert len(report.asked) == 5


async def test_size_is_halved_down_to_a_day(make: Make) -> None:
    """A month that is too large is put together from its days."""
    rows = [_row(datetime(2026, 5, day, 12, tzinfo=UTC), day) for day in range(1, 32)]
    report = Report(rows, trouble=lambda days: TooLarge("tracksale", 64) if days.count > 3 else None)

    assert len(await _load(make(report), Days(date(2026, 5, 1), date(2026, 5, 31)))) == 31


async def test_a_vendor_that_never_answers_is_not_halved_on_and_on(make: Make) -> None:
    """Three calls, not one per day."""
    report = Report(trouble=lambda days: TimedOut("tracksale", 5))

    with pytest.raises(TimedOut):
        await _load(make(report), YEAR)
    assert len(report.asked) == 3


@pytest.mark.parametrize(
    "trouble", [Unavailable("tracksale", "down"), Malformed("tracksale", path="$", expected="JSON", got="more")]
)
async def test_other_trouble_is_not_halved(make: Make, trouble: UpstreamError) -> None:
    """One call; what went wrong is raised."""
    report = Report(trouble=lambda days: trouble)

    with pytest.raises(type(trouble)):
        await _load(make(report), YEAR)
    assert len(report.asked) == 1


async def test_a_failed_half_leaves_the_other(make: Make) -> None:
    """Chunks that came are kept; only those that missed a part are asked for again."""
    is_down = True

    def trouble(days: Days) -> UpstreamError | None:
        if days.count > 250:
            return TooLarge("tracksale", 64)
        return Unavailable("tracksale", "down") if is_down and days.last > TODAY else None

    report = Report(trouble=trouble)
    windows = make(report)
    with pytest.raises(Unavailable):
        await _load(windows, YEAR)
    is_down, report.asked[:] = False, []
    await _load(windows, YEAR)
    assert all(days.first > date(2026, 4, 1) for days in report.asked)


def test_one_persons_answers_among_many_are_looked_up() -> None:
    """Of 100,000 answers: built once, then a person's are found in well under a millisecond."""
    dice, start = random.Random(1), datetime(2026, 1, 1, tzinfo=UTC)
    rows = [
        _row(
            start + timedelta(minutes=number),
            number,
            email=f"Person{number % 30000}@Example.com",
            phone=f"0722 {dice.randrange(10**6):06}",
            survey_code="51",
        )
        for number in range(100_000)
    ]
    crowd = Crowd([Book(rows[:50_000], "RO"), Book(rows[50_000:], "RO")])

    began = perf_counter()
    for number in range(100):
        assert len(crowd.answers_of([Handle(Kind.EMAIL, f"person{number}@example.com")])) == 4
    assert (perf_counter() - began) / 100 < 0.005


def test_answers_of_a_family(make: Make) -> None:
    """A shared phone number gives nobody another's answers; an identification brings its other answers along."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [
        _row(at, 1, email="ana@example.com", phone="0722 100 000", identification="C1"),
        _row(at, 2, email="dan@example.com", phone="+40722100000"),
        _row(at, 3, identification="C1"),
        _row(at, 4, phone="0722100000"),
    ]
    crowd = Crowd([Book(rows, "RO")])
    ana, phone = Handle(Kind.EMAIL, "ana@example.com"), Handle(Kind.PHONE, "+40722100000")

    assert [answer.id for answer in crowd.answers_of([ana])] == ["3", "1"]
    assert [answer.id for answer in crowd.answers_of([ana, phone])] == ["4", "3", "1"]
    assert sorted(row.id for row in crowd.rows(phone)) == ["+40722100000", "C1", "dan@example.com"]
    assert [row.id for row in crowd.rows(ana)] == ["C1"]


def test_an_address_that_half_the_shop_uses() -> None:
    """Thousands of answers under one placeholder address don't take the square of their number."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [_row(at, number, email="till@shop.example", phone=f"0722{number % 500:06}") for number in range(5_000)]

    began = perf_counter()
    (row,) = Crowd([Book(rows, "RO")]).rows(Handle(Kind.EMAIL, "till@shop.example"))
    assert (row.id, perf_counter() - began < 2) == ("till@shop.example", True)
