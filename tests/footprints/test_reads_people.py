"""Who a person is and what their profile holds: the right answer for the fewest calls."""

import pytest

from gateway.sandbox.town import Town
from loaders.footprints.pair import Pair, pair
from tests.conftest import make
from tests.footprints.conftest import ANA, PERSON, Desk, Json, at, codes


@pytest.mark.parametrize(
    ("email", "phone", "region", "expected"),
    [
        (" Ana@Example.com ", "0722 100 000", "RO", Pair("ana@example.com", "0722100000")),
        ("ana@example.com", "+40722100000", "RO", Pair("ana@example.com", "0722100000")),
        ("ana@example.com", "+40722100000", None, Pair("ana@example.com", "+40722100000")),
        ("ana@example.com", "+393331234567", "RO", Pair("ana@example.com", "+393331234567")),
        ("ana@example.com", "0000000000", "RO", None),
        ("anonymous@example.com", "0722100000", "RO", None),
    ],
)
def test_pair(email: str, phone: str, region: str | None, expected: Pair | None) -> None:
    """Phones go as they are dialled at home, and with a plus where they are foreign."""
    assert pair(email, phone, region) == expected


async def test_profile_leads_and_interactions_cost_one_call(desk: Desk) -> None:
    """The request is the documentation's, and one answer holds the person, their leads and their timeline. Docs: "Get customers"."""
    fields = """firstName phone birthDate externalId
      leads(first: 2) { nodes { id status createdAt offer { name price } offerCategory { name } history { status } customer { email } }
        pageInfo { hasNextPage endCursor } }
      interactions(first: 1) { nodes { leadId offerCategory { name } } pageInfo { hasNextPage } }
      footprintsProfile { city sex interests kidsAges marketingChannels { channel agreed } }"""
    person: Json = (await desk.data(PERSON % fields, id=await desk.met(0)))["customer"]

    assert desk.calls() == {"GET /api/client": 1}
    assert dict(desk.last.query) == {
        "access_token": dict(desk.last.query)["access_token"],
        "userEmail": ANA.email,
        "userPhone": "0722100000",
    }
    assert (person["firstName"], person["phone"], person["birthDate"]) == ("Ana", ANA.phone, "1950-01-01")
    first, second = person["leads"]["nodes"]
    assert first["createdAt"] > second["createdAt"]
    assert (first["status"], first["offer"]) == ("SALE_LEAD", {"name": "Offer 1", "price": 250})
    assert first["offerCategory"] == {"name": "Catalog 1"}
    assert [change["status"] for change in first["history"]] == ["LEAD", "SALE_LEAD"]
    assert first["customer"] == {"email": ANA.email}
    assert person["leads"]["pageInfo"]["hasNextPage"]
    assert person["interactions"]["nodes"][0] == {"leadId": first["id"], "offerCategory": {"name": "Catalog 1"}}
    assert person["footprintsProfile"] == {
        "city": "București",
        "sex": "female",
        "interests": ["books", "cars"],
        "kidsAges": [6, 14],
        "marketingChannels": [{"channel": "sms", "agreed": True}],
    }


async def test_leads_by_status_and_page(desk: Desk) -> None:
    """Pages are cut from the whole list, newest first, after the status was looked at."""
    fields = "leads(first: 1, after: %s, status: [SALE_LEAD, LEAD]) { nodes { id status } pageInfo { endCursor hasNextPage } }"
    one = (await desk.data(PERSON % (fields % "null"), id=await desk.met(0)))["customer"]["leads"]
    two = (await desk.data(PERSON % (fields % f'"{one["pageInfo"]["endCursor"]}"'), id=at(0)))["customer"]["leads"]

    assert [node["status"] for node in (*one["nodes"], *two["nodes"])] == ["SALE_LEAD", "LEAD"]
    assert one["pageInfo"]["hasNextPage"]
    assert desk.calls() == {"GET /api/client": 1}


