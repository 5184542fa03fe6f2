"""The stand-in behaves as the vendor's page says: credentials, shapes, writes that are read back, and refusals."""

import re
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from loaders.footprints.sandbox import SETTINGS, URLS, stand_in
from loaders.sandbox.people import people

KEY, SECRET, APP_KEY = (SETTINGS[f"FOOTPRINTS_{name}"] for name in ("KEY", "SECRET", "APP_KEY"))
ANA = {"userEmail": "ana.popescu0@example.com", "userPhone": "0722100000"}
PDF = ("C:/My Computer/offer.pdf", b"%PDF-1.4", "application/pdf")
WINTER, LOYAL, DEMO, NEXT = "e2h11c3its", "17ytx3n52qm", "3irf2dmn8ks", "4ihf47mngkb"


class Clock:
    """A time that only the test moves."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 10, 12, 30, 15, 250_000, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


class Vendor:
    """A caller with a token. `ask` expects a status and returns the decoded body."""

    def __init__(self, http: httpx.AsyncClient, clock: Clock, token: str, expire_tokens: Callable[[], None]) -> None:
        self.http = http
        self.clock = clock
        self.token = token
        self.expire_tokens = expire_tokens

    async def ask(self, method: str, path: str, *, status: int = 200, **options: Any) -> Any:
        options["params"] = {"access_token": self.token, **options.get("params", {})}
        answer = await self.http.request(method, path, **options)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def leads(self) -> list[dict[str, Any]]:
        profile: dict[str, Any] = await self.ask("GET", "/api/client", params=ANA)
        return list(profile["leads"])


@pytest.fixture
async def vendor() -> AsyncIterator[Vendor]:
    clock = Clock()
    app = stand_in(people(), clock)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://footprints") as http:
        answer = await http.post("/api/token", data={"grant_type": "client_credentials"}, auth=(KEY, SECRET))
        yield Vendor(http, clock, answer.json()["access_token"], app.state.expire_tokens)


def test_settings_carry_the_contracts_names() -> None:
    """The URL setting is host and port alone."""
    assert URLS == {"FOOTPRINTS_URL": ""}
    assert set(SETTINGS) == {"FOOTPRINTS_KEY", "FOOTPRINTS_SECRET", "FOOTPRINTS_APP_KEY", "FOOTPRINTS_TIMEZONE"}


@pytest.mark.parametrize(
    ("form", "status", "is_hostess"),
    [
        ({"grant_type": "client_credentials"}, 200, False),
        ({"grant_type": "client_credentials", "pin": "1234567890"}, 200, True),
        ({"grant_type": "pin", "pin": "1234567890"}, 200, True),
        ({"grant_type": "pin", "pin": "1"}, 401, False),
        ({"grant_type": "pin"}, 400, False),
        ({"grant_type": "password", "username": "hostess@example.com", "password": "hostess-password"}, 200, True),
        ({"grant_type": "password", "username": "hostess@example.com", "password": "wrong"}, 401, False),
        ({"grant_type": "refresh_token"}, 400, False),
        ({}, 400, False),
    ],
)
async def test_grants(vendor: Vendor, form: dict[str, str], status: int, *, is_hostess: bool) -> None:
    """Three grants, each with its own fields in the body."""
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = await vendor.http.post("/api/token", data=form, auth=(KEY, SECRET), headers=headers)

    assert answer.status_code == status
    if status == 200:
        assert answer.json()["token_type"] == "bearer"
        assert answer.json()["expires_in"] == 31535999
        assert isinstance(answer.json()["scope"], list)
        assert ("hostess_id" in answer.json()) is is_hostess


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"data": {"grant_type": "client_credentials"}}, 401),
        ({"data": {"grant_type": "client_credentials"}, "auth": (KEY, "wrong")}, 401),
        ({"json": {"grant_type": "client_credentials"}, "auth": (KEY, SECRET)}, 415),
        ({"params": {"grant_type": "client_credentials"}, "auth": (KEY, SECRET)}, 415),
        (
            {
                "data": {"grant_type": "client_credentials"},
                "headers": {"Authorization": "Basic base64('" + b64encode(f"{KEY}:{SECRET}".encode()).decode() + "')"},
            },
            401,
        ),
    ],
)
async def test_token_is_refused(vendor: Vendor, options: dict[str, Any], status: int) -> None:
    """Without the credentials, or in another form than the page's, there is no token."""
    answer = await vendor.http.post("/api/token", **options)

    assert answer.status_code == status
    assert answer.json()["status"] == "error"


