"""A strong ETag names exactly the bytes that were sent, and whoever holds them isn't sent them again."""

from pathlib import Path

import httpx
import pytest

from gateway.sandbox.town import Town
from tests.access.front import EVERY_READ, Front
from tests.contract.test_calls import CUSTOMER_360
from tests.freshness.front import ANA, BOGDAN, REWARDS, STORES, calls, seen, still, warmed

GRAPHQL = "application/graphql-response+json"


async def test_the_same_etag_means_the_same_bytes(front: Front):
    """While the ages in the body stand, both stay; with the ages they change."""
    bodies: dict[str, bytes] = {}
    for ahead_s in (0, 0, 1, 5, 0, 30, 1):
        front.clock.ahead_s += ahead_s
        answer = await front.ask(REWARDS, variables={"email": ANA})
        assert not answer.headers["etag"].startswith("W/")
        assert bodies.setdefault(answer.headers["etag"], answer.content) == answer.content

    assert len(bodies) == len(set(bodies.values())) == 5


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("accept", ["application/json", GRAPHQL])
async def test_who_holds_an_answer_gets_304(front: Front, method: str, accept: str):
    """With the ETag that it holds, the age, and no body; seconds later too, and under whatever spelling of the header."""
    first = await _asked(front, method, accept)
    front.clock.ahead_s += 9
    etag = first.headers["etag"]

    for held in (etag, f"W/{etag}", f'"other", {etag}', f'W/"other" , W/{etag},"third"'):
        again = await _asked(front, method, accept, held)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == etag
        assert again.headers["age"] == "9"
        assert again.headers["cache-control"] == first.headers["cache-control"]
        assert again.headers["vary"] == first.headers["vary"]
        assert "content-type" not in again.headers
    whatever = await _asked(front, method, accept, "*")
    assert whatever.status_code == 304


@pytest.mark.parametrize("held", ['"other"', "other", "", '""', 'W/"', ",,", '"*"', "etag-cut"])
async def test_who_holds_something_else_gets_the_answer(front: Front, held: str):
    """Whole, whatever nonsense is in the header."""
    first = await _asked(front, "POST", "application/json")
    if held == "etag-cut":
        held = first.headers["etag"][:-4] + '"'

    again = await _asked(front, "POST", "application/json", held)

    assert again.status_code == 200
    assert again.content == first.content


async def test_media_types_have_etags_of_their_own(front: Front):
    """The bytes may be the same; what they mean isn't."""
    plain = await _asked(front, "POST", "application/json")
    newer = await _asked(front, "POST", GRAPHQL)

    assert plain.headers["etag"] != newer.headers["etag"]
    assert (await _asked(front, "POST", GRAPHQL, plain.headers["etag"])).status_code == 200
    assert (await _asked(front, "POST", "application/json", newer.headers["etag"])).status_code == 200


async def test_other_data_has_another_etag(front: Front):
    """Another person's answer isn't mistaken for what is held."""
    anas = await front.ask(REWARDS, variables={"email": ANA})
    bogdans = await front.ask(REWARDS, variables={"email": BOGDAN}, headers={"if-none-match": anas.headers["etag"]})

    assert bogdans.status_code == 200
    assert bogdans.headers["etag"] != anas.headers["etag"]


async def test_data_that_was_read_anew_and_is_the_same_isnt_sent_again(front: Front, sandbox: Town):
    """Past its time the vendor is asked, and what the client holds turns out to be good still."""
    first = await front.ask(STORES)
    made = calls(sandbox)
    front.clock.ahead_s += 100_000

    again = await front.ask(STORES, headers={"if-none-match": first.headers["etag"]})

    assert calls(sandbox) == 2 * made
    assert again.status_code == 304
    assert again.headers["age"] == "0"


async def test_in_what_order_vendors_were_asked_makes_no_difference(front: Front, sandbox: Town):
    """Their data is the same, whoever answered first: another worker, or this one later, has the same name for it."""
    first = await warmed(front, CUSTOMER_360, variables={"email": ANA})
    vendors = list(first.fresh)
    for name in ("carecloud", "tracksale"):
        await front.process.cache.forget({name})
        again = await front.ask(CUSTOMER_360, variables={"email": ANA}, headers={"if-none-match": first.answer.headers["etag"]})
        assert again.status_code == 304, name

    assert vendors == sorted(vendors)
    assert len(vendors) == 5


async def test_a_304_never_hides_that_data_is_stale(front: Front):
    """Who holds it as fresh is sent it again, as stale."""
    first = await front.ask(REWARDS, variables={"email": ANA})
    front.clock.ahead_s += 60

    stale = await front.ask(REWARDS, variables={"email": ANA}, headers={"if-none-match": first.headers["etag"]})

    assert stale.status_code == 200
    assert stale.json()["data"] == first.json()["data"]
    assert [told["stale"] for told in stale.json()["extensions"]["freshness"]] == [True]


async def test_an_etag_opens_nothing(guarded: Front):
    """Whoever may not have the answer is refused before it is compared; errors have none."""
    key = guarded.key("etag owner", *EVERY_READ)
    poor = guarded.key("etag poor", "people:read")
    held = (await guarded.ask(REWARDS, key, variables={"email": ANA})).headers["etag"]

    nobody = await guarded.ask(REWARDS, variables={"email": ANA}, headers={"if-none-match": held})
    partial = await guarded.ask(REWARDS, poor, variables={"email": ANA}, headers={"if-none-match": held})
    anything = await guarded.ask(REWARDS, poor, variables={"email": ANA}, headers={"if-none-match": "*"})

    assert nobody.status_code == 401
    assert [answer.status_code for answer in (partial, anything)] == [200, 200]
    assert [error["extensions"]["code"] for error in partial.json()["errors"]] == ["FORBIDDEN"]
    for answer in (nobody, partial, anything):
        assert "etag" not in answer.headers


async def test_a_repeat_that_is_held_is_kept_in_the_journal(front: Front):
    """A 304 runs nothing either."""
    first = await seen(front, REWARDS, variables={"email": ANA})

    again = await seen(front, REWARDS, variables={"email": ANA}, headers={"if-none-match": first.answer.headers["etag"]})

    assert again.was_kept
    assert again.answer.status_code == 304


async def test_a_page_of_another_site_sees_and_sends_them_too(sandbox: Town, tmp_path: Path):
    """Where its origin is let in: browsers hide what isn't named, and ask first about what they send."""
    origin = "https://app.example"
    async with still(tmp_path, sandbox, CORS_ORIGINS=origin) as front:
        asking = {"access-control-request-method": "POST", "access-control-request-headers": "cache-control,if-none-match"}
        asked = await front.http.options("/graphql", headers={"origin": origin, **asking})
        answer = await front.ask(STORES, headers={"origin": origin})

    assert asked.status_code == 200
    shown = {name.strip().lower() for name in answer.headers["access-control-expose-headers"].split(",")}
    assert shown >= {"etag", "age", "retry-after"}


async def _asked(front: Front, method: str, accept: str, held: str | None = None) -> httpx.Response:
    headers = {"accept": accept} if held is None else {"accept": accept, "if-none-match": held}
    if method == "GET":
        query = "{ stores { name } }"
        return await front.http.get("/graphql", params={"query": query}, headers=headers)
    return await front.ask(STORES, headers=headers)
