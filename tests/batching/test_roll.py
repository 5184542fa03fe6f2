"""A list that isn't what the documentation says decides nothing."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from gateway.sandbox.town import Town, serve_app
from tests.conftest import make

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