async def test_token_travels_in_the_query_until_it_expires(vendor: Vendor) -> None:
    """A header is not looked at; a year later, or when all are expired, the token is worth nothing."""
    header = {"Authorization": f"Bearer {vendor.token}"}
    assert (await vendor.http.get("/api/channels", headers=header)).status_code == 401
    assert (await vendor.http.get("/api/channels", params={"access_token": "x"})).status_code == 401
    await vendor.ask("GET", "/api/channels")

    vendor.clock.time += timedelta(seconds=31535999)
    await vendor.ask("GET", "/api/channels", status=401)


async def test_all_tokens_expire_at_once(vendor: Vendor) -> None:
    """The test bench can end every token."""
    vendor.expire_tokens()

    await vendor.ask("GET", "/api/client", params=ANA, status=401)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/customers", 404),
        ("GET", "/api/lead/", 404),
        ("POST", "/api/lead/5ce300000000000000000000/nps", 405),
        ("POST", "/mobileapi/geo", 405),
        ("POST", "/mobileapi/sensors", 405),
        ("GET", "/api/loyaltyCode/check", 405),
    ],
)
async def test_undocumented_routes(vendor: Vendor, method: str, path: str, status: int) -> None:
    """What no sample calls isn't there."""
    await vendor.ask(method, path, status=status)


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


async def test_created_lead_shows_up_with_its_customer(vendor: Vendor) -> None:
    """In the profile at once, and in the lead list once it has location, category, offer and consultant."""
    (offer, *_) = await vendor.ask("GET", "/api/offer")
    (location, *_) = await vendor.ask("GET", "/api/location")
    (consultant, *_) = await vendor.ask("GET", "/api/business-users")
    bare = {**ANA, "userFirstName": "Ana", "createdAt": "2026-03-09 08:00:00", "timezone": "America/Los_Angeles"}
    references = {
        "offerId": offer["_id"],
        "offerCategoryId": offer["offerCategory"]["_id"],
        "locationId": location["_id"],
        "consultantId": consultant["_id"],
    }

    lonely = await vendor.ask("POST", "/api/lead", data={**bare, "nps": "0", "tags[0]": "a", "tags[1]": "b"})
    complete = await vendor.ask("POST", "/api/lead", data={**bare, **references})

    held = {lead["_id"]: lead for lead in await vendor.leads()}
    assert len(held) == 6
    assert held[lonely["_id"]]["createdAt"] == "2026-03-09T15:00:00.000Z"
    assert (held[lonely["_id"]]["nps"], held[lonely["_id"]]["tags"]) == (0, ["a", "b"])
    assert held[complete["_id"]]["status"] == "lead"
    window = {"startDate": "2026-03-09", "endDate": "2026-03-09", "pageSize": "100"}
    rows = {row["_id"]: row for row in await vendor.ask("GET", "/api/lead", params=window)}
    assert lonely["_id"] not in rows
    assert rows[complete["_id"]]["offer"] == {"_id": offer["_id"], "name": offer["name"], "price": offer["price"]}
    assert rows[complete["_id"]]["consultant"]["_id"] == consultant["_id"]


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"json": {"userFirstName": "Ana"}}, 415),
        ({"data": {"undeclared": "x"}}, 400),
        ({"data": {**ANA, "nps": "11"}}, 400),
        ({"data": {**ANA, "offerId": "unknown"}}, 400),
        ({"data": {**ANA, "createdAt": "2026-03-09T08:00:00Z"}}, 400),
        ({"data": {**ANA, "timezone": "Mars/Olympus"}}, 400),
        ({"data": {**ANA, "tags": '["a"]'}}, 400),
    ],
)
async def test_wrong_leads_are_refused(vendor: Vendor, options: dict[str, Any], status: int) -> None:
    """No form, no known field, or a value outside its table."""
    await vendor.ask("POST", "/api/lead", status=status, **options)


