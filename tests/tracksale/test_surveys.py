"""Surveys, reports and dispatches, over a real socket, and what they cost."""

import pytest

from tests.tracksale.conftest import Desk, Open
from tests.tracksale.documents import ANA


async def test_surveys_and_campaigns(desk: Desk) -> None:
    """All surveys are one call, under the roof of campaigns too; a single one is its own call unless several are asked for."""
    listed = await desk.data(
        "{ surveys { id vendor code name active startsAt endsAt questions { id type question } } campaigns { nodes { id name } } }"
    )
    assert desk.calls() == ["GET /v2/campaign"]
    assert [survey["code"] for survey in listed["surveys"]] == ["51", "52", "53"]
    assert listed["surveys"][0]["vendor"] == "TRACKSALE"
    assert {row["id"] for row in listed["surveys"]} <= {row["id"] for row in listed["campaigns"]["nodes"]}

    one = await desk.data(
        "query ($id: ID!) { survey(code: 52) { name } node(id: $id) { ... on Survey { name } } }", id=listed["surveys"][1]["id"]
    )
    assert one == {"survey": {"name": "Call centre"}, "node": {"name": "Call centre"}}
    assert desk.calls() == ["GET /v2/campaign/52"]
    assert await desk.data("{ a: survey(code: 51) { name } b: survey(code: 53) { name } c: survey(code: 99) { name } }") == {
        "a": {"name": "Store visit"}, "b": {"name": "Online purchase"}, "c": None,
    }  # fmt: skip
    assert desk.calls() == []


async def test_counters_limits_and_draft_lots(desk: Desk) -> None:
    """Counters need both days; limits are asked for on their own; draft lots are one call per survey."""
    found = await desk.data(
        "{ surveys { code counters { answers promoters passives detractors } dispatchLimits { daily { limit } monthly { remaining } } "
        "draftLots { code createdAt recipientCount } } }"
    )

    by_code = {survey["code"]: survey for survey in found["surveys"]}
    counted = by_code["52"]["counters"]
    assert counted["answers"] == counted["promoters"] + counted["passives"] + counted["detractors"] > 0
    assert by_code["51"]["dispatchLimits"] == {"daily": {"limit": None}, "monthly": {"remaining": None}}
    assert by_code["53"]["dispatchLimits"]["daily"] == {"limit": 600}
    assert [lot["recipientCount"] for lot in by_code["52"]["draftLots"]] == [2]
    assert sorted(desk.calls()) == ["GET /v2/campaign"] * 3 + [f"GET /v2/campaign/{code}/draft-lot" for code in (51, 52, 53)]


async def test_nps_categories_and_statuses(desk: Desk) -> None:
    """Reports that add up; the period before comes only where it is compared."""
    found = await desk.data(
        '{ nps(from: "2026-01-01", to: "2026-06-30", surveys: [52, 51], compare: true) { '
        "dispatches promoters nps previous { nps previous { nps } } } "
        'plain: nps { nps previous { nps } } survey(code: 51) { nps(from: "2026-01-01", to: "2026-06-30") { detractorsPercentage } } '
        "surveyCategories { id name color total nps } surveyStatuses { id name total } }"
    )

    queries = {call.path: dict(call.query) for call in reversed(desk.house.calls)}
    assert queries["/v2/report/nps"] == {"start": "2026-01-01", "end": "2026-06-30", "codes": "51,52", "compare": "true"}
    assert found["nps"]["previous"]["nps"] is not None
    assert found["nps"]["previous"]["previous"] is None
    assert found["plain"]["previous"] is None
    assert {row["name"] for row in found["surveyCategories"]} == {"Product", "Service", "Delivery"}
    assert "Pendente Cliente" in {row["name"] for row in found["surveyStatuses"]}


async def test_a_widget(desk: Desk) -> None:
    """A widget without a limit may still say which was reached."""
    found = await desk.data(
        '{ surveyWidget(key: "widget51") { id name views { daily } limits { hasLimit limitReached } } none: surveyWidget(key: "x") { id } }'
    )

    assert found == {
        "surveyWidget": {
            "id": "1",
            "name": "Widget",
            "views": {"daily": 2},
            "limits": {"hasLimit": False, "limitReached": "daily"},
        },
        "none": None,
    }


@pytest.mark.parametrize("v3", [True, False])
async def test_dispatches(opened: Open, v3: bool) -> None:  # noqa: FBT001  # a parameter
    """Rows come from the paged report, or from the unpaged one where the installation has no address for it."""
    desk = opened() if v3 else opened(TRACKSALE_V3_URL="")
    found = await desk.data(
        "{ surveyDispatches(first: 3, surveys: [53]) { nodes { lot { code createdAt channel status } survey { code } "
        "recipient { name email hasAnswered hasOpened sentAt tags { name } } } pageInfo { hasNextPage endCursor } } }"
    )

    assert desk.calls() == ["GET /dispatch" if v3 else "GET /v2/report/dispatch"]
    nodes = found["surveyDispatches"]["nodes"]
    assert {node["survey"]["code"] for node in nodes} == {"53"}
    assert all((node["recipient"]["hasOpened"] is not None) is v3 for node in nodes)
    assert all(isinstance(node["recipient"]["hasAnswered"], bool) for node in nodes)


async def test_lots_of_surveys_share_one_report(desk: Desk) -> None:
    """Each survey's lots, newest first, by one call for all of them."""
    found = await desk.data(
        "{ surveys { code dispatches(first: 2) { nodes { code createdAt channel survey { code } recipients { name email hasOpened } } } } }"
    )

    for survey in found["surveys"]:
        lots = survey["dispatches"]["nodes"]
        assert [lot["survey"]["code"] for lot in lots] == [survey["code"]] * 2
        assert lots[0]["createdAt"] > lots[1]["createdAt"]
    assert desk.calls().count("GET /v2/report/dispatch") == 1


async def test_whether_a_person_may_be_surveyed(desk: Desk) -> None:
    """One call with one handle; nothing is kept, since a dispatch changes it."""
    ask = "query ($e: String!) { customer(by: {email: $e}) { canBeSurveyed(survey: 51) } }"

    assert await desk.data(ask, e=ANA) == {"customer": {"canBeSurveyed": False}}
    assert desk.calls() == ["POST /v2/campaign/51/can-impact"]
    await desk.data(ask, e=ANA)
    assert desk.last().body == b'{"email":"ana.popescu0@example.com"}'
