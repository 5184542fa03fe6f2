"""Pages and funnels: what goes over the wire, what comes back, and that the next read sees it."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.prisma.changes import (
    ACTIVE,
    ADVANCE,
    ANA,
    ERRORS,
    FORMATS,
    STEP,
    SYNC,
    TOKEN,
    TRACE,
    VISIT,
    campaigns,
    change,
    refused,
)
from tests.prisma.conftest import Installation, Open, sent

PAGE = """page { visitId popup { campaignId trackingToken hasCloseButton funnel { style newWindow } funnelUrl }
    placeholders { id customerId isPopup popupTimeoutMs transitionTimeMs width height banners {
        campaignId trackingToken width height link html funnel { allowDismiss landingPage showProgressBar details } funnelUrl
        page: funnelUrl(popup: false)
    } } }"""


@FORMATS
async def test_sync_page(opened: Open, format_: str) -> None:
    """Docs: Prisma, "Banners and Popups"."""
    prisma = opened(PRISMA_FORMAT=format_)
    given = f'{{customer: {ANA}, page: "http://my.domain/page", placeholders: ["id-placeholder1", "home-hero"]}}'
    page = await change(prisma, "syncPage", given, PAGE)

    assert prisma.calls() == [TRACE, VISIT, SYNC]
    body: Any = sent(prisma.house.calls[2])
    plain = {name.removeprefix(":"): value for name, value in body.items()}
    assert plain.pop("trail-id") == page["visitId"]
    placeholders = [{name.removeprefix(":"): value for name, value in item.items()} for item in plain.pop("placeholders")]
    assert placeholders == [{"placeholder": "id-placeholder1"}, {"placeholder": "home-hero"}]
    assert plain == {
        "app-token": TOKEN,
        "customer-id": "C100000",
        "sync-popups": True,
        "page-location": "http://my.domain/page",
    }
    car, hero = page["placeholders"]
    assert (car["id"], car["customerId"], car["width"], car["popupTimeoutMs"]) == (None, "C100000", 800, 1000)
    assert car["banners"][0]["link"] == "https://cdn.example.com/banners/test-drive.png"
    assert hero["banners"][0]["html"] == '<div class="welcome">Bun venit!</div>'
    assert hero["banners"][0]["funnel"]["allowDismiss"] is True
    assert page["popup"]["hasCloseButton"] is True


async def test_sync_page_of_one_placeholder_says_which(prisma: Installation) -> None:
    given = f'{{customer: {ANA}, page: "home", placeholders: ["id-placeholder2"], popups: false}}'
    page = await change(prisma, "syncPage", given, "page { popup { campaignId } placeholders { id popupTimeoutMs } }")
    assert page == {"popup": None, "placeholders": [{"id": "id-placeholder2", "popupTimeoutMs": None}]}


async def test_sync_page_in_a_spent_trace(prisma: Installation) -> None:
    """A page view is not counted twice by ourselves: the refusal is told, and the next one has another visit."""
    given = f'{{customer: {ANA}, page: "home"}}'
    await change(prisma, "syncPage", given, "page { visitId }")
    prisma.house.app.state.spend_traces()
    prisma.house.reset()
    assert await refused(prisma, "syncPage", given, "page") == [("REJECTED", "")]
    assert prisma.calls() == [SYNC]
    await change(prisma, "syncPage", given, "page { visitId }")
    assert prisma.calls() == [SYNC, TRACE, VISIT, SYNC]


async def test_funnel_url(prisma: Installation) -> None:
    """Docs: Prisma, "Banners and Popups": the address opens in a browser, and building it calls nobody."""
    given = f'{{customer: {ANA}, page: "home", placeholders: ["home-hero"]}}'
    page = await change(prisma, "syncPage", given, PAGE)
    calls = len(prisma.calls())
    popup, banner = page["popup"], page["placeholders"][0]["banners"][0]
    for shown, field, says in ((popup, "funnelUrl", True), (banner, "funnelUrl", True), (banner, "page", False)):
        url = urlsplit(shown[field])
        query = {"d": [shown["trackingToken"]], "a": [TOKEN], "t": [page["visitId"]]} | ({"popup": ["true"]} if says else {})
        assert url.path == f"/api/campaigns/{shown['campaignId']}/funnel"
        assert parse_qs(url.query) == query
    assert len(prisma.calls()) == calls

    async with httpx.AsyncClient(trust_env=False) as browser:
        response = await browser.get(banner["funnelUrl"])
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")


@FORMATS
async def test_advance_funnel(opened: Open, format_: str) -> None:
    """Docs: Prisma, "Funnel steps": message, data capture, redirect; the data captured is read back."""
    prisma = opened(PRISMA_FORMAT=format_)
    car = (await campaigns(prisma))["Test drive weekend"]
    given = f'{{customer: {ANA}, campaign: "{car["id"]}", trackingToken: "{car["trackingToken"]}"'
    message = await change(prisma, "advanceFunnel", f"{given}}}", STEP)
    capture = await change(prisma, "advanceFunnel", f"{given}, stepData: {{}}}}", STEP)
    values = '{email: "new@example.com", phone: "+40722999999"}'
    redirect = await change(prisma, "advanceFunnel", f"{given}, stepData: {values}}}", STEP)

    assert (message["__typename"], message["actions"], message["remainingSteps"]) == ("MessageStep", ["next", "cancel"], 2)
    assert [field["name"] for field in capture["fields"]] == ["email", "phone"]
    assert capture["fields"][0] == {
        "name": "email",
        "label": "E-mail",
        "controlType": "text",
        "value": "ana.popescu0@example.com",
    }
    assert redirect["__typename"] == "RedirectStep"
    assert (redirect["url"], redirect["method"]) == (f"https://shop.example.com/offers/{car['id']}", "get")
    assert redirect["parameters"] == [{"name": "utm_campaign", "value": "Test drive weekend"}]
    assert prisma.calls() == [TRACE, VISIT, ACTIVE, ADVANCE, ADVANCE, ADVANCE]
    bodies: list[Any] = [sent(call) for call in prisma.house.matching(ADVANCE)]
    plain = [{name.removeprefix(":"): value for name, value in body.items()} for body in bodies]
    campaign_id = int(car["id"]) if format_ == "edn" else car["id"]
    assert all(body["campaign-id"] == campaign_id for body in plain)
    assert ["step-data" in body for body in plain] == [False, True, True]
    profile = await prisma.data(f"{{ customer(by: {ANA}) {{ prismaProfile {{ name value }} }} }}")
    assert {"name": "email", "value": "new@example.com"} in profile["customer"]["prismaProfile"]


async def test_advance_funnel_beyond_its_end(prisma: Installation) -> None:
    """What the vendor refuses is a user error in its words, and the visit goes on."""
    car = (await campaigns(prisma))["Car insurance renewal"]
    given = f'{{customer: {ANA}, campaign: "{car["id"]}", trackingToken: "{car["trackingToken"]}", stepData: {{}}}}'
    data = await prisma.data(f"mutation {{ advanceFunnel(input: {given}) {{ step {{ __typename }} {ERRORS} }} }}")
    (error,) = data["advanceFunnel"]["userErrors"]
    assert error["code"] == "REJECTED"
    assert "step-data" in error["message"]
