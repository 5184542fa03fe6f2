"""The stand-in's banners, popups and funnels are as Prisma documents them."""

from uuid import UUID

import pytest

from tests.prisma.sandbox_calls import (
    ANA,
    BOGDAN,
    CAR,
    INSURANCE,
    JSON_HEADERS,
    TOKEN,
    WELCOME,
    Prisma,
    event_body,
    keyword,
    screen_body,
)


@pytest.fixture
def prisma() -> Prisma:
    return Prisma.fresh()


async def test_a_screen_has_banners_and_one_popup(prisma: Prisma) -> None:
    """Placeholders without content are left out, entries don't name theirs, timings may be missing, `new-widow` is spelled so."""
    trail_id = await prisma.visit()
    screen = await prisma.screen(trail_id, placeholders=[{"placeholder": it} for it in ("nowhere", "id-placeholder1")])
    (place,) = screen["placeholders"]
    (detail,) = place["banners-list"]
    assert set(place) == {"customer-id", "banners-list", "is-popup", "popup-timeout", "transition-time", "width", "height"}
    assert detail["banner"]["campaign"] == CAR
    assert "html-content" not in detail["banner"]
    assert set(detail["funnel"]) >= {"style", "allow-dismiss", "landing-page", "always-use-landing", "show-progress-bar"}
    assert "new-widow" in detail["funnel"]
    assert screen["popup"]["campaign"] == INSURANCE
    assert screen["popup"]["show-close"] is True

    second = await prisma.screen(trail_id, placeholders=[{"placeholder": "id-placeholder2"}], **{"sync-popups": False})
    assert second["popup"] is None
    assert "popup-timeout" not in second["placeholders"][0]


async def test_a_screen_in_edn(prisma: Prisma) -> None:
    body = screen_body(await prisma.visit())
    assert (await prisma.post("/api/campaigns/sync-page", body)).status_code == 400  # "true" is no boolean in EDN
    screen = await prisma.edn("/api/campaigns/sync-page", body | {"sync-popups": True})
    assert isinstance(screen[keyword("popup")][keyword("tracking-token")], UUID)
    assert screen[keyword("popup")][keyword("funnel")][keyword("step")][keyword("type")] == keyword("redirect")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, 200),
        ({"popup": "true"}, 200),
        ({"a": ""}, 400),
        ({"a": "unknown"}, 404),
        ({"d": "unknown"}, 400),
        ({"t": "unknown"}, 400),
    ],
)
async def test_the_funnel_is_a_page(prisma: Prisma, changes: dict[str, str], status: int) -> None:
    trail_id = await prisma.visit()
    token = (await prisma.screen(trail_id))["popup"]["tracking-token"]
    query = {"d": token, "a": TOKEN, "t": trail_id} | changes
    response = await prisma.http.get(f"/api/campaigns/{INSURANCE}/funnel", params=query)
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/html") is (status == 200)


@pytest.mark.parametrize(("phone", "last"), [("+40722999999", "redirect"), ("", "message")])
async def test_a_funnel_forks(prisma: Prisma, phone: str, last: str) -> None:
    """Message, data capture, then a redirect for who left a phone; what was captured is in the customer's row."""
    trail_id = await prisma.visit()
    token = next(it["tracking-token"] for it in await prisma.active(trail_id) if it["campaign-id"] == CAR)
    path, call = "/api/campaigns/advance-funnel", {"trail-id": trail_id, "campaign-id": str(CAR), "tracking-token": token}
    assert (await prisma.post(path, call | {"step-data": {}}, JSON_HEADERS)).status_code == 400  # not started yet

    opened = await prisma.json(path, call)
    assert (opened["type"], opened["config"]["remaining-steps"], opened["config"]["max-steps"]) == ("message", 2, 3)
    capture = await prisma.edn(path, call | {"campaign-id": CAR, "step-data": {}})
    assert capture[keyword("type")] == keyword("data-capture")
    assert (await prisma.json(path, call))["type"] == "data-capture"  # reopened where it was left
    for wrong in ({}, {"email": "a@b.ro", "shoe": "42"}):
        assert (await prisma.post(path, call | {"step-data": wrong}, JSON_HEADERS)).status_code == 400
    end = await prisma.json(path, call | {"step-data": {"email": "new@example.com", "phone": phone}})
    assert end["type"] == last
    assert (await prisma.find(ANA)).json()["email"] == "new@example.com"
    assert (await prisma.post(path, call | {"step-data": {}}, JSON_HEADERS)).status_code == 400
    assert (await prisma.json(path, call))["type"] == "message"


@pytest.mark.parametrize(("campaign_id", "speaker"), [(CAR, BOGDAN), (INSURANCE, ANA)])
async def test_campaign_and_token_must_correspond(prisma: Prisma, campaign_id: int, speaker: str) -> None:
    token = next(it["tracking-token"] for it in await prisma.active(await prisma.visit()) if it["campaign-id"] == CAR)
    body = {"trail-id": await prisma.visit(speaker), "campaign-id": campaign_id, "tracking-token": token}
    assert (await prisma.post("/api/campaigns/advance-funnel", body, JSON_HEADERS)).status_code == 400


@pytest.mark.parametrize(("changes", "expected"), [({}, "data-capture"), ({"force-funnel-restart?": True}, "message")])
async def test_an_event_may_restart_the_funnel(prisma: Prisma, changes: dict[str, bool], expected: str) -> None:
    trail_id = await prisma.visit()
    event = await prisma.json("/api/campaigns/business-event", event_body(ANA))
    step = {"trail-id": trail_id, "campaign-id": WELCOME, "tracking-token": event["tracking-token"]}
    await prisma.json("/api/campaigns/advance-funnel", step)
    await prisma.json("/api/campaigns/advance-funnel", step | {"step-data": {}})
    await prisma.json("/api/campaigns/business-event", event_body(ANA, **changes))
    assert (await prisma.json("/api/campaigns/advance-funnel", step))["type"] == expected