async def test_a_stranger_gets_a_profile_with_the_first_lead(vendor: Vendor) -> None:
    """The lead's contact fields become the profile's."""
    pair = {"userEmail": "new@example.com", "userPhone": "0744000000"}
    created = await vendor.ask("POST", "/api/lead", data={**pair, "userFirstName": "Noua"})

    profile = await vendor.ask("GET", "/api/client", params=pair)
    assert profile["userFirstName"] == "Noua"
    assert [lead["_id"] for lead in profile["leads"]] == [created["_id"]]


async def test_lead_list_is_paged_without_totals(vendor: Vendor) -> None:
    """Ten rows unless asked otherwise, newest first, all complete, and an empty array past the end."""
    first = await vendor.ask("GET", "/api/lead")
    everything = await vendor.ask("GET", "/api/lead", params={"pageSize": "10000"})

    assert len(first) == 10
    assert [row["createdAt"] for row in everything] == sorted((row["createdAt"] for row in everything), reverse=True)
    assert all({"offerId", "offer", "consultant", "locationId", "offerCategoryId"} <= set(row) for row in everything)
    assert all(isinstance(row["offerCategory"], str) and isinstance(row["userIncome"], str) for row in everything)
    assert {type(row["offer"]["price"]) for row in everything} == {int, str}
    assert await vendor.ask("GET", "/api/lead", params={"page": "9999"}) == []
    by_application = await vendor.ask("GET", "/api/lead", params={"appKey": APP_KEY, "pageSize": "10000"})
    assert 0 < len(by_application) < len(everything)
    await vendor.ask("GET", "/api/lead", params={"startDate": "01.01.2026"}, status=400)
    await vendor.ask("GET", "/api/lead", params={"page": "0"}, status=400)


async def test_updated_lead_answers_flat_with_naive_stamps(vendor: Vendor) -> None:
    """Ids where the list has objects, and Romanian time; a customer has a contract."""
    (lead, *_) = await vendor.leads()
    (sku, *_) = await vendor.ask("GET", "/api/sku")
    form = {"status": "customer", "skuId": sku["_id"], "contractNumber": "17", "contractValue": "99.5"}

    flat = await vendor.ask("PUT", f"/api/lead/{lead['_id']}", data=form)

    assert flat["updatedAt"] == "2026-03-10 14:30:15"
    assert flat["skuId"] == sku["_id"]
    assert flat["contractId"]
    assert flat["assignedBefore"] in (0, 1)
    assert not {"offer", "sku", "consultant"} & set(flat)
    held = next(each for each in await vendor.leads() if each["_id"] == lead["_id"])
    assert (held["status"], held["history"][-1]["status"]) == ("customer", "customer")
    assert held["timestampStatusChange"] == "2026-03-10T12:30:15.250Z"


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("", {"status": "won"}, 400),
        ("", {"status": ""}, 400),
        ("", {"skuId": "unknown"}, 400),
        ("", {"channelId": "unknown"}, 400),
        ("", {"status": "lead", "contractNumber": "17"}, 400),
        ("", {"nothing": "known"}, 400),
        ("/nps", {"nps": "0"}, 400),
        ("/nps", {"nps": "ten"}, 400),
        ("/nps", {"comment": "no score"}, 400),
        ("/leadLost", {"reasonLost": "bored"}, 400),
        ("/leadLost", {"comment": "no reason"}, 400),
        ("/receipts", {"x": "y"}, 400),
        ("/contracts", {"documents": "text"}, 415),
    ],
)
async def test_wrong_lead_changes_are_refused(vendor: Vendor, path: str, form: dict[str, str], status: int) -> None:
    """And nobody's lead is a 404, whatever the change."""
    (lead, *_) = await vendor.leads()

    await vendor.ask("PUT", f"/api/lead/{lead['_id']}{path}", data=form, status=status)
    if path in ("", "/nps", "/leadLost"):
        await vendor.ask("PUT", f"/api/lead/unknown{path}", data=form, status=404)


