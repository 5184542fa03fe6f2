"""The token, and the limit of calls."""

from datetime import timedelta

import pytest

from loaders.tracksale.sandbox import URLS
from tests.tracksale.sandbox.account import NOW, TOKEN, Vendor


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (f"bearer {TOKEN}", 200),
        (f"Bearer {TOKEN}", 200),
        ("bearer wrong", 401),
        (TOKEN, 401),
        (f"Basic {TOKEN}", 401),
        ("", 401),
    ],
)
async def test_the_token_opens_both_hosts(vendor: Vendor, sent: str, status: int) -> None:
    """The raw token follows the word bearer, on v2 and on v3."""
    for path in ("/v2/campaign", "/dispatch"):
        answer = await vendor.http.get(path, headers={"authorization": sent})
        assert answer.status_code == status
        assert status == 200 or answer.json() == {"error": "Invalid token"}


async def test_no_token_is_refused_and_tokens_never_expire(vendor: Vendor) -> None:
    """Without the header it is 401; there is no expiry, so expiring tokens changes nothing."""
    vendor.app.state.expire_tokens()
    assert (await vendor.get("/v2/campaign")).status_code == 200

    del vendor.http.headers["authorization"]
    refused = await vendor.get("/v2/campaign")
    assert (refused.status_code, refused.json()) == (401, {"error": "Token not provided"})


def test_one_app_serves_both_urls() -> None:
    assert dict(URLS) == {"TRACKSALE_URL": "", "TRACKSALE_V3_URL": ""}


async def test_the_call_limit_sleeps_until_switched_on(vendor: Vendor) -> None:
    """1001 calls at once pass while the limit is off."""
    for _ in range(1001):
        assert (await vendor.get("/v2/widget/widget51")).status_code == 200


async def test_more_than_a_thousand_calls_in_five_minutes_ask_for_a_captcha(vendor: Vendor) -> None:
    """The 1001st call answers 405 with a page, and so does everything after it, even hours later, until it is solved."""
    vendor.app.state.limit_calls = True
    for _ in range(1000):
        assert (await vendor.get("/v2/widget/widget51")).status_code == 200
    for path in ("/v2/widget/widget51", "/dispatch", "/nowhere"):
        locked = await vendor.get(path)
        assert locked.status_code == 405
        assert locked.headers["content-type"].startswith("text/html")
        assert "CAPTCHA" in locked.text
    vendor.clock.now += timedelta(hours=2)
    assert (await vendor.get("/v2/campaign")).status_code == 405

    vendor.app.state.solve_captcha()
    assert (await vendor.get("/v2/campaign")).status_code == 200


async def test_the_call_limit_slides(vendor: Vendor) -> None:
    """Calls older than five minutes no longer count, one by one."""
    vendor.app.state.limit_calls = True
    for half in range(2):
        vendor.clock.now = NOW + timedelta(seconds=150 * half)
        for _ in range(500):
            await vendor.get("/v2/widget/widget51")
    vendor.clock.now = NOW + timedelta(seconds=300)
    for _ in range(500):
        assert (await vendor.get("/v2/widget/widget51")).status_code == 200
    assert (await vendor.get("/v2/widget/widget51")).status_code == 405


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v2/customer", 404),
        ("GET", "/v2/report/DETALHES", 404),
        ("GET", "/dispatch/ABCDEFG123", 404),
        ("GET", "/v2/campaign/", 404),
        ("GET", "/v2/campaign/99", 404),
        ("GET", "/v2/widget/none", 404),
        ("GET", "/v2/answers", 405),
        ("POST", "/v2/campaign", 405),
        ("POST", "/v2/report/answer", 405),
    ],
)
async def test_what_nobody_documented_is_refused_as_json(vendor: Vendor, method: str, path: str, status: int) -> None:
    """Unlike the CAPTCHA's 405, the router's is JSON."""
    answer = await vendor.http.request(method, path)
    assert answer.status_code == status
    assert "error" in answer.json()
