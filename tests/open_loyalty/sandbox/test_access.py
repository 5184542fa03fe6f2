"""Logins, tokens, and whose paths are whose."""

import base64
import json
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette

from loaders.open_loyalty.sandbox import URLS
from tests.open_loyalty.sandbox.programme import Clock


async def test_a_login_yields_a_token_that_says_when_it_expires(stranger: httpx.AsyncClient, clock: Clock) -> None:
    answered = await stranger.post("/api/admin/login_check", json={"_username": "admin", "_password": "open"})
    claims = answered.json()["token"].split(".")[1]

    assert json.loads(base64.urlsafe_b64decode(claims + "=="))["exp"] == clock().timestamp() + 86_400
    assert URLS == {"OPEN_LOYALTY_URL": ""}


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("/api/admin/login_check", {"_username": "admin", "_password": "wrong"}, 401),
        ("/api/seller/login_check", {"_username": "admin", "_password": "open"}, 401),
        ("/api/admin/login_check", {"username": "admin", "password": "open"}, 400),
        ("/api/token/refresh", {"refresh_token": "unknown"}, 401),
    ],
)
async def test_wrong_credentials_are_refused(stranger: httpx.AsyncClient, path: str, form: dict[str, str], status: int) -> None:
    assert (await stranger.post(path, data=form)).status_code == status


@pytest.mark.parametrize(
    ("path", "headers", "status", "body"),
    [
        ("/api/campaign", {}, 401, {"code": 401, "message": "JWT Token not found"}),
        ("/api/admin/customer", {}, 401, {"message": "Authentication Required"}),
        ("/api/campaign", {"Authorization": "Bearer made-up"}, 401, {"code": 401, "message": "Invalid JWT Token"}),
        ("/api/admin/customer", {"X-AUTH-TOKEN": "wrong"}, 403, {"message": "Invalid permanent token"}),
        ("/api/customer", {"X-AUTH-TOKEN": "stand-in-permanent-key"}, 401, {"code": 401, "message": "JWT Token not found"}),
    ],
)
async def test_nobody_comes_in_without_a_token(
    stranger: httpx.AsyncClient, path: str, headers: dict[str, str], status: int, body: dict[str, object]
) -> None:
    answered = await stranger.get(path, headers=headers)

    assert (answered.status_code, answered.json()) == (status, body)


async def test_the_permanent_key_opens_the_admin_list(stranger: httpx.AsyncClient) -> None:
    headers = {"X-AUTH-TOKEN": "stand-in-permanent-key"}

    assert (await stranger.get("/api/admin/customer", headers=headers)).json()["total"] > 200


async def test_each_role_keeps_to_its_paths(admin: httpx.AsyncClient, seller: httpx.AsyncClient) -> None:
    assert (await admin.get("/api/seller/campaign")).status_code == 403
    assert (await seller.get("/api/campaign")).status_code == 403


async def test_an_old_token_is_refused_and_a_refresh_helps(stranger: httpx.AsyncClient, clock: Clock) -> None:
    form = {"_username": "admin", "_password": "open"}
    pair = (await stranger.post("/api/admin/login_check", data=form)).json()
    clock.at += timedelta(days=1)
    refused = await stranger.get("/api/level", headers={"Authorization": f"Bearer {pair['token']}"})
    fresh = (await stranger.post("/api/token/refresh", data={"refresh_token": pair["refresh_token"]})).json()

    assert (refused.status_code, refused.json()["message"]) == (401, "Expired JWT Token")
    stranger.headers["Authorization"] = f"Bearer {fresh['token']}"
    assert (await stranger.get("/api/level")).status_code == 200
    assert (await stranger.get("/api/token/revoke")).json() == []
    assert (await stranger.post("/api/token/refresh", data={"refresh_token": pair["refresh_token"]})).status_code == 401


async def test_all_tokens_can_be_expired_at_once(app: Starlette, admin: httpx.AsyncClient) -> None:
    app.state.expire_tokens()

    assert (await admin.get("/api/campaign")).status_code == 401
