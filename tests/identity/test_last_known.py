"""While a vendor is in trouble, others still find people by what it told before; nothing else of it is shown."""

import pytest

from gateway.engine.engine import Answer, Request
from gateway.sandbox.faults import Fault
from gateway.sandbox.town import Town
from resolvers.context import Caller
from tests.conftest import Gateway, make
from tests.contract.test_calls import ANA

# Only Footprints' profiles hold the number that Prisma is asked by.
VENDORS = ("footprints", "open_loyalty", "prisma")
QUERY = "query Q($email: String!) { customer(by: {email: $email}) { leads { nodes { id } } targetedCampaigns { id } } }"
IDENTITIES = "query Q($email: String!) { customer(by: {email: $email}) { identities { vendor id } } }"
RENUMBER = """mutation M($email: String!) {
  updateCustomerProfile(input: {customer: {email: $email}, externalId: "C-NEW-1"}) { userErrors { message } } }"""
DELETE = (
    "mutation Delete($email: String!) { deleteCustomerProfile(input: {customer: {email: $email}}) { userErrors { message } } }"
)


def unkept(sandbox: Town, **settings: str) -> Gateway:
    """A gateway that keeps no answer between requests."""
    return make({**sandbox.settings, "GATEWAY_CACHE_URL": "off", **settings}, VENDORS)


async def asked(gateway: Gateway, *, skips_cache: bool = False) -> Answer:
    """Ask for what Footprints holds and what hangs on its number."""
    return await gateway.engine.run(Request(QUERY, {"email": ANA}, skips_cache=skips_cache), Caller())


def blamed(answer: Answer) -> dict[str, str]:
    """The vendor of the error on each field."""
    return {error["path"][-1]: error["extensions"]["vendor"] for error in answer.errors}  # type: ignore[index]  # JSON


async def test_others_fields_stay_while_their_bridge_is_down(sandbox: Town):
    """Footprints' leads are an error; Prisma's campaigns are asked anew, by the number of a moment ago, and the age of that is told."""
    gateway = unkept(sandbox)
    before = await asked(gateway)
    sandbox.houses["footprints"].fault(Fault("500"))
    after = await asked(gateway)
    await gateway.process.close()

    assert before.data["customer"]["targetedCampaigns"]
    assert after.data["customer"]["targetedCampaigns"] == before.data["customer"]["targetedCampaigns"]
    assert after.data["customer"]["leads"] is None
    assert blamed(after) == {"leads": "FOOTPRINTS"}
    told = {entry["vendor"]: entry["stale"] for entry in after.extensions["freshness"]}  # type: ignore[attr-defined]  # JSON
    assert told == {"FOOTPRINTS": True, "OPEN_LOYALTY": False, "PRISMA": False}


async def test_a_write_of_ours_is_not_forgotten(own_sandbox: Town):
    """The number that it changed leads to nobody's campaigns any more."""
    gateway = unkept(own_sandbox, GATEWAY_CACHE_URL="memory://")
    before = await asked(gateway)
    written = await gateway.query(RENUMBER, email=ANA)
    own_sandbox.houses["footprints"].fault(Fault("500"))
    after = await asked(gateway)
    await gateway.process.close()

    assert before.data["customer"]["targetedCampaigns"]
    assert written.errors == []
    assert written.data["updateCustomerProfile"]["userErrors"] == []
    assert blamed(after) == {"leads": "FOOTPRINTS", "targetedCampaigns": "FOOTPRINTS"}


async def test_who_the_vendor_no_longer_knows_is_forgotten(own_sandbox: Town):
    """Whoever deleted them: their number there leads nowhere when the vendor is down afterwards."""
    gateway, other = unkept(own_sandbox), make(own_sandbox.settings, VENDORS)
    before = await asked(gateway)
    await other.query(DELETE, email=ANA)
    gone = await asked(gateway)
    own_sandbox.houses["footprints"].fault(Fault("500"))
    after = await asked(gateway)
    await gateway.process.close()
    await other.process.close()

    assert before.data["customer"]["targetedCampaigns"]
    assert gone.data["customer"]["leads"] == {"nodes": []}
    assert blamed(after) == {"leads": "FOOTPRINTS", "targetedCampaigns": "FOOTPRINTS"}


async def test_nobody_is_guessed_who_was_not_seen_before(sandbox: Town):
    """Then the other vendor's field has the bridge's error."""
    gateway = unkept(sandbox)
    sandbox.houses["footprints"].fault(Fault("500"))
    answer = await asked(gateway)
    await gateway.process.close()

    assert blamed(answer) == {"leads": "FOOTPRINTS", "targetedCampaigns": "FOOTPRINTS"}


@pytest.mark.parametrize("wish", ["fresh data", "no memory", "dropped", "dropped with all of the vendor"])
async def test_what_may_not_be_used_is_not(sandbox: Town, wish: str):
    """A caller who wants nothing kept, an installation that remembers nobody, and what was said to have changed."""
    gateway = unkept(sandbox, GATEWAY_IDENTITY_MAX_BYTES="0" if wish == "no memory" else "100000")
    await asked(gateway)
    if wish == "dropped":
        known = await gateway.query(IDENTITIES, email=ANA)
        profile = next(one["id"] for one in known.data["customer"]["identities"] if one["vendor"] == "FOOTPRINTS")
        await gateway.process.cache.forget([gateway.process.vendors["footprints"].tags.customer(profile)])
    if wish == "dropped with all of the vendor":
        await gateway.process.cache.forget(["footprints"])
    sandbox.houses["footprints"].fault(Fault("500"))
    answer = await asked(gateway, skips_cache=wish == "fresh data")
    await gateway.process.close()

    assert blamed(answer) == {"leads": "FOOTPRINTS", "targetedCampaigns": "FOOTPRINTS"}
