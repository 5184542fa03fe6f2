"""The stand-in's customers and business events are as Prisma documents them."""

from uuid import UUID

import httpx
import pytest
from edn_format import loads

from tests.prisma.sandbox_calls import (
    ANA,
    EDN_HEADERS,
    JSON_HEADERS,
    KEY,
    NOW,
    OPTED_OUT,
    TOKEN,
    WELCOME,
    Prisma,
    event_body,
    keyword,
)


@pytest.fixture
def prisma() -> Prisma:
    return Prisma.fresh()


async def test_find_shows_the_installations_own_shape(prisma: Prisma) -> None:
    row = (await prisma.find(ANA)).json()
    assert row["Email_address"] == row["email"] == "ana.popescu0@example.com"
    assert row["full_name"] == "Ana Popescu"
    assert row["last-update"] == NOW.timestamp() * 1000
    assert row["mobile-registrations"] is None
    in_edn = await prisma.http.get(f"/api/customers/find/{ANA}", headers=KEY | {"Accept": "*/*"})
    assert isinstance(loads(in_edn.text)[keyword("tags")], frozenset)


@pytest.mark.parametrize(
    ("customer_id", "headers", "status"),
    [
        (ANA, {}, 401),
        (ANA, {"Authorization": "Bearer wrong"}, 401),
        (ANA, {"Authorization": f"Bearer {TOKEN}"}, 401),
        ("C999999", KEY, 404),
        ("C100204", KEY, 404),
    ],
)
async def test_find_wants_an_api_key(prisma: Prisma, customer_id: str, headers: dict[str, str], status: int) -> None:
    assert (await prisma.http.get(f"/api/customers/find/{customer_id}", headers=headers)).status_code == status


@pytest.mark.parametrize("customer_id", [ANA, "C777777", "a b/ș@example.com"])
async def test_an_upsert_is_read_back(prisma: Prisma, customer_id: str) -> None:
    fields = {"id": customer_id, "city": "Cluj-Napoca", "interests": [keyword("home")], "newsletter": True}
    response = await prisma.post("/api/customers/", {"app-token": TOKEN, "customer": fields})
    assert (response.status_code, response.content) == (200, b"")

    row = (await prisma.find(httpx.URL("/").copy_with(path=f"/{customer_id}").raw_path.decode()[1:])).json()
    assert (row["id"], row["city"], row["interests"]) == (customer_id, "Cluj-Napoca", ["home"])
    names = [it["name"] for it in await prisma.active(await prisma.visit(customer_id))]
    assert {"Home makeover", "Store opening in Cluj"} <= set(names)


@pytest.mark.parametrize("headers", [EDN_HEADERS, JSON_HEADERS])
async def test_the_documentations_own_upsert_works(prisma: Prisma, headers: dict[str, str]) -> None:
    customer_id: str | int = 12345 if headers is EDN_HEADERS else "12345"
    body = {"customer": {"id": customer_id, "field": "xxyyzz"}, "app-token": TOKEN}
    assert (await prisma.post("/api/customers/", body, headers)).status_code == 200
    assert (await prisma.find("12345")).json()["field"] == "xxyyzz"


@pytest.mark.parametrize("search", [ANA, {"email": "ana.popescu0@example.com"}, {"phone": "+40722100000"}])
async def test_an_event_starts_a_campaign(prisma: Prisma, search: object) -> None:
    """202 with a trace whose visits can walk the funnel; a search is answered with the id it found."""
    response = await prisma.post("/api/campaigns/business-event", event_body(search, context={"order": 12}))
    event = loads(response.text)
    assert response.status_code == 202
    assert (event[keyword("campaign")], event[keyword("customer-id")]) == ("Welcome", ANA)
    assert isinstance(event[keyword("trace-id")], UUID)

    trail = await prisma.json(f"/api/traces/{event[keyword('trace-id')]}/trail", {"channel": "web"})
    token = str(event[keyword("tracking-token")])
    step = {"trail-id": trail["trail-id"], "campaign-id": WELCOME, "tracking-token": token}
    assert (await prisma.json("/api/campaigns/advance-funnel", step))["type"] == "message"


async def test_an_event_creates_who_is_missing(prisma: Prisma) -> None:
    found = await prisma.json("/api/campaigns/business-event", event_body({"email": "jane.doe@example.com"}))
    assert (await prisma.find(found["customer-id"])).json()["email"] == "jane.doe@example.com"
    again = await prisma.json("/api/campaigns/business-event", event_body({"email": "jane.doe@example.com"}))
    assert again["customer-id"] == found["customer-id"]
    await prisma.json("/api/campaigns/business-event", event_body("C888888"))
    assert (await prisma.find("C888888")).status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (event_body(ANA, **{"app-token": "unknown"}), 404),
        (event_body(ANA, **{"event-name": "unknown"}), 404),
        (event_body(ANA, **{"event-name": "account-closed"}), 404),
        (event_body(OPTED_OUT), 404),
        (event_body(""), 400),
        (event_body(None), 400),
        (event_body({}), 400),
        (event_body({"shoe": "42"}), 400),
        (event_body(ANA, context="order"), 400),
    ],
)
async def test_events_are_refused(prisma: Prisma, body: dict[str, object], status: int) -> None:
    assert (await prisma.post("/api/campaigns/business-event", body, JSON_HEADERS)).status_code == status


async def test_events_want_an_accept_header(prisma: Prisma) -> None:
    headers = {"Content-Type": "application/json", "Accept": "*/*"}
    assert (await prisma.post("/api/campaigns/business-event", event_body(ANA), headers)).status_code == 406
