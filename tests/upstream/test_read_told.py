"""What a vendor says itself about how long its answers may be kept, and how long it wants to be left alone."""

from loaders.upstream.errors import Unavailable
from loaders.upstream.scope import Scope, hint_max_age
from tests.upstream.clock import TurnedClock
from tests.upstream.reading import Desk, a_cache, a_read, asked, settled


async def test_a_vendors_max_age_is_honoured(desk: Desk, clock: TurnedClock) -> None:
    """A shorter `max-age` shortens the fresh time, `no-store` (0) keeps nothing; a longer one changes nothing."""

    def answer(key: str) -> object:
        hint_max_age(float(key))
        return "value"

    desk.answer = answer
    read = a_read(desk, a_cache(clock), clock)
    for key in ("0", "5", "500"):
        await asked(read, key)
    clock.turn(4)
    scopes = [Scope() for _ in range(3)]
    for key, scope in zip(("0", "5", "500"), scopes, strict=True):
        await asked(read, key, scope)

    sources = [scope.ledger.exchanges[0].source if scope.ledger.exchanges else "miss" for scope in scopes]
    assert sources == ["miss", "hit", "hit"]
    assert [round(scope.ledger.used["desk"].fresh_for_s) for scope in scopes] == [0, 1, 26]


async def test_what_is_held_goes_once_the_vendor_says_that_nothing_is_to_be_kept(desk: Desk, clock: TurnedClock) -> None:
    """It would be served, stale, for as long as nobody may keep a newer one."""
    read = a_read(desk, a_cache(clock), clock)
    await asked(read, "a")

    def answer(_: str) -> object:
        hint_max_age(0)
        return f"newer {desk.calls}"

    desk.answer = answer
    clock.turn(31)
    await asked(read, "a")
    await settled()

    assert [await asked(read, "a") for _ in range(2)] == ["newer 3", "newer 4"]


async def test_a_long_wish_to_be_left_alone_is_cut(desk: Desk, clock: TurnedClock) -> None:
    """To five minutes: then what is stale is renewed again, whatever a vendor in trouble said."""
    read = a_read(desk, a_cache(clock), clock)
    await asked(read, "a")
    desk.answer = lambda key: Unavailable("desk", "down for a day", retry_after_s=86_400)
    clock.turn(31)
    await asked(read, "a")
    await settled()
    desk.answer = lambda key: "newer"
    seen = []
    for seconds in (299, 2):
        clock.turn(seconds)
        await asked(read, "a")
        await settled()
        seen.append(desk.calls)

    assert seen == [2, 3]
    assert await asked(read, "a") == "newer"
