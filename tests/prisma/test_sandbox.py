"""The stand-in's formats, traces, visits, activities and active campaigns are as Prisma documents them."""

from uuid import UUID

import pytest
from edn_format import loads

from loaders.prisma.sandbox import SETTINGS, URLS
from tests.prisma.sandbox_calls import (
    ANA,
    BOGDAN,
    EDN_HEADERS,
    JSON_HEADERS,
    NOW,
    OPTED_OUT,
    TOKEN,
    WEB_TOKEN,
    WELCOME,
    Prisma,
    ending_body,
    keyword,
    screen_body,
)


@pytest.fixture
def prisma() -> Prisma:
    return Prisma.fresh()


def test_settings_are_the_contracts_names() -> None:
    assert set(SETTINGS) == {"PRISMA_APP_TOKEN", "PRISMA_CHANNEL", "PRISMA_API_KEY", "PRISMA_CUSTOMER_ID"}
    assert URLS == {"PRISMA_URL": ""}
    assert SETTINGS["PRISMA_CUSTOMER_ID"] == "external_id"


async def test_cold_chain_speaks_edn(prisma: Prisma) -> None:
    """Trace, visit, active: keywords, #uuid, #inst, sets and 64-bit integers; person 0 gets a map around the vector."""
    trace = await prisma.edn("/API/traces/trace", {"app-token": TOKEN, "customer-id": ANA})
    assert trace[keyword("customer-id")] == ANA
    visit = {"language": "en-US", "platform": "Chrome Browser", "channel": keyword("atm")}
    trail = await prisma.edn(f"/api/traces/{trace[keyword('trace-id')]}/trail", visit)
    body = {"app-token": TOKEN, "customer-id": ANA, "trail-id": trail[keyword("trail-id")]}
    rows = (await prisma.edn("/api/campaigns/active", body))[keyword("campaigns")]

    assert len(rows) >= 2
    first = rows[0]
    assert first[keyword("campaign-id")] == WELCOME > 2**32
    assert first[keyword("name")] == "Welcome"
    assert isinstance(first[keyword("tracking-token")], UUID)
    assert keyword("atm") in first[keyword("channels")]
    assert first[keyword("start-date")] < NOW < first[keyword("end-date")]


async def test_active_answers_json_only_to_both_headers(prisma: Prisma) -> None:
    body = {"app-token": TOKEN, "trail-id": await prisma.visit()}
    for content_type, accept, expected in (
        ("application/json", "application/json", "application/json"),
        ("application/json", "*/*", "application/edn"),
        ("application/edn", "application/json", "application/edn"),
        ("application/edn; charset=utf-8", "application/edn", "application/edn"),
    ):
        response = await prisma.post("/api/campaigns/active", body, {"Content-Type": content_type, "Accept": accept})
        assert response.status_code == 200
        assert response.headers["content-type"] == expected


async def test_both_formats_hold_the_same(prisma: Prisma) -> None:
    trail_id = await prisma.visit(BOGDAN)
    body = {"app-token": TOKEN, "trail-id": trail_id}
    in_json = await prisma.json("/api/campaigns/active", body)
    in_edn = await prisma.edn("/api/campaigns/active", body)

    assert [row["campaign-id"] for row in in_json] == [row[keyword("campaign-id")] for row in in_edn]
    assert in_json[0]["tracking-token"] == str(in_edn[0][keyword("tracking-token")])
    assert in_json[0]["channels"] == ["atm", "mobile", "web"]


@pytest.mark.parametrize(("number", "shape"), [(0, dict), (1, list), (2, list), (4, dict)])
async def test_every_fourth_person_gets_a_map(prisma: Prisma, number: int, shape: type) -> None:
    body = {"app-token": TOKEN, "trail-id": await prisma.visit(f"C{100000 + number}")}
    assert isinstance(await prisma.json("/api/campaigns/active", body), shape)


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, ["Welcome", "Test drive weekend", "Car insurance renewal", "Gold card upgrade"]),
        ({"category": "Sales"}, ["Test drive weekend", "Car insurance renewal"]),
        ({"category": "Sales", "group": "Cars"}, ["Test drive weekend"]),
        ({"group": "Cards"}, ["Gold card upgrade"]),
        ({"category": "sales"}, []),
    ],
)
async def test_active_filters(prisma: Prisma, filters: dict[str, str], names: list[str]) -> None:
    assert [row["name"] for row in await prisma.active(await prisma.visit(), **filters)] == names


