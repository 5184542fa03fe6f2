"""A list that isn't what the documentation says decides nothing."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from gateway.sandbox.town import Town, serve_app
from loaders.identity.handle import Handle, Kind
from loaders.open_loyalty.tags import OpenLoyaltyTags
from tests.batching.conftest import Counted, emails
from tests.conftest import make
from tests.invalidation.asking import still

MANY = "query Many($by: [CustomerKey!]!) { customers(by: $by) { purchases { couponCode } } }"


def listless() -> Starlette:
    """Open Loyalty as an installation that searches, and has nobody in its list."""

    async def login(_: Request) -> JSONResponse:
        return JSONResponse({"token": "jwt", "refresh_token": "more"})

    async def customers(request: Request) -> JSONResponse:
        email = request.query_params.get("email")
        rows = [{"customerId": email, "email": email, "campaignPurchases": []}] if email else []
        return JSONResponse({"customers": rows, "total": len(rows)})

    return Starlette(routes=[Route("/api/admin/login_check", login, methods=["POST"]), Route("/api/admin/customer", customers)])


async def test_an_empty_list_sends_everybody_to_the_search(sandbox: Town) -> None:
    """Nobody is unknown because a list is empty."""
    people = [person for person in sandbox.people if len(person.known_to) == 5][:60]
    async with serve_app(listless()) as port:
        gateway = make({**sandbox.settings, "OPEN_LOYALTY_URL": f"http://127.0.0.1:{port}"})
        answer = await gateway.query(MANY, by=[{"email": person.email} for person in people])
        await gateway.process.close()

    assert answer.errors == []
    assert [one["purchases"] for one in answer.data["customers"]] == [[]] * 60


async def test_sixty_more_within_the_half_minute_cost_nothing(sandbox: Town) -> None:
    """The list's pages are kept as long as what is taken from them, unless somebody on them bought something or is new."""
    gateway = still(sandbox)
    counted = Counted(gateway, sandbox)
    tags = gateway.process.vendors["open_loyalty"].tags
    assert isinstance(tags, OpenLoyaltyTags)
    people = counted.known_to("open_loyalty")
    groups = [emails(people[start : start + 52]) for start in range(0, 208, 52)]
    buyer = people[60].at("open_loyalty")
    assert buyer is not None
    bought = tags.of_purchase(buyer.id, "c")
    registered = tags.of_handle(Handle(Kind.EMAIL, "new.here@example.com"))
    for by, stale, calls in (
        (groups[0], (), 3),
        (groups[1], (), 0),
        (groups[1], bought, 1),  # The buyer's row is gone and the others' are not; so is the list, for one person too dear.
        (groups[2], (), 3),
        (groups[3], registered, 3),
    ):
        await gateway.process.cache.forget(stale)
        await counted.data(MANY, by=by)
        assert counted.calls("open_loyalty").get("GET /api/admin/customer", 0) == calls
    await gateway.process.close()
