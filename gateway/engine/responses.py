"""Whole answers, kept as bytes: asked again by somebody with the same rights, they leave before GraphQL begins.

An answer is kept while everything it used is fresh, and dropped by the same tags as that. Answers with errors, of mutations, or
made from something that has no age aren't kept.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import cast

from gateway.engine.encoding import canonical, encoded
from gateway.engine.told import Freshness, freshness, older
from loaders.upstream.cache.cache import Cache, Moment
from loaders.upstream.cache.entry import Entry
from loaders.upstream.cache.size import size_of
from loaders.upstream.clock import Clock
from loaders.upstream.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Ready:
    """An answer's bytes and what HTTP is told about keeping them."""

    body: bytes
    mark: bytes
    "Names the data, and whether it was stale."
    ages: bytes
    "Names the rest; both together name exactly these bytes."
    cache_control: bytes
    age_s: int
    "Seconds since the answer was made."


@dataclass(slots=True)
class Kept:
    """An answer and how old its parts were when it was made."""

    data: bytes
    "The response map up to its extensions, without the closing brace."
    told: Sequence[Freshness]
    mark: bytes
    cache_control: bytes
    made_at: float
    fresh_s: float
    "How long from then on all it used stays fresh."
    _newest: Ready | None = field(default=None, repr=False)
    "As it was last sent; good until the second is over."

    def ready(self, clock: Clock) -> Ready:
        """Return the answer as it is now: its data's ages have grown, and the ETag with them."""
        age_s = int(clock.monotonic() - self.made_at)
        if self._newest is None or self._newest.age_s != age_s:
            told = b',"extensions":' + encoded({"freshness": older(self.told, age_s)}) if self.told else b""
            ages = blake2b(told, digest_size=6).hexdigest().encode()
            self._newest = Ready(self.data + told + b"}", self.mark, ages, self.cache_control, age_s)
        return self._newest


class Responses:
    """The kept answers of one process, in the memory tier that the reads use, so that one bound holds for all."""

    def __init__(self, cache: Cache, clock: Clock) -> None:
        self._cache = cache
        self._clock = clock

    def key(self, text: str, operation_name: str | None, variables: object, rights: str) -> str | None:
        """Return the key of an answer: document, operation, variables and rights; None where variables can't be compared."""
        given = canonical(variables) if variables else b""
        if given is None:
            return None
        hashed = blake2b(given, digest_size=16)
        for part in (operation_name or "", rights, text):
            # Lengths keep one part from running into the next.
            hashed.update(b"\x1f%d\x1f" % len(part))
            hashed.update(part.encode("utf-8", "surrogatepass"))
        return f"gateway:answer:{hashed.hexdigest()}"

    def find(self, key: str) -> Ready | None:
        """Return a kept answer while all of it is fresh."""
        entry = self._cache.peek(key)
        return None if entry is None else cast("Kept", entry.value).ready(self._clock)

    def made(self, data: object, ledger: Ledger, *, is_private: bool, took_s: float) -> Kept:
        """Make the answer of a query that succeeded whole; what it used first has aged by up to `took_s` since."""
        body = encoded({"data": data})[:-1]
        told = freshness(ledger.used.values(), self._clock.now())
        least_s = min((used.fresh_for_s for used in ledger.used.values()), default=0.0) - took_s
        # Where nothing is kept here, nobody on the way is to keep it either.
        fresh_s = max(0.0, least_s) if self._cache.is_kept else 0.0
        stays = b"private" if is_private or ledger.is_personal else b"public"
        # What has no age, such as a vendor's state of this moment, nobody on the way may keep either.
        cache_control = stays + b", max-age=%d" % int(fresh_s) if ledger.used and ledger.is_complete else b"no-store"
        return Kept(body, told, _mark(body, told), cache_control, self._clock.monotonic(), fresh_s)

    def keep(self, key: str, kept: Kept, ledger: Ledger, asked: Moment) -> None:
        """Keep an answer until the first of what it used stops being fresh, unless some of it was dropped since it was asked."""
        until = kept.made_at + kept.fresh_s
        if kept.fresh_s > 0 and ledger.is_complete:
            size = 2 * sys.getsizeof(kept.data) + size_of(kept.told)
            entry = Entry(kept, self._clock.now(), until, until, frozenset(ledger.tags), size)
            self._cache.keep(key, entry, asked.or_before(ledger.as_of))


def _mark(body: bytes, told: Sequence[Freshness]) -> bytes:
    """Name the data. Stale data has another name than the same data fresh, so that a 304 never hides that it is stale."""
    hashed = blake2b(body, digest_size=16)
    for one in told:
        hashed.update(b"\x1f%s%d" % (one["vendor"].encode(), one["stale"]))
    return hashed.hexdigest().encode()
