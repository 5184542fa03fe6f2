"""The lists about no customer in particular. Docs: "List Catalogues" to "List Channels"."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from loaders.footprints.sandbox.catalogue import Catalogue, Rows
from loaders.footprints.sandbox.paging import page_of, positive
from loaders.footprints.sandbox.tokens import Endpoint

# The page states no size.
_PAGE_SIZE = 10


class Listings:
    """Bare arrays; the three catalogues are paged, and say so in headers only."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    async def categories(self, request: Request) -> Response:
        """GET /api/offerCategory."""
        return _paged(request, self._catalogue.categories)

    async def offers(self, request: Request) -> Response:
        """GET /api/offer. The Node sample asks for /api/offerCategory instead; the request line is right."""
        return _paged(request, self._catalogue.offers)

    async def skus(self, request: Request) -> Response:
        """GET /api/sku. As for offers."""
        return _paged(request, self._catalogue.skus)

    async def locations(self, request: Request) -> Response:
        """GET /api/location, of a country or county if asked; rows name neither."""
        country, county = (request.query_params.get(name, "").lower() for name in ("country_name", "county_name"))
        places = {id_: (place[0].lower(), place[1].lower()) for id_, place in self._catalogue.counties.items()}
        return JSONResponse(
            [
                row
                for id_, row in self._catalogue.locations.items()
                if country in ("", places[id_][0]) and county in ("", places[id_][1])
            ]
        )


def whole(rows: Rows) -> Endpoint:
    """Return an endpoint that answers all rows at once."""

    async def endpoint(_: Request) -> Response:
        return JSONResponse(list(rows.values()))

    return endpoint


def _paged(request: Request, rows: Rows) -> Response:
    page = positive(request.query_params, "page", 1)
    headers = {
        "Access-Control-Expose-Headers": "X-Total-Pages, X-Records, X-Current-Page",
        "X-Current-Page": str(page),
        "X-Records": str(len(rows)),
        "X-Total-Pages": str(-(-len(rows) // _PAGE_SIZE)),
    }
    return JSONResponse(page_of(list(rows.values()), page, _PAGE_SIZE), headers=headers)
