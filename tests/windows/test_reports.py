"""Calendar chunks through the front door: Tracksale's answers and dispatches, and Footprints' leads by date."""

from dataclasses import dataclass

import pytest

from tests.windows.conftest import Counter

CREATE = """mutation ($created: DateTime) { createLead(input: {email: "new@example.com", phone: "0722999888", createdAt: $created,
  offer: "5d7f89000000000000000000", offerCategory: "5d7a31000000000000000000", location: "%s", consultant: "%s"}) {
  lead { id } userErrors { message } } }"""
RECORD = """mutation ($at: DateTime) { recordSurveyScores(input: {survey: "51", answers: [
  {customer: {email: "ana.popescu0@example.com"}, score: 9, answeredAt: $at}]}) { userErrors { message } } }"""


@dataclass(frozen=True, slots=True)
class Kind:
    """A report: how it is asked for here, for how many days back by `%s`, and there; and how many calls a run of days takes."""

    document: str
    vendor: str
    line: str
    calls: int = 1


ANSWERS = Kind(
    "query ($from: Date!, $to: Date!) { survey(code: 51) { answers(from: $from, to: $to, first: 100) { nodes { id } } } }",
    "tracksale",
    "GET /v2/report/answer",
)
DISPATCHES = Kind(
    "query ($from: Date!, $to: Date!) { surveyDispatches(from: $from, to: $to, first: 100) { pageInfo { endCursor } } }",
    "tracksale",
    "GET /dispatch",
)
LOTS = Kind(
    "query ($from: Date!, $to: Date!) { survey(code: 51) { dispatches(from: $from, to: $to, first: 100) { nodes { code } } } }",
    "tracksale",
    "GET /v2/report/dispatch",
)
# How many leads there are isn't said, so a second page is asked for after a first of ten or more.
LEADS = Kind(
    "query ($from: Date!, $to: Date!) { leads(from: $from, to: $to, first: 100) { nodes { id createdAt } } }",
    "footprints",
    "GET /api/lead",
    calls=2,
)
KINDS = pytest.mark.parametrize("kind", [ANSWERS, DISPATCHES, LOTS, LEADS], ids=["answers", "dispatches", "lots", "leads"])


async def asked(counter: Counter, kind: Kind, first: str, last: str) -> list[str]:
    """Ask for some days; return the days that the vendor was asked for."""
    await counter.data(kind.document, **{"from": first, "to": last})
    return counter.asked(counter.town.houses[kind.vendor], kind.line)


@KINDS
async def test_a_year_is_one_call_cold_none_warm_and_one_for_its_open_days(counter: Counter, kind: Kind) -> None:
    """Days without rows keep as long as others; what overlaps costs nothing."""
    year = ("2025-11-21", "2026-11-21")
    assert await asked(counter, kind, *year) == ["2025-10-31/2026-11-22"] * kind.calls

    counter.clock.turn(59)
    for window in (year, ("2026-02-03", "2026-08-09"), ("2026-10-31", "2026-11-01"), ("2026-11-21", "2026-11-21")):
        assert await asked(counter, kind, *window) == []
    counter.clock.turn(2)
    (open_days,) = set(await asked(counter, kind, *year))
    assert open_days == "2026-11-19/2026-11-22"
    counter.clock.turn(40_000)
    assert await asked(counter, kind, "2025-11-21", "2026-10-31") == []


@KINDS
async def test_a_window_that_sticks_out_costs_what_is_missing(counter: Counter, kind: Kind) -> None:
    """A hole in the middle is one call, what lies around it two."""
    await asked(counter, kind, "2026-06-01", "2026-06-30")

    assert set(await asked(counter, kind, "2026-03-05", "2026-09-05")) == {"2026-02-28/2026-06-01", "2026-06-30/2026-10-01"}
    assert await asked(counter, kind, "2026-03-01", "2026-09-30") == []


async def test_leads_are_cut_to_the_accounts_days(counter: Counter) -> None:
    """What comes of whole months and a day more at each end is not shown beyond the days asked for."""
    created = [lead["createdAt"] for lead in await leads(counter, "2026-03-10", "2026-05-20")]
    whole = [lead["createdAt"] for lead in await leads(counter, "2026-03-01", "2026-05-31")]

    assert created == sorted(created, reverse=True)
    # Bucharest is two hours ahead of UTC in March and three in May.
    assert created == [stamp for stamp in whole if "2026-03-09T22:00" <= stamp < "2026-05-20T21:00"]
    assert len(created) < len(whole) < 100


