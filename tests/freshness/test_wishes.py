"""A client may ask for fresher data than is kept, as far as its rights go."""

import json
from pathlib import Path

import pytest

from gateway.sandbox.town import Town
from tests.access.front import EVERY_READ, Front
from tests.freshness.front import ANA, REWARDS, calls, renewed, seen, still

NO_CACHE = {"cache-control": "no-cache"}
PERSON = {"email": ANA}


@pytest.mark.parametrize(
    "wish", ["no-cache", "No-Cache", "max-age=0", "no-store", "no-transform , no-cache", "max-age=60,no-cache", "max-age = 00"]
)
async def test_a_caller_that_may_has_the_vendors_asked_anew(guarded: Front, sandbox: Town, wish: str):
    """By key; and what came is what others are given from then on."""
    key = guarded.key(f"anew {wish}", *EVERY_READ, "cache:skip")
    await seen(guarded, REWARDS, key, variables=PERSON)
    made = calls(sandbox)
    guarded.clock.ahead_s += 20

    anew = await seen(guarded, REWARDS, key, variables=PERSON, headers={"cache-control": wish})
    after = await seen(guarded, REWARDS, key, variables=PERSON)

    assert calls(sandbox) == 2 * made
    assert not anew.was_kept
    assert anew.fresh["CARECLOUD"]["age"] == 0
    assert after.was_kept
    assert after.fresh["CARECLOUD"]["age"] == 0


async def test_from_a_caller_that_may_not_the_wish_counts_for_nothing(guarded: Front, sandbox: Town):
    """No call, no execution, the kept answer: whoever pays for calls decides who makes them. A customer's own token never may."""
    key = guarded.key("not anew", *EVERY_READ, "explain")
    token = guarded.issuer.token(email=ANA, scope=" ".join((*EVERY_READ, "cache:skip")))
    for credential in (key, token):
        first = await seen(guarded, REWARDS, credential, variables=PERSON)
        made = calls(sandbox)

        again = await seen(guarded, REWARDS, credential, variables=PERSON, headers=NO_CACHE)

        assert first.codes == []
        assert calls(sandbox) == made
        assert again.was_kept
        assert again.answer.content == first.answer.content


async def test_while_a_vendor_fails_its_kept_data_is_stale_to_who_wants_it_anew(guarded: Front, sandbox: Town):
    """It is served, named stale, and nobody keeps that answer as fresh; not to who takes nothing stale besides."""
    key = guarded.key("anew in vain", *EVERY_READ, "cache:skip")
    await seen(guarded, REWARDS, key, variables=PERSON)
    guarded.clock.ahead_s += 20
    sandbox.carecloud.fault("500")
    anew = {"variables": PERSON, "headers": NO_CACHE}

    served = await seen(guarded, REWARDS, key, **anew)
    refused = await seen(guarded, REWARDS, key, extensions={"maxStale": 10}, **anew)
    others = await seen(guarded, REWARDS, key, variables=PERSON)

    assert served.data["customer"]["rewards"]
    assert (served.fresh["CARECLOUD"]["age"], served.fresh["CARECLOUD"]["stale"]) == (20, True)
    assert served.answer.headers["cache-control"] == "private, max-age=0"
    assert set(refused.codes) == {"VENDOR_UNAVAILABLE"}
    assert (others.fresh["CARECLOUD"]["age"], others.fresh["CARECLOUD"]["stale"]) == (20, False)


@pytest.mark.parametrize("other", ["max-age=60", "max-age=05", "only-if-cached", "", "x-no-cache", "no-cached"])
async def test_other_directives_are_no_such_wish(front: Front, other: str):
    """What isn't `no-cache`, or means the same, is answered from what is kept."""
    await seen(front, REWARDS, variables=PERSON)

    assert (await seen(front, REWARDS, variables=PERSON, headers={"cache-control": other})).was_kept


