"""What all people of a process share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from loaders.identity.handle import Kind
from loaders.identity.lookup import Directory
from resolvers.identity.links import Links


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What all people of a process share: the vendors' directories, in the order that settles ids, and the links."""

    directories: Mapping[str, Directory]
    "Of the configured vendors, in `GATEWAY_IDENTITY_ORDER`."
    links: Links = field(default_factory=Links)
    region: str | None = None

    def rank(self, vendor: str) -> int:
        """The vendor's place in the order."""
        return list(self.directories).index(vendor)

    def wanted(self, vendor: str) -> frozenset[Kind]:
        """The kinds of handles that the vendor finds people by."""
        return frozenset(kind for lookup in self.directories[vendor].lookups for kind in lookup.needs)

    def asking_order(self) -> Sequence[str]:
        """The order of the installation, with those that need a scan after all others."""
        return sorted(self.directories, key=lambda vendor: self.directories[vendor].is_scan)
