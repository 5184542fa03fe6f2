"""What is read, over a real socket: the right answer for the fewest calls."""

import pytest

from gateway.sandbox.town import Town
from loaders.footprints.pair import Pair, pair
from loaders.sandbox.people import people
from resolvers import ids
from tests.conftest import make
from tests.footprints.conftest import Desk, Json, Open, codes

ANA = people()[0]
PERSON = """query ($id: ID!) { customer(by: {vendorId: {vendor: FOOTPRINTS, id: $id}}) { %s } }"""
LOYAL, WINTER = "17ytx3n52qm", "e2h11c3its"


def at(number: int) -> str:
    """A person's profile id."""
    spelling = people()[number].at("footprints")
    assert spelling
    return spelling.id


async def met(desk: Desk, number: int) -> str:
    """Make the gateway know whose profile id it is, as it does once anything of theirs was seen; return the id."""
    person = people()[number]
    await desk.vendor.reads.people.remember(at(number), person.email, person.phone)
    return at(number)


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
    person: Json = (await desk.data(PERSON % fields, id=await met(desk, 0)))["customer"]

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
    one = (await desk.data(PERSON % (fields % "null"), id=await met(desk, 0)))["customer"]["leads"]
    two = (await desk.data(PERSON % (fields % f'"{one["pageInfo"]["endCursor"]}"'), id=at(0)))["customer"]["leads"]

    assert [node["status"] for node in (*one["nodes"], *two["nodes"])] == ["SALE_LEAD", "LEAD"]
    assert one["pageInfo"]["hasNextPage"]
    assert desk.calls() == {"GET /api/client": 1}


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
    person = people()[0]
    found = await desk.vendor.reads.people.profile(Pair(person.email, "0722100001"))

    assert found is None
    assert await desk.vendor.reads.loyalty.history(Pair(person.email, "0722100001")) == []


async def test_codes_of_a_person(desk: Desk) -> None:
    """One call for all codes, and none for one of them beside. Docs: "Check Loyalty User Prize History"."""
    fields = f"""loyaltyCodes {{ code status prize expiresAt updatedAt location campaign {{ name internalId id }} }}
      loyaltyCode(campaign: "{LOYAL}") {{ code status }}"""
    person: Json = (await desk.data(PERSON % fields, id=await met(desk, 0)))["customer"]

    assert desk.calls() == {"GET /api/client": 1, "POST /api/loyaltyCode/history": 1}
    (history,) = desk.house.matching("POST /api/loyaltyCode/history")
    assert history.form == [("userEmail", ANA.email), ("userPhone", "0722100000")]
    assert history.headers["content-type"] == "application/x-www-form-urlencoded"
    stamps = [code["updatedAt"] for code in person["loyaltyCodes"]]
    assert stamps == sorted(stamps, reverse=True)
    assert person["loyaltyCode"]["code"] in [code["code"] for code in person["loyaltyCodes"]]
    assert person["loyaltyCodes"][0]["campaign"]["name"]


async def test_one_code_is_checked(desk: Desk) -> None:
    """One call, by a campaign's global id or the vendor's; naive stamps are Romanian time. Docs: "Check Client Code"."""
    campaign = ids.encode("LoyaltyCampaign", LOYAL)
    fields = f'loyaltyCode(campaign: "{campaign}") {{ code status expiresAt campaign {{ name active }} }}'
    code: Json = (await desk.data(PERSON % fields, id=await met(desk, 0)))["customer"]["loyaltyCode"]

    (check,) = desk.house.matching("POST /api/loyaltyCode/check")
    assert check.form == [("userEmail", ANA.email), ("userPhone", "0722100000"), ("campaignInternalId", LOYAL)]
    assert code["campaign"] == {"name": "Loyal shopper", "active": True}
    listed = await desk.data(f'{{ loyaltyCodes(search: "{code["code"]}") {{ nodes {{ expiresAt }} }} }}')
    assert code["expiresAt"][:16] == listed["loyaltyCodes"]["nodes"][0]["expiresAt"][:16]