async def test_each_operation_of_a_batch_may_be_wished_anew(sandbox: Town, tmp_path: Path):
    """The header is the whole request's."""
    async with still(tmp_path, sandbox, MAX_BATCH="2") as front:
        await seen(front, REWARDS, variables=PERSON)
        made = calls(sandbox)
        batch = [{"query": REWARDS, "variables": PERSON}, {"query": "{ __typename }"}]

        plain = await front.http.post("/graphql", json=batch)
        held = calls(sandbox)
        anew = await front.http.post("/graphql", json=batch, headers=NO_CACHE)

    assert held == made
    assert calls(sandbox) == 2 * made
    assert [answer["data"] for answer in plain.json()] == [answer["data"] for answer in anew.json()]
    assert anew.headers["cache-control"] == "no-store"


async def test_how_stale_data_may_be_is_the_clients_to_say(front: Front, sandbox: Town):
    """Fifty seconds past its freshness: who takes a hundred is served at once, who takes ten waits for new data."""
    await seen(front, REWARDS, variables=PERSON)
    made = calls(sandbox)
    front.clock.ahead_s += 80

    tolerant = await seen(front, REWARDS, variables=PERSON, extensions={"maxStale": 100})
    await renewed(front, REWARDS, variables=PERSON)
    front.clock.ahead_s += 80
    strict = await seen(front, REWARDS, variables=PERSON, extensions={"maxStale": 10})

    assert tolerant.fresh["CARECLOUD"]["stale"] is True
    assert tolerant.fresh["CARECLOUD"]["age"] == 80
    assert strict.fresh["CARECLOUD"]["stale"] is False
    assert strict.fresh["CARECLOUD"]["age"] == 0
    assert calls(sandbox) == 3 * made


@pytest.mark.parametrize("most", [0, 0.5, 29])
async def test_fresh_data_is_never_too_stale(front: Front, most: float):
    """The limit counts from when data stops being fresh; a kept answer is fresh all over."""
    await seen(front, REWARDS, variables=PERSON)
    front.clock.ahead_s += 25

    assert (await seen(front, REWARDS, variables=PERSON, extensions={"maxStale": most})).was_kept


@pytest.mark.parametrize("nothing", [{"maxStale": None}, {"explain": None}, {"explain": False}, {}])
async def test_null_and_false_wish_for_nothing(front: Front, nothing: dict[str, object]):
    """As if they weren't there."""
    answer = await seen(front, REWARDS, variables=PERSON, extensions=nothing)
    again = await seen(front, REWARDS, variables=PERSON, extensions=nothing)

    assert answer.codes == []
    assert set(answer.answer.json()["extensions"]) == {"freshness"}
    assert again.was_kept


@pytest.mark.parametrize(
    "wrong",
    [
        *({"maxStale": -1}, {"maxStale": -0.1}, {"maxStale": "60"}, {"maxStale": True}, {"maxStale": []}, {"maxStale": {}}),
        *({"explain": 1}, {"explain": "true"}, {"explain": []}, {"explain": {}}, {"cost": 0}, {"cost": ""}, {"cost": {}}),
    ],
)
@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
async def test_a_wish_that_means_nothing_is_a_mistake(front: Front, wrong: dict[str, object], accept: str):
    """400 and a sentence that says what is expected, by GET too, and also where the answer is kept."""
    await seen(front, "{ stores { name } }")
    posted = await front.ask("{ stores { name } }", extensions=wrong, headers={"accept": accept})
    parameters = {"query": "{ stores { name } }", "extensions": json.dumps(wrong)}
    got = await front.http.get("/graphql", params=parameters, headers={"accept": accept})

    for answer in (posted, got):
        (error,) = answer.json()["errors"]
        assert answer.status_code == 400
        assert error["extensions"]["code"] == "BAD_USER_INPUT"
        assert f"extensions.{next(iter(wrong))}" in error["message"]
        assert "data" not in answer.json()
        assert answer.headers["cache-control"] == "no-store"
