"""What people answered, over a real socket, and what it costs."""

import asyncio

import pytest

from resolvers import ids
from tests.tracksale.conftest import Desk, Open
from tests.tracksale.documents import ANA

REPORT = "GET /v2/report/answer"
ANSWERS = """query ($by: CustomerKey!, $from: Date, $to: Date, $surveys: [ID!], $first: Int = 20, $after: String) { customer(by: $by) {
  surveyAnswers(from: $from, to: $to, surveys: $surveys, first: $first, after: $after) {
    nodes { id score comment answeredAt channel email phone survey { id code name } } pageInfo { hasNextPage endCursor } } } }"""
DETRACTORS = """query ($code: ID!, $first: Int = 20) { survey(code: $code) { answers(maxScore: 6, first: $first) {
  nodes { score survey { code } customer { purchases { couponCode } } } } } }"""


def _codes(data: object) -> list[str]:
    return [node["survey"]["code"] for node in data["customer"]["surveyAnswers"]["nodes"]]  # type: ignore[index]  # JSON


async def test_a_persons_answers_cost_one_call(desk: Desk) -> None:
    """The newest first, within the last 365 days; asked again, they cost none."""
    first = await desk.data(ANSWERS, by={"email": "  Ana.POPESCU0@example.com "})

    assert desk.calls() == [REPORT]
    assert _codes(first) == ["51", "53", "52"]
    assert await desk.data(ANSWERS, by={"email": ANA}) == first
    assert desk.calls() == []


@pytest.mark.parametrize("by", [{"email": ANA}, {"phone": "0722100000"}, {"vendorId": {"vendor": "TRACKSALE", "id": ANA}}])
async def test_any_handle_leads_to_the_same_answers(desk: Desk, by: dict[str, object]) -> None:
    """By e-mail, by phone and by what Tracksale knows the person by."""
    found = await desk.data(ANSWERS, by=by)

    assert _codes(found) == ["51", "53", "52"]


async def test_the_window_is_asked_one_day_wider_and_all_of_it(desk: Desk) -> None:
    """Ten answers come unless `limit` says more, and whether `end` is inclusive isn't documented."""
    await desk.data(
        "query ($f: Date, $t: Date) { survey(code: 51) { answers(from: $f, to: $t) { nodes { id } } } }",
        f="2026-10-05",
        t="2026-10-06",
    )

    assert desk.last().query == (("start", "2026-09-30"), ("end", "2026-11-01"), ("limit", "-1"))
    assert desk.last().headers["authorization"] == "bearer tracksale-sandbox-token"


@pytest.mark.parametrize(
    ("days", "codes"),
    [((365, 0), ["51", "53", "52"]), ((100, 90), ["53"]), ((12, 12), ["51"]), ((11, 0), []), ((600, 200), ["52", "51"])],
)
async def test_days_are_inclusive(desk: Desk, days: tuple[int, int], codes: list[str]) -> None:
    """`from` and `to` are whole days in the account's zone."""
    found = await desk.data(ANSWERS, by={"email": ANA}, **{"from": desk.day(days[0]), "to": desk.day(days[1])})

    assert _codes(found) == codes


async def test_surveys_and_pages_narrow_the_answers(desk: Desk) -> None:
    """Surveys are named by code or by id; pages follow each other."""
    only = await desk.data(ANSWERS, by={"email": ANA}, surveys=["53", ids.encode("Survey", "52")])
    one = await desk.data(ANSWERS, by={"email": ANA}, first=2)
    page = one["customer"]["surveyAnswers"]["pageInfo"]
    two = await desk.data(ANSWERS, by={"email": ANA}, first=2, after=page["endCursor"])

    assert _codes(only) == ["53", "52"]
    assert (_codes(one), page["hasNextPage"], _codes(two)) == (["51", "53"], True, ["52"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"from": "2026-02-01", "to": "2026-01-01"}, "`from` (2026-02-01) is after `to` (2026-01-01)"),
        ({"from": "2026-12-01"}, "is after `today`"),
        ({"from": "2016-01-01"}, "five years"),
        ({"surveys": ["what is this?"]}, "`surveys` is no survey"),
        ({"first": 101}, "`first` must be from 0 to 100"),
        ({"after": "bm9uZQ"}, "not a cursor"),
    ],
)
async def test_arguments_that_mean_nothing_are_refused(desk: Desk, arguments: dict[str, object], words: str) -> None:
    """With a sentence that says what would be right, and before the vendor is asked wherever that can be known."""
    answer = await desk.query(ANSWERS, by={"email": ANA}, **arguments)

    assert words in str(answer.errors[0]["message"])
    assert answer.errors[0]["extensions"]["code"] == "BAD_USER_INPUT"  # type: ignore[index]  # JSON
    assert desk.calls() == ([REPORT] if "after" in arguments else [])


async def test_a_year_costs_one_call_cold_and_one_later(desk: Desk) -> None:
    """Months that are over stay for a day; only today and yesterday are asked anew."""
    await desk.data(ANSWERS, by={"email": ANA})
    desk.calls()
    desk.clock.turn(3_700)
    await desk.data(ANSWERS, by={"email": ANA})

    assert desk.last().query[:2] == (("start", desk.day(2)), ("end", desk.day(-1)))
    assert desk.calls() == [REPORT]
    await desk.data(ANSWERS, by={"email": ANA})
    assert desk.calls() == []


