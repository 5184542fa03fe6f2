"""What is written, over a real socket: held against the documentation's own samples, and seen by the next read."""

from io import BytesIO

import pytest
from starlette.datastructures import Headers, UploadFile

from loaders.sandbox.people import people
from resolvers import ids
from tests.footprints.conftest import Desk, Json, Open, codes
from tests.footprints.test_reads import LOYAL, PERSON, WINTER, at, met

FORM = "application/x-www-form-urlencoded"
LEAD = "5ce300000000000000000000"
MEETING = "6d22aa000000000000000001"
PDF = b"%PDF-1.4 content"
LEADS = "leads { nodes { id status statusText email offer { name } actions { id detail date attachments type { name } } } }"


def document(name: str = "offer.pdf", content: bytes = PDF, kind: str = "application/pdf") -> UploadFile:
    """A file as the gateway's server hands it on."""
    return UploadFile(BytesIO(content), size=len(content), filename=name, headers=Headers({"content-type": kind}))


def sent(desk: Desk) -> tuple[str, str]:
    """Method and path of the last call, which carried a form and a token in its query."""
    call = desk.last
    assert call.headers["content-type"] == FORM
    assert [name for name, _ in call.query] == ["access_token"]
    return call.method, call.path


def whose(number: int) -> dict[str, object]:
    """Name a person by the vendor's id."""
    return {"vendorId": {"vendor": "FOOTPRINTS", "id": at(number)}}


async def test_create_lead_sends_the_sample(desk: Desk) -> None:
    """Docs: "Add Lead"."""
    given: dict[str, object] = {"firstName": "Test", "lastName": "Test", "email": "test@test.com", "phone": "+40700000000"}
    lead = await desk.write("createLead", given, "lead { id }")

    assert sent(desk) == ("POST", "/api/lead")
    assert dict(desk.last.form) == {
        "userFirstName": "Test",
        "userLastName": "Test",
        "userEmail": "test@test.com",
        "userPhone": "0700000000",
    }
    assert lead["id"]