async def test_no_code_is_null(desk: Desk) -> None:
    """Person 1 holds no code."""
    fields = f'loyaltyCode(campaign: "{WINTER}") {{ code }} loyaltyCodes {{ code }}'

    assert (await desk.data(PERSON % fields, id=await met(desk, 1)))["customer"] == {"loyaltyCode": None, "loyaltyCodes": []}


async def test_everybodys_codes_are_paged(desk: Desk) -> None:
    """The vendor's pages are cut into ours, each asked once; who holds a code is known without a call. Docs: "Code List"."""
    document = """query ($after: String) { loyaltyCodes(first: 30, after: $after) {
      totalCount nodes { code points customer { email } campaign { name } } pageInfo { endCursor hasNextPage hasPreviousPage } } }"""
    one = (await desk.data(document))["loyaltyCodes"]
    two = (await desk.data(document, after=one["pageInfo"]["endCursor"]))["loyaltyCodes"]

    found = [node["code"] for node in (*one["nodes"], *two["nodes"])]
    assert len(set(found)) == 60
    assert one["nodes"][0]["customer"] == {"email": ANA.email}
    assert one["nodes"][0]["points"] == 10
    assert (one["pageInfo"]["hasPreviousPage"], two["pageInfo"]["hasPreviousPage"]) == (False, True)
    assert desk.calls() == {"POST /api/loyaltyCode/list": 3}
    assert [dict(call.form)["page"] for call in desk.house.matching("POST /api/loyaltyCode/list")] == ["1", "2", "3"]


async def test_codes_of_a_campaign(desk: Desk) -> None:
    """The sample's request: a campaign, a search term, a page."""
    document = f'{{ loyaltyCodes(campaign: "{WINTER}", search: "a") {{ nodes {{ code campaign {{ internalId }} }} }} }}'
    found = (await desk.data(document))["loyaltyCodes"]["nodes"]

    assert desk.last.form == [("campaignInternalId", WINTER), ("searchTerm", "a"), ("page", "1")]
    assert {code["campaign"]["internalId"] for code in found} == {WINTER}
    assert all("A" in code["code"] for code in found)


async def test_leads_of_a_window(desk: Desk) -> None:
    """Pages of a hundred until one is short; whose a lead is costs nothing more. Docs: "Get Leads"."""
    document = """{ leads(from: "2025-01-01", to: "2026-12-31", first: 100) {
      nodes { id createdAt offer { name price } sku { name } consultant { name } customer { firstName email id } }
      pageInfo { hasNextPage } } }"""
    found = (await desk.data(document))["leads"]

    stamps = [lead["createdAt"] for lead in found["nodes"]]
    assert stamps == sorted(stamps, reverse=True)
    assert found["pageInfo"]["hasNextPage"]
    assert all(lead["offer"] and lead["customer"]["email"] for lead in found["nodes"])
    asked = [dict(call.query) for call in desk.house.matching("GET /api/lead")]
    assert [call["page"] for call in asked] == [str(number + 1) for number in range(len(asked))]
    assert {key: asked[0][key] for key in ("startDate", "endDate", "pageSize")} == {
        "startDate": "2025-01-01",
        "endDate": "2026-12-31",
        "pageSize": "100",
    }
    assert desk.calls().keys() == {"GET /api/lead"}
    lead = found["nodes"][0]
    assert ids.decode(lead["customer"]["id"]).parts[0] == "footprints"


