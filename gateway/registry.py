"""The vendors this gateway can serve: a line each. A sixth vendor is one more line, and its folders."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from starlette.applications import Starlette

from loaders.sandbox.people import Person
from loaders.upstream.vendor import Vendor
from schema.subgraph import Subgraph

VENDORS = ("footprints", "open_loyalty", "carecloud", "tracksale", "prisma")


@dataclass(frozen=True, slots=True)
class Entry:
    """One vendor's three faces: its client, its part of the graph, and its stand-in."""

    name: str
    vendor: type[Vendor]
    subgraph: Subgraph


@dataclass(frozen=True, slots=True)
class StandIn:
    """One vendor's stand-in and the settings that lead to it; `urls` maps a setting to the path behind host and port."""

    name: str
    make: Callable[[Sequence[Person], Callable[[], datetime]], Starlette]
    settings: Mapping[str, str]
    urls: Mapping[str, str]


def entries(names: Sequence[str] = VENDORS) -> list[Entry]:
    """Load the named vendors."""
    return [Entry(name, import_module(f"loaders.{name}").VENDOR, import_module(f"schema.{name}").SUBGRAPH) for name in names]


def stand_ins(names: Sequence[str] = VENDORS) -> list[StandIn]:
    """Load the named vendors' stand-ins."""
    modules = [(name, import_module(f"loaders.{name}.sandbox")) for name in names]
    return [StandIn(name, module.stand_in, module.SETTINGS, module.URLS) for name, module in modules]