async def test_create_lead_in_full_is_read_back(desk: Desk) -> None:
    """Misspelled names, bracketed lists, words for booleans, local stamps; the person's next `leads` show it."""
    before = (await desk.data(PERSON % LEADS, id=await met(desk, 0)))["customer"]["leads"]["nodes"]
    given: dict[str, object] = {
        "email": people()[0].email,
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
        "userEmail": people()[0].email,
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


async def test_update_lead(desk: Desk) -> None:
    """The sample's change; the answer is the whole lead with ids for objects. Docs: "Update Lead"."""
    await desk.data(PERSON % LEADS, id=await met(desk, 0))
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


async def test_add_and_update_lead_action(desk: Desk) -> None:
    """The sample's fields and local stamp, POST and PUT; the lead's next `actions` show both. Docs: "Add Lead Action"."""
    await desk.data(PERSON % LEADS, id=await met(desk, 0))
    given: dict[str, object] = {"lead": LEAD, "type": MEETING, "detail": "description", "date": "2021-01-12T06:42:55"}
    action = await desk.write("addLeadAction", given, "action { id }")
    assert sent(desk) == ("POST", "/api/lead/action")
    assert desk.last.form == [
        ("leadId", LEAD),
        ("leadActionTypeId", MEETING),
        ("actionDetail", "description"),
        ("date", "2021-01-12 06:42:55"),
    ]
    change: dict[str, object] = {"action": action["id"], "detail": "another", "date": "2021-01-12T06:00:00Z"}
    await desk.data(PERSON % LEADS, id=at(0))
    assert (await desk.write("updateLeadAction", change, "action { id }")) == action
    assert sent(desk) == ("PUT", f"/api/lead/action/{action['id']}")
    assert desk.last.form == [("actionDetail", "another"), ("date", "2021-01-12 08:00:00")]

    leads = (await desk.data(PERSON % LEADS, id=at(0)))["customer"]["leads"]["nodes"]
    (read,) = [one for one in leads[0]["actions"] if one["id"] == action["id"]]
    assert (read["detail"], read["type"]["name"], read["date"][:16]) == ("another", "Meeting", "2021-01-12T06:00")


async def test_upload_lead_documents(desk: Desk) -> None:
    """Multipart with one part per PDF, and the action's id; the action's attachments show them. Docs: "Upload Lead Documents"."""
    leads = (await desk.data(PERSON % LEADS, id=await met(desk, 0)))["customer"]["leads"]["nodes"]
    action = leads[0]["actions"][0]["id"]
    files = [document("C:\\MyComputer\\filename1.pdf"), document("filename2.pdf")]
    given: dict[str, object] = {"lead": LEAD, "kind": "CONTRACTS", "documents": files, "action": action}
    kept = await desk.write("uploadLeadDocuments", given, "documents { names }")

    call = desk.last
    assert (call.method, call.path) == ("PUT", f"/api/lead/{LEAD}/contracts")
    assert call.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert call.body.count(b'name="documents"; filename="filename') == 2
    assert call.body.count(b"Content-Type: application/pdf") == 2
    assert call.body.count(PDF) == 2
    assert b'name="leadActionId"\r\n\r\n' + action.encode() in call.body
    assert kept == {"names": ["filename1.pdf", "filename2.pdf"]}
    after = (await desk.data(PERSON % LEADS, id=at(0)))["customer"]["leads"]["nodes"]
    assert after[0]["actions"][0]["attachments"] == ["filename1.pdf", "filename2.pdf"]


async def test_upload_lead_documents_checks_files(desk: Desk) -> None:
    """One to five, PDFs by name and by content."""
    given: dict[str, object] = {"lead": LEAD, "kind": "OFFERS"}
    wrong = [document(kind="image/png"), document(content=b"no pdf"), document()]

    refused = await desk.refused("uploadLeadDocuments", {**given, "documents": wrong}, "documents { names }")
    assert refused.keys() == {"input.documents.0", "input.documents.1"}
    for count in (0, 6):
        files = [document() for _ in range(count)]
        assert (await desk.refused("uploadLeadDocuments", {**given, "documents": files}, "documents { names }")).keys() == {
            "input.documents"
        }
    assert desk.calls() == {}


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
    assert sent(desk) == ("POST", "/api/prospect")
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

    assert sent(desk) == ("PUT", f"/api/lead/{LEAD}/nps")
    assert desk.last.form == [("nps", "10"), ("comment", "test")]
    assert lead == {"id": LEAD}
    assert (await desk.refused("rateLead", {"lead": LEAD, "score": 0}, "lead { id }")).keys() == {"input.score"}


async def test_mark_lead_lost(desk: Desk) -> None:
    """The sample's reason; the lead is lost at once. Docs: "Update Lost Lead"."""
    await desk.data(PERSON % LEADS, id=await met(desk, 0))
    given: dict[str, object] = {"lead": LEAD, "reason": "PRICE_TOO_HIGH", "comment": "test"}
    lead = await desk.write("markLeadLost", given, "lead { id status }")

    assert sent(desk) == ("PUT", f"/api/lead/{LEAD}/leadLost")
    assert desk.last.form == [("reasonLost", "price_too_high"), ("comment", "test")]
    assert lead == {"id": LEAD, "status": "LOST"}
    after = (await desk.data(PERSON % LEADS, id=at(0)))["customer"]["leads"]["nodes"]
    assert [one["status"] for one in after if one["id"] == LEAD] == ["LOST"]


async def test_update_customer_profile(desk: Desk) -> None:
    """E-mail and phone always go along, and the external id; the person is read anew. Docs: "Update customer"."""
    await met(desk, 0)
    given: dict[str, object] = {"customer": whose(0), "firstName": "Test", "family": "SINGLE", "kidsAges": [3, 4.5]}
    result = "profile { id customer { firstName footprintsProfile { family kidsAges } } }"
    profile = await desk.write("updateCustomerProfile", given, result)

    (put,) = desk.house.matching("PUT /api/client")
    assert dict(put.form) == {
        "userFirstName": "Test",
        "userEmail": people()[0].email,
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
    await met(desk, 0)
    given: dict[str, object] = {"customer": whose(0), "email": "new@example.com"}
    profile = await desk.write("updateCustomerProfile", given, "profile { customer { email } }")
    assert profile == {"customer": {"email": "new@example.com"}}

    await met(desk, 6)
    refused = await desk.refused("updateCustomerProfile", {**given, "customer": whose(6), "kids": -1}, "profile { id }")
    assert refused.keys() == {"input.email", "input.kids"}
    assert desk.house.hits("PUT /api/client") == 1


async def test_delete_customer_profile(desk: Desk) -> None:
    """A form with DELETE, as the samples send it; the person is gone at once. Docs: "Delete customer"."""
    await met(desk, 0)
    profile = await desk.write("deleteCustomerProfile", {"customer": whose(0)}, "profile { id }")

    assert sent(desk) == ("DELETE", "/api/client")
    assert desk.last.form == [("userExternalId", "C100000")]
    assert profile == {"id": at(0)}
    assert await desk.vendor.people.by_id(await met(desk, 0)) is None
    await met(desk, 6)
    refused = await desk.refused("deleteCustomerProfile", {"customer": whose(6)}, "profile { id }")
    assert "no external id" in refused["input.customer"]


async def test_redeem_loyalty_code(desk: Desk) -> None:
    """The sample's four fields; the code is redeemed at once, and can't be twice. Docs: "Change Code Status"."""
    fields = "loyaltyCodes { code status campaign { id internalId } }"
    held = (await desk.data(PERSON % fields, id=await met(desk, 0)))["customer"]["loyaltyCodes"]
    code = next(one for one in held if one["status"] == "associated")
    given: dict[str, object] = {"customer": whose(0), "campaign": code["campaign"]["id"], "code": code["code"]}
    redeemed = await desk.write("redeemLoyaltyCode", given, "loyaltyCode { code campaignInternalId }")

    assert sent(desk) == ("POST", "/api/loyaltyCode/change")
    assert desk.last.form == [
        ("userEmail", people()[0].email),
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
    held = (await desk.data(PERSON % fields, id=await met(desk, 0)))["customer"]["loyaltyCodes"]
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


async def test_update_lead_once_per_key(desk: Desk) -> None:
    """A record with dates inside survives being kept."""
    given: dict[str, object] = {"lead": LEAD, "status": "OPPORTUNITY", "idempotencyKey": "once"}
    one = await desk.write("updateLead", given, "lead { id status createdAt offer { id } }")
    two = await desk.write("updateLead", given, "lead { id status createdAt offer { id } }")

    assert one == two
    assert desk.house.hits(f"PUT /api/lead/{LEAD}") == 1


async def test_send_notification(desk: Desk) -> None:
    """Base64 that survives the form. Docs: "Send Notifications"."""
    given: dict[str, object] = {"template": "irqm1350re7pw", "email": "test@test.com", "attachment": document("x/test.pdf")}
    assert await desk.write("sendNotification", given, "sent") is True

    assert sent(desk) == ("POST", "/api/notifications/send")
    assert desk.last.form == [
        ("templateKey", "irqm1350re7pw"),
        ("email", "test@test.com"),
        ("attachmentFileName", "test.pdf"),
        ("attachmentFileContent", "JVBERi0xLjQgY29udGVudA=="),
    ]
    wrong: dict[str, object] = {"template": " ", "email": "x", "attachment": document(content=b"x")}
    refused = await desk.refused("sendNotification", wrong, "sent")
    assert refused.keys() == {"input.template", "input.email", "input.attachment"}


VISIT = {"visit": {"brands": ["Zara", "Adidas"], "tenants": ["H&M", "C&A"]}}
VISITED = [
    ("actionType", "visit"),
    ("requestType", "action"),
    ("aditionalData[brands][0]", "Zara"),
    ("aditionalData[brands][1]", "Adidas"),
    ("aditionalData[tenants][0]", "H&M"),
    ("aditionalData[tenants][1]", "C&A"),
]
APP_KEY = ("appkey", "571e64183647a855d0sgf3a3")


async def test_start_web_session_and_track_web_activity(desk: Desk) -> None:
    """No token but the App Key, the e-mail encoded once; a visitor that is known has a uid. Docs: "Web Data Tracking"."""
    timeline = "interactions(first: 50) { nodes { icon } }"
    before = (await desk.data(PERSON % timeline, id=await met(desk, 0)))["customer"]["interactions"]["nodes"]
    given: dict[str, object] = {"email": people()[0].email, "technicalInfo": {"screenSize": "1x1", "deviceOs": "iOS"}}
    session = await desk.write("startWebSession", given, "session { id kind }")
    assert (desk.last.method, desk.last.path, desk.last.query) == ("POST", "/jsapi/init", ())
    assert desk.last.form == [
        APP_KEY,
        ("email", people()[0].email),
        ("technicalInfo[screenSize]", "1x1"),
        ("technicalInfo[deviceOs]", "iOS"),
    ]
    assert session["kind"] == "CUSTOMER"

    tracked: dict[str, object] = {"session": session["id"], "kind": session["kind"], "activity": VISIT}
    assert await desk.write("trackWebActivity", tracked, "recorded") is True
    assert (desk.last.method, desk.last.path, desk.last.query) == ("POST", "/jsapi/send", ())
    assert desk.last.form == [APP_KEY, ("uid", session["id"]), ("uType", "c"), *VISITED]
    after = (await desk.data(PERSON % timeline, id=at(0)))["customer"]["interactions"]["nodes"]
    assert len(after) == len(before) + 1


async def test_strangers_are_visitors(desk: Desk) -> None:
    """Without an e-mail, or with an unknown one, there is a pid."""
    session = await desk.write("startWebSession", {}, "session { id kind }")
    assert session["kind"] == "VISITOR"
    tracked: dict[str, object] = {"session": session["id"], "kind": "VISITOR", "activity": {"feedback": {"rating": 10}}}
    assert await desk.write("trackWebActivity", tracked, "recorded") is True
    assert ("uType", "p") in desk.last.form


@pytest.mark.parametrize(
    ("activity", "fields"),
    [
        (
            {"sale": {"receipts": [{"name": "Shoes", "value": 12.5}, {"name": "Hat", "value": 3}]}},
            {
                "actionType": "sale",
                "aditionalData[receipts][0][name]": "Shoes",
                "aditionalData[receipts][0][value]": "12.5",
                "aditionalData[receipts][1][name]": "Hat",
                "aditionalData[receipts][1][value]": "3",
            },
        ),
        (
            {"contact": {"appointmentAt": "2026-02-03T10:00:00Z", "sender": "ORGANIZATION"}},
            {
                "actionType": "contact",
                "aditionalData[appointmentDate]": "2026-02-03 12:00:00",
                "aditionalData[senderType]": "organization",
            },
        ),
        ({"feedback": {"rating": 7}}, {"actionType": "feedback", "aditionalData[rating]": "7"}),
        ({"engagement": {"description": "x"}}, {"actionType": "engagement", "aditionalData[description]": "x"}),
        ({"profiling": {"percentCompleted": 50}}, {"actionType": "profiling", "aditionalData[percentCompleted]": "50"}),
    ],
)
async def test_start_mobile_session_and_track_mobile_activity(
    desk: Desk, activity: dict[str, object], fields: dict[str, str]
) -> None:
    """Each kind of activity with its own data, under the page's misspelled name. Docs: "Mobile Data Tracking"."""
    given: dict[str, object] = {"email": "test.email@test.com", "phone": "0722100000", "pushNotificationToken": "123456"}
    session = await desk.write("startMobileSession", given, "session { id }")
    assert (desk.last.method, desk.last.path, desk.last.query) == ("POST", "/mobileapi/init", ())
    assert desk.last.form == [
        APP_KEY,
        ("userEmail", "test.email@test.com"),
        ("userPhone", "0722100000"),
        ("pushNotificationToken", "123456"),
    ]

    assert await desk.write("trackMobileActivity", {"session": session["id"], "activity": activity}, "recorded") is True
    assert (desk.last.method, desk.last.path) == ("POST", "/mobileapi/send")
    assert dict(desk.last.form) == {"appkey": APP_KEY[1], "mid": session["id"], "requestType": "action", **fields}


async def test_report_beacons_and_position(desk: Desk) -> None:
    """PUT, index first and attribute second. Docs: "Send mobile tracking sensors", "Send mobile tracking geolocation"."""
    session = (await desk.write("startMobileSession", {"email": "test.email@test.com"}, "session { id }"))["id"]
    beacon = {"uuid": "2376-34342-1233-23424", "rssi": 5, "distance": 4, "macAddress": "345987345345-23482746-345934587"}
    more = {"txPower": 2, "name": "mimi", "minor": 3.2, "major": 4.1}
    given: dict[str, object] = {"session": session, "beacons": [{**beacon, **more}, {"uuid": "2376-34342-1233-23422"}]}
    assert await desk.write("reportBeacons", given, "recorded") is True
    assert (desk.last.method, desk.last.path) == ("PUT", "/mobileapi/sensors")
    assert desk.last.form == [
        APP_KEY,
        ("mid", session),
        ("sensors[0][uuid]", "2376-34342-1233-23424"),
        ("sensors[0][rssi]", "5"),
        ("sensors[0][distance]", "4"),
        ("sensors[0][macAddress]", "345987345345-23482746-345934587"),
        ("sensors[0][txPower]", "2"),
        ("sensors[0][name]", "mimi"),
        ("sensors[0][minor]", "3.2"),
        ("sensors[0][major]", "4.1"),
        ("sensors[1][uuid]", "2376-34342-1233-23422"),
    ]

    position: dict[str, object] = {"session": session, "latitude": 44.432149, "longitude": 26.088868, "accuracy": 3}
    assert await desk.write("reportPosition", position, "recorded") is True
    assert (desk.last.method, desk.last.path) == ("PUT", "/mobileapi/geo")
    assert desk.last.form == [APP_KEY, ("mid", session), ("lat", "44.432149"), ("lon", "26.088868"), ("accuracy", "3")]


@pytest.mark.parametrize(
    ("mutation", "given", "paths"),
    [
        (
            "trackMobileActivity",
            {"session": " ", "activity": {"feedback": {"rating": 11}}},
            {"session", "activity.feedback.rating"},
        ),
        ("trackMobileActivity", {"session": "x", "activity": {"sale": {"receipts": []}}}, {"activity.sale.receipts"}),
        (
            "trackMobileActivity",
            {"session": "x", "activity": {"profiling": {"percentCompleted": 101}}},
            {"activity.profiling.percentCompleted"},
        ),
        ("reportBeacons", {"session": "", "beacons": []}, {"session", "beacons"}),
        (
            "reportPosition",
            {"session": "x", "latitude": 91, "longitude": -181, "accuracy": -1},
            {"latitude", "longitude", "accuracy"},
        ),
    ],
)
async def test_wrong_tracking(desk: Desk, mutation: str, given: dict[str, object], paths: set[str]) -> None:
    """All mistakes at once, and nothing is sent."""
    refused = await desk.refused(mutation, given, "recorded")

    assert refused.keys() == {f"input.{path}" for path in paths}
    assert desk.calls() == {}


async def test_mobile_session_needs_an_email_or_a_push_token(desk: Desk) -> None:
    """Known from the vendor's mobile library, not from the page."""
    assert (await desk.refused("startMobileSession", {"phone": "0722100000"}, "session { id }")).keys() == {"input"}


async def test_tracking_without_app_key_says_what_to_set(open_desk: Open) -> None:
    """Key and secret are another credential."""
    desk = await open_desk(FOOTPRINTS_APP_KEY="")
    answer = await desk.query("mutation { startWebSession(input: {}) { session { id } } }")

    assert codes(answer) in (["VENDOR_AUTH_FAILED"], [])


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
