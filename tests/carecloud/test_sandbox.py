"""The stand-in CareCloud keeps to the vendor's documentation: logins, oddities, writes, refusals."""

import base64
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from loaders.carecloud.sandbox import CUSTOMER_SETTINGS, SETTINGS, URLS, stand_in
from loaders.sandbox.people import Person, people

ENTERPRISE = URLS["CARECLOUD_URL"]
CUSTOMER = "/webservice/rest-api/customer-interface/v1.0"
SEED = "/rest-api/customer-interface/v1.0"
EVERYBODY = people()
ANA = "ana.popescu0@example.com"

# The seed's own body, word for word.
SEED_CUSTOMER: dict[str, Any] = {
    "customer_sources": [{"customer_source_id": "0b1788109b8", "external_id": "94826712"}],
    "personal_information": {
        "gender": 1,
        "first_name": "John",
        "last_name": "Smith",
        "email": "happy_customer@crmcarecloud.com",
        "language_id": "en",
        "store_id": "86e05affc7a7abefc",
        "birthdate": "1993-01-21",
        "phone": "420221634695",
        "address": {"address1": "Old Town Square", "address2": "35", "zip": 11000, "city": "Prague", "country_code": "cz"},
        "agreement": {"agreement_gtc": 2, "agreement_profiling": 2, "agreement_marketing_communication": 2},
    },
    "additional_properties": [
        {
            "property_id": "wedding_date",
            "property_name": "Date of wedding",
            "property_value": "2001-08-13",
            "last_change": "2019-04-15 14:37:3.574408",
        }
    ],
    "social_network_credentials": {"social_network_id": "twitter", "social_network_token": "38e123j1jedu12d1jnjqwd"},
    "autologin": False,
    "password": "",
}
TODAYS_CUSTOMER: dict[str, Any] = {
    "customer": {"personal_information": SEED_CUSTOMER["personal_information"]},
    "customer_source": {"customer_source_id": "0b1788109b8", "external_id": "A66854921C"},
    "autologin": False,
    "property_records": [{"property_id": "visit_count", "property_value": 3}],
}
DEVICE = {
    "device": {"device_id": "d1", "device_system": "Linux", "device_name": "gateway", "device_type": "server"},
    "setup": {"language_id": "en", "allowed_gps": False, "allowed_notifications": False},
    "external_application_id": CUSTOMER_SETTINGS["CARECLOUD_APPLICATION_ID"],
}
LOGIN = {
    "user_external_application_id": SETTINGS["CARECLOUD_APPLICATION_ID"],
    "login": SETTINGS["CARECLOUD_LOGIN"],
    "password": SETTINGS["CARECLOUD_PASSWORD"],
}


class Clock:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(clock: Clock) -> Starlette:
    return stand_in(EVERYBODY, clock)