@pytest.mark.parametrize("name", ["comment", "comment "])
async def test_rated_and_lost_leads_are_read_back(vendor: Vendor, name: str) -> None:
    """The samples' trailing blank in `comment` is taken, too; comments are ids."""
    (lead, *_) = await vendor.leads()

    assert await vendor.ask("PUT", f"/api/lead/{lead['_id']}/nps", data={"nps": "9", name: "good"}) == {"status": "success"}
    lost = await vendor.ask("PUT", f"/api/lead/{lead['_id']}/leadLost", data={"reasonLost": "need", name: "no"})

    held = next(each for each in await vendor.leads() if each["_id"] == lead["_id"])
    assert (held["status"], held["nps"], held["reasonLost"]) == ("lost", 9, "need")
    assert held["comments"][1] == lost["comments"]


async def test_actions_are_written_with_ids_and_read_with_objects(vendor: Vendor) -> None:
    """The written date is local, the read one is UTC."""
    (lead, *_) = await vendor.leads()
    first, second, _ = (await vendor.ask("GET", "/api/lead/action-types"))["data"]
    before = (await vendor.ask("GET", f"/api/lead/actions/{lead['_id']}"))["data"]
    form = {"leadId": lead["_id"], "leadActionTypeId": first["_id"], "actionDetail": "Call", "date": "2021-01-12 06:42:55"}

    added = await vendor.ask("POST", "/api/lead/action", data=form)
    changed = await vendor.ask("PUT", f"/api/lead/action/{added['_id']}", data={**form, "leadActionTypeId": second["_id"]})

    assert added == changed == {"status": "success", "_id": added["_id"]}
    after = (await vendor.ask("GET", f"/api/lead/actions/{lead['_id']}"))["data"]
    assert len(after) == len(before) + 1
    assert after[-1]["leadActionTypeId"] == {"_id": second["_id"], "name": second["name"]}
    assert after[-1]["date"] == "2021-01-12T04:42:55.000Z"
    assert after[-1]["attachments"] == []


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"leadId": "unknown"}, 404),
        ({"leadActionTypeId": "unknown"}, 400),
        ({"date": "2021-01-12"}, 400),
        ({"leadId": ""}, 400),
    ],
)
async def test_wrong_actions_are_refused(vendor: Vendor, wrong: dict[str, str], status: int) -> None:
    """Lead and type must exist, the date is `Y-m-d H:i:s`."""
    (lead, *_) = await vendor.leads()
    (kind, *_) = (await vendor.ask("GET", "/api/lead/action-types"))["data"]
    form = {"leadId": lead["_id"], "leadActionTypeId": kind["_id"]}

    await vendor.ask("POST", "/api/lead/action", data={**form, **wrong}, status=status)
    await vendor.ask("PUT", "/api/lead/action/unknown", data=form, status=404)


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ([("documents", PDF)], 200),
        ([("documents", PDF)] * 5, 200),
        ([("documents", PDF)] * 6, 400),
        ([("documents[]", PDF)], 400),
        ([("documents", ("a.png", b"x", "image/png"))], 400),
    ],
)
async def test_documents(vendor: Vendor, files: list[tuple[str, tuple[str, bytes, str]]], status: int) -> None:
    """One to five PDFs, answered by their bare names and attached to the action they belong to."""
    (lead, *_) = await vendor.leads()
    path = f"/api/lead/{lead['_id']}"
    (action, *_) = (await vendor.ask("GET", f"/api/lead/actions/{lead['_id']}"))["data"]
    await vendor.ask("PUT", f"{path}/offers", files=files, data={"leadActionId": "unknown"}, status=400)

    answer = await vendor.ask("PUT", f"{path}/offers", files=files, data={"leadActionId": action["_id"]}, status=status)

    (action, *_) = (await vendor.ask("GET", f"/api/lead/actions/{lead['_id']}"))["data"]
    assert len(action["attachments"]) == (len(files) if status == 200 else 0)
    if status == 200:
        assert answer == {"status": "ok", "uploaded_files": ["offer.pdf"] * len(files)}


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"data": {**ANA, "avandorUserId": "", "avandorSession": "", "userCountry": ""}}, 200),
        ({"json": {**ANA, "avandorSession": {"pages": 3}, "potentialScore": 7}}, 200),
        ({"data": {**ANA, "avandorSession[pages]": "3"}}, 400),
        ({"data": {**ANA, "potentialScore": "high"}}, 400),
        ({"content": "[]", "headers": {"content-type": "application/json"}}, 400),
        ({"content": "x", "headers": {"content-type": "text/plain"}}, 415),
    ],
)
async def test_prospects(vendor: Vendor, options: dict[str, Any], status: int) -> None:
    """A form, or JSON when the session is an object; read back as a lead in its first status."""
    answer = await vendor.ask("POST", "/api/prospect", status=status, **options)

    if status == 200:
        held = {lead["_id"]: lead for lead in await vendor.leads()}
        assert held[answer["_id"]]["status"] == "prospect"


