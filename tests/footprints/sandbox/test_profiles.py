"""Profiles: found by e-mail and phone, changed, deleted."""

import re
from typing import Any

import pytest

from loaders.sandbox.people import people
from tests.footprints.sandbox.tenant import ANA, Vendor


@pytest.mark.parametrize("email", ["ana.popescu0@example.com", "ANA.POPESCU0@example.com"])
@pytest.mark.parametrize("phone", ["0722100000", "+40722100000"])
async def test_profile(vendor: Vendor, email: str, phone: str) -> None:
    """One object, with leads and timeline inside, in the shapes of the example."""
    profile = await vendor.ask("GET", "/api/client", params={"userEmail": email, "userPhone": phone})

    assert profile["_id"] == f"5b7a{0:020x}"
    assert profile["userEmail"] == "Ana.popescu0@example.com"
    assert profile["userBirthday"] == "Sun Jan 01 1950 00:00:00 GMT+0000 (UTC)"
    assert profile["employees"] == profile["personalAssistance"] == profile["pointsOfPresence"] == []
    assert len(profile["leads"]) == 4
    lead, entry = profile["leads"][0], profile["interactionsTimeline"][0]
    assert lead["clientId"] == profile["_id"]
    assert set(lead["offerCategory"]) == {"id", "consultants"}
    assert isinstance(lead["offerCategoryId"], str)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", lead["createdAt"])
    assert lead["history"][0]["leadId"] == lead["_id"] == entry["leadId"]
    assert entry["offerCategoryId"]["offers"][0]["price"] == 400
    assert entry["offerCategoryId"]["offers"][0]["__v"] == "0"


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"userEmail": ANA["userEmail"]}, 400),
        ({"userPhone": ANA["userPhone"]}, 400),
        ({"userExternalId": "C100000"}, 400),
        ({**ANA, "userEmail": "ana.popescu0%40example.com"}, 400),
        ({**ANA, "userPhone": " 40722100000"}, 400),
        ({**ANA, "userPhone": "0722100001"}, 404),
        ({**ANA, "userEmail": "nobody@example.com"}, 404),
        ({"nationalId": "nobody"}, 404),
        ({"nationalId": "1500101400000"}, 200),
    ],
)
async def test_profile_needs_the_pair(vendor: Vendor, params: dict[str, str], status: int) -> None:
    """E-mail and phone together, or the national id; each encoded once."""
    await vendor.ask("GET", "/api/client", params=params, status=status)


async def test_everybody_the_vendor_knows_has_a_profile(vendor: Vendor) -> None:
    """The others are not found; shared landlines stay two people."""
    for person in people():
        params = {"userEmail": person.email, "userPhone": person.phone}
        known = person.at("footprints")
        profile = await vendor.ask("GET", "/api/client", params=params, status=200 if known else 404)
        if known:
            assert profile["_id"] == known.id
            assert profile.get("userExternalId") == known.external_id


async def test_updated_profile_is_read_back(vendor: Vendor) -> None:
    """Written as text, read as JSON values; the misspelled field is read in its right spelling."""
    form = {
        **ANA,
        "userCity": "Iași",
        "userFamilyDetalis": "married",
        "userFamilyDetails": "ignored",
        "hasKids": "true",
        "userBirthday": "1960-10-21",
        "interests[0]": "books",
        "kidsAge[]": "6",
        "marketingChannels[0][channel]": "sms",
        "marketingChannels[0][type]": "owner",
        "marketingChannels[0][agreed]": "false",
        "customDetails[vouchers][shopId]": "1",
        "favouriteBrand": "Zara",
        "undeclared": "x",
    }
    assert await vendor.ask("PUT", "/api/client", data=form) == {"status": "success"}

    profile = await vendor.ask("GET", "/api/client", params=ANA)
    assert profile["userCity"] == "Iași"
    assert profile["userFamilyDetails"] == "married"
    assert profile["hasKids"] is True
    assert profile["userBirthday"] == "Fri Oct 21 1960 00:00:00 GMT+0000 (UTC)"
    assert (profile["interests"], profile["kidsAge"]) == (["books"], [6])
    assert profile["marketingChannels"] == [{"channel": "sms", "type": "owner", "agreed": False}]
    assert profile["customDetails"] == {"vouchers": {"shopId": "1"}}
    assert profile["favouriteBrand"] == "Zara"
    assert "undeclared" not in profile


@pytest.mark.parametrize(
    "wrong",
    [
        {"userSex": "f"},
        {"hasKids": "1"},
        {"userFamilyDetalis": "divorced"},
        {"userBirthday": "21.10.1960"},
        {"userBirthday": "1960-1-2"},
        {"interests": "books"},
        {"interests": ["books", "cars"]},
        {"kidsAge[0]": "six"},
        {"customDetails": "{}"},
        {"marketingChannels[0][channel]": "fax", "marketingChannels[0][type]": "owner", "marketingChannels[0][agreed]": "true"},
        {"marketingChannels[0][channel]": "sms"},
        {"userCity[0]": "Iași"},
    ],
)
async def test_wrong_profile_fields_are_refused(vendor: Vendor, wrong: dict[str, Any]) -> None:
    """The answer names the field."""
    answer = await vendor.ask("PUT", "/api/client", data={**ANA, **wrong}, status=400)

    assert next(iter(wrong)).partition("[")[0] in answer["message"]


async def test_deleted_customer_is_gone(vendor: Vendor) -> None:
    """Profile, leads and codes; the external id travels in a form body."""
    await vendor.ask("DELETE", "/api/client", params={"userExternalId": "C100000"}, status=415)
    (lead, *_) = await vendor.leads()

    assert await vendor.ask("DELETE", "/api/client", data={"userExternalId": "C100000"}) == {"status": "success"}

    await vendor.ask("GET", "/api/client", params=ANA, status=404)
    await vendor.ask("GET", f"/api/lead/actions/{lead['_id']}", status=404)
    await vendor.ask("POST", "/api/loyaltyCode/history", data=ANA, status=404)
    await vendor.ask("DELETE", "/api/client", data={"userExternalId": "C100000"}, status=404)
