"""Pictures of the vendors', over real sockets on both sides."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from gateway.http.app import application
from gateway.process import assemble
from gateway.reading import read_settings
from gateway.registry import entries
from gateway.sandbox.town import House, Town
from tests.http.conftest import Served, serve_app
from tests.http.toy import Toy

ONLY = ("open_loyalty",)
ALL = "{ rewardCampaigns(first: 100) { nodes { photoUrl } } }"
PHOTO = "GET /api/campaign/.*/photo"


@asynccontextmanager
async def pictures(**settings: str) -> AsyncIterator[tuple[Served, House]]:
    """A gateway over Open Loyalty's stand-in."""
    async with Town(names=ONLY).opened() as town:
        given = {"GATEWAY_AUTH": "none", "OPEN_LOYALTY_TIMEOUT_S": "0.5", **town.settings, **settings}
        process = assemble(read_settings(given, entries(ONLY)), entries(ONLY))
        async with serve_app(application(process), Toy()) as served:
            yield served, town.open_loyalty


async def url_of(served: Served) -> str:
    """The address of a campaign's picture, as the graph tells it."""
    nodes = (await served.ask(ALL)).json()["data"]["rewardCampaigns"]["nodes"]
    return next(str(node["photoUrl"]) for node in nodes if node["photoUrl"])


async def test_a_campaigns_picture_is_passed_on() -> None:
    """With its type, its length and an ETag, and for this caller's cache only."""
    async with pictures() as (served, house):
        url = await url_of(served)
        answer = await served.http.get(url)
        again = await served.http.get(url, headers={"if-none-match": f'"other", {answer.headers["etag"]}'})

        assert answer.status_code == 200
        assert answer.headers["content-type"] == "image/png"
        assert answer.content.startswith(b"\x89PNG")
        assert int(answer.headers["content-length"]) == len(answer.content)
        assert answer.headers["cache-control"] == "private, max-age=60"
        assert (again.status_code, again.content) == (304, b"")
        assert house.hits(PHOTO) == 2


@pytest.mark.parametrize(
    "path",
    [
        "/media/open-loyalty/campaign/unknown/photo",
        "/media/open-loyalty/customer/1/photo",
        "/media/open-loyalty/campaign/%2e%2e/photo",
        "/media/open-loyalty/campaign/a%2fb/photo",
        "/media/open-loyalty/campaign/a%3fb/photo",
        "/media/nobody/campaign/1/photo",
        "/media/open-loyalty/campaign/1",
        "/media/",
    ],
)
async def test_what_has_no_picture_is_a_404(path: str) -> None:
    """And an id that isn't one never becomes part of a vendor's path."""
    async with pictures() as (served, house):
        answer = await served.http.get(path)

        assert answer.status_code == 404
        assert answer.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"
        assert house.hits(PHOTO) == ("unknown" in path)


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("500", 502, "VENDOR_UNAVAILABLE"),
        ("closed", 502, "VENDOR_UNAVAILABLE"),
        ("half body", 502, "VENDOR_UNAVAILABLE"),
        ("garbage", 502, "VENDOR_MALFORMED"),
        ("401", 502, "VENDOR_AUTH_FAILED"),
        ("429", 503, "VENDOR_RATE_LIMITED"),
        ("hang", 504, "VENDOR_TIMEOUT"),
    ],
)
async def test_a_vendor_in_trouble_is_told_as_such(fault: str, status: int, code: str) -> None:
    """Never as half a picture, and never as something else than a picture under our own origin."""
    async with pictures() as (served, house):
        url = await url_of(served)
        house.fault(fault, only=lambda _method, path: path.endswith("/photo"))
        answer = await served.http.get(url)

        assert answer.status_code == status
        told = answer.json()["errors"][0]["extensions"]
        assert (told["code"], told["vendor"]) == (code, "OPEN_LOYALTY")
        assert told["retryable"] == (code not in ("VENDOR_MALFORMED", "VENDOR_AUTH_FAILED"))
        assert told.get("retryAfter") == (30 if fault == "429" else None)
        assert answer.headers.get("retry-after") == ("30" if fault == "429" else None)


async def test_pictures_are_under_the_graphs_authorization(no_keys: str) -> None:
    """Without a credential nothing is asked of the vendor."""
    async with pictures(GATEWAY_AUTH="keys", GATEWAY_API_KEYS_FILE=no_keys) as (served, house):
        answer = await served.http.get("/media/open-loyalty/campaign/1/photo")

        assert answer.status_code == 401
        assert len(house.calls) == 0
