"""Single flight across processes: one claims a key and asks, the others wait for its answer."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from loaders.upstream.cache.cache import Cache, Claim, Moment, Shared
from loaders.upstream.cache.entry import Entry
from loaders.upstream.clock import Clock

_SOONEST_S = 0.02
_LATEST_S = 0.2
_LONGEST_S = 30.0
_MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Found:
    """What one look at the store came to."""

    entries: Mapping[str, tuple[Entry, bool]]
    "What other processes have left, and whether it is stale."
    mine: Sequence[str]
    "The keys that this process is to ask for."
    as_of: Moment
    "The drops that the entries have outlived."
    was_awaited: bool
    "Whether it was another process's call that was waited for."


class Waiting(Protocol):
    """Who waits for a key."""

    @property
    def stale_s(self) -> float:
        """How long past its freshness an entry may be."""

    def takes(self, entry: Entry, now: float) -> bool:
        """Whether an entry serves them now."""


async def elsewhere(cache: Cache, shared: Shared, wanted: Mapping[str, Waiting], clock: Clock) -> AsyncIterator[Found]:
    """Yield what other processes have left, and keys that this one is to ask for, until every key was in one of them. What came while
    somebody joined who takes nothing so old, or was dropped meanwhile, is looked for again.

    It looks again the less often the longer it waited. Another process's claim lapses soon after that process's end, and after a
    while this one asks in any case.
    """
    waiting, waited_s = list(wanted), 0.0
    while waiting:
        theirs: list[str] = []
        for start in range(0, len(waiting), _MOST_AT_ONCE):
            some = waiting[start : start + _MOST_AT_ONCE]
            asked = cache.moment()
            found = await shared.claim({key: wanted[key].stale_s for key in some})
            now = clock.monotonic()
            held = {key: entry for key, entry in found.items() if isinstance(entry, Entry)}
            taken = (key for key, entry in held.items() if wanted[key].takes(entry, now) and cache.spares(entry.tags, asked))
            entries = {key: (held[key], not held[key].is_fresh(now)) for key in taken}
            others = [key for key in some if found[key] is Claim.THEIRS and waited_s < _LONGEST_S]
            others += [key for key in held if key not in entries]
            yield Found(entries, [key for key in some if key not in entries and key not in others], asked, waited_s > 0)
            theirs += others
        waiting, pause_s = theirs, min(_LATEST_S, max(_SOONEST_S, waited_s / 8))
        if waiting:
            await asyncio.sleep(pause_s)
            waited_s += pause_s
