"""Each answer says how old its data is, in its body and in HTTP's own words."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gateway.registry import VENDORS
from gateway.sandbox.town import Town
from tests.access.front import EVERY_READ, Front
from tests.contract.test_calls import CUSTOMER_360
from tests.freshness.front import ANA, REWARDS, STORES, calls, renewed, seen, still

MIXED = "query Mixed($email: String!) { customer(by: {email: $email}) { rewards { name } } stores { name } }"


async def test_every_vendor_that_was_used_tells_its_age(front: Front):
    """All five at once: nothing old when it comes, and older by each second that it is kept; `storedAt` stays."""
    cold = await seen(front, CUSTOMER_360, variables={"email": ANA})
    front.clock.ahead_s += 7
    warm = await seen(front, CUSTOMER_360, variables={"email": ANA})

    assert set(cold.fresh) == {name.upper() for name in VENDORS}
    assert {told["age"] for told in cold.fresh.values()} == {0}
    assert {told["age"] for told in warm.fresh.values()} == {7}
    assert not any(told["stale"] for told in (*cold.fresh.values(), *warm.fresh.values()))
    for vendor, told in warm.fresh.items():
        stored_at = datetime.fromisoformat(told["storedAt"])
        assert told["storedAt"] == cold.fresh[vendor]["storedAt"]
        assert front.clock.now() - stored_at == timedelta(seconds=7)


async def test_the_oldest_data_of_a_vendor_counts(front: Front):
    """Two reads of one vendor, one older than the other, in an answer that is made anew of both."""
    await seen(front, STORES)
    front.clock.ahead_s += 100

    both = await seen(front, MIXED, variables={"email": ANA})

    assert both.fresh["CARECLOUD"]["age"] == 100
    assert not both.was_kept


async def test_an_answer_may_be_kept_for_the_least_of_what_it_used(front: Front):
    """A catalogue for ten minutes, a person for thirty seconds; from its making on, which `Age` counts."""
    catalogue, person, both = [
        (await seen(front, query, variables={"email": ANA})).answer for query in (STORES, REWARDS, MIXED)
    ]
    front.clock.ahead_s += 11
    later = (await seen(front, REWARDS, variables={"email": ANA})).answer

    assert _max_age(catalogue.headers["cache-control"]) in range(595, 601)
    assert _max_age(person.headers["cache-control"]) in range(25, 31)
    assert _max_age(both.headers["cache-control"]) in range(25, 31)
    assert [answer.headers["age"] for answer in (catalogue, person, both, later)] == ["0", "0", "0", "11"]
    assert later.headers["cache-control"] == person.headers["cache-control"]


async def test_what_was_used_late_in_its_life_shortens_the_answers(front: Front):
    """An answer of data that has ten seconds left is kept for ten."""
    await seen(front, STORES)
    front.clock.ahead_s += 590

    late = await seen(front, "{ stores { id } }")

    assert _max_age(late.answer.headers["cache-control"]) in range(5, 11)


@pytest.mark.parametrize(
    "query",
    [
        REWARDS,
        MIXED,
        'query { customer(by: {email: "unknown.person@example.com"}) { id } }',
        "query { leads(first: 1) { nodes { id } } }",
        "query { nps { nps } }",
        "query { surveys { answers(first: 1) { nodes { score } } } }",
        "query { businessUsers { id } }",
    ],
)
async def test_people_are_private_even_where_everybody_is_let_in(front: Front, query: str):
    """No cache on the way may give one's answer to others, also where nobody was found."""
    answer = await seen(front, query, variables={"email": ANA} if "$email" in query else None)

    assert answer.codes == []
    assert answer.answer.headers["cache-control"].startswith("private, max-age=")


@pytest.mark.parametrize("query", [STORES, "{ surveys { name } }", "{ rewards { name } }", "{ channels { name } }"])
async def test_a_catalogue_is_for_every_cache_on_the_way(front: Front, query: str):
    """Where everybody is let in."""
    assert (await seen(front, query)).answer.headers["cache-control"].startswith("public, max-age=")


async def test_a_known_callers_answers_are_private_whatever_they_are(guarded: Front):
    """What a key paid for isn't others' to have."""
    key = guarded.key("reader", *EVERY_READ)

    answer = (await seen(guarded, STORES, key)).answer

    assert answer.headers["cache-control"].startswith("private, max-age=")
    assert {part.strip() for part in answer.headers["vary"].lower().split(",")} >= {"authorization", "x-api-key", "accept"}


@pytest.mark.parametrize(
    "query",
    [
        "{ nothing }",
        "{",
        "{ __typename }",
        "{ vendors { vendor } }",
        "{ vendors { vendor circuit callsLeft } stores { name } }",
        'mutation { buyReward(input: {customer: {email: "unknown.person@example.com"}, campaign: "x"}) { userErrors { code } } }',
        "query One { __typename } query Other { __typename }",
    ],
)
async def test_what_mustnt_be_kept_says_so(front: Front, query: str):
    """Errors, mutations, what has no age."""
    for accept in ("application/json", "application/graphql-response+json"):
        answer = await front.ask(query, headers={"accept": accept})
        assert answer.headers["cache-control"] == "no-store"


async def test_a_partial_answer_mustnt_be_kept(front: Front, sandbox: Town):
    """What is there still tells its age; nothing of the answer is kept, here or on the way."""
    sandbox.carecloud.fault("500", only=lambda _, path: path.endswith("/rewards"))
    query = "query Part($email: String!) { customer(by: {email: $email}) { id rewards { name } } }"

    part = await seen(front, query, variables={"email": ANA})
    sandbox.carecloud.fault(None)
    whole = await seen(front, query, variables={"email": ANA})

    assert part.codes == ["VENDOR_UNAVAILABLE"]
    assert part.answer.headers["cache-control"] == "no-store"
    assert "etag" not in part.answer.headers
    assert part.fresh["CARECLOUD"]["age"] == 0
    assert whole.codes == []
    assert whole.data["customer"]["rewards"]


async def test_stale_data_is_named_and_its_answer_isnt_kept(front: Front, sandbox: Town):
    """Served at once and renewed behind it: the next answer is fresh."""
    await seen(front, REWARDS, variables={"email": ANA})
    made = calls(sandbox)
    front.clock.ahead_s += 45

    stale = await seen(front, REWARDS, variables={"email": ANA})
    fresh = await renewed(front, REWARDS, variables={"email": ANA})

    assert stale.fresh["CARECLOUD"] | {"storedAt": ""} == {"vendor": "CARECLOUD", "age": 45, "stale": True, "storedAt": ""}
    assert stale.answer.headers["cache-control"] == "private, max-age=0"
    assert stale.answer.headers["age"] == "0"
    assert not fresh.was_kept
    assert calls(sandbox) == 2 * made
    assert fresh.fresh["CARECLOUD"]["stale"] is False


def _max_age(header: str) -> int:
    return int(header.rpartition("max-age=")[2])


async def test_where_nothing_is_kept_nobody_on_the_way_keeps_it_either(sandbox: Town, tmp_path: Path):
    """An answer is as good as new to whoever asks again, and to nobody else."""
    async with still(tmp_path, sandbox, CACHE_URL="off") as front:
        told = [(await seen(front, query, variables={"email": ANA})).answer for query in (STORES, REWARDS)]

    assert [one.headers["cache-control"] for one in told] == ["public, max-age=0", "private, max-age=0"]
