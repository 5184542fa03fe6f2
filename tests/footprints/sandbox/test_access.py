"""Credentials, tokens, and what nobody documented."""

from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest

from loaders.footprints.sandbox import SETTINGS, URLS
from tests.footprints.sandbox.tenant import ANA, KEY, SECRET, Vendor


def test_settings_carry_the_contracts_names() -> None:
    """The URL setting is host and port alone."""
    assert URLS == {"FOOTPRINTS_URL": ""}
    assert set(SETTINGS) == {"FOOTPRINTS_KEY", "FOOTPRINTS_SECRET", "FOOTPRINTS_APP_KEY", "FOOTPRINTS_TIMEZONE"}


@pytest.mark.parametrize(
    ("form", "status", "is_hostess"),
    [
        ({"grant_type": "client_credentials"}, 200, False),
        ({"grant_type": "client_credentials", "pin": "1234567890"}, 200, True),
        ({"grant_type": "pin", "pin": "1234567890"}, 200, True),
        ({"grant_type": "pin", "pin": "1"}, 401, False),
        ({"grant_type": "pin"}, 400, False),
        ({"grant_type": "password", "username": "hostess@example.com", "password": "hostess-password"}, 200, True),
        ({"grant_type": "password", "username": "hostess@example.com", "password": "wrong"}, 401, False),
        ({"grant_type": "refresh_token"}, 400, False),
        ({}, 400, False),
    ],
)
async def test_grants(vendor: Vendor, form: dict[str, str], status: int, *, is_hostess: bool) -> None:
    """Three grants, each with its own fields in the body."""
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = await vendor.http.post("/api/token", data=form, auth=(KEY, SECRET), headers=headers)

    assert answer.status_code == status
    if status == 200:
        assert answer.json()["token_type"] == "bearer"
        assert answer.json()["expires_in"] == 31535999
        assert isinstance(answer.json()["scope"], list)
        assert ("hostess_id" in answer.json()) is is_hostess


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"data": {"grant_type": "client_credentials"}}, 401),
        ({"data": {"grant_type": "client_credentials"}, "auth": (KEY, "wrong")}, 401),
        ({"json": {"grant_type": "client_credentials"}, "auth": (KEY, SECRET)}, 415),
        ({"params": {"grant_type": "client_credentials"}, "auth": (KEY, SECRET)}, 415),
        (
            {
                "data": {"grant_type": "client_credentials"},
                "headers": {"Authorization": "Basic base64('" + b64encode(f"{KEY}:{SECRET}".encode()).decode() + "')"},
            },
            401,
        ),
    ],
)
async def test_token_is_refused(vendor: Vendor, options: dict[str, Any], status: int) -> None:
    """Without the credentials, or in another form than the page's, there is no token."""
    answer = await vendor.http.post("/api/token", **options)

    assert answer.status_code == status
    assert answer.json()["status"] == "error"


async def test_token_travels_in_the_query_until_it_expires(vendor: Vendor) -> None:
    """A header is not looked at; a year later, or when all are expired, the token is worth nothing."""
    header = {"Authorization": f"Bearer {vendor.token}"}
    assert (await vendor.http.get("/api/channels", headers=header)).status_code == 401
    assert (await vendor.http.get("/api/channels", params={"access_token": "x"})).status_code == 401
    await vendor.ask("GET", "/api/channels")

    vendor.clock.time += timedelta(seconds=31535999)
    await vendor.ask("GET", "/api/channels", status=401)


async def test_all_tokens_expire_at_once(vendor: Vendor) -> None:
    """The test bench can end every token."""
    vendor.expire_tokens()

    await vendor.ask("GET", "/api/client", params=ANA, status=401)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/customers", 404),
        ("GET", "/api/lead/", 404),
        ("POST", "/api/lead/5ce300000000000000000000/nps", 405),
        ("POST", "/mobileapi/geo", 405),
        ("POST", "/mobileapi/sensors", 405),
        ("GET", "/api/loyaltyCode/check", 405),
    ],
)
async def test_undocumented_routes(vendor: Vendor, method: str, path: str, status: int) -> None:
    """What no sample calls isn't there."""
    await vendor.ask(method, path, status=status)
