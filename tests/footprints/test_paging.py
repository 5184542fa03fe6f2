"""Vendors that page otherwise than our stand-in: smaller pages, repeated pages, no headers. The documentation rules none of it out."""

from collections.abc import Callable
from datetime import date

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gateway.registry import StandIn
from gateway.sandbox.town import House
from loaders.footprints import Footprints
from loaders.footprints.sandbox import SETTINGS, URLS
from loaders.footprints.settings import FootprintsSettings
from loaders.upstream.cache.cache import Cache
from loaders.upstream.errors import TooLarge
from loaders.upstream.vendor import Kit
from loaders.upstream.windows.calendar import Days
from tests.footprints.conftest import wire

Rows = Callable[[int, int], list[dict[str, object]]]
"""The rows of a page, given its number and the size asked for."""

DAYS = Days(date(2018, 11, 25), date(2018, 12, 31))


def rows(start: int, end: int) -> list[dict[str, object]]:
    return [{"_id": str(number), "createdAt": "2018-12-01T00:00:00.000Z"} for number in range(start, end)]


class Elsewhere:
    """A server that pages in its own way."""

    def __init__(self, page: Rows, **headers: str) -> None:
        self._page, self._headers = page, headers
        self.house = House(StandIn("footprints", self._app, SETTINGS, URLS), lambda: None)  # type: ignore[arg-type,return-value]  # it needs no clock

    def _app(self, *_: object) -> Starlette:
        async def token(_: Request) -> Response:
            return JSONResponse(wire("token"))

        async def listing(request: Request) -> Response:
            query = request.query_params
            rows_of_page = self._page(int(query["page"]), int(query.get("pageSize", "0")))
            return JSONResponse(rows_of_page, headers={name.replace("_", "-"): value for name, value in self._headers.items()})

        listings = [Route(path, listing) for path in ("/api/lead", "/api/offer")]
        return Starlette(routes=[Route("/api/token", token, methods=["POST"]), *listings])

    async def leads(self) -> tuple[int, int]:
        """Read a window; return how many leads it has and how many calls it took."""
        vendor = await self._vendor()
        return await self._closed(vendor, len(await vendor.reads.leads.created(DAYS)), "GET /api/lead")

    async def offers(self) -> tuple[int, int]:
        """Read the catalogue of offers, likewise."""
        vendor = await self._vendor()
        return await self._closed(vendor, len(await vendor.reads.catalogue.offers()), "GET /api/offer")

    async def _vendor(self) -> Footprints:
        await self.house.open()
        names = {name.removeprefix("FOOTPRINTS_").lower(): value for name, value in self.house.settings.items()}
        return Footprints(FootprintsSettings.model_validate(names), Kit(cache=Cache(None, b"secret")))

    async def _closed(self, vendor: Footprints, count: int, line: str) -> tuple[int, int]:
        await vendor.close()
        await self.house.shut()
        return count, self.house.hits(line)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (lambda number, size: rows((number - 1) * size, min(number * size, 1130)), (1130, 3)),
        (lambda number, size: rows((number - 1) * 25, min(number * 25, 60)), (60, 3)),
        (lambda number, size: rows((number - 1) * 25, min(number * 25, 50)), (50, 3)),
        (lambda number, size: rows(0, 40), (40, 2)),
        (lambda number, size: rows(0, 9) if number == 1 else [], (9, 1)),
        (lambda number, size: [], (0, 1)),
    ],
    ids=["as asked", "smaller pages", "a full last page", "the same page again", "few", "none"],
)
async def test_leads_are_read_to_the_end(page: Rows, expected: tuple[int, int]) -> None:
    """The list of leads doesn't say how long it is: read on until a page is short, empty or a repetition."""
    assert await Elsewhere(page).leads() == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (lambda number, size: rows((number - 1) * 10, min(number * 10, 25)), (25, 3)),
        (lambda number, size: rows(0, 10), (10, 2)),
        (lambda number, size: [], (0, 1)),
    ],
    ids=["pages", "the same page again", "none"],
)
async def test_catalogues_without_headers_are_read_to_the_end(page: Rows, expected: tuple[int, int]) -> None:
    """A proxy may drop the headers that count the pages."""
    assert await Elsewhere(page).offers() == expected


@pytest.mark.parametrize(("headers", "calls"), [({"x_total_pages": "201"}, 1), ({}, 200)], ids=["counted", "uncounted"])
async def test_a_longer_catalogue_than_is_read_is_an_error_and_no_part_of_it(headers: dict[str, str], calls: int) -> None:
    """Nobody could tell the part from the whole; where the vendor counts, nothing is read in vain."""
    elsewhere = Elsewhere(lambda number, size: rows(number * 10, number * 10 + 10), **headers)

    with pytest.raises(TooLarge, match="at most 200 pages of offers"):
        await elsewhere.offers()

    assert elsewhere.house.hits("GET /api/offer") == calls
    await elsewhere.house.shut()


async def test_a_strange_count_of_pages_is_none() -> None:
    """Then it is read on until a page brings nothing new."""
    assert await Elsewhere(lambda number, size: rows(0, 10), x_total_pages="\xb2").offers() == (10, 2)
