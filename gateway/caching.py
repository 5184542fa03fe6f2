"""What a process keeps between requests, and shares with others where the installation has a store for it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

from pydantic import SecretStr

from gateway.settings import GatewaySettings, Settings
from loaders.upstream.budget import Budget, SlidingWindow
from loaders.upstream.cache.cache import Cache
from loaders.upstream.cache.line import Line
from loaders.upstream.cache.memory import MemoryCache
from loaders.upstream.cache.outcomes import BoundedStore, Outcomes
from loaders.upstream.cache.shared_store import SharedStore
from loaders.upstream.cache.tier import Tier
from loaders.upstream.clock import Clock
from loaders.upstream.probing import Alone, Probing, Together
from loaders.upstream.settings import VendorSettings
from loaders.upstream.shared_budget import SharedWindow


@dataclass(frozen=True, slots=True)
class Caching:
    """The cache, the outcomes of writes, the vendors' call budgets and who tries them again, all over one store or all in this process."""

    cache: Cache
    outcomes: Outcomes
    clock: Clock
    workers: int
    line: Line | None = None

    @property
    def probing(self) -> Probing:
        """Which process tries a vendor again: one of all over the store, else this one."""
        return Alone() if self.line is None else Together(self.line)

    def budget(self, vendor: str, calls: int, per_s: float) -> Budget:
        """Make a vendor's budget: shared over the store, else this process's share of it."""
        if self.line is None:
            return SlidingWindow(vendor, max(1, calls // self.workers), per_s, self.clock)
        return SharedWindow(vendor, calls, per_s, line=self.line, clock=self.clock, workers=self.workers)


def caching(settings: Settings, clock: Clock) -> Caching:
    """Build it from the settings. Sends nothing: the store is reached when it is first needed."""
    gateway = settings.gateway
    secret = _secret(settings)
    cache = Cache(_memory(gateway, clock), secret)
    if gateway.store_url is None:
        cache.siblings = gateway.workers if cache.is_kept else 1
        return Caching(cache, Outcomes(BoundedStore()), clock, gateway.workers)
    kin = blake2b(b"kin", key=secret, digest_size=4).hexdigest()
    line = Line(gateway.store_url, gateway.cache_timeout_s, kin=kin)
    cache.shared = Tier(line, clock, cache.hear, cache.hear_news)
    return Caching(cache, Outcomes(SharedStore(line, BoundedStore())), clock, gateway.workers, line)


def _memory(gateway: GatewaySettings, clock: Clock) -> MemoryCache | None:
    return None if gateway.cache_url == "off" else MemoryCache(clock, gateway.cache_max_entries, gateway.cache_max_bytes)


def _secret(settings: Settings) -> bytes:
    """The key of the hashes: `GATEWAY_SECRET`, else made of the vendors' secrets, which all processes of an installation have in
    common; else one of this process's own.
    """
    given = settings.gateway.secret.get_secret_value() if settings.gateway.secret else _joined(settings.vendors)
    return blake2b(given.encode(), digest_size=32).digest() if given else secrets.token_bytes(32)


def _joined(vendors: Mapping[str, VendorSettings]) -> str:
    found = []
    for name in sorted(vendors):
        fields = {field: getattr(vendors[name], field) for field in sorted(type(vendors[name]).model_fields)}
        found += [f"{name}.{field}={held.get_secret_value()}" for field, held in fields.items() if isinstance(held, SecretStr)]
    return "\x1f".join(found)