async def test_a_new_lead_drops_the_running_month_alone(counter: Counter) -> None:
    """The year's other months stay; the lead is there at once."""
    await asked(counter, LEADS, "2025-11-21", "2026-11-21")

    made = await create_lead(counter, None)
    assert set(await asked(counter, LEADS, "2025-11-21", "2026-11-21")) == {"2026-10-31/2026-11-22"}
    assert made in [lead["id"] for lead in await leads(counter, "2026-11-21", "2026-11-21")]


async def test_a_lead_of_another_day_drops_that_days_month(counter: Counter) -> None:
    """A lead that is noted later: 22:30 in UTC is the next day in Bucharest, and the next month."""
    await asked(counter, LEADS, "2025-11-21", "2026-11-21")

    made = await create_lead(counter, "2026-06-30T22:30:00+00:00")
    assert set(await asked(counter, LEADS, "2025-11-21", "2026-11-21")) == {"2026-06-30/2026-08-01"}
    assert made in [lead["id"] for lead in await leads(counter, "2026-07-01", "2026-07-01")]


async def test_a_changed_lead_drops_the_month_that_the_vendors_answer_names(counter: Counter) -> None:
    """Only there it stood."""
    (*_, lead) = await leads(counter, "2026-06-01", "2026-06-30")
    await asked(counter, LEADS, "2026-05-01", "2026-07-31")

    await counter.data(
        "mutation ($lead: ID!) { markLeadLost(input: {lead: $lead, reason: NEED}) { lead { id } } }", lead=lead["id"]
    )
    assert set(await asked(counter, LEADS, "2026-05-01", "2026-07-31")) == {"2026-05-31/2026-07-01"}


@pytest.mark.parametrize(
    ("at", "days"), [(None, "2026-10-31/2026-11-22"), ("2026-06-01T02:30:00+00:00", "2026-04-30/2026-06-01")]
)
async def test_a_recorded_answer_drops_its_month_alone(counter: Counter, at: str | None, days: str) -> None:
    """Half past two of the first of June in UTC is still May in São Paulo."""
    await asked(counter, ANSWERS, "2025-11-21", "2026-11-21")

    assert (await counter.data(RECORD, at=at))["recordSurveyScores"]["userErrors"] == []
    assert await asked(counter, ANSWERS, "2025-11-21", "2026-11-21") == [days]


async def leads(counter: Counter, first: str, last: str) -> list[dict[str, str]]:
    found = await counter.data(LEADS.document, **{"from": first, "to": last})
    return [dict(lead) for lead in found["leads"]["nodes"]]


async def create_lead(counter: Counter, created: str | None) -> str:
    lists = await counter.data("{ locations { id } businessUsers { id } }")
    document = CREATE % (lists["locations"][0]["id"], lists["businessUsers"][0]["id"])
    made = (await counter.data(document, created=created))["createLead"]
    assert made["userErrors"] == []
    return str(made["lead"]["id"])


@pytest.mark.parametrize(
    ("field", "line"),
    [
        ("nps({days}) {{ nps }}", "GET /v2/report/nps"),
        ("surveyCategories({days}) {{ __typename }}", "GET /v2/report/category"),
        ("surveyStatuses({days}) {{ __typename }}", "GET /v2/report/status"),
    ],
)
async def test_sums_of_days_that_are_over_last_a_day(counter: Counter, field: str, line: str) -> None:
    """As the answers that they are the sums of do; while days are open, a minute."""
    over, running = ('from: "2025-01-01", to: "2025-12-31"', 'from: "2026-11-01", to: "2026-11-21"')
    calls = []
    for days in (over, running):
        for seconds in (0, 61, 86_400):
            counter.clock.turn(seconds)
            await counter.data("{ " + field.format(days=days) + " }")
            calls.append(len(counter.asked(counter.town.houses["tracksale"], line)))

    assert calls == [1, 0, 1, 1, 1, 1]
