"""Writes of leads, held against the documentation's samples, and seen by the next read."""

import pytest

from resolvers import ids
from tests.footprints.conftest import ANA, FORM, LEAD, LEADS, PERSON, Desk, Json, at, codes


async def test_create_lead_sends_the_sample(desk: Desk) -> None:
    """Docs: "Add Lead"."""
    given: dict[str, object] = {"firstName": "Test", "lastName": "Test", "email": "test@test.com", "phone": "+40700000000"}
    lead = await desk.write("createLead", given, "lead { id }")

    assert desk.sent() == ("POST", "/api/lead")
    assert dict(desk.last.form) == {
        "userFirstName": "Test",
        "userLastName": "Test",
        "userEmail": "test@test.com",
        "userPhone": "0700000000",
    }
    assert lead["id"]


async def test_create_lead_in_full_is_read_back(desk: Desk) -> None:
    """Misspelled names, bracketed lists, words for booleans, local stamps; the person's next `leads` show it."""
    before = (await desk.data(PERSON % LEADS, id=await desk.met(0)))["customer"]["leads"]["nodes"]
    given: dict[str, object] = {
        "email": ANA.email,
        "phone": "0722100000",
        "family": "MARRIED",
        "sex": "FEMALE",
        "birthday": "1950-01-01",
        "tags": ["a", "b & c"],
        "score": 0,
        "isAdult": True,
        "agreesToTerms": False,
        "marketingChannels": [{"channel": "SOCIAL_MEDIA", "type": "OWNER", "agreed": True}],
        "customDetails": {"vouchers": {"shopId": 1, "currency": "RON"}},
        "customVariables": [{"name": "favouriteBrand", "value": "Zara"}],
        "createdAt": "2026-07-01T12:00:00Z",
        "offlineCampaign": ids.encode("OfflineCampaign", "5b30cb000000000000000000"),
        "offerCategory": "5d7a31000000000000000000",
        "offer": "5d7f89000000000000000000",
    }
    lead = await desk.write("createLead", given, "lead { id }")

    assert dict(desk.last.form) == {
        "userEmail": ANA.email,
        "userPhone": "0722100000",
        "userFamilyDetalis": "married",
        "userSex": "female",
        "userBirthday": "1950-01-01",
        "tags[0]": "a",
        "tags[1]": "b & c",
        "nps": "0",
        "isAdult": "true",
        "agreeTandc": "false",
        "marketingChannels[0][channel]": "socialMedia",
        "marketingChannels[0][type]": "owner",
        "marketingChannels[0][agreed]": "true",
        "customDetails[vouchers][shopId]": "1",
        "customDetails[vouchers][currency]": "RON",
        "favouriteBrand": "Zara",
        "createdAt": "2026-07-01 15:00:00",
        "timezone": "Europe/Bucharest",
        "offlineCampaignId": "5b30cb000000000000000000",
        "offerCategoryId": "5d7a31000000000000000000",
        "offerId": "5d7f89000000000000000000",
    }
    after = (await desk.data(PERSON % LEADS, id=at(0)))["customer"]["leads"]["nodes"]
    assert len(after) == len(before) + 1
    assert lead["id"] in [one["id"] for one in after]


async def test_create_lead_tells_all_mistakes_at_once(desk: Desk) -> None:
    """Nothing is sent for an input with mistakes."""
    given: dict[str, object] = {
        "email": "nobody",
        "phone": "12",
        "score": 11,
        "kids": -1,
        "birthday": "2999-01-01",
        "imageUrl": "ftp://x",
        "customDetails": [1],
        "customVariables": [{"name": "userEmail", "value": "x"}],
        "offer": " ",
    }

    assert (await desk.refused("createLead", given, "lead { id }")).keys() == {
        "input.email",
        "input.phone",
        "input.score",
        "input.kids",
        "input.birthday",
        "input.imageUrl",
        "input.customDetails",
        "input.customVariables.0.name",
        "input.offer",
    }
    assert (await desk.refused("createLead", {"firstName": "X"}, "lead { id }")).keys() == {"input"}
    assert desk.calls() == {}


async def test_vendors_refusal_is_a_user_error(desk: Desk) -> None:
    """An unknown offer is the vendor's to know."""
    given: dict[str, object] = {"email": "test@test.com", "offer": "unknown"}
    refused = await desk.refused("createLead", given, "lead { id }")

    assert list(refused.values()) == ["offerId: unknown offer"]
    assert desk.calls() == {"POST /api/lead": 1}


@pytest.mark.parametrize("fault", ["half body", "closed", "500"])
async def test_lost_answer_is_an_unknown_outcome(desk: Desk, fault: str) -> None:
    """The request went out once; the error says which read tells what became of it."""
    await desk.data("{ channels { name } }")
    desk.house.fault(fault)
    document = "mutation ($input: CreateLeadInput!) { createLead(input: $input) { lead { id } userErrors { message } } }"
    answer = await desk.query(document, input={"email": "test@test.com", "idempotencyKey": "once"})
    again: Json = await desk.query(document, input={"email": "test@test.com", "idempotencyKey": "once"})

    assert codes(answer) == codes(again) == ["OUTCOME_UNKNOWN"]
    assert "read the customer's `leads`" in str(answer.errors)
    assert desk.house.hits("POST /api/lead") == 1


