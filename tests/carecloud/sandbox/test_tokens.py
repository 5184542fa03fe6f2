"""Three ways to be let in, and how long each lasts."""

from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette

from loaders.carecloud.sandbox import SETTINGS
from tests.carecloud.sandbox.project import CUSTOMER, DEVICE, ENTERPRISE, LOGIN, SEED, Caller, Clock, basic, reasons


async def test_user_login_answers_local_valid_to_and_a_numeric_phone(http: httpx.AsyncClient) -> None:
    """Seven hours later in Bucharest (UTC+2 in March), without an offset."""
    data = (await http.post(ENTERPRISE + "/users/actions/login", json=LOGIN)).json()["data"]

    assert data["valid_to"] == "2026-03-10 21:00:00"
    assert data["user"]["phone"] == 420123828931


@pytest.mark.parametrize("wrong", ["user_external_application_id", "login", "password"])
async def test_wrong_user_credentials_are_401_and_missing_ones_400(http: httpx.AsyncClient, wrong: str) -> None:
    answer = await http.post(ENTERPRISE + "/users/actions/login", json={**LOGIN, wrong: "no"})
    assert answer.status_code == 401

    without = {name: value for name, value in LOGIN.items() if name != wrong}
    assert reasons(await http.post(ENTERPRISE + "/users/actions/login", json=without)) == [(wrong, "required")]


@pytest.mark.parametrize(
    "authorization", ["", "Bearer nonsense", "Bearer", "Basic !!!", "Digest x", basic("nonsense"), basic("", "somebody")]
)
@pytest.mark.parametrize("base", [ENTERPRISE, CUSTOMER, SEED])
async def test_no_data_without_a_token(http: httpx.AsyncClient, base: str, authorization: str) -> None:
    answer = await http.get(base + "/stores", headers={"Authorization": authorization})

    assert answer.status_code == 401
    assert set(answer.json()["error"]) == {"type", "exception", "title", "detail", "error_data"}


async def test_a_token_serves_its_own_interface_and_scheme_only(user: Caller, portal: Caller, seed: Caller) -> None:
    for base, authorization in (
        (CUSTOMER, user.headers["Authorization"]),
        (ENTERPRISE, portal.headers["Authorization"]),
        (CUSTOMER, f"Bearer {seed.token}"),
        (CUSTOMER, basic(portal.token)),
    ):
        answer = await user.http.get(base + "/stores", headers={"Authorization": authorization})
        assert answer.status_code == 401


async def test_user_tokens_die_after_seven_hours_and_customer_tokens_do_not(user: Caller, portal: Caller, clock: Clock) -> None:
    clock.time += timedelta(hours=6, minutes=59)
    assert (await user.get("/stores")).status_code == 200
    clock.time += timedelta(minutes=1)

    assert (await user.get("/stores")).status_code == 401
    assert (await portal.get("/stores")).status_code == 200


async def test_all_tokens_can_be_expired_at_once(app: Starlette, user: Caller, portal: Caller, seed: Caller) -> None:
    app.state.expire_tokens()

    for caller in (user, portal, seed):
        assert (await caller.get("/stores")).status_code == 401


async def test_a_second_token_of_a_device_ends_the_first(portal: Caller) -> None:
    other = {**DEVICE, "device": {**DEVICE["device"], "device_id": "d2"}}  # type: ignore[dict-item]  # DEVICE mixes types
    await portal.http.post(CUSTOMER + "/tokens", json=other)
    assert (await portal.get("/stores")).status_code == 200

    await portal.http.post(CUSTOMER + "/tokens", json=DEVICE)
    assert (await portal.get("/stores")).status_code == 401


async def test_basic_tokens_need_the_user_name_alone(http: httpx.AsyncClient) -> None:
    """The seed's sample, with a blank after the colon, is accepted as well."""
    for authorization, status in (
        ("Basic Y3VzdG9tZXJfaW50ZXJmYWNlOiA=", 201),
        (basic(""), 201),
        (basic("secret"), 401),
        (basic("", "somebody"), 401),
    ):
        answer = await http.post(SEED + "/tokens", headers={"Authorization": authorization})
        assert answer.status_code == status


@pytest.mark.parametrize("absent", ["device", "setup", "external_application_id"])
async def test_todays_tokens_need_device_setup_and_application(http: httpx.AsyncClient, absent: str) -> None:
    body = {name: value for name, value in DEVICE.items() if name != absent}
    assert reasons(await http.post(CUSTOMER + "/tokens", json=body)) == [(absent, "required")]


async def test_logging_a_user_out_ends_the_token(user: Caller) -> None:
    body = {"user_external_application_id": SETTINGS["CARECLOUD_APPLICATION_ID"], "bearer_token": user.token}
    assert (await user.post("/users/actions/logout", body)).status_code == 204
    assert (await user.get("/stores")).status_code == 401
