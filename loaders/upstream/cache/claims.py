"""Single flight across processes: one claims a key and asks, the others wait for its answer, but never for long."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence

from loaders.upstream.cache.cache import Claim, Shared
from loaders.upstream.cache.entry import Entry

_POLL_S = 0.02
_LONGEST_S = 8.0


async def elsewhere(shared: Shared, keys: Sequence[str]) -> AsyncIterator[tuple[Mapping[str, Entry], Sequence[str]]]:
    """Yield entries that other processes have left and keys that this one is to ask for, until every key was in one of them.

    Another process's claim lapses after some seconds, and after eight this one asks in any case.
    """
    waiting, left = list(keys), round(_LONGEST_S / _POLL_S)
    while waiting:
        found = await shared.claim(waiting)
        entries = {key: entry for key, entry in found.items() if isinstance(entry, Entry)}
        theirs = [key for key in waiting if found.get(key) is Claim.THEIRS and left > 0]
        yield entries, [key for key in waiting if key not in entries and key not in theirs]
        waiting, left = theirs, left - 1
        if waiting:
            await asyncio.sleep(_POLL_S)
