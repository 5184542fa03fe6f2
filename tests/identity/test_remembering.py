"""What is remembered of who has which handles: for how long, by what it is found, and what ends it."""

from datetime import timedelta

import pytest

from loaders.identity.handle import Handle, Kind
from loaders.identity.row import Row
from loaders.upstream.cache.cache import Cache, Moment
from loaders.upstream.errors import Ambiguous, Rejected, Unavailable, UpstreamError
from loaders.upstream.scope import Scope, entered
from loaders.upstream.tags import Tags
from resolvers.identity.key import Key
from resolvers.identity.last_known import LastKnown
from resolvers.identity.match import Known
from tests.identity.neighbours import row
from tests.upstream.clock import TurnedClock

DOWN = Unavailable("care", "expected an answer, got none")
EMAIL = Handle(Kind.EMAIL, "ana@example.com")


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
