"""Writes of profiles and codes, held against the documentation's samples, and seen by the next read."""

import pytest

from tests.footprints.conftest import ANA, LOYAL, PERSON, WINTER, Desk, at, whose


async def test_update_customer_profile(desk: Desk) -> None:
    """E-mail and phone always go along, and the external id; the person is read anew. Docs: "Update customer"."""
    await desk.met(0)
    given: dict[str, object] = {"customer": whose(0), "firstName": "Test", "family": "SINGLE", "kidsAges": [3, 4.5]}
    result = "profile { id customer { firstName footprintsProfile { family kidsAges } } }"
    profile = await desk.write("updateCustomerProfile", given, result)

    (put,) = desk.house.matching("PUT /api/client")
    assert dict(put.form) == {
        "userFirstName": "Test",
        "userEmail": ANA.email,
        "userPhone": "0722100000",
        "userFamilyDetalis": "single",
        "userExternalId": "C100000",
        "kidsAge[0]": "3",
        "kidsAge[1]": "4.5",
    }
    assert profile == {
        "id": at(0),
        "customer": {"firstName": "Test", "footprintsProfile": {"family": "single", "kidsAges": [3, 4.5]}},
    }
    assert desk.calls() == {"GET /api/client": 2, "PUT /api/client": 1}


async def test_update_customer_profile_to_another_email(desk: Desk) -> None:
    """The vendor finds the record by its external id then; where there is none, the change is refused before it is sent."""
    await desk.met(0)
    given: dict[str, object] = {"customer": whose(0), "email": "new@example.com"}
    profile = await desk.write("updateCustomerProfile", given, "profile { customer { email } }")
    assert profile == {"customer": {"email": "new@example.com"}}

    await desk.met(6)
    refused = await desk.refused("updateCustomerProfile", {**given, "customer": whose(6)}, "profile { id }")
    assert refused.keys() == {"input.email"}
    assert desk.house.hits("PUT /api/client") == 1


async def test_delete_customer_profile(desk: Desk) -> None:
    """A form with DELETE, as the samples send it; the person is gone at once. Docs: "Delete customer"."""
    await desk.met(0)
    profile = await desk.write("deleteCustomerProfile", {"customer": whose(0)}, "profile { id }")

    assert desk.sent() == ("DELETE", "/api/client")
    assert desk.last.form == [("userExternalId", "C100000")]
    assert profile == {"id": at(0)}
    assert await desk.vendor.people.by_id(await desk.met(0)) is None
    await desk.met(6)
    refused = await desk.refused("deleteCustomerProfile", {"customer": whose(6)}, "profile { id }")
    assert "no external id" in refused["input.customer"]


async def test_redeem_loyalty_code(desk: Desk) -> None:
    """The sample's four fields; the code is redeemed at once, and can't be twice. Docs: "Change Code Status"."""
    fields = "loyaltyCodes { code status campaign { id internalId } }"
    held = (await desk.data(PERSON % fields, id=await desk.met(0)))["customer"]["loyaltyCodes"]
    code = next(one for one in held if one["status"] == "associated")
    given: dict[str, object] = {"customer": whose(0), "campaign": code["campaign"]["id"], "code": code["code"]}
    redeemed = await desk.write("redeemLoyaltyCode", given, "loyaltyCode { code campaignInternalId }")

    assert desk.sent() == ("POST", "/api/loyaltyCode/change")
    assert desk.last.form == [
        ("userEmail", ANA.email),
        ("userPhone", "0722100000"),
        ("campaignInternalId", code["campaign"]["internalId"]),
        ("code", code["code"]),
    ]
    assert redeemed == {"code": code["code"], "campaignInternalId": code["campaign"]["internalId"]}
    after = (await desk.data(PERSON % fields, id=at(0)))["customer"]["loyaltyCodes"]
    assert [one["status"] for one in after if one["code"] == code["code"]] == ["redeemed"]
    refused = await desk.refused("redeemLoyaltyCode", given, "loyaltyCode { code }")
    assert list(refused.values()) == ["the code is already redeemed"]


async def test_redeem_loyalty_code_once_per_key(desk: Desk) -> None:
    """The same idempotency key again gives the first outcome without a call."""
    fields = "loyaltyCodes { code status campaign { internalId } }"
    held = (await desk.data(PERSON % fields, id=await desk.met(0)))["customer"]["loyaltyCodes"]
    code = next(one for one in held if one["status"] == "associated")
    campaign = code["campaign"]["internalId"]
    given: dict[str, object] = {
        "customer": whose(0),
        "campaign": campaign,
        "code": code["code"],
        "idempotencyKey": "once",
    }
    one = await desk.write("redeemLoyaltyCode", given, "loyaltyCode { code }")
    two = await desk.write("redeemLoyaltyCode", given, "loyaltyCode { code }")

    assert one == two
    assert desk.house.hits("POST /api/loyaltyCode/change") == 1
    other = {**given, "campaign": WINTER if campaign == LOYAL else LOYAL}
    assert (await desk.refused("redeemLoyaltyCode", other, "loyaltyCode { code }")).keys() == {"input.idempotencyKey"}


@pytest.mark.parametrize(
    ("mutation", "given", "result"),
    [
        ("deleteCustomerProfile", {"customer": {"email": "nobody@example.com"}}, "profile { id }"),
        ("redeemLoyaltyCode", {"customer": {"email": "x"}, "campaign": " ", "code": ""}, "loyaltyCode { code }"),
        ("updateCustomerProfile", {"customer": {"phone": "12"}}, "profile { id }"),
    ],
)
async def test_unknown_people_are_refused(desk: Desk, mutation: str, given: dict[str, object], result: str) -> None:
    """Nothing is sent for a guess, and a wrong key stands beside the other mistakes."""
    refused = await desk.refused(mutation, given, result)

    assert "input.customer" in refused
    assert len(refused) == {"deleteCustomerProfile": 1, "redeemLoyaltyCode": 3, "updateCustomerProfile": 2}[mutation]
    assert desk.calls() == {}
