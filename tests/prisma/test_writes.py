"""Traces, visits, activities, customers and events: what goes over the wire, what comes back, and that the next read sees it."""

from typing import Any

import pytest

from tests.prisma.changes import ACTION, ACTIVE, ANA, ERRORS, FORMATS, STEP, TOKEN, TRACE, VISIT, campaigns, change, refused
from tests.prisma.conftest import Installation, Open, sent


@FORMATS
async def test_start_trace(opened: Open, format_: str) -> None:
    """The trace is a person's, and the one in which the next visit is made."""
    prisma = opened(PRISMA_FORMAT=format_)
    trace = await change(prisma, "startTrace", f"{{customer: {ANA}}}", "trace { id customerId startedAt }")
    colon = ":" if format_ == "edn" else ""
    assert trace["customerId"] == "C100000"
    assert sent(prisma.house.calls[0]) == {f"{colon}app-token": TOKEN, f"{colon}customer-id": "C100000"}
    await campaigns(prisma)
    assert prisma.calls() == [TRACE, VISIT, ACTIVE]
    assert prisma.house.calls[1].path == f"/api/traces/{trace['id']}/trail"


async def test_start_trace_replaces_the_one_that_was_kept(prisma: Installation) -> None:
    """Tracking tokens belong to a trace, so what was read in the old one is read again."""
    before = await campaigns(prisma)
    trace = await change(prisma, "startTrace", f"{{customer: {ANA}}}", "trace { id }")
    after = await campaigns(prisma)
    assert prisma.calls() == [TRACE, VISIT, ACTIVE, TRACE, VISIT, ACTIVE]
    assert prisma.house.calls[4].path == f"/api/traces/{trace['id']}/trail"
    assert before["Welcome"]["trackingToken"] != after["Welcome"]["trackingToken"]


async def test_start_trace_of_somebody_anonymous(prisma: Installation) -> None:
    trace = await change(prisma, "startTrace", "{}", "trace { id customerId customer { id } }")
    assert trace["customerId"] and trace["customer"] is None
    assert sent(prisma.house.calls[0]) == {":app-token": TOKEN}
    visit = await change(prisma, "startVisit", f'{{trace: "{trace["id"]}"}}', "visit { customerId traceId }")
    assert visit == {"customerId": trace["customerId"], "traceId": trace["id"]}


@FORMATS
async def test_start_visit(opened: Open, format_: str) -> None:
    """Docs: Prisma, "Visits". The visit is used from then on."""
    prisma = opened(PRISMA_FORMAT=format_)
    given = f'{{customer: {ANA}, channel: "atm", language: "en-US", platform: "Chrome Browser"}}'
    visit = await change(prisma, "startVisit", given, "visit { id traceId customerId }")
    expected = {"channel": "atm", "language": "en-US", "platform": "Chrome Browser"}
    if format_ == "edn":
        expected = {":channel": ":atm", ":language": "en-US", ":platform": "Chrome Browser"}
    assert sent(prisma.house.calls[1]) == expected
    await campaigns(prisma)
    assert prisma.calls() == [TRACE, VISIT, ACTIVE]
    body: Any = sent(prisma.house.calls[2])
    assert body.get(":trail-id", body.get("trail-id")) == visit["id"]


async def test_start_visit_in_a_spent_trace(prisma: Installation) -> None:
    """A write is not repeated: the refusal is told, and the next attempt has another trace."""
    await campaigns(prisma)
    prisma.house.app.state.spend_traces()
    assert await refused(prisma, "startVisit", f"{{customer: {ANA}}}", "visit") == [("REJECTED", "")]
    prisma.house.reset()
    await change(prisma, "startVisit", f"{{customer: {ANA}}}", "visit { id }")
    assert prisma.calls() == [TRACE, VISIT]


@FORMATS
@pytest.mark.parametrize(("kind", "type_"), [("CONVERSION", "conversion"), ("DISMISS", "dismiss")])
async def test_record_activity_that_ends_a_trace(opened: Open, format_: str, kind: str, type_: str) -> None:
    """Docs: Prisma, "Conversion and No interest": the campaign is gone for the person, and the next read has a new trace."""
    prisma = opened(PRISMA_FORMAT=format_)
    token = (await campaigns(prisma))["Welcome"]["trackingToken"]
    given = f'{{customer: {ANA}, type: {kind}, trackingToken: "{token}"}}'
    activity = await change(prisma, "recordActivity", given, "activity { type name }")

    assert activity == {"type": kind, "name": type_}
    assert sent(prisma.house.calls[3]) == (
        {"name": type_, "type": type_, "data": [{"name": "tracking-token", "value": token}]}
        if format_ == "json"
        else {":name": type_, ":type": f":trail-action/{type_}", ":data": [{":name": "tracking-token", ":value": token}]}
    )
    assert "Welcome" not in await campaigns(prisma)
    assert prisma.calls() == [TRACE, VISIT, ACTIVE, ACTION, TRACE, VISIT, ACTIVE]