async def test_lead_leads_to_its_customers_other_leads(desk: Desk) -> None:
    """From a window's lead to its person and all of their leads: one more call per person."""
    document = '{ leads(from: "2026-01-01", first: 1) { nodes { id customer { leads { nodes { id } } } } } }'
    (lead,) = (await desk.data(document))["leads"]["nodes"]

    assert lead["id"] in [other["id"] for other in lead["customer"]["leads"]["nodes"]]
    assert desk.calls()["GET /api/client"] == 1


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [('from: "2026-02-01", to: "2026-01-01"', ["from"]), ("first: 101", ["first"]), ('after: "x"', ["after"])],
)
async def test_wrong_windows(desk: Desk, arguments: str, argument: list[str]) -> None:
    """What can't be answered is refused."""
    answer = await desk.query(f"{{ leads({arguments}) {{ nodes {{ id }} }} }}")

    assert codes(answer) == ["BAD_USER_INPUT"]
    errors: Json = answer.errors
    assert errors[0]["extensions"]["argument"] == argument


async def test_actions_of_leads(desk: Desk) -> None:
    """One call per lead; newest first, with the name of their kind. Docs: "Get Lead Actions", "Get Lead Action Types"."""
    fields = "leads { nodes { id actions { id detail date type { id name } attachments } } }"
    leads = (await desk.data(PERSON % fields, id=await met(desk, 0)))["customer"]["leads"]["nodes"]
    kinds = (await desk.data("{ leadActionTypes { id name } }"))["leadActionTypes"]

    actions = leads[0]["actions"]
    assert [action["detail"] for action in actions] == ["Step 2", "Step 1"]
    assert actions[0]["type"] in kinds
    assert desk.house.hits(r"GET /api/lead/actions/.*") == len(leads)
    assert desk.house.hits("GET /api/lead/action-types") == 1


async def test_sku_and_location_of_a_profiles_lead(desk: Desk) -> None:
    """Ids cost nothing; names come from the catalogues, each read once for all leads."""
    bare = "leads { nodes { sku { id } location { id } } }"
    await desk.data(PERSON % bare, id=await met(desk, 0))
    assert desk.calls() == {"GET /api/client": 1}

    full = "leads { nodes { sku { id name price } location { id name address } } }"
    leads = (await desk.data(PERSON % full, id=at(0)))["customer"]["leads"]["nodes"]

    assert leads[0]["sku"]["name"] == "PROD SKU 1"
    assert leads[0]["location"]["name"] == "Sucursala 1"
    assert desk.calls() == {"GET /api/client": 1, "GET /api/sku": 4, "GET /api/location": 1}


async def test_catalogues(desk: Desk) -> None:
    """All pages of the three paged lists, as their headers count them. Docs: "List Catalogues", "List offers", "List SKUs"."""
    document = """{ offerCategories { totalCount } offers(first: 100) { totalCount nodes { name price category { name } } }
      skus(first: 1) { totalCount nodes { quantity externalId offer { name } } pageInfo { endCursor } } }"""
    found = await desk.data(document)

    assert [found[name]["totalCount"] for name in ("offerCategories", "offers", "skus")] == [23, 27, 34]
    assert {offer["price"] for offer in found["offers"]["nodes"]} > {None, 250}
    assert found["skus"]["nodes"] == [{"quantity": 0, "externalId": "RESH132", "offer": {"name": "Offer 1"}}]
    assert desk.calls() == {"GET /api/offerCategory": 3, "GET /api/offer": 3, "GET /api/sku": 4}


async def test_plain_lists(desk: Desk) -> None:
    """One call each. Docs: "List Locations", "List Business Users", "List Channels"."""
    document = """{ locations(country: "Moldova", county: "Chișinău") { name latitude } channels { name mediaType }
      businessUsers { firstName role locations { name } } }"""
    found = await desk.data(document)

    assert [place["name"] for place in found["locations"]] == ["Sucursala 4", "Sucursala 8", "Sucursala 12"]
    assert found["channels"][2] == {"name": "Word of mouth", "mediaType": "Earned Media"}
    assert found["businessUsers"][1] == {"firstName": "Tudor", "role": "consultant", "locations": [{"name": "Sucursala 2"}]}
    (locations,) = desk.house.matching("GET /api/location")
    assert list(locations.query)[1:] == [("country_name", "Moldova"), ("county_name", "Chișinău")]
    assert sum(desk.calls().values()) == 3


