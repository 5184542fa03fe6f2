"""What is sent and what is read are the documentation's own samples, in both formats, over a socket."""

import pytest

from loaders.prisma.reads import Wanted
from loaders.prisma.records.step import DataCaptureStep, MessageStep, RedirectStep
from tests.prisma.conftest import TYPES, Dial, Script, decoded, sent, wire

FORMATS = pytest.mark.parametrize("format_", ["edn", "json"])
TRACE = "D17C100F-0668-400A-AF91-967FE1A09A9E"
VISIT = "882252f3-fe70-4402-9195-639d8037f339"
OTHER_APP = {"app_token": VISIT}
'The token of the samples in "Customers" and "Business Events".'


@FORMATS
async def test_trace(scripted: Dial, script: Script, format_: str) -> None:
    """Docs: Prisma, "Trace"; the path in small letters, as the Spanish page and all other calls have it."""
    prisma = scripted(format=format_)
    script.answer("/trace", wire("trace.answer", format_), TYPES[format_])
    trace = await prisma.vendor.writes.start_trace("5114932")

    assert (trace.id, trace.customer_id) == (TRACE, "5114932")
    assert prisma.calls() == ["POST /api/traces/trace"]
    assert sent(prisma.house.calls[0]) == decoded(wire("trace.request", format_), format_)


@FORMATS
async def test_a_trace_of_somebody_anonymous(scripted: Dial, script: Script, format_: str) -> None:
    """Without a customer the id that Prisma generated comes back. Docs: Prisma, "Trace"."""
    prisma = scripted(format=format_)
    script.answer("/trace", wire("trace.answer", format_), TYPES[format_])
    assert (await prisma.vendor.writes.start_trace(None)).customer_id == "5114932"
    body = sent(prisma.house.calls[0])
    assert isinstance(body, dict)
    assert [name.removeprefix(":") for name in body] == ["app-token"]


async def test_the_printed_path_of_traces_is_tried_once(scripted: Dial, script: Script) -> None:
    """Where the path in small letters is unknown (404), the one printed in the English page is tried, and remembered."""
    prisma = scripted()
    script.answer("/API/traces/trace", wire("trace.answer", "edn"), TYPES["edn"])
    await prisma.vendor.writes.start_trace("5114932")
    await prisma.vendor.writes.start_trace("5114932")
    assert prisma.calls() == ["POST /api/traces/trace", "POST /API/traces/trace", "POST /API/traces/trace"]


@FORMATS
async def test_visit(scripted: Dial, script: Script, format_: str) -> None:
    """Docs: Prisma, "Visits"; `:channel:` in the EDN sample is a slip of the pen."""
    prisma = scripted(format=format_)
    script.answer("/trail", wire("visit.answer", format_), TYPES[format_])
    visit = await prisma.vendor.writes.start_visit(TRACE, None, channel="atm", language="en-US", platform="Chrome Browser")

    assert visit.id == TRACE
    assert [f"{call.method} {call.path}" for call in prisma.house.calls] == [f"POST /api/traces/{TRACE}/trail"]
    assert sent(prisma.house.calls[0]) == decoded(wire("visit.request", format_), format_)


@FORMATS
@pytest.mark.parametrize(
    ("sample", "kind", "data"),
    [
        ("activity", "conversion", [("field1", "value1"), ("field2", "value2")]),
        ("dismiss", "dismiss", [("tracking-token", "valor")]),
    ],
)
async def test_activity(
    scripted: Dial, script: Script, format_: str, sample: str, kind: str, data: list[tuple[str, str]]
) -> None:
    """Docs: Prisma, "Activity", "Conversion and No interest": in JSON the type goes without its prefix."""
    prisma = scripted(format=format_)
    script.answer("/action", b"", "")
    await prisma.vendor.writes.record(VISIT, kind, kind, data)

    assert [f"{call.method} {call.path}" for call in prisma.house.calls] == [f"POST /api/traces/trail/{VISIT}/action"]
    assert sent(prisma.house.calls[0]) == decoded(wire(f"{sample}.request", format_), format_)


async def test_active_campaigns(scripted: Dial, script: Script) -> None:
    """Docs: Prisma, "Active Campaigns", which are documented in EDN."""
    prisma = scripted()
    script.answer("/traces/trace", wire("trace.answer", "edn"), TYPES["edn"])
    script.answer("/trail", f'{{:trail-id #uuid "{VISIT}"}}'.encode(), TYPES["edn"])
    script.answer("/active", b"[]", TYPES["edn"])
    assert await prisma.vendor.reads.campaigns.load(Wanted("5114932", "Sales", "Cars")) == []

    assert prisma.calls() == ["POST /api/traces/trace", "POST /api/traces/…/trail", "POST /api/campaigns/active"]
    assert sent(prisma.house.calls[2]) == decoded(wire("active.request", "edn"), "edn")


