"""Each documented write over a real socket: the request is the documentation's sample, and so is the answer that is decoded."""

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from starlette.datastructures import Headers, UploadFile

from tests.footprints.paper import ID, WHO, Shown, documented, meet
from tests.operations.paper import Asked, Paper, write

LEAD = "5ce3b4089d5de975003244d2"
ACTION = "6h7adfb9f58363518b370051"
ANSWERED, SKU = "5ebe9558aea45e10fc094c8b", "5e6b7be8576e5213f065b23c"
UPDATED = {
    "id": ANSWERED,
    "status": "CUSTOMER",
    "email": "test5557@test.com",
    "createdAt": "2020-03-15T14:12:56+00:00",
    "sku": {"id": SKU},
}
BEGUN = "b38efdc7087731bbef9d6cb050a6aa9bbcb8beb2178ec42afac83eb5e836f050"
SESSION = "a5c2dd6ebhsgtdr4ca6142a42910a972fecc71aa32ea88a0c681f77395bc218667"
DEVICE = "p93eeea7322fed62b9b240d613b6c925b1cf125aed3bf030c64d8a51b35981c73"
TEST = {"userEmail": "test@test.ro", "userPhone": "0700000000"}
MIHAI = {"userEmail": "mihai@popescu.com", "userPhone": "0753646284"}
DID = {
    "type": "6d22kaal8378716180494f54",
    "detail": "description",
    "date": "2021-01-12T06:42:55",
    "lead": "5b73fhfc4f58363318b824431",
}
VISIT = {"visit": {"brands": ["Zara", "Adidas"], "tenants": ["H&M", "C&A"]}}
BEACONS = [
    {"uuid": "2376-34342-1233-23424", "rssi": 5, "distance": 4, "macAddress": "345987345345-23482746-345934587", "txPower": 2,
     "name": "mimi", "minor": 3.2, "major": 4.1},
    {"uuid": "2376-34342-1233-23422", "rssi": 5, "distance": 44, "macAddress": "345987345345-23482746-345934587", "txPower": 6,
     "name": "cici", "minor": 1.1, "major": 2.2},
]  # fmt: skip


@pytest.fixture(scope="module")
async def paper() -> AsyncIterator[Paper]:
    async with documented() as served:
        yield served


def pdf(name: str, content: bytes = b"%PDF-1.4") -> UploadFile:
    """A file as the gateway's server hands it on."""
    return UploadFile(BytesIO(content), size=len(content), filename=name, headers=Headers({"content-type": "application/pdf"}))


def about(profile: dict[str, str], asked: Asked) -> Asked:
    """The same about the sample's person, who has this in their profile."""
    return Shown(asked.document, asked.expected, asked.variables, profile)


ROWS: dict[int, Asked] = {
    2: write("createLead", "lead { id }", {"lead": {"id": ACTION}},
             firstName="Test", lastName="Test", email="test@test.com", phone="0700000000"),
    3: write("updateLead", "lead { id status email createdAt sku { id } }", {"lead": UPDATED}, lead=LEAD, status="SALE_LEAD"),
    5: write("addLeadAction", "action { id }", {"action": {"id": ACTION}}, **DID),
    6: write("updateLeadAction", "action { id }", {"action": {"id": ACTION}}, action=ACTION, **DID),
    9: write("uploadLeadDocuments", "documents { names }", {"documents": {"names": ["filename1.pdf", "filename2.pdf"]}},
             lead="5fbc335fc3972a78dc85d7a0", kind="CONTRACTS", documents=[pdf("filename1.pdf"), pdf("filename2.pdf")]),
    10: write("createProspect", "prospect { id }", {"prospect": {"id": "6e7adfb9f56363518f370151"}},
              firstName="Test", lastName="Test", email="test@test.com", phone="0700000000"),
    11: write("rateLead", "lead { id }", {"lead": {"id": LEAD}}, lead=LEAD, score=10, comment="test"),
    12: write("markLeadLost", "lead { id status sku { id } }", {"lead": {"id": ANSWERED, "status": "LEAD", "sku": {"id": SKU}}},
              lead=LEAD, reason="PRICE_TOO_HIGH", comment="test"),
    14: about(TEST, write("updateCustomerProfile", "profile { id }", {"profile": {"id": ID}},
                          customer=WHO, firstName="Test", lastName="Test")),
    15: about({**TEST, "userExternalId": "2446456"},
              write("deleteCustomerProfile", "profile { id }", {"profile": {"id": ID}}, customer=WHO)),
    19: about(MIHAI, write("redeemLoyaltyCode", "loyaltyCode { code campaignInternalId }",
                           {"loyaltyCode": {"code": "XFSTWK98HG", "campaignInternalId": "msyfms5a9sd2"}},
                           customer=WHO, campaign="msyfms5a9sd2", code="XFSTWK98HG")),
    29: write("sendNotification", "sent", {"sent": True},
              template="irqm1350re7pw", email="test@test.com", attachment=pdf("test.pdf", b"%PDF-1.4\r%\xe2\xe3\xcf\xd3")),
    30: write("startWebSession", "session { id kind }", {"session": {"id": BEGUN, "kind": "VISITOR"}}, email="test.email@test.com"),
    31: write("trackWebActivity", "recorded", {"recorded": True}, session=SESSION, kind="CUSTOMER", activity=VISIT),
    32: write("startMobileSession", "session { id }", {"session": {"id": BEGUN}},
              email="test.email@test.com", pushNotificationToken="123456"),
    33: write("trackMobileActivity", "recorded", {"recorded": True}, session=SESSION, activity=VISIT),
    34: write("reportBeacons", "recorded", {"recorded": True}, session=DEVICE, beacons=BEACONS),
    35: write("reportPosition", "recorded", {"recorded": True}, session=DEVICE, latitude=44.432149, longitude=26.088868, accuracy=3),
}  # fmt: skip


@pytest.mark.parametrize("number", ROWS)
async def test_row(paper: Paper, number: int) -> None:
    """What goes out is the sample request, and the sample answer comes back in our words."""
    async with paper.gateway() as gateway:
        await meet(paper, gateway, ROWS[number])
        await paper.holds(number, gateway, ROWS[number])
