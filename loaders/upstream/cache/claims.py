"""Single flight across processes: one claims a key and asks, the others wait for its answer."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence

from loaders.upstream.cache.cache import Claim, Shared
from loaders.upstream.cache.entry import Entry

_SOONEST_S = 0.02
_LATEST_S = 0.2
_LONGEST_S = 30.0
_MOST_AT_ONCE = 500


async def elsewhere(shared: Shared, keys: Sequence[str]) -> AsyncIterator[tuple[Mapping[str, Entry], Sequence[str]]]:
    """Yield entries that other processes have left and keys that this one is to ask for, until every key was in one of them.

    It looks again the less often the longer it waited. Another process's claim lapses soon after that process's end, and after a
    while this one asks in any case.
    """
    waiting, waited_s = list(keys), 0.0
    while waiting:
        theirs: list[str] = []
        for start in range(0, len(waiting), _MOST_AT_ONCE):
            some = waiting[start : start + _MOST_AT_ONCE]
            found = await shared.claim(some)
            entries = {key: entry for key, entry in found.items() if isinstance(entry, Entry)}
            others = [key for key in some if found.get(key) is Claim.THEIRS and waited_s < _LONGEST_S]
            yield entries, [key for key in some if key not in entries and key not in others]
            theirs += others
        waiting, pause_s = theirs, min(_LATEST_S, max(_SOONEST_S, waited_s / 8))
        if waiting:
            await asyncio.sleep(pause_s)
            waited_s += pause_s