@pytest.fixture
async def http(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://carecloud") as client:
        yield client


class Caller:
    """Somebody with a token on one interface."""

    def __init__(self, http: httpx.AsyncClient, base: str, authorization: str, token: str) -> None:
        self.http, self.base, self.token = http, base, token
        self.headers = {"Authorization": authorization, "Accept-Language": "en"}

    async def get(self, path: str, params: Any = None) -> httpx.Response:
        return await self.http.get(self.base + path, params=params, headers=self.headers)

    async def post(self, path: str, body: object) -> httpx.Response:
        return await self.http.post(self.base + path, json=body, headers=self.headers)

    async def rows(self, path: str, params: Any = None) -> list[dict[str, Any]]:
        answer = await self.get(path, params)
        assert answer.status_code == 200, answer.text
        data: dict[str, Any] = answer.json()["data"]
        rows: list[dict[str, Any]] = next(value for key, value in data.items() if key != "total_items")
        return rows


@pytest.fixture
async def user(http: httpx.AsyncClient) -> Caller:
    answer = await http.post(ENTERPRISE + "/users/actions/login", json=LOGIN)
    token = answer.json()["data"]["bearer_token"]
    return Caller(http, ENTERPRISE, f"Bearer {token}", token)


@pytest.fixture
async def portal(http: httpx.AsyncClient) -> Caller:
    """bearer-customer."""
    token = (await http.post(CUSTOMER + "/tokens", json=DEVICE)).json()["data"]["token_id"]
    return Caller(http, CUSTOMER, f"Bearer {token}", token)


@pytest.fixture
async def seed(http: httpx.AsyncClient) -> Caller:
    """basic-customer."""
    answer = await http.post(SEED + "/tokens", headers={"Authorization": basic("")})
    token = answer.json()["data"]["token_id"]
    return Caller(http, SEED, basic(token), token)


def basic(token: str, name: str = CUSTOMER_SETTINGS["CARECLOUD_LOGIN"]) -> str:
    return "Basic " + base64.b64encode(f"{name}:{token}".encode()).decode()


def at(number: int) -> str:
    spelling = EVERYBODY[number].at("carecloud")
    assert spelling is not None
    return spelling.id


def reasons(answer: httpx.Response) -> list[tuple[str, str]]:
    assert answer.status_code == 400, answer.text
    error = answer.json()["error"]
    assert error["exception"] == "bad_request_exception"
    return [(invalid["name"], invalid["reason"]) for invalid in error["error_data"]["invalid_params"]]


async def log_in(caller: Caller, number: int) -> httpx.Response:
    person: Person = EVERYBODY[number]
    body = {"login_type": "email", "login_value": person.email, "password": f"Parola{number:04d}"}
    return await caller.post(f"/tokens/{caller.token}/actions/login", body)


# Tokens


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


# What an interface may see


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


# Requests the documentation doesn't know


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


# Looking customers up


@pytest.mark.parametrize(
    ("params", "numbers"),
    [
        ({"email": ANA}, [0]),
        ({"email": "nobody@example.com"}, []),
        ({"email_list[]": [EVERYBODY[3].email, EVERYBODY[1].email, "nobody@example.com"]}, [1, 3]),
        ({"customer_ids[]": [at(7), at(5)]}, [5, 7]),
        ({"phone": EVERYBODY[4].phone[1:]}, [4]),
        ({"phone": EVERYBODY[280].phone[1:]}, [280, 281]),
        ({"first_name": "Ana", "last_name": "Popescu", "birthdate": "01.01.1950"}, [0]),
        ({"email": ANA, "first_name": "Dan"}, []),
        ({"unknown": "ignored", "email": ANA}, [0]),
    ],
)
async def test_customers_are_found_by_every_filter(user: Caller, params: Any, numbers: list[int]) -> None:
    assert [row["customer_id"] for row in await user.rows("/customers", params)] == [at(number) for number in numbers]


async def test_a_person_may_have_a_dead_row_beside_the_live_one(user: Caller) -> None:
    states = {n: [row["state"] for row in await user.rows("/customers", {"email": EVERYBODY[n].email})] for n in (112, 172)}
    assert states == {112: [0, 1], 172: [2, 1]}


async def test_source_filter_counts_the_webshops_customers(user: Caller) -> None:
    webshop = (await user.rows("/customer-sources", {"customer_source_text_id": "webshop_registration"}))[0][
        "customer_source_id"
    ]
    rows = await user.rows("/customers", {"customer_source_id": webshop, "count": "1"})
    assert [row["customer_id"] for row in rows] == [at(5)]


async def test_pages_are_of_a_hundred_and_tell_the_total(user: Caller) -> None:
    known = sum(person.at("carecloud") is not None for person in EVERYBODY) + 3
    first = (await user.get("/customers")).json()["data"]
    last = (await user.get("/customers", {"offset": "200", "count": "500"})).json()["data"]

    assert (len(first["customers"]), first["total_items"]) == (100, known)
    assert (len(last["customers"]), last["total_items"]) == (known - 200, known)


async def test_rows_are_sorted_on_request(user: Caller) -> None:
    rows = await user.rows("/customers", {"sort_field": "customer_id", "sort_direction": "DESC", "count": "300"})
    ids = [row["customer_id"] for row in rows]
    assert ids == sorted(ids, reverse=True)


@pytest.mark.parametrize(
    ("params", "numbers"),
    [
        ({"card_number": EVERYBODY[0].card}, [0]),
        ({"card_number_list[]": [EVERYBODY[2].card, EVERYBODY[9].card]}, [2, 9]),
        ({"card_number": EVERYBODY[0].card, "search_secondary_card_number": "true"}, []),
        ({"card_number": f"AX{EVERYBODY[4].card[-6:]}", "search_secondary_card_number": "true"}, [4]),
        ({"customer_id": at(3), "state": "0"}, [3]),
        ({"customer_id": at(3), "is_valid": "true"}, [3]),
    ],
)
async def test_cards_carry_their_holder(user: Caller, params: Any, numbers: list[int]) -> None:
    assert [row["customer_id"] for row in await user.rows("/cards", params)] == [at(number) for number in numbers]


@pytest.mark.parametrize(
    ("params", "numbers"),
    [
        ({"external_ids[]": ["C100000", "C100007"]}, [0, 7]),
        ({"external_id": "C100003"}, [3]),
        ({"external_ids[]": "C100000", "external_id": "C100003"}, [0]),
        ({"external_ids[]": "W00005", "customer_source_id": "0b1788109b8"}, []),
        ({"external_ids[]": "W00005"}, [5]),
    ],
)
async def test_external_ids_lead_to_customers(user: Caller, params: Any, numbers: list[int]) -> None:
    rows = await user.rows("/customer-source-records", params)
    assert [row["customer_id"] for row in rows] == [at(number) for number in numbers]


async def test_search_needs_all_four_values(user: Caller) -> None:
    whole = {"first_name": "Ana", "last_name": "Popescu", "birthdate": "1950-01-01", "card_number": EVERYBODY[0].card}
    path = "/customers/actions/search-customers"
    assert await user.rows(path, {**whole, "mode": "strict"}) == [{"customer_id": at(0), "match": 100}]
    del whole["card_number"]
    assert await user.rows(path, whole) == []


async def test_customers_show_the_documented_oddities(user: Caller) -> None:
    """Upper-case e-mail, phone without a plus, absent double opt-in, an impossible birth date, nothing private."""
    ana, odd = [(await user.get(f"/customers/{at(number)}")).json()["data"] for number in (0, 235)]

    assert ana["personal_information"]["email"] == ANA.upper()
    assert ana["personal_information"]["phone"] == "40722100000"
    assert ana["personal_information"]["address"]["address3"] is None
    assert "doi_phone" not in ana and "doi_email" not in odd
    assert odd["personal_information"]["birthdate"] == "985-02-12"
    assert not any(name.startswith("_") for name in ana)


# What a customer has


async def test_everyone_has_something_different_and_ana_has_enough(user: Caller) -> None:
    async def sizes(number: int) -> dict[str, int]:
        facets = (
            "rewards",
            "vouchers",
            "cards",
            "points",
            "purchases",
            "status-records",
            "property-records",
            "interest-records",
        )
        return {facet: len(await user.rows(f"/customers/{at(number)}/{facet}")) for facet in facets}

    ana, nobody = await sizes(0), await sizes(285)
    assert ana["rewards"] >= 3 and ana["vouchers"] >= 1 and ana["points"] >= 2 and ana["purchases"] >= 2
    assert nobody != ana
    assert (await sizes(10))["rewards"] == 0
    assert (await sizes(3))["vouchers"] == 0
    assert (await sizes(4))["points"] == 0


async def test_rewards_are_filtered_by_hidden_validity_and_shown_in_the_callers_language(user: Caller) -> None:
    english = await user.rows("/rewards", {"is_valid": "true", "name": "ice"})
    user.headers["Accept-Language"] = "cs, en-gb;q=0.8"
    czech = await user.rows("/rewards", {"code": "ICE"})

    assert [row["name"] for row in english] == ["Free ice cream"]
    assert [row["name"] for row in czech] == ["Zmrzlina zdarma"]
    assert len(await user.rows("/rewards", {"is_valid": "false"})) == 3
    assert len(await user.rows("/rewards", {"code": "TEN"})) == 2
    assert {row["reward_group"] for row in await user.rows("/rewards", {"reward_group": "2"})} == {2}
    assert len(await user.rows("/rewards", {"valid_from": "2026-03-11"})) == 1


async def test_reward_stores_are_listed_only_on_request(user: Caller) -> None:
    path = f"/customers/{at(0)}/rewards"
    assert all(row["store_list"] == [] for row in await user.rows(path))
    full = await user.rows(path, {"without_stores": "false"})
    assert full[0]["store_list"][0]["store_id"] == "86e05affc7a7abefc"
    assert (await user.get(f"/rewards/{full[0]['reward_id']}")).json()["data"] == full[0]


async def test_the_seeds_own_rows_are_there(seed: Caller) -> None:
    """Its answers have no total, its reward a colon in a record id and a boolean value."""
    rewards = (await seed.get("/rewards", {"name": "2017"})).json()["data"]
    stores = (await seed.get("/stores", {"system_id": "A23753"})).json()["data"]

    assert set(rewards) == {"rewards"} and set(stores) == {"stores"}
    [reward], [store] = rewards["rewards"], stores["stores"]
    assert (reward["reward_id"], reward["priority"], reward["note"]) == ("8bdf68d3838b4e009991819e85", None, None)
    assert reward["last_change"] == "2017-06-14 10:43:49.882375"
    assert reward["additional_properties"][0]["property_record_id"] == "global:8bdf68d3838b4e009991819e85"
    assert reward["additional_properties"][0]["property_value"] is True
    assert (store["store_id"], store["name"], store["contact_email"]) == ("86e05affc7a7abefc", "Ice Cream HQ", "")
    assert store["gps_coordinates"] == {"gps_longitude": 0, "gps_latitude": 0}


@pytest.mark.parametrize(
    ("params", "count"),
    [
        ({}, 4),
        ({"visible_for_customer": "1"}, 3),
        ({"visible_for_customer": "0"}, 1),
        ({"property_id": "provided_services"}, 1),
        ({"property_id": "provided_services", "property_value": "none"}, 0),
    ],
)
async def test_stores_are_filtered(portal: Caller, params: Any, count: int) -> None:
    assert len(await portal.rows("/stores", params)) == count


@pytest.mark.parametrize(
    "path", ["interests", "customer-properties", "customer-sources", "statuses", "reward-types", "partners"]
)
async def test_project_lists_are_public(portal: Caller, user: Caller, path: str) -> None:
    assert await portal.rows(f"/{path}") == await user.rows(f"/{path}") != []


async def test_vouchers_are_valid_applied_or_expired_and_carry_their_reward(user: Caller) -> None:
    path = f"/customers/{at(0)}/vouchers"
    [valid] = await user.rows(path, {"is_valid": "true", "is_applied": "false"})
    [applied] = await user.rows(path, {"is_applied": "true"})
    [expired] = await user.rows(path, {"is_valid": "false"})

    assert valid["applied_date"] is None and applied["value"] == 3.49
    assert len({row["voucher_id"] for row in (valid, applied, expired)}) == 3
    assert valid["reward_group"] == "1" and valid["reward"]["reward_group"] == 1
    mine = await user.rows("/vouchers", {"customer_id": at(0), "reward_id": valid["reward"]["reward_id"]})
    assert valid["voucher_id"] in {row["voucher_id"] for row in mine}
    assert valid in await user.rows(f"/rewards/{valid['reward']['reward_id']}/vouchers")


async def test_purchases_show_items_only_on_request(user: Caller) -> None:
    path = f"/customers/{at(0)}/purchases"
    assert all(row["purchase_items"] == [] for row in await user.rows(path))
    assert all(row["purchase_items"] for row in await user.rows(path, {"purchase_items_extension": "true"}))
    assert len(await user.rows(path, {"payment_time_from": "2026-01-01 00:00:00"})) == 1


async def test_one_status_is_valid_now(user: Caller) -> None:
    assert len(await user.rows(f"/customers/{at(2)}/status-records")) == 3
    assert len(await user.rows(f"/customers/{at(2)}/status-records", {"valid_now": "true"})) == 1


async def test_property_values_are_of_any_type(user: Caller) -> None:
    rows = {row["property_id"]: row for row in await user.rows(f"/customers/{at(0)}/property-records")}
    assert {name: row["property_value"] for name, row in rows.items()} == {
        "wedding_date": "2001-08-13",
        "newsletter": True,
        "visit_count": 0,
    }
    assert rows["wedding_date"]["last_change"] == "2019-04-15 14:37:3.574408"
    assert rows["wedding_date"]["property_record_id"] == f"wedding_date:{at(0)}"


# Writes


async def test_the_seeds_registration_runs_as_printed(seed: Caller) -> None:
    """Token, store, customer, interest, property: no login between them, and two answers without `data`."""
    answer = await seed.post("/customers", SEED_CUSTOMER)
    assert answer.status_code == 201
    customer_id = answer.json()["data"]["customer_id"]
    path = f"/customers/{customer_id}"

    interest = {"interest_record": {"interest_id": "87d706e4864d02af7", "customer_id": customer_id}}
    prop = {"property_record": {"property_id": "87d76e48264d026dpab0f7", "customer_id": customer_id}}
    assert set((await seed.post(path + "/interest-records", interest)).json()) == {"interest_record_id"}
    assert set((await seed.post(path + "/property-records", prop)).json()) == {"property_record_id"}
    assert (await seed.get(path)).status_code == 403
    assert reasons(await seed.post(path + "/interest-records", interest)) == [("interest_id", "relation_already_exists")]


async def test_a_registered_customer_is_read_back(user: Caller) -> None:
    customer_id = (await user.post("/customers", TODAYS_CUSTOMER)).json()["data"]["customer_id"]
    [row] = await user.rows("/customers", {"email": "happy_customer@crmcarecloud.com"})

    assert row["customer_id"] == customer_id
    assert row["personal_information"]["address"]["zip"] == "11000"
    assert [
        record["customer_id"] for record in await user.rows("/customer-source-records", {"external_ids[]": "A66854921C"})
    ] == [customer_id]
    [record] = await user.rows(f"/customers/{customer_id}/property-records")
    assert record["property_value"] == 3
    assert len(await user.rows(f"/customers/{customer_id}/rewards")) > 3
    assert await user.rows(f"/customers/{customer_id}/vouchers") == []


async def test_autologin_logs_the_token_in(portal: Caller) -> None:
    body = {**TODAYS_CUSTOMER, "autologin": True}
    assert reasons(await portal.post("/customers", body)) == [("password", "required")]
    assert reasons(await portal.post("/customers", {**body, "password": "short"})) == [("password", "invalid_value_format")]

    customer_id = (await portal.post("/customers", {**body, "password": "Long-enough-1"})).json()["data"]["customer_id"]
    assert [row["customer_id"] for row in await portal.rows("/customers")] == [customer_id]


@pytest.mark.parametrize(
    ("change", "invalid"),
    [
        ({"email": ANA}, ("email", "already_exists")),
        ({"email": "no address"}, ("email", "invalid_value_format")),
        ({"phone": "+420221634695"}, ("phone", "invalid_value_format")),
        ({"birthdate": "21.01.1993"}, ("birthdate", "invalid_value_format")),
        ({"store_id": "unknown"}, ("store_id", "not_found")),
        ({"gender": 6}, ("gender", "not_allowed_value")),
        ({"language_id": None}, ("language_id", "empty")),
        ({"agreement": {"agreement_gtc": 3}}, ("agreement_gtc", "not_allowed_value")),
    ],
)
async def test_registration_names_the_wrong_field(seed: Caller, change: Mapping[str, Any], invalid: tuple[str, str]) -> None:
    body = {**SEED_CUSTOMER, "personal_information": {**SEED_CUSTOMER["personal_information"], **change}}
    assert reasons(await seed.post("/customers", body)) == [invalid]


async def test_the_two_registration_bodies_are_not_mixed_up(seed: Caller, user: Caller) -> None:
    assert reasons(await seed.post("/customers", TODAYS_CUSTOMER)) == [("personal_information", "required")]
    assert reasons(await user.post("/customers", SEED_CUSTOMER)) == [("customer", "required")]


async def test_a_refused_registration_leaves_nothing_behind(user: Caller) -> None:
    body = {**TODAYS_CUSTOMER, "customer_source": {"customer_source_id": "0b1788109b8", "external_id": "C100000"}}
    assert reasons(await user.post("/customers", body)) == [("external_id", "relation_already_exists")]
    assert await user.rows("/customers", {"email": "happy_customer@crmcarecloud.com"}) == []


async def test_today_records_are_wrapped_and_read_back(user: Caller) -> None:
    path = f"/customers/{at(0)}"
    interest = {"interest_record": {"interest_id": "87d706e4864d02af7", "customer_id": at(0)}}
    value = [{"id": "b", "name": "Blue"}]
    prop = {"property_record": {"property_id": "favourites", "property_value": value}}
    source = {"customer_source_record": {"customer_source_id": "0b1788109b8", "external_id": "NEW-1"}}

    created = [
        (await user.post(f"{path}/{kind}", body)).json()["data"]
        for kind, body in (("interest-records", interest), ("property-records", prop), ("customer-source-records", source))
    ]

    assert created[0].items() <= (await user.rows(path + "/interest-records"))[-1].items()
    assert (await user.rows(path + "/property-records"))[-1]["property_value"] == value
    assert [row["external_id"] for row in await user.rows(path + "/customer-source-records")] == ["C100000", "NEW-1"]
    assert created[1] == {"property_record_id": f"favourites:{at(0)}"}


@pytest.mark.parametrize(
    ("path", "body", "invalid"),
    [
        ("interest-records", {}, ("interest_record", "required")),
        ("interest-records", {"interest_record": {"interest_id": "x"}}, ("customer_id", "required")),
        (
            "interest-records",
            {"interest_record": {"interest_id": "x", "customer_id": at(1)}},
            ("customer_id", "not_allowed_value"),
        ),
        ("interest-records", {"interest_record": {"interest_id": "x", "customer_id": at(0)}}, ("interest_id", "not_found")),
        ("property-records", {"property_record": {"property_id": "x"}}, ("property_id", "not_found")),
        ("property-records", {"property_record": {"property_id": "newsletter"}}, ("property_id", "relation_already_exists")),
        ("customer-source-records", {"customer_source_record": {}}, ("customer_source_id", "required")),
    ],
)
async def test_records_name_the_wrong_field(user: Caller, path: str, body: object, invalid: tuple[str, str]) -> None:
    assert reasons(await user.post(f"/customers/{at(0)}/{path}", body)) == [invalid]


async def test_a_deleted_customer_takes_nothing(user: Caller) -> None:
    [dead, _] = await user.rows("/customers", {"email": EVERYBODY[112].email})
    body = {"property_record": {"property_id": "newsletter", "property_value": True}}
    answer = await user.post(f"/customers/{dead['customer_id']}/property-records", body)
    assert reasons(answer) == [("customer_id", "deleted")]


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
