"""Interests and properties that are noted."""

import pytest

from tests.carecloud.sandbox.project import EVERYBODY, Caller, at, reasons


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
