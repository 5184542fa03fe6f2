"""Each documented operation over a real socket, in both formats: the request is the documentation's sample, the answer is decoded."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from loaders.prisma.sandbox import URLS
from tests.conftest import Gateway
from tests.operations.paper import Asked, Paper, data_of, opened, write
from tests.operations.table import rows
from tests.prisma.conftest import TYPES, decoded, sent, wire

APP, OTHER_APP = "D17C100F-0668-400A-AF91-967FE1A09A9E", "882252f3-fe70-4402-9195-639d8037f339"
TRACE, VISIT, TOKEN = APP, OTHER_APP, "1f0c0000-0000-4000-8000-000000000000"
CAMPAIGN = "17592186045418"
WHO = {"externalId": "5114932"}

LINES = {
    1: "POST /api/traces/trace",
    2: f"POST /api/traces/{TRACE}/trail",
    3: f"POST /api/traces/trail/{VISIT}/action",
    4: "POST /api/campaigns/active",
    5: "POST /api/campaigns/sync-page",
    6: f"GET /api/campaigns/{CAMPAIGN}/funnel",
    7: "POST /api/campaigns/advance-funnel",
    8: "POST /api/customers/",
    9: "POST /api/campaigns/business-event",
}


PAGE = """page { popup { campaignId trackingToken hasCloseButton }
  placeholders { customerId isPopup popupTimeoutMs transitionTimeMs width banners { campaignId trackingToken link html
    funnel { style allowDismiss newWindow } } } }"""
PLACES = {"customer": WHO, "page": "http://my.domain/page", "placeholders": ["id-placeholder1", "id-placeholder2"]}

ROWS: dict[int, Asked] = {
    1: write("startTrace", "trace { id customerId }", {"trace": {"id": TRACE, "customerId": "5114932"}}, customer=WHO),
    2: write("startVisit", "visit { id traceId }", {"visit": {"id": TRACE, "traceId": TRACE}},
             trace=TRACE, channel="atm", language="en-US", platform="Chrome Browser"),
    3: write("recordActivity", "activity { visitId type name }",
             {"activity": {"visitId": VISIT, "type": "DISMISS", "name": "dismiss"}},
             visit=VISIT, type="DISMISS", trackingToken="valor"),
    4: Asked(
        """query ($by: CustomerKey!) { customer(by: $by) {
          targetedCampaigns(category: "Sales", group: "Cars") { id name category group } } }""",
        {"customer": {"targetedCampaigns": [{"id": CAMPAIGN, "name": "Go gold", "category": "Sales", "group": "Cars"}]}}, {"by": WHO}),
    5: write("syncPage", PAGE, {"page": {
        "popup": {"campaignId": CAMPAIGN, "trackingToken": TOKEN, "hasCloseButton": True},
        "placeholders": [{
            "customerId": "5114932", "isPopup": False, "popupTimeoutMs": 1000, "transitionTimeMs": 5000, "width": 800,
            "banners": [{
                "campaignId": CAMPAIGN, "trackingToken": TOKEN, "link": "https://cdn.example.com/banner.png",
                "html": "<div>Hello</div>", "funnel": {"style": "css", "allowDismiss": True, "newWindow": False},
            }],
        }],
    }}, **PLACES),
    7: write("advanceFunnel", "step { __typename ... on MessageStep { title message actions remainingSteps maxSteps } }",
             {"step": {"__typename": "MessageStep", "title": "Welcome", "message": "Hello", "actions": ["next", "cancel"],
                       "remainingSteps": 2, "maxSteps": 3}},
             visit=VISIT, campaign="123123101", trackingToken="12312-21919-j1b3-121m-1212", stepData={}),
    8: write("upsertTargetedCustomer", "targetedCustomer { customerId }", {"targetedCustomer": {"customerId": "12345"}},
             customer={"externalId": "12345"}, fields={"field": "xxyyzz"}),
    9: write("triggerBusinessEvent", "event { campaign traceId trackingToken customerId }",
             {"event": {"campaign": "Welcome", "traceId": TRACE.lower(), "trackingToken": TOKEN, "customerId": "5114932"}},
             event="newsletter-registration", search={"email": "jane.doe@example.com"}),
}  # fmt: skip


@pytest.fixture(scope="module")
async def paper() -> AsyncIterator[Paper]:
    async with opened("prisma", {}, URLS, {}) as served:
        yield served


@asynccontextmanager
async def serving(paper: Paper, number: int, format_: str) -> AsyncIterator[Gateway]:
    """Serve the row in a format, with the app token of its sample; but in its own row, a visit is the one that the samples name."""
    async with paper.gateway(PRISMA_FORMAT=format_, PRISMA_APP_TOKEN=OTHER_APP if number in (8, 9) else APP) as gateway:
        for row in rows("prisma"):
            answer = paper.wire.bytes(row.answer.replace(".edn", f".{format_}"))
            paper.says(LINES[row.number], answer, kind=TYPES[format_], status=202 if row.number == 9 else 200)
        if number != 2:
            paper.says(LINES[2], wire("visit.answer", format_).replace(TRACE.encode(), VISIT.encode()), kind=TYPES[format_])
        yield gateway


@pytest.mark.parametrize(("number", "format_"), [(row, name) for row in ROWS for name in TYPES if (row, name) != (4, "json")])
async def test_row(paper: Paper, number: int, format_: str) -> None:
    """What goes out is the sample request, and the sample answer comes back in our words."""
    row = next(row for row in rows("prisma") if row.number == number)
    async with serving(paper, number, format_) as gateway:
        answer = await gateway.query(ROWS[number].document, **ROWS[number].variables)

    assert data_of(answer) == ROWS[number].expected
    (call,) = paper.house.matching(LINES[number])
    assert sent(call) == decoded(paper.wire.bytes(row.request.replace(".edn", f".{format_}")), format_)


async def test_row_6(paper: Paper) -> None:
    """The address is told, complete, and leads a browser to the vendor; the gateway doesn't go there itself."""
    asked = write("syncPage", "page { popup { funnelUrl } placeholders { banners { funnelUrl } } }", None, **PLACES)
    async with serving(paper, 6, "edn") as gateway:
        page = data_of(await gateway.query(asked.document, **asked.variables))["syncPage"]["page"]
        assert not paper.asked(paper.sample(6))
        async with httpx.AsyncClient(trust_env=False) as browser:
            await browser.get(page["popup"]["funnelUrl"])

    (call,) = paper.asked(paper.sample(6))
    assert call == paper.sample(6).expected
    assert page["placeholders"][0]["banners"][0]["funnelUrl"] == page["popup"]["funnelUrl"]
