"""The same read asked twice in one operation, in whatever branch, is one call."""

import pytest

from gateway.sandbox.town import Town
from tests.batching.conftest import Counted
from tests.conftest import make

ANA = "ana.popescu0@example.com"


@pytest.mark.parametrize("cache", ["memory://", "off"])
async def test_a_person_in_four_branches(sandbox: Town, cache: str) -> None:
    """By e-mail, in a list, by the graph's id and by the vendor's: one lookup by e-mail, one by id at most, and one list of rewards."""
    gateway = make({**sandbox.settings, "GATEWAY_CACHE_URL": cache}, ("carecloud",))
    counted = Counted(gateway, sandbox)
    ids = await counted.data("query ($e: String!) { customer(by: {email: $e}) { id } }", e=ANA)
    counted.calls("carecloud")
    await gateway.process.cache.forget(["*"])
    found = await counted.data(
        """query ($e: String!, $id: ID!, $by: [CustomerKey!]!) {
          one: customer(by: {email: $e}) { ...own } many: customers(by: $by) { ...own }
          node(id: $id) { ...own } nodes(ids: [$id, $id]) { ...own }
        } fragment own on Customer { id firstName rewards { id name } }""",
        e=ANA,
        id=ids["customer"]["id"],
        by=[{"email": ANA}, {"email": f" {ANA.upper()} "}],
    )
    await gateway.process.close()

    people = [found["one"], *found["many"], found["node"], *found["nodes"]]
    assert people == [found["one"]] * 6
    calls = counted.calls("carecloud")
    assert calls.pop("GET /customers/*/rewards") == 1
    assert calls.keys() <= {"GET /customers", "GET /customers/*"}
    assert set(calls.values()) == {1}


async def test_rows_that_lead_to_the_same_thing(counted: Counted) -> None:
    """A hundred answers' surveys and their people, one campaign of many purchases: each thing is asked for once."""
    await counted.data(
        "{ survey(code: 51) { answers(first: 100) { nodes { survey { name dispatchLimits { daily { limit } } } } } } }"
    )
    assert counted.calls("tracksale") == {"GET /v2/campaign/51": 1, "GET /v2/campaign": 1, "GET /v2/report/answer": 1}

    await counted.data(
        "query ($by: [CustomerKey!]!) { customers(by: $by) { purchases { campaign { name costInPoints } } } }",
        by=[{"email": person.email} for person in counted.known_to("open_loyalty")[:8]],
    )
    assert counted.calls("open_loyalty") == {"GET /api/admin/customer": 8, "GET /api/campaign": 1}


async def test_aliases_with_other_arguments_of_ours_share_the_vendors_call(counted: Counted) -> None:
    """Pages, days and filters that are cut here are no part of what the vendor is asked."""
    await counted.data(
        """query ($e: String!) { customer(by: {email: $e}) {
          a: surveyAnswers(first: 1) { nodes { id } } b: surveyAnswers(from: "2026-01-01") { nodes { id } }
          c: surveyAnswers(surveys: ["51"]) { nodes { score } }
          d: leads(first: 1) { nodes { id } } e: leads(status: [LOST]) { nodes { id } } footprintsProfile { city }
          f: pointRecords(first: 1) { nodes { assigned } } g: pointRecords(first: 2) { nodes { assigned } }
        } }""",
        e=ANA,
    )

    assert counted.calls("tracksale") == {"GET /v2/report/answer": 1}
    assert counted.calls("footprints") == {"GET /api/client": 1}
    assert counted.calls("carecloud") == {"GET /customers": 1, "GET /customers/*/points": 1}
