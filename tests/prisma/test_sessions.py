"""Traces and visits are kept, shared, and replaced when spent; with nothing kept, each request has its own."""

import asyncio

import pytest

from loaders.prisma.reads import Wanted
from loaders.upstream.errors import Rejected
from loaders.upstream.scope import Scope, entered
from tests.prisma.conftest import TYPES, Dial, Installation, Open, Script, wire

TRACE, VISIT, ACTIVE = "POST /api/traces/trace", "POST /api/traces/…/trail", "POST /api/campaigns/active"
QUERY = '{ customer(by: {externalId: "C100000"}) { targetedCampaigns { id } } }'
THREE = """{ customer(by: {externalId: "C100000"}) {
    targetedCampaigns { id } sales: targetedCampaigns(category: "Sales") { id } cars: targetedCampaigns(group: "Cars") { id }
} }"""


async def test_a_visit_is_made_once_for_a_person(opened: Open) -> None:
    prisma = opened(PRISMA_TTL_CAMPAIGNS="0")
    for _ in range(3):
        await prisma.data(QUERY)
    assert prisma.calls() == [TRACE, VISIT, ACTIVE, ACTIVE, ACTIVE]


async def test_requests_at_the_same_time_share_one_visit(prisma: Installation) -> None:
    await asyncio.gather(*(prisma.data(THREE) for _ in range(5)))
    assert sorted(prisma.calls()) == sorted([TRACE, VISIT, ACTIVE])


async def test_people_have_visits_of_their_own(prisma: Installation) -> None:
    await prisma.data(QUERY)
    await prisma.data(QUERY.replace("C100000", "C100001"))
    assert prisma.calls() == [TRACE, VISIT, ACTIVE] * 2


async def test_a_spent_trace_is_replaced_once(opened: Open) -> None:
    """A kept visit answers 400 once its trace is spent; the read gets another pair and goes well."""
    prisma = opened(PRISMA_TTL_CAMPAIGNS="0")
    before = await prisma.data(QUERY)
    prisma.house.app.state.spend_traces()
    prisma.house.reset()

    assert await prisma.data(QUERY) == before
    assert prisma.calls() == [ACTIVE, TRACE, VISIT, ACTIVE]
    await prisma.data(QUERY)
    assert prisma.calls() == [ACTIVE, TRACE, VISIT, ACTIVE, ACTIVE]


async def test_after_a_replacement_the_answer_is_kept(prisma: Installation) -> None:
    await prisma.data('{ customer(by: {externalId: "C100000"}) { targetedCampaigns(group: "Cars") { id } } }')
    prisma.house.app.state.spend_traces()
    await prisma.data(QUERY)
    prisma.house.reset()
    await prisma.data(QUERY)
    assert prisma.calls() == []


async def test_readers_that_find_it_spent_at_the_same_time_share_the_replacement(opened: Open) -> None:
    prisma = opened(PRISMA_TTL_CAMPAIGNS="0")
    await prisma.data(QUERY)
    prisma.house.app.state.spend_traces()
    prisma.house.reset()
    await asyncio.gather(prisma.data(THREE), prisma.data(THREE))
    assert (prisma.calls().count(TRACE), prisma.calls().count(VISIT)) == (1, 1)


async def test_a_spent_trace_is_replaced_when_a_visit_is_made(opened: Open) -> None:
    """A trace may outlive its visit: the visit that can't be made in it is made in another."""
    prisma = opened(PRISMA_TTL_CAMPAIGNS="0", PRISMA_TTL_VISITS="0")
    await prisma.data(QUERY)
    await prisma.data(QUERY)
    assert prisma.calls() == [TRACE, VISIT, ACTIVE, VISIT, ACTIVE]
    prisma.house.app.state.spend_traces()
    prisma.house.reset()
    await prisma.data(QUERY)
    assert prisma.calls() == [VISIT, TRACE, VISIT, ACTIVE]


async def test_a_new_visit_that_is_refused_is_not_replaced(scripted: Dial, script: Script) -> None:
    """400 can have other causes: with a visit of this very moment it is raised, not tried for ever."""
    line = scripted()
    script.answer("/traces/trace", wire("trace.answer", "edn"), TYPES["edn"])
    script.answer("/trail", wire("visit.answer", "edn"), TYPES["edn"])
    script.answer("/active", b"", "", status=400)
    with pytest.raises(Rejected):
        await line.vendor.reads.campaigns.load(Wanted("5114932"))
    assert line.calls() == [TRACE, VISIT, ACTIVE]


async def test_with_nothing_kept_each_request_has_its_own(opened: Open) -> None:
    """Within a request the visit is shared all the same, and the campaigns by all filters."""
    prisma = opened(GATEWAY_CACHE_URL="off")
    await prisma.data(THREE)
    await prisma.data(THREE)
    assert prisma.calls() == [TRACE, VISIT, ACTIVE] * 2


async def test_a_visit_is_no_data_to_be_cached(opened: Open) -> None:
    """A gateway that caches no data keeps its visits all the same: each one counts at the vendor."""
    prisma = opened(GATEWAY_CACHE_TTL="0")
    await prisma.data(QUERY)
    await prisma.data(QUERY)
    assert prisma.calls() == [TRACE, VISIT, ACTIVE, ACTIVE]


async def test_fresh_data_needs_no_fresh_visit(prisma: Installation) -> None:
    """A caller who takes nothing stored gets campaigns anew, in the same visit."""
    await prisma.data(QUERY)
    with entered(Scope(skips_cache=True)):
        await prisma.vendor.reads.campaigns.load(Wanted("C100000"))
    assert prisma.calls() == [TRACE, VISIT, ACTIVE, ACTIVE]


async def test_the_age_of_a_visit_is_not_the_age_of_the_data(opened: Open) -> None:
    prisma = opened(PRISMA_TTL_CAMPAIGNS="0")
    await prisma.data(QUERY)
    answer = await prisma.query(QUERY)
    exchanges = [(exchange.operation, exchange.source) for exchange in answer.ledger.exchanges]
    assert ("active", "miss") in exchanges
    visit = await prisma.vendor.sessions.visit("C100000")
    assert answer.ledger.used["prisma"].stored_at > visit.started_at


async def test_tags_hold_no_customer_id(prisma: Installation) -> None:
    """An installation's customer id may be an e-mail address, and tags travel to every process."""
    answer = await prisma.query(QUERY)
    assert answer.ledger.tags
    assert not any("C100000" in tag for tag in answer.ledger.tags)
