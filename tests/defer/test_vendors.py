"""A slow vendor keeps nobody waiting who defers it, and costs no call more than one who doesn't."""

import asyncio
from typing import Any

import pytest

from gateway.sandbox.town import Town
from tests.contract.test_calls import ANA, calls
from tests.defer.reading import NEWER, OLDER, asked, merged
from tests.observe.served import serve

PURCHASES, REWARDS, LEADS = "purchases { couponCode }", "rewards { id name }", "leads(first: 2) { nodes { id status } }"
ANSWERS, TARGETED = "surveyAnswers(first: 2) { nodes { score } }", "targetedCampaigns { id }"


def customer(selection: str) -> str:
    """Ask for one person."""
    return f'{{ customer(by: {{email: "{ANA}"}}) {{ {selection} }} }}'


async def test_the_fast_vendors_come_while_one_hangs(sandbox: Town):
    """At once what isn't deferred, then each vendor when it has answered."""
    sandbox.footprints.fault("hang")
    query = customer(f'id {REWARDS} ... @defer(label: "leads") {{ {LEADS} }} ... @defer(label: "bought") {{ {PURCHASES} }}')
    async with asyncio.timeout(30), serve(sandbox.settings) as served, asked(served.http, query) as parts:
        first, second = await parts.next(), await parts.next()

        assert len(sandbox.footprints.calls) == 1
    assert first["data"]["customer"].keys() == {"id", "rewards"}
    assert [one["label"] for one in first["pending"]] == ["leads", "bought"]
    assert second["incremental"][0]["data"]["purchases"]
    assert second["completed"] == [{"id": "1"}]


@pytest.mark.parametrize("slow", ["carecloud", "open_loyalty"])
async def test_a_deferred_vendor_is_not_waited_for_to_know_the_person(sandbox: Town, slow: str):
    """That the other one knows them is proof enough, whichever is asked first otherwise."""
    sandbox.houses[slow].fault("hang")
    at_once, later = (PURCHASES, REWARDS) if slow == "carecloud" else (REWARDS, PURCHASES)
    query = customer(f"{at_once} ... @defer {{ {later} }}")
    async with asyncio.timeout(30), serve(sandbox.settings) as served, asked(served.http, query) as parts:
        first = await parts.next()

    assert all(first["data"]["customer"].values())


SHARED = f"""
{{
  customers(by: PEOPLE) {{
    id
    {REWARDS}
    ... @defer(label: "again") {{ rewards {{ id name code }} firstName {PURCHASES} }}
    ...Later @defer(label: "later")
  }}
}}
fragment Later on Customer {{ {LEADS} {PURCHASES} ... @defer(label: "latest") {{ {ANSWERS} {TARGETED} rewards {{ validTo }} }} }}
"""


@pytest.mark.parametrize("accept", [OLDER, NEWER])
async def test_parts_add_up_to_the_whole_at_the_same_price(sandbox: Town, accept: str):
    """Reads are shared between parts, and batched over all of them, as if nothing were deferred."""
    people = [f'{{email: "{person.email}"}}' for person in sandbox.people if len(person.known_to) == 5][:8]
    query = SHARED.replace("PEOPLE", f"[{', '.join(people)}]")
    async with serve(sandbox.settings) as served:
        whole = (await served.ask(query)).json()
        wanted = calls(sandbox)
    sandbox.reset()
    async with serve(sandbox.settings) as served, asked(served.http, query, accept) as parts:
        data, errors = merged(await parts.rest())

    assert len(parts.seen) > 2
    assert errors == whole.get("errors", []) == []
    assert data == whole["data"]
    assert calls(sandbox) == wanted
    assert wanted["tracksale"] == 1


async def test_the_same_read_in_two_parts_is_one_call(sandbox: Town):
    """Without a cache, too: the request remembers what it has asked."""
    query = customer(f"{PURCHASES} ... @defer {{ again: {PURCHASES} }} ... @defer {{ id third: {PURCHASES} }}")
    async with serve(sandbox.settings, CACHE_URL="off") as served, asked(served.http, query) as parts:
        data, _ = merged(await parts.rest())

    assert data["customer"]["purchases"] == data["customer"]["again"] == data["customer"]["third"]
    assert sandbox.open_loyalty.hits("GET /api/admin/customer") == 1


async def test_a_vendor_s_failure_is_told_in_its_part(sandbox: Town):
    """With the vendor and whether to try again; what is reported beside a list, such as `identities`, too."""
    sandbox.footprints.fault("429")
    query = customer(f"{PURCHASES} ... @defer {{ {LEADS} }} ... @defer {{ id identities {{ vendor }} {REWARDS} }}")
    async with serve(sandbox.settings) as served, asked(served.http, query) as parts:
        first, *_ = await parts.rest()

    assert "errors" not in first
    found = {tuple(told["path"]): told["extensions"] for told in merged(parts.seen)[1]}
    leads = found["customer", "leads"]
    assert (leads["vendor"], leads["code"], leads["retryable"]) == ("FOOTPRINTS", "VENDOR_RATE_LIMITED", True)
    assert leads["retryAfter"] > 0
    assert found["customer", "identities"]["vendor"] == "FOOTPRINTS"
    for part in parts.seen:
        for fields in part.get("incremental", ()):
            assert all(told["path"][1] in fields["data"] for told in fields.get("errors", ()))


async def test_what_is_reported_before_the_first_part_is_told_there(sandbox: Town):
    """And nothing that a deferred fragment reported meanwhile."""
    sandbox.footprints.fault("500")
    query = customer(f"id identities {{ vendor }} ... @defer {{ {LEADS} }}")
    async with serve(sandbox.settings) as served, asked(served.http, query) as parts:
        first, *_ = await parts.rest()

    assert {tuple(told["path"]) for told in first["errors"]} == {("customer", "identities")}


async def test_who_leaves_takes_no_call_from_others(sandbox: Town):
    """Two ask for the same slow read; when the first goes away, the second still gets it, from the same call."""
    async with asyncio.timeout(30), serve(sandbox.settings) as served:
        await served.ask(customer("leads(first: 1) { nodes { id } }"))
        other = next(person for person in sandbox.people if len(person.known_to) == 5 and person.email.lower() != ANA)
        query = f'{{ customer(by: {{email: "{other.email}"}}) {{ id ... @defer {{ {LEADS} }} }} }}'
        sandbox.footprints.trouble.slow_s = 0.5
        sandbox.footprints.fault("slow")
        before = len(sandbox.footprints.calls)
        async with asked(served.http, query) as parts, asked(served.http, query) as left:
            await left.next()
            await left.response.aclose()
            data, errors = merged(await parts.rest())

    assert errors == []
    assert data["customer"]["leads"] is not None
    assert len(sandbox.footprints.calls) == before + 1


async def test_a_kept_answer_is_given_whole(sandbox: Town):
    """Parts are neither kept nor made from what is kept: an answer that is there at once has no later."""
    query = customer(f"id ... @defer {{ {PURCHASES} }}")
    async with serve(sandbox.settings) as served:
        for _ in range(2):
            async with asked(served.http, query) as parts:
                await parts.rest()
            assert parts.media.startswith("multipart/mixed")
        whole: Any = await served.ask(query)
        async with asked(served.http, query) as parts:
            await parts.response.aread()

    assert parts.media == "application/json; charset=utf-8"
    assert parts.response.json()["data"] == whole.json()["data"] == merged_of(whole)
    assert parts.response.headers["etag"]


def merged_of(whole: Any) -> Any:
    """The data of an answer in one part."""
    return merged([whole.json()])[0]
