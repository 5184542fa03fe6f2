"""While a vendor is in trouble, others still find people by what it told before; nothing else of it is shown."""

from datetime import timedelta

import pytest

from gateway.engine.engine import Answer, Request
from gateway.sandbox.faults import Fault
from gateway.sandbox.town import Town
from loaders.identity.handle import Handle, Kind
from loaders.identity.row import Row
from loaders.upstream.cache.cache import Cache, Moment
from loaders.upstream.errors import Ambiguous, Rejected, Unavailable, UpstreamError
from loaders.upstream.scope import Scope, entered
from loaders.upstream.tags import Tags
from resolvers.context import Caller
from resolvers.identity.key import Key
from resolvers.identity.last_known import LastKnown
from resolvers.identity.match import Known
from tests.conftest import Gateway, make
from tests.contract.test_calls import ANA
from tests.identity.neighbours import row
from tests.upstream.clock import TurnedClock

# Only Footprints' profiles hold the number that Prisma is asked by.
VENDORS = ("footprints", "open_loyalty", "prisma")
QUERY = "query Q($email: String!) { customer(by: {email: $email}) { leads { nodes { id } } targetedCampaigns { id } } }"
IDENTITIES = "query Q($email: String!) { customer(by: {email: $email}) { identities { vendor id } } }"
RENUMBER = """mutation M($email: String!) {
  updateCustomerProfile(input: {customer: {email: $email}, externalId: "C-NEW-1"}) { userErrors { message } } }"""
DELETE = (
    "mutation Delete($email: String!) { deleteCustomerProfile(input: {customer: {email: $email}}) { userErrors { message } } }"
)
DOWN = Unavailable("care", "expected an answer, got none")
EMAIL = Handle(Kind.EMAIL, "ana@example.com")


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


class Memory:
    """What is remembered, with a clock to turn."""

    def __init__(self, max_bytes: int = 100_000) -> None:
        self.clock = TurnedClock()
        self.cache = Cache(None, b"secret")
        self.kept = LastKnown(self.cache, self.clock, max_bytes)

    def note(self, told: Row, age_s: float = 0.0, asked: Moment | None = None) -> None:
        """Note what a vendor told that long ago."""
        scope = Scope()
        with entered(scope):
            scope.ledger.note(
                told.vendor, self.clock.now() - timedelta(seconds=age_s), 0.0, is_stale=age_s > 0, tags=frozenset()
            )
            self.kept.note(told, asked or self.kept.moment())

    async def drop(self, *tags: str) -> None:
        """Say that something changed."""
        await self.cache.forget(tags)

    def recall(self, known: Handle = EMAIL, error: UpstreamError = DOWN, max_stale_s: float | None = None) -> Row | None:
        """Recall whom the vendor last knew by that."""
        with entered(Scope(max_stale_s=max_stale_s)):
            return self.kept.recall("care", Key((known,)), Known([known]), error)


ANAS = row("care", "c1", email="ana@example.com", phone="0722100000", loyalty_card="8000")


def test_it_lasts_as_long_as_a_persons_data_may_be_stale():
    """An hour after it was fresh, however often it was served stale meanwhile."""
    memory = Memory()
    memory.note(ANAS)
    memory.clock.turn(3_000)
    memory.note(ANAS, age_s=3_000)
    memory.clock.turn(600)
    lasting = memory.recall()
    memory.clock.turn(31)

    assert lasting == ANAS
    assert memory.recall() is None


def test_a_caller_may_want_it_younger():
    """`maxStale` counts from when a person's data stops being fresh."""
    memory = Memory()
    memory.note(ANAS)
    memory.clock.turn(60)

    assert memory.recall(max_stale_s=29) is None
    assert memory.recall(max_stale_s=31) == ANAS


@pytest.mark.parametrize("error", [Rejected("care", 400), Ambiguous("care", "e-mail", 2)])
def test_a_vendors_own_no_holds(error: UpstreamError):
    """Such a vendor is in no trouble."""
    memory = Memory()
    memory.note(ANAS)

    assert memory.recall(error=error) is None


def test_phones_bring_nobody_back():
    """They are shared, and who shares one is not known here."""
    memory = Memory()
    memory.note(ANAS)

    assert memory.recall(Handle(Kind.PHONE, "+40722100000")) is None


def test_what_two_rows_held_is_nobodys():
    """The vendor would say that it is several people's."""
    memory = Memory()
    memory.note(ANAS)
    memory.note(row("care", "c2", email="ana@example.com", loyalty_card="9000"))
    memory.note(ANAS)

    assert memory.recall() is None
    assert memory.recall(Handle(Kind.LOYALTY_CARD, "9000")) is not None


def test_what_a_row_no_longer_holds_leads_to_nobody():
    """Its newest is what the vendor last told."""
    memory = Memory()
    memory.note(ANAS)
    memory.clock.turn(1)
    memory.note(row("care", "c1", email="ana@example.com", loyalty_card="9000"))

    assert memory.recall(Handle(Kind.LOYALTY_CARD, "8000")) is None
    assert memory.recall() == memory.recall(Handle(Kind.LOYALTY_CARD, "9000"))


@pytest.mark.parametrize("dropped", ["the person", "the handle", "the vendor", "everything"])
async def test_what_changed_is_forgotten_by_whatever_it_is_dropped(dropped: str):
    """A write tells the person, a webhook the handle, an operator the vendor; somebody else's doesn't matter."""
    memory, other = Memory(), row("care", "c2", email="bogdan@example.com")
    tags = Tags("care", memory.cache)
    memory.note(ANAS)
    memory.note(other)
    await memory.drop(tags.customer("c3"), tags.handle(Kind.EMAIL, "c3@example.com"), "carecloud", "prisma")
    before = memory.recall()
    told = {"the person": tags.customer("c1"), "the handle": tags.handle(Kind.EMAIL, EMAIL.text), "the vendor": "care"}
    await memory.drop(told.get(dropped, "*"))

    assert before == ANAS
    assert memory.recall() is None
    assert (memory.recall(Handle(Kind.EMAIL, "bogdan@example.com")) is None) is (dropped in ("the vendor", "everything"))


async def test_what_was_asked_before_a_drop_is_not_remembered_after_it():
    """Nor what a row holds that is dropped while the request that read it goes on."""
    memory = Memory()
    asked = memory.kept.moment()
    await memory.drop(Tags("care", memory.cache).customer("c1"))
    memory.note(ANAS, asked=asked)
    overtaken = memory.recall()
    memory.note(ANAS)

    assert overtaken is None
    assert memory.recall() == ANAS


def test_the_oldest_go_first():
    """As many as the bytes are for; the handles of who went lead to nobody."""
    memory = Memory(max_bytes=10 * 2_700)
    for number in range(12):
        memory.note(row("care", f"c{number}", email=f"p{number}@example.com"))

    found = [memory.recall(Handle(Kind.EMAIL, f"p{number}@example.com")) is not None for number in range(12)]
    assert found == [False] * 2 + [True] * 10


def test_somebody_else_by_a_stronger_handle_is_not_taken():
    """An e-mail that passed on to somebody with another card."""
    memory = Memory()
    memory.note(ANAS)
    known = Known([EMAIL, Handle(Kind.LOYALTY_CARD, "7000")])

    with entered(Scope()):
        assert memory.kept.recall("care", Key((EMAIL,)), known, DOWN) is None