async def test_campaigns_come_in_two_widths(vendor: Vendor) -> None:
    """The active ones name their location, the full list has its id and text for a number."""
    active = await vendor.ask("GET", "/api/loyaltyCode/active-campaigns")
    everything = await vendor.ask("GET", "/api/loyaltyCode/campaigns")

    assert [each["internalId"] for each in active["campaigns"]] == [DEMO, LOYAL, WINTER]
    assert all(set(each["location"]) == {"name"} and each["total"] > 0 for each in active["campaigns"])
    assert len(everything["campaigns"]) == 6
    assert all("location" not in each and each["loyaltySettings"]["codeLength"] == "8" for each in everything["campaigns"])
    assert {each["salesCost"] for each in everything["campaigns"]} == {None}


async def test_check_and_history_show_one_expiry_in_two_ways(vendor: Vendor) -> None:
    """Naive and two hours ahead in `check`, UTC in the history."""
    code = await vendor.ask("POST", "/api/loyaltyCode/check", data={**ANA, "campaignInternalId": DEMO})
    past = await vendor.ask("POST", "/api/loyaltyCode/history", data=ANA)

    row = next(each for each in past["codes"] if each["campaign"]["internalId"] == DEMO)
    assert code["status"] == past["status"] == "success"
    assert (code["code"], code["prize_status"]) == (row["code"], row["status"]) == (row["code"], "associated")
    assert code["expire_code_date"] == "2026-07-08 15:30:15"
    assert row["expire_code_date"] == "2026-07-08T12:30:15.250Z"
    assert len(past["codes"]) == 3


async def test_redeemed_code_is_read_back(vendor: Vendor) -> None:
    """Once; the second time, and for another customer's code, the vendor says no."""
    pair = {**ANA, "campaignInternalId": DEMO}
    code = (await vendor.ask("POST", "/api/loyaltyCode/check", data=pair))["code"]
    await vendor.ask("POST", "/api/loyaltyCode/change", data={**pair, "code": "WRONG"}, status=404)
    await vendor.ask("POST", "/api/loyaltyCode/change", data=pair, status=400)

    assert await vendor.ask("POST", "/api/loyaltyCode/change", data={**pair, "code": code}) == {"status": "success"}

    assert (await vendor.ask("POST", "/api/loyaltyCode/check", data=pair))["prize_status"] == "redeemed"
    refused = await vendor.ask("POST", "/api/loyaltyCode/change", data={**pair, "code": code}, status=400)
    assert refused["message"] == "the code is already redeemed"


