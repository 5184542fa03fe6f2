"""What an interface may see, and requests the documentation doesn't know."""

from typing import Any

import httpx
import pytest

from loaders.sandbox.people import Person
from tests.carecloud.sandbox.project import ANA, DEVICE, ENTERPRISE, EVERYBODY, Caller, at, reasons


async def log_in(caller: Caller, number: int) -> httpx.Response:
    person: Person = EVERYBODY[number]
    body = {"login_type": "email", "login_value": person.email, "password": f"Parola{number:04d}"}
    return await caller.post(f"/tokens/{caller.token}/actions/login", body)


@pytest.mark.parametrize("path", ["/customers", "/vouchers", "/points", "/purchases", "/customer-source-records"])
async def test_a_customer_token_sees_nobody_before_login_and_one_person_after(portal: Caller, path: str) -> None:
    assert (await portal.get(path)).status_code == 403

    assert (await log_in(portal, 0)).json() == {"data": {"customer_id": at(0)}}
    assert {row["customer_id"] for row in await portal.rows(path)} == {at(0)}

    assert (await portal.post(f"/tokens/{portal.token}/actions/logout", {})).status_code == 204
    assert (await portal.get(path)).status_code == 403


async def test_another_customer_does_not_belong_to_the_one_logged_in(seed: Caller) -> None:
    await log_in(seed, 0)

    assert (await seed.get(f"/customers/{at(0)}/rewards")).status_code == 200
    answer = await seed.get(f"/customers/{at(1)}/rewards")
    assert reasons(answer) == [("customer_id", "not_belong_to_logged_in_customer")]


@pytest.mark.parametrize(
    ("login_type", "value", "password", "status"),
    [
        ("email", ANA, "Parola0000", 200),
        ("phone", EVERYBODY[0].phone[1:], "Parola0000", 200),
        ("card", EVERYBODY[0].card, "Parola0000", 200),
        ("email", ANA, "wrong", 401),
        ("email", "nobody@example.com", "Parola0000", 401),
        ("name", "Ana", "Parola0000", 400),
    ],
)
async def test_a_person_logs_in_by_three_types(seed: Caller, login_type: str, value: str, password: str, status: int) -> None:
    body = {"login_type": login_type, "login_value": value, "password": password}
    assert (await seed.post(f"/tokens/{seed.token}/actions/login", body)).status_code == status


@pytest.mark.parametrize("path", ["/cards", "/points/actions/assign-points", "/customers/actions/search-customers"])
async def test_enterprise_resources_are_not_offered_to_customers(portal: Caller, path: str) -> None:
    answer = await portal.get(path)

    assert answer.status_code == 403
    error = answer.json()["error"]
    assert error["exception"] == "interface_not_allowed_exception"
    assert error["error_data"] == {"invalid_resource_name": path.split("/")[1], "interface": "Customer"}


async def test_tokens_are_not_offered_to_users(http: httpx.AsyncClient) -> None:
    answer = await http.post(ENTERPRISE + "/tokens", json=DEVICE)
    assert answer.status_code == 403
    assert answer.json()["error"]["error_data"] == {"invalid_resource_name": "tokens", "interface": "Enterprise"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/rewards", 405),
        ("DELETE", "/customers", 405),
        ("GET", "/nothing", 404),
        ("GET", "/stores/", 404),
        ("POST", f"/customers/{at(0)}/interst-records", 404),
        ("GET", "/customers/unknown", 404),
        ("GET", "/customers/unknown/rewards", 404),
        ("GET", "/rewards/unknown", 404),
    ],
)
async def test_wrong_routes_and_ids(user: Caller, method: str, path: str, status: int) -> None:
    answer = await user.http.request(method, ENTERPRISE + path, headers=user.headers)

    assert answer.status_code == status
    data = answer.json()["error"]["error_data"]
    assert data == {"http_method": method} if status == 405 else data["resource_name"] == path.split("/")[1]


async def test_the_enterprise_interface_has_no_seed_prefix(user: Caller) -> None:
    answer = await user.http.get("/rest-api/enterprise-interface/v1.0/stores", headers=user.headers)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("params", "invalid"),
    [
        ({"count": "0"}, ("count", "not_allowed_value")),
        ({"count": "many"}, ("count", "invalid_value_format")),
        ({"offset": "-1"}, ("offset", "not_allowed_value")),
        ({"sort_field": "nonsense"}, ("sort_field", "not_allowed_value")),
        ({"sort_direction": "asc"}, ("sort_direction", "not_allowed_value")),
        ({"email_list": ANA}, ("email_list", "invalid_value_format")),
        ({"email[]": ANA}, ("email", "invalid_value_format")),
        ({"email": ""}, ("email", "empty")),
        ({"phone": "+40722100000"}, ("phone", "invalid_value_format")),
        ({"phone": "0722100000"}, ("phone", "invalid_value_format")),
        ({"birthdate": "01/02/1950"}, ("birthdate", "invalid_value_format")),
        ({"customer_ids[]": ["x"] * 1001}, ("customer_ids", "not_allowed_value")),
    ],
)
async def test_parameters_are_read_strictly(user: Caller, params: Any, invalid: tuple[str, str]) -> None:
    assert reasons(await user.get("/customers", params)) == [invalid]


async def test_bodies_are_json_objects(user: Caller) -> None:
    url = ENTERPRISE + "/customers"
    assert (await user.http.post(url, data={"a": "b"}, headers=user.headers)).status_code == 415
    headers = {**user.headers, "Content-Type": "application/json"}
    assert (await user.http.post(url, content="{", headers=headers)).status_code == 400
    assert (await user.http.post(url, content="[]", headers=headers)).status_code == 400
