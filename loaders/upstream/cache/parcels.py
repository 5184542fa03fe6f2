"""Entries on their way to the store: all that is put in one turn of the event loop goes together.

A hundred people who are asked for one by one land together, too; the store is then asked once, not a hundred times at once, which a
busy process wouldn't get answered within the store's short time-out.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from loaders.upstream.cache.line import Away, Line
from loaders.upstream.cache.scripts import PUT

_MOST_BYTES = 1024 * 1024
_MOST_KEYS = 500


@dataclass(frozen=True, slots=True)
class Packed:
    """An entry as the script PUT takes it."""

    key: str
    value: bytes
    row: tuple[str | int, ...]
    "What else is said of it, in the script's order."


@dataclass(frozen=True, slots=True)
class Parcel:
    """Entries, and claims that are given back at the moment when the last of them is kept; some of them for what `failed`."""

    entries: Sequence[Packed]
    frees: Sequence[str]
    failed: Sequence[str] = ()


@dataclass(slots=True)
class _Load:
    """What one script takes."""

    entries: list[Packed] = field(default_factory=list)
    frees: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    size: int = 0

    def takes(self, entry: Packed) -> bool:
        """Whether there is room for it."""
        return not self.entries or (self.size + len(entry.value) <= _MOST_BYTES and len(self.entries) < _MOST_KEYS)

    def add(self, entry: Packed) -> None:
        """Add it."""
        self.entries.append(entry)
        self.size += len(entry.value)


class Parcels:
    """What waits for the next turn."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._waiting: list[Parcel] = []
        self._departure: asyncio.Task[None] | None = None

    async def send(self, parcel: Parcel) -> None:
        """Send it with whatever else is sent now; returns when the store has it, or is away."""
        if not self._waiting or self._departure is None:
            self._departure = asyncio.ensure_future(self._depart())
        self._waiting.append(parcel)
        await asyncio.shield(self._departure)

    async def _depart(self) -> None:
        parcels, self._waiting = self._waiting, []
        for load in _loads(parcels):
            keys = [*(entry.key for entry in load.entries), *load.frees, *load.failed]
            rows = [part for entry in load.entries for part in (entry.value, *entry.row)]
            # Claims that weren't given back lapse.
            with suppress(Away):
                await self._line.run(PUT, keys, self._line.token, len(load.entries), len(load.failed), *rows)


def _loads(parcels: Sequence[Parcel]) -> Iterator[_Load]:
    """Split what waits into what one script takes, without keeping others waiting for long."""
    load = _Load()
    for parcel in parcels:
        for entry in parcel.entries:
            if not load.takes(entry):
                yield load
                load = _Load()
            load.add(entry)
        load.frees += parcel.frees
        load.failed += parcel.failed
    if load.entries or load.frees or load.failed:
        yield load
