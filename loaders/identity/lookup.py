"""Lookups: the ways in which a vendor finds people."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from loaders.identity.handle import Kind
from loaders.identity.row import Row

Texts = Mapping[Kind, str]


@dataclass(frozen=True, slots=True)
class Lookup:
    """Finds the vendor's rows by the kinds in `needs` (all of them together).

    `find` is batched underneath: calls made in the same turn of the event loop share upstream calls where the vendor has a
    bulk read. Rows may match loosely ("contains"): the identity re-checks them. Raises UpstreamError.
    """

    needs: frozenset[Kind]
    find: Callable[[Texts], Awaitable[list[Row]]]
    calls: int = 1
    "Upstream calls for one person."


@dataclass(frozen=True, slots=True)
class Directory:
    """How one vendor's people are found: by its own id, by handles, and what costs extra to learn of a row."""

    by_id: Callable[[str], Awaitable[Row | None]]
    lookups: tuple[Lookup, ...] = ()
    "Cheapest first for equal strength; the identity prefers the strongest handle it has."
    carries: frozenset[Kind] = frozenset()
    "Kinds of handles that a found row holds without a further call."
    extras: Mapping[Kind, Callable[[Row], Awaitable[Row]]] = field(default_factory=dict)
    "Kinds that a further call per person adds to a row."
    id_kind: Kind | None = None
    "The kind of handle that this vendor's own id is, where it is one."
    is_scan: bool = False
    "Its people are only found in what it holds of a window of time, so it is asked last."