@pytest.mark.parametrize("customer_id", [OPTED_OUT, "C999999", "C100204"])
async def test_nobody_home_means_no_campaigns(prisma: Prisma, customer_id: str) -> None:
    """Who opted out, who doesn't exist, and who is known to others only: an empty vector, no banner, no popup."""
    trail_id = await prisma.visit(customer_id)
    assert await prisma.active(trail_id) == []
    assert await prisma.screen(trail_id) == {"popup": {}, "placeholders": []}


@pytest.mark.parametrize("customer_id", [None, ""])
async def test_an_anonymous_person_gets_an_id_and_may_become_known(prisma: Prisma, customer_id: str | None) -> None:
    trace = await prisma.json("/api/traces/trace", {"customer-id": customer_id})
    assert (await prisma.find(trace["customer-id"])).status_code == 200
    trail = await prisma.json(f"/api/traces/{trace['trace-id']}/trail", {"channel": "web"})
    assert [row["name"] for row in await prisma.active(trail["trail-id"])] == ["Welcome"]
    assert len(await prisma.active(trail["trail-id"], **{"customer-id": ANA})) == 4
    response = await prisma.post(
        "/api/campaigns/active",
        {"app-token": TOKEN, "trail-id": trail["trail-id"], "customer-id": BOGDAN},
        JSON_HEADERS,
    )
    assert response.status_code == 400


@pytest.mark.parametrize("kind", ["conversion", "dismiss"])
async def test_an_ending_spends_the_trace_and_closes_the_campaign(prisma: Prisma, kind: str) -> None:
    trace = await prisma.json("/api/traces/trace", {"app-token": TOKEN, "customer-id": ANA})
    trail = await prisma.json(f"/api/traces/{trace['trace-id']}/trail", {"channel": "web"})
    trail_id = trail["trail-id"]
    before = await prisma.active(trail_id)
    token = before[0]["tracking-token"]
    ended = await prisma.post(f"/api/traces/trail/{trail_id}/action", ending_body(kind, token), JSON_HEADERS)
    assert (ended.status_code, ended.content) == (200, b"")

    step = {"trail-id": trail_id, "campaign-id": WELCOME, "tracking-token": token}
    for path, body in (
        (f"/api/traces/{trace['trace-id']}/trail", {"channel": "web"}),
        (f"/api/traces/trail/{trail_id}/action", ending_body(kind, token)),
        ("/api/campaigns/active", {"app-token": TOKEN, "trail-id": trail_id}),
        ("/api/campaigns/sync-page", screen_body(trail_id)),
        ("/api/campaigns/advance-funnel", step),
    ):
        assert (await prisma.post(path, body, JSON_HEADERS)).status_code == 400, path
    page = await prisma.http.get(f"/api/campaigns/{WELCOME}/funnel", params={"d": token, "a": TOKEN, "t": trail_id})
    assert page.status_code == 400
    assert [row["name"] for row in await prisma.active(await prisma.visit())] == [row["name"] for row in before[1:]]


async def test_spent_and_expired(prisma: Prisma) -> None:
    """Tokens never expire; the state's switch spends every trace."""
    trail_id = await prisma.visit()
    prisma.app.state.expire_tokens()
    assert await prisma.active(trail_id)
    prisma.app.state.spend_traces()
    refused = await prisma.post("/api/campaigns/active", {"app-token": TOKEN, "trail-id": trail_id})
    assert refused.status_code == 400
    assert "cannot be used again" in loads(refused.text)[keyword("error")]


@pytest.mark.parametrize("kind", ["location", "action", "entry-point", "funnel-step", "event"])
async def test_an_activity_is_kept(prisma: Prisma, kind: str) -> None:
    trail_id = await prisma.visit()
    body = {"name": kind, "type": keyword(f"trail-action/{kind}"), "data": [{"name": "field1", "value": "value1"}]}
    response = await prisma.post(f"/api/traces/trail/{trail_id}/action", body)

    assert (response.status_code, response.content) == (200, b"")
    assert [(it.type, it.data) for it in prisma.app.state.activities] == [(kind, (("field1", "value1"),))]


ACTION = "/api/traces/trail/{trail}/action"


