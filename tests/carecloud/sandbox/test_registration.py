"""Customers who are registered."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.carecloud.sandbox.project import ANA, SEED_CUSTOMER, TODAYS_CUSTOMER, Caller, reasons


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
