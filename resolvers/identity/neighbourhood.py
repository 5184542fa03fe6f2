"""What all people of a process share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from loaders.identity.handle import Kind
from loaders.identity.lookup import Directory
from resolvers.identity.last_known import LastKnown
from resolvers.identity.links import Links


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What all people of a process share: the vendors' directories, in the order that settles ids, and the links."""

    directories: Mapping[str, Directory]
    "Of the configured vendors, in `GATEWAY_IDENTITY_ORDER`."
    last_known: LastKnown
    links: Links = field(default_factory=Links)
    region: str | None = None
    _ranks: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        places = {
            name: (not (one.carries or one.extras), one.is_scan, -len(self.wanted(name)))
            for name, one in self.directories.items()
        }
        ranks = {name: rank for rank, name in enumerate(sorted(places, key=lambda name: places[name]))}
        object.__setattr__(self, "_ranks", ranks)

    def rank(self, vendor: str) -> int:
        """The vendor's place in the search, whatever order settles ids: who is found by more kinds of handles comes first, as
        the others learn from it; scans come after them, and last who tells nothing of anybody.
        """
        return self._ranks[vendor]

    def wanted(self, vendor: str) -> frozenset[Kind]:
        """The kinds of handles that the vendor finds people by."""
        return frozenset(kind for lookup in self.directories[vendor].lookups for kind in lookup.needs)

    def asking_order(self) -> Sequence[str]:
        """The order of the installation, with those that need a scan after all others."""
        return sorted(self.directories, key=lambda vendor: self.directories[vendor].is_scan)
