"""Everything that is kept of a person or a campaign carries a tag of theirs, and no tag tells who they are."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from gateway.sandbox.town import Town
from loaders.upstream.cache.entry import Entry
from tests.conftest import Gateway
from tests.invalidation.asking import ANA, CAMPAIGN, OTHER, QUERIES, SURVEY, id_of, still

BY = '{ customer(by: {email: "%s"}) { %s } }'
MORE = (
    BY
    % (
        ANA.email,
        "loyaltyCards { number } externalId rewards { id } vouchers { id } points { available } pointRecords { nodes { id } } "
        "customerStatus { name } properties { propertyId } loyalty { points } loyaltyTransactions { nodes { id } } "
        "interactions { nodes { icon } }",
    ),
    BY % (OTHER.email, 'leads { nodes { id } } loyaltyCode(campaign: "none") { code }'),
    '{ customer(by: {email: "nobody.here@example.com"}) { id } }',
    '{ customer(by: {phone: "+40722999888"}) { id } }',
    '{ customer(by: {loyaltyCardNumber: "NOBODYS-CARD"}) { id } }',
    '{ customer(by: {externalId: "C100000"}) { id rewards { id } leads { nodes { id } } } }',
    '{ customerWithNationalId(nationalId: "1500101400000") { id } }',
    '{ customer(by: {vendorId: {vendor: FOOTPRINTS, id: "%s"}}) { id } }' % ("f" * 24),
)
OF_ANA = {
    "footprints:profile",
    "footprints:code_history",
    "open_loyalty:customers",
    "open_loyalty:available",
    "open_loyalty:status",
    "open_loyalty:transactions",
    "carecloud:by_email",
    "carecloud:customer",
    "carecloud:cards",
    "carecloud:customer_rewards",
    "carecloud:vouchers",
    "carecloud:points",
    "carecloud:point_records",
    "carecloud:status_records",
    "carecloud:interest_records",
    "carecloud:property_records",
    "prisma:campaigns",
}
"Reads about a person. Others hold everybody's, and are dropped by the month or whole: see `of_person` of each vendor."

WHOLE = {
    "footprints:leads": "footprints:leads",
    "footprints:lead_actions": "footprints:actions",
    "footprints:code_page": "footprints:codes",
    "footprints:code_holders": "footprints:code_holders",
    "tracksale:answers": "tracksale:answers",
    "tracksale:lots": "tracksale:lots",
    "tracksale:dispatches": "tracksale:lots",
}
OF_CAMPAIGNS = {
    "footprints:loyalty_campaigns": "footprints:campaigns",
    "footprints:offline_campaigns": "footprints:campaigns",
    "open_loyalty:campaigns": f"open_loyalty:campaign:{CAMPAIGN}",
    "open_loyalty:campaign": "open_loyalty:campaign:",
    "tracksale:surveys": "tracksale:campaigns",
    "tracksale:survey": f"tracksale:campaign:{SURVEY}",
    "tracksale:draft_lots": f"tracksale:campaign:{SURVEY}",
    "prisma:campaigns": "prisma:campaigns",
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def full(town: Town) -> AsyncIterator[Gateway]:
    """A gateway that has read all it can about two people and somebody unknown."""
    town.reset()
    made = still(town)
    for query in (*QUERIES, *MORE):
        answer = await made.query(query)
        assert [error for error in answer.errors if "VALIDATION" in str(error)] == []
    yield made
    await made.process.close()


def kept(gateway: Gateway) -> dict[str, list[Entry]]:
    """All that is kept, by vendor and read."""
    memory = gateway.process.cache.memory
    assert memory is not None
    found: dict[str, list[Entry]] = {}
    for key, entry in memory._entries.items():
        found.setdefault(key.rpartition(":")[0], []).append(entry)
    return found


@pytest.mark.parametrize("name", sorted(OF_ANA))
async def test_what_is_kept_of_a_person_carries_the_persons_tag(full: Gateway, name: str):
    """By the id at the vendor, also where they were asked for by another handle."""
    vendor = name.partition(":")[0]
    own = full.process.vendors[vendor].tags.customer("C100000" if vendor == "prisma" else id_of(vendor))
    people = [entry for entry in kept(full)[name] if not entry.is_nobody and entry.value != []]

    assert any(own in entry.tags for entry in kept(full)[name])
    assert all(any(f"{vendor}:customer:" in tag for tag in entry.tags) for entry in people)


@pytest.mark.parametrize(("name", "tag"), sorted({**WHOLE, **OF_CAMPAIGNS}.items()))
async def test_what_is_kept_of_many_carries_a_tag_for_all_of_them(full: Gateway, name: str, tag: str):
    """Lists of people by what they list, campaigns by theirs."""
    entries = kept(full).get(name, [])
    vendor, _, which = tag.partition(":campaign:")
    tag = full.process.vendors[vendor].tags.campaign(which) if which else tag

    assert entries or name in ("open_loyalty:campaign", "footprints:code_holders", "tracksale:dispatches")
    assert all(any(one.startswith(tag) for one in entry.tags) for entry in entries)


async def test_nobody_is_dropped_by_the_handle(full: Gateway):
    """Who isn't known has no id yet: the answer carries the handle, hashed."""
    nobodies = [entry for entries in kept(full).values() for entry in entries if entry.is_nobody or entry.value == []]
    handled = [
        entry for entry in nobodies if any(re.search(r":(email|phone|loyalty_card|external_id):", tag) for tag in entry.tags)
    ]

    assert len(handled) >= 5
    assert {tag.partition(":")[0] for entry in handled for tag in entry.tags if ":" in tag} >= {"open_loyalty", "carecloud"}


async def test_no_tag_tells_who_somebody_is(full: Gateway):
    """E-mails, phones, cards and names aren't in tags, nor are the ids that are such, in any spelling."""
    memory = full.process.cache.memory
    assert memory is not None
    told = "\n".join(memory.tags).lower()

    for person in (ANA, OTHER):
        for value in (
            person.email,
            person.email.partition("@")[0],
            "722100000",
            "c100000",
            person.first_name,
            person.last_name,
        ):
            assert value.lower() not in told
    assert "nobody" not in told
    assert "999888" not in told


async def test_indexes_carry_few_tags(full: Gateway):
    """What is made of many pages names none of their people: every claim in the store looks at each tag."""
    (index,) = kept(full)["footprints:code_holders"]

    assert index.tags == {"footprints:code_holders", "footprints", "*"}