async def test_expired_code_is_not_redeemed(vendor: Vendor) -> None:
    """The campaign's expiry of codes counts."""
    pair = {**ANA, "campaignInternalId": DEMO}
    code = (await vendor.ask("POST", "/api/loyaltyCode/check", data=pair))["code"]
    vendor.clock.time += timedelta(days=121)

    refused = await vendor.ask("POST", "/api/loyaltyCode/change", data={**pair, "code": code}, status=400)

    assert refused["message"] == "the code has expired"


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"campaignInternalId": NEXT}, 404),
        ({"campaignInternalId": "unknown"}, 404),
        ({"campaignInternalId": ""}, 400),
        ({"userPhone": ""}, 400),
        ({"userEmail": "nobody@example.com"}, 404),
    ],
)
async def test_no_code(vendor: Vendor, wrong: dict[str, str], status: int) -> None:
    """No code, no campaign, no customer."""
    await vendor.ask("POST", "/api/loyaltyCode/check", data={**ANA, "campaignInternalId": DEMO, **wrong}, status=status)


async def test_code_list_is_paged_in_the_body(vendor: Vendor) -> None:
    """Every code of everybody with its customer; the history leaves out the blocked ones."""
    headers = {"content-type": "application/x-www-form-urlencoded"}
    first = await vendor.ask("POST", "/api/loyaltyCode/list", headers=headers)
    total, size = first["totalResults"], len(first["clients"])
    rows = list(first["clients"])
    for page in range(2, -(-total // size) + 1):
        rows += (await vendor.ask("POST", "/api/loyaltyCode/list", data={"page": str(page)}))["clients"]

    assert len(rows) == total == len({row["code"] for row in rows})
    assert {row["status"] for row in rows} == {"associated", "redeemed", "blocked"}
    assert any("hostess" not in row for row in rows)
    past_end = await vendor.ask("POST", "/api/loyaltyCode/list", data={"page": "9999"})
    assert past_end == {"status": "success", "clients": [], "totalResults": total}
    blocked = next(row for row in rows if row["status"] == "blocked")
    pair = {name: blocked["client"][name] for name in ("userEmail", "userPhone")}
    past = await vendor.ask("POST", "/api/loyaltyCode/history", data=pair)
    assert blocked["code"] not in [each["code"] for each in past["codes"]]


async def test_code_list_filters(vendor: Vendor) -> None:
    """By campaign, and by a part of the code but not of the customer."""
    one = await vendor.ask("POST", "/api/loyaltyCode/list", data={"campaignInternalId": WINTER, "searchTerm": "", "page": "1"})
    code = one["clients"][0]["code"]
    found = await vendor.ask("POST", "/api/loyaltyCode/list", data={"searchTerm": code[1:6]})
    nobody = await vendor.ask("POST", "/api/loyaltyCode/list", data={"searchTerm": "Popescu"})

    assert {row["campaign"]["internalId"] for row in one["clients"]} == {WINTER}
    assert code in [row["code"] for row in found["clients"]]
    assert nobody == {"status": "success", "clients": [], "totalResults": 0}


@pytest.mark.parametrize(
    ("path", "records", "fields"),
    [
        ("/api/offerCategory", 23, {"_id", "name"}),
        ("/api/offer", 27, {"_id", "name", "price", "externalId", "offerCategory"}),
        ("/api/sku", 34, {"_id", "name", "price", "externalId", "quantity", "offer"}),
    ],
)
async def test_catalogues_are_paged_in_headers(vendor: Vendor, path: str, records: int, fields: set[str]) -> None:
    """Ten rows a page; the last page is short and the next one empty."""
    pages = -(-records // 10)
    query = {"access_token": vendor.token}
    first = await vendor.http.get(path, params=query)
    last = await vendor.ask("GET", path, params={"page": str(pages)})

    assert first.headers["X-Current-Page"] == "1"
    assert first.headers["X-Records"] == str(records)
    assert first.headers["X-Total-Pages"] == str(pages)
    assert set(first.json()[0]) == fields
    assert len(last) == records % 10
    assert await vendor.ask("GET", path, params={"page": str(pages + 1)}) == []


@pytest.mark.parametrize(
    ("path", "count", "field"),
    [
        ("/api/location", 12, "coords"),
        ("/api/location?country_name=Romania", 9, "areaId"),
        ("/api/location?county_name=Cluj", 3, "address"),
        ("/api/location?county_name=Atlantis", 0, ""),
        ("/api/offlineCampaign", 4, "drawFrequency"),
        ("/api/business-users", 4, "groupRole"),
        ("/api/channels", 4, "mediaType"),
    ],
)
async def test_other_lists_are_bare_arrays(vendor: Vendor, path: str, count: int, field: str) -> None:
    """All rows at once."""
    joint = "&" if "?" in path else "?"
    rows = (await vendor.http.get(f"{path}{joint}access_token={vendor.token}")).json()

    assert len(rows) == count
    assert all(field in row for row in rows)


@pytest.mark.parametrize(
    ("extra", "status"),
    [
        ({}, 200),
        ({"attachmentFileName": "a.pdf", "attachmentFileContent": b64encode(b"%PDF-1.4 \xff\xfe").decode()}, 200),
        ({"attachmentFileName": "a.pdf"}, 400),
        ({"attachmentFileName": "a.pdf", "attachmentFileContent": "JVBE Ri0x"}, 400),
        ({"attachmentFileName": "a.png", "attachmentFileContent": b64encode(b"%PDF").decode()}, 400),
        ({"email": "nobody"}, 400),
        ({"templateKey": ""}, 400),
    ],
)
async def test_notifications(vendor: Vendor, extra: dict[str, str], status: int) -> None:
    """A template and an address, and at most a PDF."""
    form = {"templateKey": "irqm1350re7pw", "email": "test@test.com", **extra}

    answer = await vendor.ask("POST", "/api/notifications/send", data=form, status=status)

    if status == 200:
        assert answer == {"status": "success", "message": "Message sent!"}


@pytest.mark.parametrize(
    ("email", "kind", "u_type"), [(ANA["userEmail"], "uid", "c"), ("x@example.com", "pid", "p"), (None, "pid", "p")]
)
async def test_web_session(vendor: Vendor, email: str | None, kind: str, u_type: str) -> None:
    """A customer has a uid, a stranger a pid; the customer's activity shows up in the timeline."""
    form = {"appkey": APP_KEY, "technicalInfo[browserType]": "Chrome"} | ({"email": email} if email else {})
    session = (await vendor.http.post("/jsapi/init", data=form)).json()
    assert set(session) == {"status", kind}
    send = {
        "appkey": APP_KEY,
        "uid": session[kind],
        "actionType": "visit",
        "requestType": "action",
        "aditionalData[brands][0]": "Zara",
    }

    answer = await vendor.http.post("/jsapi/send", data={**send, "uType": u_type})
    other = await vendor.http.post("/jsapi/send", data={**send, "uType": "p" if u_type == "c" else "c"})

    assert (answer.status_code, answer.json()) == (200, {})
    assert other.status_code == 400
    timeline = (await vendor.ask("GET", "/api/client", params=ANA))["interactionsTimeline"]
    assert len(timeline) == (5 if u_type == "c" else 4)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"aditionalData[tenants][0]": "H&M", "aditionalData[interests][0]": "Food"}, 200),
        ({"actionType": "sale", "aditionalData[receipts][0][name]": "C&A", "aditionalData[receipts][0][value]": "52"}, 200),
        ({"actionType": "feedback", "aditionalData[rating]": "10"}, 200),
        ({"actionType": "contact", "aditionalData[appointmentDate]": "2026-04-01 10:00:00"}, 200),
        ({"actionType": "profiling", "aditionalData[percentCompleted]": "80"}, 200),
        ({"actionType": "engagement", "aditionalData[description]": "x"}, 200),
        ({"actionType": "feedback", "aditionalData[rating]": "11"}, 400),
        ({"actionType": "feedback", "aditionalData[brands][0]": "Zara"}, 400),
        ({"actionType": "sale", "aditionalData[receipts][0][name]": "C&A"}, 400),
        ({"aditionalData[brands]": "Zara"}, 400),
        ({"additionalData[brands][0]": "Zara"}, 400),
        ({"actionType": "dance"}, 400),
        ({"requestType": "visit"}, 400),
        ({"mid": "unknown"}, 400),
        ({"appkey": "unknown"}, 401),
    ],
)
async def test_mobile_activity(vendor: Vendor, changes: dict[str, str], status: int) -> None:
    """Each action has its own extra data, under the page's own spelling."""
    init = {"appkey": APP_KEY, "userEmail": "x@example.com", "technicalInfo[deviceOs]": "iOS"}
    mobile_id = (await vendor.http.post("/mobileapi/init", data=init)).json()["mobileId"]
    form = {"appkey": APP_KEY, "mid": mobile_id, "actionType": "visit", "requestType": "action", **changes}

    answer = await vendor.http.post("/mobileapi/send", data=form)

    assert answer.status_code == status, answer.text