async def test_leads_go_on_behind_one_that_left_the_list(desk: Desk) -> None:
    """Its status was changed between two pages: the next page begins where it would stand."""
    fields = "leads(first: %d, after: %s, status: %s) { nodes { id status } edges { cursor } }"
    everything = PERSON % (fields % (9, "null", "null"))
    leads = (await desk.data(everything, id=await desk.met(0)))["customer"]["leads"]
    statuses = [node["status"] for node in leads["nodes"]]
    assert statuses[0] not in statuses[1:]
    cursor = leads["edges"][0]["cursor"]

    found = await desk.data(PERSON % (fields % (9, f'"{cursor}"', f"[{', '.join(statuses[1:])}]")), id=at(0))

    assert found["customer"]["leads"]["nodes"] == leads["nodes"][1:]


async def test_id_alone_leads_back_through_the_index_of_codes(desk: Desk) -> None:
    """Nothing finds a profile by its id, but the list of codes tells e-mails and phones: read once for everybody."""
    total = (await desk.data("{ loyaltyCodes(first: 0) { totalCount } }"))["loyaltyCodes"]["totalCount"]
    desk.house.reset()

    assert (await desk.data(PERSON % "email", id=at(0)))["customer"] == {"email": ANA.email}
    assert desk.calls() == {"POST /api/loyaltyCode/list": -(-total // 20) - 1, "GET /api/client": 1}
    assert (await desk.data(PERSON % "firstName", id=at(3)))["customer"] == {"firstName": "Dan"}
    assert desk.calls()["POST /api/loyaltyCode/list"] == -(-total // 20) - 1


async def test_id_of_somebody_without_codes_says_what_to_give(desk: Desk) -> None:
    """Person 1 holds no code, so their id alone is not enough: an error that says what is, not a null that says nothing."""
    answer = await desk.query(PERSON % "footprintsProfile { city }", id=at(1))

    assert answer.data == {"customer": None}
    assert codes(answer) == ["IDENTITY_INCOMPLETE"]
    assert "name the person by `email` or `phone`" in str(answer.errors)
    assert desk.house.hits("GET /api/client") == 0


@pytest.mark.parametrize("handle", ['email: "ANA.popescu0@example.com"', 'phone: "0722 100 000"', 'phone: "+40722100000"'])
async def test_one_handle_is_completed_by_another_vendor(handle: str) -> None:
    """Open Loyalty knows what goes with the e-mail or the phone: two calls for the leads."""
    names = ["open_loyalty", "footprints"]
    async with Town(names=names).opened() as town:
        gateway = make(town.settings, only=names)
        answer = await gateway.query(f"{{ customer(by: {{{handle}}}) {{ leads {{ nodes {{ id }} }} }} }}")
        await gateway.process.close()

        data: Json = answer.data
        assert answer.errors == []
        assert len(data["customer"]["leads"]["nodes"]) == 4
        assert town.open_loyalty.hits(r"GET .*") == 1
        assert town.footprints.hits(r"GET .*") == 1


async def test_somebody_unknown_has_empty_lists(desk: Desk) -> None:
    """A pair that fits nobody is no error."""
    person = ANA
    found = await desk.vendor.reads.people.profile(Pair(person.email, "0722100001"))

    assert found is None
    assert await desk.vendor.reads.loyalty.history(Pair(person.email, "0722100001")) == []


async def test_person_by_national_id(desk: Desk) -> None:
    """The page's text names this way, its table doesn't. Docs: "Get customers"."""
    document = """query ($number: String!) { customerWithNationalId(nationalId: $number) { email leads { nodes { id } } } }"""
    found = (await desk.data(document, number="1500101400000"))["customerWithNationalId"]

    assert found["email"] == ANA.email
    assert desk.calls() == {"GET /api/client": 1}
    assert dict(desk.last.query)["nationalId"] == "1500101400000"
    assert (await desk.data(document, number="nobody"))["customerWithNationalId"] is None


async def test_asked_again_costs_nothing(desk: Desk) -> None:
    """Within the TTL the cache answers."""
    fields = "leads { nodes { id actions { id } } } loyaltyCodes { code } interactions { nodes { icon } }"
    first = await desk.data(PERSON % fields, id=await desk.met(0))
    desk.house.reset()

    assert await desk.data(PERSON % fields, id=at(0)) == first
    assert desk.calls() == {}