async def test_overlapping_windows_share_their_months(desk: Desk) -> None:
    """After a year, any window within it costs nothing."""
    await desk.data(ANSWERS, by={"email": ANA})
    desk.calls()
    await desk.data(ANSWERS, by={"email": ANA}, **{"from": desk.day(200), "to": desk.day(31)})

    assert desk.calls() == []


@pytest.mark.parametrize("cache", ["memory://", "off"])
async def test_one_window_serves_everybody(opened: Open, cache: str) -> None:
    """Twenty people under twenty aliases, and twenty requests at once, cost one report call with and without a cache."""
    desk = opened(GATEWAY_CACHE_URL=cache)
    keys = [{"email": person.email} for person in desk.town.people[:20] if person.email]
    fields = "surveyAnswers(first: 3) { nodes { score } }"
    aliases = "".join(f'p{place}: customer(by: {{email: "{key["email"]}"}}) {{ {fields} }} ' for place, key in enumerate(keys))

    await desk.data(f"query ($by: [CustomerKey!]!) {{ customers(by: $by) {{ {fields} }} {aliases} }}", by=keys)
    assert desk.calls() == [REPORT]

    if cache == "off":
        await asyncio.gather(*(desk.data("{ survey(code: 51) { answers { nodes { id } } } }") for _ in range(20)))
        assert desk.calls().count(REPORT) == 1


async def test_a_person_whom_only_tracksale_knows(desk: Desk) -> None:
    """The lookup reads the same window as the answers, so both are one call; the id leads back."""
    found = await desk.data(
        "query ($by: CustomerKey!) { customer(by: $by) { id firstName identities { vendor id matchedBy } "
        "surveyAnswers { nodes { id } } } }",
        by={"email": "visitor3@elsewhere.example"},
    )

    assert desk.calls() == [REPORT]
    assert found["customer"]["identities"] == [{"vendor": "TRACKSALE", "id": "visitor3@elsewhere.example", "matchedBy": "KEY"}]
    again = await desk.data(
        "query ($id: ID!) { customer(by: {id: $id}) { surveyAnswers { nodes { id } } } }", id=found["customer"]["id"]
    )
    assert again["customer"]["surveyAnswers"] == found["customer"]["surveyAnswers"]


async def test_nobody(desk: Desk) -> None:
    """A handle that no vendor knows is nobody; a placeholder is no handle."""
    assert await desk.data(ANSWERS, by={"email": "nobody.at.all@example.com"}) == {"customer": None}
    answer = await desk.query(ANSWERS, by={"phone": "0000000000"})
    assert answer.errors[0]["extensions"]["code"] == "BAD_USER_INPUT"  # type: ignore[index]  # JSON


async def test_detractors_lead_to_their_rewards(desk: Desk) -> None:
    """One report call, the survey's own, and each person is looked up once; that the people exist costs nothing."""
    found = await desk.data(DETRACTORS, code="51", first=5)

    nodes = found["survey"]["answers"]["nodes"]
    assert len(nodes) == 5
    assert all(node["score"] <= 6 and node["survey"]["code"] == "51" for node in nodes)
    assert any(node["customer"]["purchases"] for node in nodes)
    assert sorted(desk.calls()) == ["GET /v2/campaign/51", REPORT]
    assert desk.town.open_loyalty.hits("GET /api/admin/customer") == 5


async def test_an_answer_is_found_by_its_id(desk: Desk) -> None:
    """Its id leads to its month; what the row carries of its survey costs nothing, the rest one list."""
    answers = await desk.data(ANSWERS, by={"email": ANA})
    wanted = answers["customer"]["surveyAnswers"]["nodes"][0]
    desk.calls()

    found = await desk.data(
        "query ($id: ID!) { node(id: $id) { id ... on SurveyAnswer { score survey { code name } } } }", id=wanted["id"]
    )
    assert found["node"] == {"id": wanted["id"], "score": wanted["score"], "survey": {"code": "51", "name": "Store visit"}}
    assert desk.calls() == []
    found = await desk.data(
        "query ($id: ID!) { node(id: $id) { ... on SurveyAnswer { survey { description questions { id } } } } }",
        id=wanted["id"],
    )
    assert found["node"]["survey"]["description"] == "After a visit to a store"
    assert desk.calls() == ["GET /v2/campaign"]
    gone = await desk.data(
        "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }",
        ids=[ids.encode("SurveyAnswer", moment, "1") for moment in ("1750000000", "x", "²", "1" * 5_000)],
    )
    assert gone == {"nodes": [None] * 4}


async def test_details_are_read_only_where_selected(desk: Desk) -> None:
    """Tags and answers to further questions take a full read of the window, one call for everybody."""
    found = await desk.data(
        "query ($e: String!) { customer(by: {email: $e}) { surveyAnswers(first: 2) { nodes { updatedAt tags { name value } categories "
        "reasons { name children } openAnswers { question comment } satisfaction { score } "
        "reviews { score } secondaryScores { score } } } } }",
        e=ANA,
    )

    assert dict(desk.last().query) == {
        "start": desk.last().query[0][1], "end": desk.day(-1), "limit": "-1", "tags": "true", "review": "1",
        "nps_secondary": "1", "open_question": "1", "csat": "1", "return_update_time": "true",
    }  # fmt: skip
    newest = found["customer"]["surveyAnswers"]["nodes"][0]
    assert newest["tags"] == [{"name": "City", "value": "București"}, {"name": "Branch", "value": None}]
    assert newest["openAnswers"][0]["question"] == "What should we do better?"
    assert newest["updatedAt"]
