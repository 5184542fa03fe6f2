"""A vendor's report over days that is a function of the test, and windows over it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from pydantic import AnyHttpUrl

from loaders.upstream.cache.cache import Cache
from loaders.upstream.cache.memory import MemoryCache
from loaders.upstream.errors import UpstreamError
from loaders.upstream.ledger import Ledger
from loaders.upstream.policy import Policy
from loaders.upstream.scope import Scope, entered
from loaders.upstream.settings import VendorSettings
from loaders.upstream.vendor import Kit, Plumbing
from loaders.upstream.windows.calendar import Days
from loaders.upstream.windows.chunks import Windows
from tests.upstream.clock import TurnedClock

TODAY = date(2026, 11, 21)
YEAR = Days(date(2025, 11, 21), TODAY)
ZONE = ZoneInfo("America/Sao_Paulo")


@dataclass(frozen=True, slots=True)
class Row:
    """What a report has a row about."""

    id: str
    at: datetime | None


def days(first: str, last: str) -> Days:
    """Days from their ISO texts."""
    return Days(date.fromisoformat(first), date.fromisoformat(last))


def an_address() -> AnyHttpUrl:
    """Where no vendor is."""
    return AnyHttpUrl("http://127.0.0.1:1")


def row(id_: str, moment: str) -> Row:
    """A row at a moment of UTC."""
    return Row(id_, datetime.fromisoformat(moment).replace(tzinfo=UTC))


@dataclass
class Report:
    """Every row that the vendor has, whatever days are asked for, unless it has a trouble to report instead."""

    rows: Sequence[Row] = ()
    trouble: Callable[[Days], UpstreamError | None] = lambda _: None
    asked: list[Days] = field(default_factory=list)
    held: int = 0
    "How many chunks were built."

    async def ask(self, wanted: Days) -> Sequence[Row]:
        self.asked.append(wanted)
        error = self.trouble(wanted)
        if error is not None:
            raise error
        return self.rows

    def hold(self, rows: list[Row]) -> list[Row]:
        self.held += 1
        return rows

    def calls(self) -> list[str]:
        """The days asked for since the last time, without the day that is added at each end."""
        made = [Days(asked.first + _DAY, asked.last - _DAY).key for asked in self.asked]
        self.asked.clear()
        return made


_DAY = date(2026, 1, 2) - date(2026, 1, 1)


@dataclass(slots=True)
class Desk:
    """Windows over a report, and their clock."""

    report: Report
    clock: TurnedClock = field(default_factory=TurnedClock)
    cache: Cache = field(init=False)
    windows: Windows[Row, list[Row]] = field(init=False)
    zone: str = ZONE.key
    settings: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cache = Cache(MemoryCache(self.clock, 1_000), b"secret")
        settings = VendorSettings(url=an_address(), ttl=self.settings)
        self.windows = Windows(
            Plumbing("desk", settings, Kit(cache=self.cache, clock=self.clock), Policy()),
            "rows",
            tag="desk:rows",
            zone=ZoneInfo(self.zone),
            ask=self.report.ask,
            at=lambda one: one.at,
            key=lambda one: one.id,
            hold=self.report.hold,
        )

    async def load(self, wanted: Days) -> list[str]:
        """Load in a request of its own; the ids of the rows of these days."""
        return (await self.noted(wanted))[0]

    async def noted(self, wanted: Days) -> tuple[list[str], Ledger]:
        """Likewise, with what the request used."""
        with entered(Scope()) as scope:
            found = [one for chunk in await self.windows.load(wanted) for one in chunk]
            return [one.id for one in self.windows.cut(wanted, found)], scope.ledger
