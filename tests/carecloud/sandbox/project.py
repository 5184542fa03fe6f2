"""A project at the stand-in, by a clock that is turned, and those who call it."""

import base64
from datetime import UTC, datetime
from typing import Any

import httpx

from loaders.carecloud.sandbox import CUSTOMER_SETTINGS, SETTINGS, URLS
from loaders.sandbox.people import people

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