@FORMATS
async def test_sync_page(scripted: Dial, script: Script, format_: str) -> None:
    """Docs: Prisma, "Banners and Popups"; the JSON sample quotes `sync-popups`, which the table calls a boolean."""
    prisma = scripted(format=format_)
    script.answer("/sync-page", wire("sync-page.answer", format_), TYPES[format_])
    places = ["id-placeholder1", "id-placeholder2"]
    screen = await prisma.vendor.writes.sync_page(VISIT, "5114932", "http://my.domain/page", places, popups=True)

    assert prisma.calls() == ["POST /api/campaigns/sync-page"]
    assert sent(prisma.house.calls[0]) == decoded(wire("sync-page.request", format_), format_)
    assert screen.popup is not None
    assert (screen.popup.campaign_id, screen.popup.has_close_button, screen.popup.funnel) == ("17592186045418", True, None)
    (place,) = screen.placeholders
    assert (place.id, place.customer_id, place.is_popup, place.popup_timeout_ms) == (None, "5114932", False, 1000)
    (banner,) = place.banners
    assert (banner.link, banner.html) == ("https://cdn.example.com/banner.png", "<div>Hello</div>")
    assert banner.tracking_token == "1f0c0000-0000-4000-8000-000000000000"
    assert banner.visit_id == VISIT
    assert banner.funnel is not None
    assert (banner.funnel.allow_dismiss, banner.funnel.new_window) == (True, False)


@FORMATS
async def test_a_page_without_anything(scripted: Dial, script: Script, format_: str) -> None:
    """An empty popup is none. Docs: Prisma, "Banners and Popups"."""
    prisma = scripted(format=format_)
    script.answer("/sync-page", wire("sync-page.empty", format_), TYPES[format_])
    screen = await prisma.vendor.writes.sync_page(VISIT, "5114932", "home", ["a"], popups=True)
    assert screen.popup is None
    assert [place.banners for place in screen.placeholders] == [[], []]
    assert screen.placeholders[0].id == "a"


@FORMATS
@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        (
            "message-step",
            MessageStep(title="Welcome", message="Hello", actions=["next", "cancel"], remaining_steps=2, max_steps=3),
        ),
        ("redirect-step", RedirectStep(url="https://shop.example.com", include_system_params=True)),
    ],
)
async def test_advance_funnel(
    scripted: Dial, script: Script, format_: str, sample: str, expected: MessageStep | RedirectStep
) -> None:
    """Docs: Prisma, "Funnel steps": the campaign is a number in EDN and text in JSON."""
    prisma = scripted(format=format_)
    script.answer("/advance-funnel", wire(f"{sample}.answer", format_), TYPES[format_])
    step = await prisma.vendor.writes.advance(VISIT, "123123101", "12312-21919-j1b3-121m-1212", {})

    assert step == expected
    assert prisma.calls() == ["POST /api/campaigns/advance-funnel"]
    assert sent(prisma.house.calls[0]) == decoded(wire("advance-funnel.request", format_), format_)


@FORMATS
async def test_the_first_step_is_asked_for_without_data(scripted: Dial, script: Script, format_: str) -> None:
    """Docs: Prisma, "Funnel steps": `step-data` must not be sent when the person initiates the funnel."""
    prisma = scripted(format=format_)
    script.answer("/advance-funnel", wire("data-capture-step.answer", format_), TYPES[format_])
    step = await prisma.vendor.writes.advance(VISIT, "123123101", "12312-21919-j1b3-121m-1212", None)

    assert isinstance(step, DataCaptureStep)
    (asked,) = step.fields
    assert (asked.name, asked.label, asked.control_type, asked.value) == ("email", "E-mail", "text", "jane@x.com")
    assert b"step-data" not in prisma.house.calls[0].body


@FORMATS
async def test_upsert(scripted: Dial, script: Script, format_: str) -> None:
    """Docs: Prisma, "Customers"; the EDN sample has a number as id, which needn't be one, so ours is text."""
    prisma = scripted(format=format_, **OTHER_APP)
    script.answer("/api/customers/", b"", "")
    await prisma.vendor.writes.upsert("12345", {"field": "xxyyzz"})
    assert prisma.calls() == ["POST /api/customers/"]
    assert sent(prisma.house.calls[0]) == decoded(wire("customer.request", format_), format_)


@FORMATS
async def test_business_event(scripted: Dial, script: Script, format_: str) -> None:
    """Docs: Prisma, "Business Events": 202, by a search specification."""
    prisma = scripted(format=format_, **OTHER_APP)
    script.answer("/business-event", wire("business-event.answer", format_), TYPES[format_], status=202)
    search = {"email": "jane.doe@example.com"}
    event = await prisma.vendor.writes.trigger("newsletter-registration", search, None, restart=None)

    assert prisma.calls() == ["POST /api/campaigns/business-event"]
    assert sent(prisma.house.calls[0]) == decoded(wire("business-event.request", format_), format_)
    assert (event.campaign, event.customer_id) == ("Welcome", "5114932")
    assert event.trace_id == TRACE.lower()


async def test_find(scripted: Dial, script: Script) -> None:
    """Beyond the REST page: the vendor's help, "Using an API Key". The id is percent-encoded whole."""
    prisma = scripted(api_key="key")
    script.answer("/api/customers/find/a b/c", wire("find.answer", "json"), TYPES["json"])
    assert await prisma.vendor.reads.profiles.load("a b/c") == decoded(wire("find.answer", "json"), "json")
    (call,) = prisma.house.calls
    assert (call.method, call.path) == ("GET", "/api/customers/find/a%20b%2Fc")
    assert (call.headers["authorization"], call.headers["accept"]) == ("Bearer key", "application/json")