@pytest.mark.parametrize(
    ("path", "body", "headers", "status"),
    [
        ("/api/traces/trace", {"app-token": "unknown"}, JSON_HEADERS, 500),
        ("/api/traces/trace", {"customer-id": 5114932}, EDN_HEADERS, 200),
        ("/api/traces/trace", {"customer-id": 5114932}, JSON_HEADERS, 400),
        ("/api/traces/trace", {}, {"Content-Type": "text/plain", "Accept": "*/*"}, 415),
        ("/api/traces/trace", [], JSON_HEADERS, 400),
        ("/api/traces/nothing/trail", {"channel": "web"}, JSON_HEADERS, 500),
        ("/api/traces/{trace}/trail", {"platform": "Chrome"}, JSON_HEADERS, 400),
        ("/api/traces/{trace}/trail", {"channel": "web"}, EDN_HEADERS, 400),
        ("/api/traces/{trace}/trail", {"channel": keyword("web")}, EDN_HEADERS, 200),
        ("/api/traces/trail/nothing/action", ending_body("action", "x"), JSON_HEADERS, 500),
        (ACTION, {"name": "a", "type": "trail-action/action", "data": []}, JSON_HEADERS, 400),
        (ACTION, {"name": "a", "type": "shrug", "data": []}, JSON_HEADERS, 400),
        (ACTION, {"name": "a", "type": keyword("action"), "data": []}, EDN_HEADERS, 400),
        (ACTION, {"name": "a", "type": "action"}, JSON_HEADERS, 400),
        (ACTION, {"name": "conversion", "type": "conversion", "data": []}, JSON_HEADERS, 400),
        (ACTION, ending_body("dismiss", "1f0c0000-0000-4000-8000-000000000000"), JSON_HEADERS, 400),
        ("/api/campaigns/active", {"app-token": TOKEN}, EDN_HEADERS, 400),
        ("/api/campaigns/active", {"app-token": "unknown"}, EDN_HEADERS, 404),
        ("/api/campaigns/active", {"app-token": TOKEN, "trail-id": "nothing"}, EDN_HEADERS, 400),
        ("/api/campaigns/sync-page", {"app-token": "unknown"}, EDN_HEADERS, 404),
        ("/api/campaigns/sync-page", {"app-token": TOKEN, "placeholders": ["id-placeholder1"]}, JSON_HEADERS, 400),
        ("/api/campaigns/advance-funnel", {"campaign-id": 1, "tracking-token": "x"}, JSON_HEADERS, 400),
        ("/api/customers", {"app-token": TOKEN, "customer": {"id": "1"}}, JSON_HEADERS, 404),
        ("/api/customers/", {"app-token": WEB_TOKEN, "customer": {"id": "1"}}, JSON_HEADERS, 404),
        ("/api/customers/", {"app-token": TOKEN, "customer": {"name": "Ana"}}, JSON_HEADERS, 400),
        ("/api/customers/", {"app-token": TOKEN, "customer": {"id": "1", "shoe": "42"}}, JSON_HEADERS, 400),
        ("/api/customers/", {"app-token": TOKEN, "customer": {"id": "1", "city": 42}}, JSON_HEADERS, 400),
        ("/api/segments/create-from-spreadsheet", {}, JSON_HEADERS, 404),
    ],
)
async def test_requests_are_taken_at_their_word(
    prisma: Prisma, path: str, body: object, headers: dict[str, str], status: int
) -> None:
    trace = await prisma.json("/api/traces/trace", {"customer-id": ANA})
    trail = await prisma.json(f"/api/traces/{trace['trace-id']}/trail", {"channel": "web"})
    url = path.format(trace=trace["trace-id"], trail=trail["trail-id"])
    assert (await prisma.post(url, body, headers)).status_code == status


@pytest.mark.parametrize(
    "raw",
    ['{"app-token" "x"}', "{:channel: :web}", "{:channel", "", "{} {}", "{:channel #what 1}", '{:channel #uuid "no"}'],
)
async def test_broken_edn_is_refused(prisma: Prisma, raw: str) -> None:
    trace = await prisma.json("/api/traces/trace", {"customer-id": ANA})
    response = await prisma.http.post(f"/api/traces/{trace['trace-id']}/trail", content=raw, headers=EDN_HEADERS)
    assert response.status_code == 400
    assert loads(response.text)[keyword("error")]


async def test_other_methods_are_not_allowed(prisma: Prisma) -> None:
    assert (await prisma.http.get("/api/campaigns/active")).status_code == 405


async def test_two_installations_answer_alike_and_share_nothing(prisma: Prisma) -> None:
    client = Prisma.fresh()
    assert await client.active(await client.visit()) == await prisma.active(await prisma.visit())
    client.app.state.spend_traces()
    assert await prisma.active(await prisma.visit())