@pytest.mark.parametrize(
    ("path", "extra", "status"),
    [
        ("sensors", {"sensors[0][uuid]": "2376-34342", "sensors[0][rssi]": "5", "sensors[1][minor]": "3.2"}, 200),
        ("sensors", {"sensors[uuid][0]": "2376-34342"}, 400),
        ("sensors", {"sensors[0][rssi]": "near"}, 400),
        ("sensors", {}, 400),
        ("geo", {"lat": "44.432149", "lon": "26.088868", "accuracy": "3"}, 200),
        ("geo", {"lat": "144.4", "lon": "26.088868"}, 400),
        ("geo", {"lat": "44.4"}, 400),
    ],
)
async def test_sensors_and_position(vendor: Vendor, path: str, extra: dict[str, str], status: int) -> None:
    """Both are PUT, as the samples are; sensors are numbered first and named second."""
    init = await vendor.http.post("/mobileapi/init", data={"appkey": APP_KEY, "pushNotificationToken": "123456"})
    form = {"appkey": APP_KEY, "mid": init.json()["mobileId"], **extra}

    answer = await vendor.http.put(f"/mobileapi/{path}", data=form)

    assert answer.status_code == status, answer.text
    if status == 200:
        assert answer.json() == {"success": True}


@pytest.mark.parametrize("path", ["/jsapi/init", "/mobileapi/init"])
async def test_tracking_needs_the_app_key_in_a_form(vendor: Vendor, path: str) -> None:
    """An access token is no substitute, JSON is not what the page shows, and a phone alone starts no mobile session."""
    assert (await vendor.http.post(path, data={"email": "x@example.com"})).status_code == 400
    assert (await vendor.http.post(path, data={"appkey": vendor.token})).status_code == 401
    assert (await vendor.http.post(path, json={"appkey": APP_KEY})).status_code == 415
    if path == "/mobileapi/init":
        assert (await vendor.http.post(path, data={"appkey": APP_KEY, "userPhone": "0700000000"})).status_code == 400


async def test_two_stand_ins_share_nothing_but_their_data() -> None:
    """A write to one is not seen by the other, and both start alike."""
    profiles = []
    for _ in range(2):
        http = httpx.AsyncClient(transport=httpx.ASGITransport(stand_in(people(), Clock())), base_url="http://footprints")
        async with http:
            answer = await http.post("/api/token", data={"grant_type": "client_credentials"}, auth=(KEY, SECRET))
            query = {"access_token": answer.json()["access_token"]}
            profiles.append((await http.get("/api/client", params={**query, **ANA})).json())
            await http.post("/api/lead", params=query, data=ANA)

    assert profiles[0] == profiles[1]
