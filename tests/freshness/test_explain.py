"""Whoever may ask learns which calls an answer took, and nothing of what was in them."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gateway.sandbox.town import Town
from tests.access.front import EVERY_READ, Front
from tests.contract.test_calls import CUSTOMER_360, MANY
from tests.freshness.front import ANA, REWARDS, STORES, Seen, calls, idle, seen, still

PERSON = {"email": ANA}
EXPLAIN = {"explain": True}
_SECRETS = ("_KEY", "_SECRET", "_TOKEN", "_LOGIN", "_PASSWORD", "_USERNAME", "_ID")
FIELDS = {"vendor", "operation", "start", "duration", "keys", "status", "cache", "behind", "attempts", "budgetLeft", "error"}


async def explained(front: Front, query: str, **more: Any) -> Seen:
    """Ask, and to be told how."""
    return await seen(front, query, extensions=EXPLAIN, **more)


def told(answer: Seen, source: str) -> list[dict[str, Any]]:
    """What came in one way."""
    return [call for call in answer.upstream if call["cache"] == source]


async def test_cold_every_call_is_listed(front: Front, sandbox: Town):
    """As many as the vendors got, in the order they began, each with all its fields."""
    answer = await explained(front, CUSTOMER_360, variables=PERSON)
    made = told(answer, "miss")

    # A token may have run out at a stand-in meanwhile: the call is made once more then, with a new one.
    assert sum(call["attempts"] for call in made) == calls(sandbox)
    assert {call["vendor"] for call in made} == {name.upper() for name in sandbox.houses}
    assert [call["start"] for call in answer.upstream] == sorted(call["start"] for call in answer.upstream)
    for call in made:
        assert set(call) == FIELDS
        assert call["operation"]
        assert (call["status"], call["keys"], call["error"], call["behind"]) == (200, 1, None, False)
        assert 0 <= call["start"] <= 60_000
        assert 0 < call["duration"] <= 60_000
    (tracksale,) = [call for call in made if call["vendor"] == "TRACKSALE"]
    assert tracksale["budgetLeft"] in range(800, 900)
    assert {call["budgetLeft"] for call in made if call["vendor"] != "TRACKSALE"} == {None}


async def test_a_batch_is_one_call_with_its_keys(front: Front, sandbox: Town):
    """Seven people at CareCloud by one list."""
    people = [{"email": person.email} for person in sandbox.people[:7]]

    answer = await explained(front, "query M($by: [CustomerKey!]!) { customers(by: $by) { id } }", variables={"by": people})

    assert [call["keys"] for call in told(answer, "miss")] == [7]


async def test_what_renews_behind_is_told_from_what_was_waited_for(front: Front):
    """A person's rewards come stale, and the stores, asked for the first time, are waited for."""
    await seen(front, REWARDS, variables=PERSON)
    front.clock.ahead_s += 60

    answer = await explained(front, REWARDS.rstrip().removesuffix("}") + " stores { name } }", variables=PERSON)
    await idle(front)

    behind = {call["operation"]: call["behind"] for call in told(answer, "miss")}
    assert behind.pop("stores") is False
    assert behind
    assert set(behind.values()) == {True}
    assert {call["behind"] for call in told(answer, "stale")} == {False}


async def test_warm_and_stale_are_told_apart(front: Front, sandbox: Town):
    """Fresh: hits alone. Stale: served as such, with the call that renews it beside, which nobody waited for."""
    await seen(front, REWARDS, variables=PERSON)
    made = calls(sandbox)
    warm = await explained(front, REWARDS, variables=PERSON)
    held = calls(sandbox)
    front.clock.ahead_s += 60
    stale = await explained(front, REWARDS, variables=PERSON)
    await idle(front)

    assert {call["cache"] for call in warm.upstream} == {"hit"}
    assert held == made
    assert {call["cache"] for call in stale.upstream} - {"miss"} == {"stale"}
    assert {(call["vendor"], call["attempts"], call["status"]) for call in warm.upstream} == {("CARECLOUD", 0, None)}
    assert len(told(stale, "stale")) == made
    assert calls(sandbox) == 2 * made


async def test_what_the_cache_answers_in_one_go_is_one_row(front: Front):
    """A year of answers is thirty chunks and more: as many keys, in a few rows at most where the machine pauses between them."""
    year = '{ survey(code: "51") { answers(from: "2026-01-01", to: "2026-11-21", first: 1) { nodes { id } } } }'
    await seen(front, year)

    warm = [call for call in (await explained(front, year)).upstream if call["operation"] == "answers"]

    assert sum(call["keys"] for call in warm) > 10
    assert len(warm) <= 5
    assert {call["cache"] for call in warm} == {"hit"}


