"""Vouchers and points that are written."""

from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from loaders.carecloud.sandbox import stand_in
from tests.carecloud.sandbox.project import ENTERPRISE, EVERYBODY, LOGIN, TODAYS_CUSTOMER, Caller, Clock, at, reasons


async def test_a_voucher_is_created_applied_once_and_paid_in_points(user: Caller) -> None:
    [reward] = await user.rows("/rewards", {"code": "ICE"})
    before = await balance(user, 0)
    body = {"customer_id": at(0), "code": "SPRING", "note": "hello"}
    answer = await user.post(f"/rewards/{reward['reward_id']}/actions/create-voucher", body)
    assert answer.status_code == 201
    voucher_id = answer.json()["data"]["voucher_id"]
    again = await user.post(f"/rewards/{reward['reward_id']}/actions/create-voucher", body)
    assert reasons(again) == [("code", "already_exists")]

    path = f"/vouchers/{voucher_id}/actions/apply-voucher"
    applied = {"date_applied": "2026-03-10 14:00:00", "store_id": "86e05affc7a7abefc"}
    assert reasons(await user.post(path, {})) == [("date_applied", "required")]
    assert reasons(await user.post(path, {"date_applied": "today"})) == [("date_applied", "invalid_value_format")]
    assert reasons(await user.post(path, {**applied, "store_id": "x"})) == [("store_id", "not_found")]
    done = await user.post(path, applied)
    assert (done.status_code, done.content) == (204, b"")
    assert reasons(await user.post(path, applied)) == [("voucher_id", "voucher_already_used")]

    [voucher] = await user.rows(f"/customers/{at(0)}/vouchers", {"code": "SPRING"})
    assert (voucher["applied_date"], voucher["note"]) == ("2026-03-10 14:00:00", "hello")
    assert await balance(user, 0) == before - 50.0


async def test_vouchers_are_refused_with_the_vendors_words(user: Caller) -> None:
    applied = {"date_applied": "2026-03-10 14:00:00"}
    [expired] = await user.rows(f"/customers/{at(0)}/vouchers", {"is_valid": "false"})
    answer = await user.post(f"/vouchers/{expired['voucher_id']}/actions/apply-voucher", applied)
    assert reasons(answer) == [("voucher_id", "voucher_expired")]

    [dear] = await user.rows("/rewards", {"name": "mountains"})
    create = f"/rewards/{dear['reward_id']}/actions/create-voucher"
    voucher_id = (await user.post(create, {"customer_id": at(0)})).json()["data"]["voucher_id"]
    answer = await user.post(f"/vouchers/{voucher_id}/actions/apply-voucher", applied)
    assert reasons(answer) == [("voucher_id", "not_enough_points_for_voucher")]
    assert reasons(await user.post(create, {"customer_id": "x"})) == [("customer_id", "not_found")]


@pytest.mark.parametrize("name", ["cake", "Withdrawn", "Winter", "presale"])
async def test_not_every_reward_makes_a_voucher(user: Caller, name: str) -> None:
    [reward] = await user.rows("/rewards", {"name": name})
    answer = await user.post(f"/rewards/{reward['reward_id']}/actions/create-voucher", {"customer_id": at(0)})
    assert reasons(answer) == [("reward_id", "not_allowed_value")]


async def test_points_are_assigned_reduced_and_never_overdrawn(user: Caller) -> None:
    order = {"amount": 70.5, "customer_id": at(0), "partner_id": "86e05affc7a7abe", "note": "gift"}
    before = await balance(user, 0)
    point_id = (await user.post("/points/actions/assign-points", order)).json()["data"]["point_id"]
    assert (await user.rows(f"/customers/{at(0)}/points"))[-1]["point_id"] == point_id
    assert await balance(user, 0) == before + 70.5

    assert (await user.post("/points/actions/reduce-points", {**order, "amount": 100})).status_code == 201
    assert await balance(user, 0) == before - 29.5
    too_much = await user.post("/points/actions/reduce-points", {**order, "amount": 1_000_000})
    assert reasons(too_much) == [("amount", "not_allowed_value")]


@pytest.mark.parametrize(
    ("change", "invalid"),
    [
        ({"amount": "many"}, ("amount", "invalid_value_format")),
        ({"amount": -1}, ("amount", "not_allowed_value")),
        ({"customer_id": "x"}, ("customer_id", "not_found")),
        ({"partner_id": "x"}, ("partner_id", "not_found")),
        ({"point_type_id": "x"}, ("point_type_id", "not_found")),
        ({"partner_id": None}, ("partner_id", "empty")),
    ],
)
@pytest.mark.parametrize("action", ["assign-points", "reduce-points"])
async def test_point_orders_name_the_wrong_field(
    user: Caller, action: str, change: Mapping[str, Any], invalid: tuple[str, str]
) -> None:
    order = {"amount": 1, "customer_id": at(0), "partner_id": "86e05affc7a7abe", **change}
    assert reasons(await user.post(f"/points/actions/{action}", order)) == [invalid]


async def test_the_overview_ignores_expired_points_and_bounds_only_the_past(user: Caller) -> None:
    records = await user.rows(f"/customers/{at(1)}/points")
    assert len(records) == 3
    assert await balance(user, 1) == sum(row["available_points"] for row in records[:2])

    path, params = "/wallet/actions/points-overview", {"customer_id": at(1), "date_from": "2026-03-10"}
    data = (await user.get(path, params)).json()["data"]
    assert (data["earned_points"], data["redeemed_points"]) == (0, 0)
    assert data["available_points"] == await balance(user, 1)
    assert reasons(await user.get(path)) == [("customer_id", "required")]
    assert reasons(await user.get(path, {"customer_id": "x"})) == [("customer_id", "not_found")]


async def test_two_stand_ins_are_alike_and_share_nothing(user: Caller, clock: Clock) -> None:
    await user.post("/customers", TODAYS_CUSTOMER)
    transport = httpx.ASGITransport(stand_in(EVERYBODY, clock))
    async with httpx.AsyncClient(transport=transport, base_url="http://other") as http:
        token = (await http.post(ENTERPRISE + "/users/actions/login", json=LOGIN)).json()["data"]["bearer_token"]
        other = Caller(http, ENTERPRISE, f"Bearer {token}", token)
        assert await other.rows("/customers", {"email": "happy_customer@crmcarecloud.com"}) == []
        assert await other.rows("/vouchers", {"count": "1000"}) == await user.rows("/vouchers", {"count": "1000"})


async def balance(user: Caller, number: int) -> float:
    """The available points of a person."""
    answer = await user.get("/wallet/actions/points-overview", {"customer_id": at(number)})
    points: float = answer.json()["data"]["available_points"]
    return points
