"""The stand-in's application: every documented route and who may call it. Anything else answers 404."""

from collections.abc import Callable, Sequence
from datetime import datetime
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from loaders.open_loyalty.sandbox.access import Access, Endpoint
from loaders.open_loyalty.sandbox.answers import Refused, answer
from loaders.open_loyalty.sandbox.campaigns import Campaigns
from loaders.open_loyalty.sandbox.customers import Customers
from loaders.open_loyalty.sandbox.groups import Groups
from loaders.open_loyalty.sandbox.photos import Photos
from loaders.open_loyalty.sandbox.points import Points
from loaders.open_loyalty.sandbox.programme import Programme
from loaders.open_loyalty.sandbox.purchases import Purchases
from loaders.open_loyalty.sandbox.seed_members import fill
from loaders.open_loyalty.sandbox.tokens import Tokens
from loaders.open_loyalty.sandbox.transactions import Transactions
from loaders.sandbox.people import Person


def stand_in(people: Sequence[Person], now: Callable[[], datetime]) -> Starlette:
    """The vendor with these people's rows.

    `state.expire_tokens()` makes every token issued so far invalid. `state.ignores_page = True` makes it server 2.9.1,
    which ignores `page` on search-backed lists.
    """
    programme, tokens = Programme(now), Tokens(now)
    fill(programme, people)
    routes = [
        *_token_routes(Access(tokens)),
        *_seed_routes(Access(tokens), programme),
        *_seller_routes(Access(tokens), programme),
        *_beyond_routes(Access(tokens), programme),
    ]
    app = Starlette(routes=routes, exception_handlers={Refused: _refusal, HTTPException: _http_error})
    app.router.redirect_slashes = False
    app.state.expire_tokens = tokens.expire
    app.state.ignores_page = False
    return app


def _token_routes(access: Access) -> list[Route]:
    return [
        _route("POST", "/api/admin/login_check", access.log_in_as("admin")),
        _route("POST", "/api/seller/login_check", access.log_in_as("seller")),
        _route("POST", "/api/token/refresh", access.refresh),
        _route("GET", "/api/token/revoke", access.revoke),
    ]


def _seed_routes(access: Access, programme: Programme) -> list[Route]:
    campaigns, photos, purchases = Campaigns(programme), Photos(programme), Purchases(programme)
    campaign, customer = "/api/campaign/{campaign}", "/api/admin/customer/{customer}/campaign"
    table: list[tuple[str, str, Endpoint]] = [
        # Not in the seed, but before {campaign} would take it for an id.
        ("GET", "/api/campaign/bought", purchases.bought_by_anybody),
        ("POST", "/api/campaign", campaigns.create),
        ("GET", "/api/campaign", campaigns.all),
        ("PUT", campaign, campaigns.update),
        ("GET", campaign, campaigns.one),
        ("GET", f"{customer}/available", purchases.available(seller=False)),
        ("POST", f"{customer}/{{campaign}}/buy", purchases.buy(seller=False)),
        ("GET", f"{campaign}/customers/visible", campaigns.visible_to),
        ("GET", f"{campaign}/photo", photos.show),
        ("DELETE", f"{campaign}/photo", photos.remove),
        ("POST", f"{campaign}/photo", photos.replace),
        ("POST", f"{campaign}/active", campaigns.switch(active=True)),
        ("POST", f"{campaign}/inactive", campaigns.switch(active=False)),
    ]
    return [_route(method, path, access.only(endpoint, "admin")) for method, path, endpoint in table]


def _seller_routes(access: Access, programme: Programme) -> list[Route]:
    campaigns, purchases, seller = Campaigns(programme), Purchases(programme), "/api/seller"
    table: list[tuple[str, str, Endpoint]] = [
        ("GET", "/campaign", campaigns.all_for_seller),
        ("GET", "/campaign/{campaign}", campaigns.one_for_seller),
        ("GET", "/customer/{customer}/campaign/available", purchases.available(seller=True)),
        ("POST", "/customer/{customer}/campaign/{campaign}/buy", purchases.buy(seller=True)),
        # Beyond the seed from here.
        ("GET", "/customer/{customer}/campaign/bought", purchases.bought),
        ("GET", "/customer/{customer}/status", Customers(programme).status),
        ("GET", "/points/transfer", Points(programme).all),
        ("GET", "/transaction", Transactions(programme).all),
    ]
    return [_route(method, seller + path, access.only(endpoint, "seller")) for method, path, endpoint in table]


def _beyond_routes(access: Access, programme: Programme) -> list[Route]:
    customers, points, groups, purchases = Customers(programme), Points(programme), Groups(programme), Purchases(programme)
    table: list[tuple[str, str, Endpoint]] = [
        ("GET", "/api/admin/customer", customers.all),
        ("GET", "/api/customer", customers.all),
        ("GET", "/api/customer/{customer}", customers.one),
        ("GET", "/api/admin/customer/{customer}/status", customers.status),
        ("GET", "/api/admin/customer/{customer}/campaign/bought", purchases.bought),
        ("POST", "/api/admin/campaign/coupons/mark_as_used", purchases.mark_as_used),
        ("GET", "/api/points/transfer", points.all),
        ("POST", "/api/points/transfer/add", points.add),
        ("POST", "/api/points/transfer/spend", points.spend),
        ("GET", "/api/transaction", Transactions(programme).all),
        ("GET", "/api/level", groups.levels),
        ("GET", "/api/level/{level}/customers", groups.in_level),
        ("GET", "/api/segment", groups.segments),
        ("GET", "/api/segment/{segment}/customers", groups.in_segment),
    ]
    search = _route("POST", "/api/pos/search/customer", access.only(customers.search, "admin", "seller"))
    return [search, *(_route(method, path, access.only(endpoint, "admin")) for method, path, endpoint in table)]


def _route(method: str, path: str, endpoint: Endpoint) -> Route:
    return Route(path, endpoint, methods=[method])


async def _refusal(_: Request, error: Exception) -> Response:
    if not isinstance(error, Refused):
        raise error
    return answer(error.body, error.status, error.headers)


async def _http_error(_: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    message = HTTPStatus(error.status_code).phrase
    return answer({"error": {"code": error.status_code, "message": message}}, error.status_code, error.headers)
