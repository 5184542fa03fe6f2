"""What a vendor's folder offers to the rest, and what it is built from."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import ClassVar, TypeVar
from zoneinfo import ZoneInfo

import httpx

from loaders.identity.lookup import Directory
from loaders.upstream.auth import Auth
from loaders.upstream.breaker import Breaker
from loaders.upstream.budget import Budget, SlidingWindow, Unlimited
from loaders.upstream.cache.cache import Cache
from loaders.upstream.cache.entry import SESSION, UNKEPT, Ttl
from loaders.upstream.client import Client
from loaders.upstream.clock import Clock, SystemClock
from loaders.upstream.decode import Decoder
from loaders.upstream.dialect import Dialect, JsonDialect
from loaders.upstream.errors import UpstreamError
from loaders.upstream.policy import Policy
from loaders.upstream.probing import Alone, Probing
from loaders.upstream.read import Read
from loaders.upstream.renewals import Renewals
from loaders.upstream.settings import VendorSettings
from loaders.upstream.share import Shared
from loaders.upstream.tags import Tags
from loaders.upstream.transport import Transport
from loaders.upstream.watch import Unwatched, Watch

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Kit:
    """What all vendors of a process share."""

    cache: Cache
    clock: Clock = field(default_factory=SystemClock)
    region: str | None = None
    "The country of phone numbers without a country code."
    default_ttl_s: float | None = None
    "Seconds that replace every read's own fresh time, but for reads that are never kept and sessions, which are no data."
    watch: Watch = field(default_factory=Unwatched)
    budget: Callable[[str, int, float], Budget] | None = None
    "Makes a budget that several processes share, from vendor, calls and seconds."
    probing: Probing = field(default_factory=Alone)
    "Which of several processes tries a vendor again that was left alone."
    caller_share: float = 1.0
    "What one caller may use up of what a vendor's budget has left; 1 keeps nothing for the others."
    reads: dict[str, set[str]] = field(default_factory=dict)
    "The names of all reads by vendor, as they are declared: those that a `<VENDOR>_TTL_<READ>` may name."


class Plumbing:
    """Builds one vendor's client and reads from its settings and the shared kit."""

    def __init__(self, vendor: str, settings: VendorSettings, kit: Kit, policy: Policy) -> None:
        self.vendor = vendor
        self.kit = kit
        self._settings = settings
        self._policy = policy
        self._renewals = Renewals(kit.clock)
        self.transport = Transport(vendor, str(settings.url), concurrency=policy.concurrency)

    def client(self, auth: Auth, *, zone: tzinfo | str, dialect: Dialect | None = None) -> Client:
        """Make the vendor's client; `zone` is what its naive local times mean."""
        policy, kit = self._policy, self.kit
        return Client(
            self.transport,
            auth,
            dialect or JsonDialect(),
            Decoder(self.vendor, ZoneInfo(zone) if isinstance(zone, str) else zone),
            policy=policy,
            breaker=Breaker(self.vendor, kit.clock),
            budget=self._budget(),
            clock=kit.clock,
            watch=kit.watch,
            probing=kit.probing,
        )

    def read(
        self,
        name: str,
        fetch: Callable[[list[K]], Awaitable[Sequence[V | UpstreamError]]],
        *,
        key: Callable[[K], Iterable[str]],
        ttl: Ttl | Callable[[K], Ttl],
        tags: Callable[[K, V], Iterable[str]] | None = None,
        max_batch: int = 1,
    ) -> Read[K, V]:
        """Declare a read. `key` names what the vendor is asked; `tags` name what a write may make stale; `ttl` may
        differ by key.
        """
        self.kit.reads.setdefault(self.vendor, set()).add(name)
        of_key: Callable[[K], Ttl] = (lambda _key: ttl) if isinstance(ttl, Ttl) else ttl
        return Read(
            self.vendor,
            name,
            fetch,
            key=key,
            tags=tags or (lambda _key, _value: (f"{self.vendor}:{name}",)),
            ttl=lambda key: self._ttl(name, of_key(key)),
            cache=self.kit.cache,
            clock=self.kit.clock,
            max_batch=max_batch,
            watch=self.kit.watch,
            renewals=self._renewals,
        )

    def _ttl(self, name: str, ttl: Ttl) -> Ttl:
        override = self._settings.ttl.get(name)
        if override is None and ttl not in (UNKEPT, SESSION):
            override = self.kit.default_ttl_s
        return ttl if override is None else ttl.of(override)

    def _budget(self) -> Budget:
        policy, kit = self._policy, self.kit
        if policy.calls is None:
            return Unlimited()
        make = kit.budget
        whole = (
            SlidingWindow(self.vendor, policy.calls, policy.per_s, kit.clock)
            if make is None
            else make(self.vendor, policy.calls, policy.per_s)
        )
        return whole if kit.caller_share >= 1 else Shared(self.vendor, whole, kit.caller_share, policy.per_s, kit.clock)


class Vendor:
    """One vendor, configured. Subclasses add `reads` and `writes`; the name is also the prefix of its settings."""

    name: ClassVar[str]
    Settings: ClassVar[type[VendorSettings]]

    client: Client
    directory: Directory
    tags: Tags

    def __init__(self, settings: VendorSettings, kit: Kit) -> None:
        """Subclasses build their client, reads, writes, directory and tags here; nothing is sent yet."""

    async def ping(self) -> None:
        """Make the cheapest authenticated call, or raise what went wrong."""
        raise UpstreamError(self.name, "has no ping")

    def photo(self, kind: str, id_: str) -> AbstractAsyncContextManager[httpx.Response | None]:
        """Open the picture of one thing of a kind, None where there is none; what is opened holds one of the vendor's slots."""
        return nullcontext()

    async def close(self) -> None:
        """Close the connections."""
        await self.client.close()
