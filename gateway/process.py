"""Everything a process holds from start to end: the graph, the vendors' clients, the cache, the identity's order and links."""

from collections.abc import Sequence
from dataclasses import dataclass

from gateway.caching import caching
from gateway.observe.metrics import Metrics
from gateway.observe.observer import Observer
from gateway.registry import Entry
from gateway.settings import EVERY, BrokenSettings, GatewaySettings, Settings
from loaders.upstream.cache.cache import Cache
from loaders.upstream.cache.outcomes import Outcomes
from loaders.upstream.clock import Clock, SystemClock
from loaders.upstream.scope import Scope
from loaders.upstream.vendor import Kit, Vendor
from resolvers.context import Caller, Context
from resolvers.identity.last_known import LastKnown
from resolvers.identity.links import BrokenLinks, Links, read_links
from resolvers.identity.neighbourhood import Neighbourhood
from schema.router import Telling
from schema.subgraph import Graph, compose


@dataclass(frozen=True, slots=True)
class Process:
    """One gateway process, assembled. `context` makes what a request needs; `close` ends the connections."""

    settings: Settings
    graph: Graph
    vendors: dict[str, Vendor]
    known_vendors: tuple[str, ...]
    around: Neighbourhood
    cache: Cache
    outcomes: Outcomes
    clock: Clock
    observer: Observer

    def context(self, scope: Scope, caller: Caller) -> Context:
        """Make a request's context."""
        return Context(
            vendors=self.vendors,
            known_vendors=self.known_vendors,
            owners=self.graph.owners,
            around=self.around,
            cache=self.cache,
            outcomes=self.outcomes,
            clock=self.clock,
            scope=scope,
            caller=caller,
        )

    async def close(self) -> None:
        """Close every vendor's connections, and the cache's."""
        for vendor in self.vendors.values():
            await vendor.close()
        await self.cache.close()
        await self.observer.close()


def assemble(
    settings: Settings,
    entries: Sequence[Entry],
    *,
    only: Sequence[str] | None = None,
    graph: Graph | None = None,
    clock: Clock | None = None,
    observer: Observer | None = None,
) -> Process:
    """Build a process from its settings; raises BrokenSettings where the link file has broken lines, or where a TTL is of no read.
    Sends nothing.

    `only` names the vendors whose slice of the graph is served; people are still recognised at all configured ones. A `graph` that
    was composed of the same before is used again: nothing of it belongs to a process.
    """
    clock = clock or SystemClock()
    gateway = settings.gateway
    kept = caching(settings, clock)
    observer = observer or Observer(None if gateway.metrics == "off" else Metrics(gateway.metrics_operations))
    kit = Kit(
        cache=kept.cache,
        clock=clock,
        region=gateway.default_region,
        default_ttl_s=gateway.cache_ttl,
        budget=kept.budget,
        probing=kept.probing,
        caller_share=gateway.caller_share,
        watch=observer,
    )
    vendors = {
        entry.name: entry.vendor(settings.vendors[entry.name], kit) for entry in entries if entry.name in settings.vendors
    }
    strangers = _strangers(settings, kit)
    if strangers:
        raise BrokenSettings(strangers)
    order = [*gateway.identity_order, *(entry.name for entry in entries if entry.name not in gateway.identity_order)]
    return Process(
        settings=settings,
        graph=graph or composed(entries, only, telling(gateway)),
        vendors=vendors,
        known_vendors=tuple(entry.name for entry in entries),
        around=Neighbourhood(
            {name: vendors[name].directory for name in order if name in vendors},
            LastKnown(kept.cache, clock, gateway.identity_max_bytes),
            _links(gateway, [entry.name for entry in entries]),
            gateway.default_region,
        ),
        cache=kept.cache,
        outcomes=kept.outcomes,
        clock=clock,
        observer=observer,
    )


def composed(entries: Sequence[Entry], only: Sequence[str] | None = None, telling: Telling | None = None) -> Graph:
    """Compose the graph of all entries, or the slice of some."""
    chosen = [entry.subgraph for entry in entries if only is None or entry.name in only]
    return compose(chosen, vendors={entry.name: entry.subgraph.title for entry in entries}, telling=telling)


def telling(gateway: GatewaySettings) -> Telling:
    """Return what slices tell a router, by the settings."""
    return Telling(gateway.sdl_scopes, None if gateway.sdl_customers == EVERY else gateway.sdl_customers)


def _strangers(settings: Settings, kit: Kit) -> list[str]:
    """Complain of each `<VENDOR>_TTL_<READ>` that names no read: it would be taken for set and do nothing."""
    return [
        f"{vendor.upper()}_TTL_{name.upper()}: no such read, expected one of {', '.join(sorted(kit.reads[vendor])).upper()}."
        for vendor, found in settings.vendors.items()
        for name in sorted(found.ttl.keys() - kit.reads.get(vendor, set()))
        if vendor in kit.reads
    ]


def _links(gateway: GatewaySettings, vendors: Sequence[str]) -> Links:
    if gateway.links_file is None:
        return Links()
    try:
        with gateway.links_file.open(encoding="utf-8-sig", newline="") as lines:
            return read_links(lines, vendors)
    except OSError as error:
        raise BrokenSettings([f"GATEWAY_LINKS_FILE: {gateway.links_file} can't be read ({error.strerror})."]) from error
    except BrokenLinks as error:
        raise BrokenSettings([f"GATEWAY_LINKS_FILE: {complaint}." for complaint in error.complaints]) from error