async def test_record_activity_in_a_visit_by_its_id(prisma: Installation) -> None:
    """A conversion in a visit that was made here ends its person's session all the same."""
    visit = await change(prisma, "startVisit", f"{{customer: {ANA}}}", "visit { id }")
    token = (await campaigns(prisma))["Welcome"]["trackingToken"]
    given = f'{{visit: "{visit["id"]}", type: CONVERSION, trackingToken: "{token}"}}'
    await change(prisma, "recordActivity", given, "activity { visitId }")
    assert "Welcome" not in await campaigns(prisma)
    assert prisma.calls() == [TRACE, VISIT, ACTIVE, ACTION, TRACE, VISIT, ACTIVE]


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("LOCATION", "location"),
        ("ACTION", "action"),
        ("ENTRY_POINT", "entry-point"),
        ("FUNNEL_STEP", "funnel-step"),
        ("EVENT", "event"),
    ],
)
async def test_record_activity(prisma: Installation, kind: str, type_: str) -> None:
    """Docs: Prisma, "Activity": other activities leave the session as it is."""
    given = f'{{customer: {ANA}, type: {kind}, name: "button", data: [{{name: "field1", value: "value1"}}]}}'
    await change(prisma, "recordActivity", given, "activity { visitId }")
    await campaigns(prisma)
    assert prisma.calls() == [TRACE, VISIT, ACTION, ACTIVE]
    (activity,) = prisma.house.app.state.activities
    assert (activity.name, activity.type, activity.data) == ("button", type_, (("field1", "value1"),))


@FORMATS
@pytest.mark.parametrize("external_id", ["C100000", "C777777"])
async def test_upsert_targeted_customer(opened: Open, format_: str, external_id: str) -> None:
    """Docs: Prisma, "Customers": somebody known is updated, somebody new created; both are read back, campaigns too."""
    prisma = opened(PRISMA_FORMAT=format_)
    read = (
        f'{{ customer(by: {{externalId: "{external_id}"}}) {{ prismaProfile {{ name value }} targetedCampaigns {{ name }} }} }}'
    )
    before = await prisma.data(read)
    fields = '{city: "Cluj-Napoca", interests: ["home"], newsletter: true, birth_date: 1}'
    given = f'{{customer: {{externalId: "{external_id}"}}, fields: {fields}}}'
    upserted = await change(prisma, "upsertTargetedCustomer", given, "targetedCustomer { customerId }")

    assert upserted == {"customerId": external_id}
    body: Any = sent(prisma.house.calls[-1])
    colon = ":" if format_ == "edn" else ""
    assert prisma.calls()[-1] == "POST /api/customers/"
    assert body == {
        f"{colon}customer": {
            f"{colon}id": external_id,
            f"{colon}city": "Cluj-Napoca",
            f"{colon}interests": ["home"],
            f"{colon}newsletter": True,
            f"{colon}birth_date": 1,
        },
        f"{colon}app-token": TOKEN,
    }
    after = await prisma.data(read)
    assert {"name": "city", "value": "Cluj-Napoca"} in after["customer"]["prismaProfile"]
    assert {"name": "Store opening in Cluj"} not in before["customer"]["targetedCampaigns"]
    assert {"name": "Store opening in Cluj"} in after["customer"]["targetedCampaigns"]


async def test_upsert_targeted_customer_with_wrong_fields(prisma: Installation) -> None:
    """Docs: Prisma, "Customers": 400 for what doesn't fit the schema, said in the vendor's words."""
    data = await prisma.data(f"""mutation {{ upsertTargetedCustomer(input: {{customer: {ANA}, fields: {{shoe: 42}}}}) {{
        targetedCustomer {{ customerId }} {ERRORS} }} }}""")
    (error,) = data["upsertTargetedCustomer"]["userErrors"]
    assert (error["code"], data["upsertTargetedCustomer"]["targetedCustomer"]) == ("REJECTED", None)
    assert "shoe" in error["message"]


EVENT = "event { campaign traceId trackingToken customerId }"


@FORMATS
async def test_trigger_business_event(opened: Open, format_: str) -> None:
    """Docs: Prisma, "Business Events": by a person, with a context; its trace takes visits in which the funnel opens."""
    prisma = opened(PRISMA_FORMAT=format_)
    given = f'{{event: "newsletter-registration", customer: {ANA}, context: {{order: 12}}, forceFunnelRestart: true}}'
    event = await change(prisma, "triggerBusinessEvent", given, EVENT)

    colon = ":" if format_ == "edn" else ""
    assert (event["campaign"], event["customerId"]) == ("Welcome", "C100000")
    assert prisma.calls() == ["POST /api/campaigns/business-event"]
    assert sent(prisma.house.calls[0]) == {
        f"{colon}app-token": TOKEN,
        f"{colon}event-name": "newsletter-registration",
        f"{colon}customer-id": "C100000",
        f"{colon}context": {f"{colon}order": 12},
        f"{colon}force-funnel-restart?": True,
    }
    visit = await change(prisma, "startVisit", f'{{trace: "{event["traceId"]}"}}', "visit { id customerId }")
    assert visit["customerId"] == "C100000"
    funnel = f'{{visit: "{visit["id"]}", campaign: "17592186045418", trackingToken: "{event["trackingToken"]}"}}'
    assert (await change(prisma, "advanceFunnel", funnel, STEP))["__typename"] == "MessageStep"


async def test_trigger_business_event_by_a_search(prisma: Installation) -> None:
    """Docs: Prisma, "Business Events": whoever has the fields, and if nobody has, somebody new."""
    given = '{event: "newsletter-registration", search: {email: "jane.doe@example.com"}}'
    event = await change(prisma, "triggerBusinessEvent", given, "event { customerId customer { id } }")
    assert event["customerId"] and event["customer"] is None
    body: Any = sent(prisma.house.calls[0])
    assert body[":customer-id"] == {":email": "jane.doe@example.com"}
    again = await change(prisma, "triggerBusinessEvent", given, "event { customerId }")
    assert again["customerId"] == event["customerId"]


@pytest.mark.parametrize("event", ["unknown", "account-closed"])
async def test_trigger_business_event_without_a_campaign(prisma: Installation, event: str) -> None:
    """One status for three causes: a user error that names them, no outage."""
    given = f'{{event: "{event}", customer: {ANA}}}'
    assert await refused(prisma, "triggerBusinessEvent", given, "event") == [("NO_CAMPAIGN", "")]
