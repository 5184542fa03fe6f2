"""The process's own tier: bounded by entries and by bytes, whatever comes."""

import tracemalloc

import pytest

from loaders.upstream.cache.cache import EVERYTHING, Cache
from loaders.upstream.cache.entry import Entry
from loaders.upstream.cache.memory import OVERHEAD, MemoryCache
from loaders.upstream.cache.size import size_of
from loaders.upstream.decode import Record
from tests.upstream.clock import TurnedClock


class Row(Record, frozen=True, kw_only=True):
    """A record with some text in it."""

    id: str
    words: list[str]


def entry(clock: TurnedClock, value: object = "value", *tags: str, size: int = 100) -> Entry:
    """An entry that is fresh for a minute and stale for another."""
    now = clock.monotonic()
    return Entry(value, clock.now(), now + 60, now + 120, frozenset(tags), size)


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


def test_the_least_recently_used_goes_first(clock: TurnedClock) -> None:
    """A look keeps an entry in."""
    memory = MemoryCache(clock, max_entries=2)
    memory.put("a", entry(clock))
    memory.put("b", entry(clock))
    memory.get("a")
    memory.put("c", entry(clock))

    assert [key for key in "abc" if memory.get(key)] == ["a", "c"]


def test_bytes_are_bounded_too(clock: TurnedClock) -> None:
    """Ten entries of a tenth each fit, an eleventh pushes one out, and one larger than all isn't kept."""
    each = 10_000
    memory = MemoryCache(clock, max_entries=1_000, max_bytes=10 * (each + OVERHEAD))
    for number in range(11):
        memory.put(str(number), entry(clock, size=each))
    assert len(memory) == 10
    assert memory.get("0") is None

    memory.put("large", entry(clock, size=11 * each + 10 * OVERHEAD))
    assert memory.get("large") is None
    assert len(memory) == 10


def test_what_is_past_its_stale_time_is_gone_on_sight(clock: TurnedClock) -> None:
    """Expiry needs no timer."""
    memory = MemoryCache(clock, max_entries=10)
    memory.put("a", entry(clock))
    clock.turn(119)
    assert memory.get("a")
    clock.turn(1)
    assert memory.get("a") is None
    assert (len(memory), memory.bytes) == (0, 0)


def test_a_tag_drops_all_that_carry_it_and_leaves_no_trace(clock: TurnedClock) -> None:
    """Tags of dropped, replaced and evicted entries aren't held either."""
    memory = MemoryCache(clock, max_entries=3)
    for number in range(5):
        memory.put(str(number), entry(clock, "value", "odd" if number % 2 else "even", f"number:{number}"))
    memory.put("4", entry(clock, "value", "other"))
    memory.forget(["odd"])

    assert [key for key in "01234" if memory.get(key)] == ["2", "4"]
    assert memory.tags == {"even", "number:2", "other"}


@pytest.mark.parametrize("shape", ["none", "text", "records"])
def test_the_estimate_of_a_size_is_near_the_truth(shape: str) -> None:
    """Within a factor of two of what the interpreter really takes, also for a long list that is only sampled."""

    def make() -> object:
        if shape == "none":
            return None
        if shape == "text":
            return "x" * 10_000
        return [Row(id=f"{number:08d}", words=[f"{number} {word}" for word in range(5)]) for number in range(20_000)]

    tracemalloc.start()
    value = make()
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert max(taken, 16) / 2 <= size_of(value) <= max(taken, 16) * 2


def flood(clock: TurnedClock, memory: MemoryCache, keys: int, own: int = 1, common: int = 2) -> None:
    """Keep as many distinct keys, each with some tags of its own and some that all carry."""
    cache, now, moment = Cache(memory, b"secret"), clock.monotonic(), clock.now()
    asked, everywhere = cache.moment(), ["desk", EVERYTHING, *(f"desk:all:{tag}" for tag in range(common - 2))]
    for number in range(keys):
        value = f"person {number}"
        tags = frozenset((*(f"desk:{number}:{tag}" for tag in range(own)), *everywhere))
        cache.keep(f"desk:person:{number:032x}", Entry(value, moment, now + 60, now + 120, tags, len(value)), asked)


def test_a_million_distinct_keys_stay_under_the_bound(clock: TurnedClock) -> None:
    """A flood of keys is counted as no more than configured."""
    most = 4 * 1024 * 1024
    memory = MemoryCache(clock, max_entries=1_000_000, max_bytes=most)
    flood(clock, memory, 1_000_000)

    assert memory.bytes <= most
    assert 1_000 < len(memory) < 10_000
    assert len(memory.tags) == len(memory) + 2


@pytest.mark.parametrize(("own", "common"), [(1, 2), (100, 2), (0, 400), (700, 800)])
def test_entries_take_no_more_than_they_are_counted_as(clock: TurnedClock, own: int, common: int) -> None:
    """Keys, tags and indexes together, by the interpreter's own count, at the worst of a flood; a whole answer carries many tags."""
    most = 8 * 1024 * 1024
    memory = MemoryCache(clock, max_entries=1_000_000, max_bytes=most)
    tracemalloc.start()
    flood(clock, memory, 60_000 // (own + common), own, common)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert memory.bytes > most * 0.9
    assert held <= most * 1.1


async def test_many_drops_are_remembered_within_bounds(clock: TurnedClock) -> None:
    """What is asked meanwhile counts as dropped rather than that memory grows."""
    cache = Cache(MemoryCache(clock, 10), b"secret")
    before = cache.moment()
    tracemalloc.start()
    for number in range(50_000):
        cache.hear([f"desk:{number}"])
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert held < 5_000_000
    assert not cache.keep("a", entry(clock, "value", "desk:7"), before)
    assert cache.keep("a", entry(clock, "value", "desk:7"), cache.moment())