async def test_update_lead(desk: Desk) -> None:
    """The sample's change; the answer is the whole lead with ids for objects. Docs: "Update Lead"."""
    await desk.data(PERSON % LEADS, id=await desk.met(0))
    lead = await desk.write(
        "updateLead", {"lead": LEAD, "status": "OPPORTUNITY"}, "lead { id status createdAt sku { id name } }"
    )

    (put,) = desk.house.matching(f"PUT /api/lead/{LEAD}")
    assert (put.form, put.headers["content-type"]) == ([("status", "opportunity")], FORM)
    assert (lead["id"], lead["status"], lead["sku"]["name"]) == (LEAD, "OPPORTUNITY", "PROD SKU 1")
    after = (await desk.data(PERSON % LEADS, id=at(0)))["customer"]["leads"]["nodes"]
    assert [one["status"] for one in after if one["id"] == LEAD] == ["OPPORTUNITY"]


async def test_update_lead_with_contract(desk: Desk) -> None:
    """A contract goes with the status CUSTOMER only, in fields of its own."""
    contract = {"number": "7", "value": 1200, "date": "2026-02-03", "description": "One year"}
    refused = await desk.refused("updateLead", {"lead": LEAD, "contract": contract}, "lead { id }")
    assert refused.keys() == {"input.contract"}
    assert (await desk.refused("updateLead", {"lead": LEAD}, "lead { id }")).keys() == {"input"}

    await desk.write("updateLead", {"lead": LEAD, "status": "CUSTOMER", "contract": contract, "tags": ["x"]}, "lead { id }")
    assert desk.last.form == [
        ("status", "customer"),
        ("contractNumber", "7"),
        ("contractValue", "1200"),
        ("contractDate", "2026-02-03"),
        ("contractDescription", "One year"),
        ("tags[0]", "x"),
    ]


async def test_update_lead_once_per_key(desk: Desk) -> None:
    """A record with dates inside survives being kept."""
    given: dict[str, object] = {"lead": LEAD, "status": "OPPORTUNITY", "idempotencyKey": "once"}
    one = await desk.write("updateLead", given, "lead { id status createdAt offer { id } }")
    two = await desk.write("updateLead", given, "lead { id status createdAt offer { id } }")

    assert one == two
    assert desk.house.hits(f"PUT /api/lead/{LEAD}") == 1


async def test_create_prospect(desk: Desk) -> None:
    """A form as in the sample, JSON where the session is an object. Docs: "Add prospect"."""
    given: dict[str, object] = {
        "firstName": "Mihai",
        "lastName": "Popescu",
        "email": "mihai@popescu.com",
        "phone": "+40753646284",
        "avandorSession": "s",
    }
    prospect = await desk.write("createProspect", given, "prospect { id }")
    assert desk.sent() == ("POST", "/api/prospect")
    assert dict(desk.last.form) == {
        "avandorSession": "s",
        "userFirstName": "Mihai",
        "userLastName": "Popescu",
        "userEmail": "mihai@popescu.com",
        "userPhone": "0753646284",
    }
    assert prospect["id"]

    await desk.write("createProspect", {**given, "avandorSession": {"a": [1]}, "potentialScore": 2}, "prospect { id }")
    assert desk.last.headers["content-type"] == "application/json"
    assert b'"avandorSession":{"a":[1]}' in desk.last.body
    assert b'"potentialScore":2' in desk.last.body
    refused = await desk.refused("createProspect", {"firstName": "X", "avandorSession": 1}, "prospect { id }")
    assert refused.keys() == {"input", "input.avandorSession"}


async def test_rate_lead(desk: Desk) -> None:
    """PUT, as all samples say, and `comment` without the samples' blank; 1 to 10 here. Docs: "Update NPS"."""
    lead = await desk.write("rateLead", {"lead": LEAD, "score": 10, "comment": "test"}, "lead { id }")

    assert desk.sent() == ("PUT", f"/api/lead/{LEAD}/nps")
    assert desk.last.form == [("nps", "10"), ("comment", "test")]
    assert lead == {"id": LEAD}
    assert (await desk.refused("rateLead", {"lead": LEAD, "score": 0}, "lead { id }")).keys() == {"input.score"}


async def test_mark_lead_lost(desk: Desk) -> None:
    """The sample's reason; the lead is lost at once. Docs: "Update Lost Lead"."""
    await desk.data(PERSON % LEADS, id=await desk.met(0))
    given: dict[str, object] = {"lead": LEAD, "reason": "PRICE_TOO_HIGH", "comment": "test"}
    lead = await desk.write("markLeadLost", given, "lead { id status }")

    assert desk.sent() == ("PUT", f"/api/lead/{LEAD}/leadLost")
    assert desk.last.form == [("reasonLost", "price_too_high"), ("comment", "test")]
    assert lead == {"id": LEAD, "status": "LOST"}
    after = (await desk.data(PERSON % LEADS, id=at(0)))["customer"]["leads"]["nodes"]
    assert [one["status"] for one in after if one["id"] == LEAD] == ["LOST"]