async def test_campaigns_of_both_kinds(desk: Desk) -> None:
    """Two lists and which of the first are active; each is found again by its id."""
    document = "{ campaigns(first: 100) { nodes { __typename id vendor name active startsAt } } }"
    found = (await desk.data(document))["campaigns"]["nodes"]

    assert desk.calls() == {
        "GET /api/loyaltyCode/campaigns": 1,
        "GET /api/loyaltyCode/active-campaigns": 1,
        "GET /api/offlineCampaign": 1,
    }
    kinds = [campaign["__typename"] for campaign in found]
    assert (kinds.count("LoyaltyCampaign"), kinds.count("OfflineCampaign")) == (6, 4)
    active = {campaign["name"] for campaign in found if campaign["active"]}
    assert {"Demo Campaign", "Loyal shopper", "Winter gifts"} < active
    again = await desk.data("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=[campaign["id"] for campaign in found])
    assert [node["id"] for node in again["nodes"]] == [campaign["id"] for campaign in found]
    fields = "... on LoyaltyCampaign { internalId codesExpireAt location prizes { name points } }"
    one = await desk.data(f'{{ campaign(id: "{ids.encode("LoyaltyCampaign", WINTER)}") {{ name {fields} }} }}')
    assert one["campaign"]["location"] == "Sucursala 4"
    assert one["campaign"]["prizes"] == [{"name": "Prize 1", "points": 10}]


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
    first = await desk.data(PERSON % fields, id=await met(desk, 0))
    desk.house.reset()

    assert await desk.data(PERSON % fields, id=at(0)) == first
    assert desk.calls() == {}


async def test_token_is_renewed_once(desk: Desk) -> None:
    """Credentials go as Basic, the token in the query; an expired one is replaced without anybody noticing. Docs: "Authentication"."""
    await desk.data("{ channels { name } }")
    token = desk.house.matching("POST /api/token")[0]
    assert token.form == [("grant_type", "client_credentials")]
    assert token.headers["authorization"].startswith("Basic ")
    desk.house.app.state.expire_tokens()

    assert (await desk.data("{ businessUsers { firstName } }"))["businessUsers"]
    assert desk.house.hits("POST /api/token") == 2
    assert "authorization" not in desk.last.headers


@pytest.mark.parametrize(
    ("settings", "form"),
    [
        (
            {"FOOTPRINTS_GRANT": "pin", "FOOTPRINTS_PIN": "1234567890"},
            [("grant_type", "pin"), ("pin", "1234567890")],
        ),
        ({"FOOTPRINTS_PIN": "1234567890"}, [("grant_type", "client_credentials"), ("pin", "1234567890")]),
        (
            {
                "FOOTPRINTS_GRANT": "password",
                "FOOTPRINTS_USERNAME": "hostess@example.com",
                "FOOTPRINTS_PASSWORD": "hostess-password",
            },
            [("grant_type", "password"), ("username", "hostess@example.com"), ("password", "hostess-password")],
        ),
    ],
)
async def test_grants(open_desk: Open, settings: dict[str, str], form: list[tuple[str, str]]) -> None:
    """The three grants of the page, each with its own fields; the page's sample sends a pin beside client_credentials."""
    desk = await open_desk(**settings)

    assert (await desk.data("{ channels { name } }"))["channels"]
    assert desk.house.matching("POST /api/token")[0].form == form


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("500", "VENDOR_UNAVAILABLE"),
        ("garbage", "VENDOR_MALFORMED"),
        ("429", "VENDOR_RATE_LIMITED"),
        ("401", "VENDOR_AUTH_FAILED"),
    ],
)
async def test_faults_carry_their_codes(desk: Desk, fault: str, code: str) -> None:
    """Trouble is an error with the vendor's name, and without the token that travels in its address."""
    desk.house.fault(fault, only=lambda _method, path: path != "/api/token")
    answer = await desk.query("{ channels { name } }")

    assert answer.data == {"channels": None}
    assert codes(answer) == [code]
    assert "access_token" not in str(answer.errors)
