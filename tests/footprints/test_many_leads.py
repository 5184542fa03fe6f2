"""A shop with more leads than are read at once, at a server that allows few on a page."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from pydantic import AnyHttpUrl
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gateway.sandbox.town import serve_app
from loaders.footprints.reads.leads import MOST_PAGES, LeadReads
from loaders.footprints.tags import FootprintsTags
from loaders.upstream.cache.cache import Cache
from loaders.upstream.cache.memory import MemoryCache
from loaders.upstream.policy import Policy
from loaders.upstream.settings import VendorSettings
from loaders.upstream.vendor import Kit, Plumbing
from loaders.upstream.windows.calendar import Days
from tests.upstream.clock import TurnedClock
from tests.upstream.credentials import NoCredentials

CAP, A_DAY = 10, 90
TODAY = date(2026, 11, 21)


@dataclass(slots=True)
class Shop:
    """So many leads a day, at most ten on a page whatever is asked for."""

    asked: list[tuple[str, str]] = field(default_factory=list)

    async def leads(self, request: Request) -> Response:
        """GET /api/lead."""
        query = request.query_params
        first, last = (date.fromisoformat(query[name]) for name in ("startDate", "endDate"))
        if query["page"] == "1":
            self.asked.append((query["startDate"], query["endDate"]))
        days = [last - timedelta(days=back) for back in range((last - first).days + 1)]
        rows = [{"_id": f"{day}-{number}", "createdAt": f"{day}T12:00:00Z"} for day in days for number in range(A_DAY)]
        start = (int(query["page"]) - 1) * CAP
        return JSONResponse(rows[start : start + CAP])


async def test_a_busy_day_is_read_whole():
    """Fewer days are asked for as long as there are fewer; a single one, with its neighbours, takes as many pages as it has."""
    shop, clock = Shop(), TurnedClock()
    async with serve_app(Starlette(routes=[Route("/api/lead", shop.leads)])) as port:
        cache = Cache(MemoryCache(clock, 100), b"secret")
        settings = VendorSettings(url=AnyHttpUrl(f"http://127.0.0.1:{port}"), timeout_s=60)
        plumbing = Plumbing("footprints", settings, Kit(cache=cache, clock=clock), Policy())
        client = plumbing.client(NoCredentials(), zone="UTC")
        reads = LeadReads(plumbing, client, FootprintsTags("footprints", cache, "RO", clock.now), ZoneInfo("UTC"))
        found = await reads.created(Days(TODAY, TODAY))
        await client.close()

    assert 3 * A_DAY > MOST_PAGES * CAP
    assert len({lead.id for lead in found}) == A_DAY
    assert ("2026-11-20", "2026-11-22") in shop.asked