async def test_a_call_that_others_made_is_joined(front: Front, sandbox: Town):
    """Two at once: one lists the calls, the other that it joined them."""
    sandbox.carecloud.trouble.latency_s = 0.2

    answers = await asyncio.gather(explained(front, STORES), explained(front, STORES))

    assert sorted(call["cache"] for answer in answers for call in answer.upstream) == ["joined", "miss"]
    assert calls(sandbox) == 1


async def test_retries_and_failures_are_told(sandbox: Town, tmp_path: Path):
    """How often it was tried, how it ended, and that a failing one has no status where nothing came."""
    async with still(tmp_path, sandbox, {"CARECLOUD_TIMEOUT_S": "2"}) as front:
        sandbox.carecloud.fault("500", only=_first(2))
        retried = await explained(front, STORES)
        sandbox.carecloud.fault("closed")
        failed = await explained(front, "{ rewards { name } }")

    (call,) = retried.upstream
    assert (call["status"], call["attempts"], call["error"], call["cache"]) == (200, 3, None, "miss")
    assert retried.data["stores"]
    (call,) = failed.upstream
    assert (call["status"], call["error"], call["cache"]) == (None, "VENDOR_UNAVAILABLE", "miss")
    assert call["attempts"] == 3
    assert failed.codes == ["VENDOR_UNAVAILABLE"]


async def test_it_is_never_kept_and_never_given_to_another(front: Front):
    """An explanation is of one request: it is made anew, has no ETag, and isn't what the next one gets."""
    first = await explained(front, STORES)
    plain = await seen(front, STORES)
    again = await explained(front, STORES)

    for answer in (first, again):
        assert not answer.was_kept
        assert answer.answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.answer.headers
    assert "upstream" not in plain.answer.json()["extensions"]
    assert {call["cache"] for call in again.upstream} == {"hit"}


@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
async def test_who_may_not_is_refused_by_name(guarded: Front, sandbox: Town, accept: str):
    """With the scope that is missing, before anything is asked; also where the answer is kept. Those who may, may."""
    plain = guarded.key(f"plain {accept}", *EVERY_READ)
    curious = guarded.key(f"curious {accept}", *EVERY_READ, "explain")
    token = guarded.issuer.token(email=ANA, scope=" ".join((*EVERY_READ, "explain")))
    await seen(guarded, STORES, plain)
    made = calls(sandbox)

    refused = [await explained(guarded, STORES, credential=who, headers={"accept": accept}) for who in (plain, token)]
    allowed = await explained(guarded, STORES, credential=curious, headers={"accept": accept})

    for answer in refused:
        (error,) = answer.answer.json()["errors"]
        assert error["extensions"] == {"code": "FORBIDDEN", "scope": "explain"}
        assert "data" not in answer.answer.json()
        assert "upstream" not in answer.answer.text
    assert allowed.codes == []
    assert calls(sandbox) == made


async def test_nothing_secret_or_personal_is_told(front: Front, sandbox: Town):
    """Not in cold, stale or failing calls: no handle, no id, no name, no path, no credential."""
    person = sandbox.people[0]
    marks = {person.email, person.phone, person.card, person.external_id, person.first_name, person.last_name, "http", "/api"}
    marks |= {spelling.id for name in sandbox.houses if (spelling := person.at(name))}
    marks |= {value for name, value in sandbox.settings.items() if name.endswith(_SECRETS)}
    keys = [{"email": person.email}, {"phone": person.phone}, {"loyaltyCardNumber": person.card}]
    answers = [await explained(front, CUSTOMER_360, variables=PERSON)]
    for ahead_s in (0, 60, 100_000):
        front.clock.ahead_s += ahead_s
        answers.append(await explained(front, MANY, variables={"by": keys}))
        for house in sandbox.houses.values():
            house.fault("garbage")

    assert len(marks) > 15
    assert all(answer.upstream for answer in answers)
    for answer in answers:
        text = str([[value for name, value in call.items() if name != "vendor"] for call in answer.upstream]).lower()
        assert [mark for mark in marks if mark.lower() in text] == []


def _first(count: int) -> Callable[[str, str], bool]:
    """Choose the first calls for stores."""
    left = [count]

    def chosen(_method: str, path: str) -> bool:
        left[0] -= "stores" in path
        return "stores" in path and left[0] >= 0

    return chosen
