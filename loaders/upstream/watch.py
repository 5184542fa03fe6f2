"""Who looks on: told of every call to a vendor as it begins and ends, and of every use of the cache."""

from typing import Protocol

from loaders.upstream.call import Pairs
from loaders.upstream.ledger import Exchange


class Watch(Protocol):
    """Called often, so it must be quick; what it raises would fail the call."""

    def began(self, exchange: Exchange) -> Pairs:
        """Note that a call begins; return headers that tell the vendor which trace it belongs to, usually none."""

    def ended(self, exchange: Exchange) -> None:
        """Note how a call went."""

    def used(self, vendor: str, read: str, source: str) -> None:
        """Note that a read was answered by `hit`, `stale` or `joined`, or that a `miss` sets off a call."""


class Unwatched:
    """Nobody looks on."""

    def began(self, exchange: Exchange) -> Pairs:
        return ()

    def ended(self, exchange: Exchange) -> None:
        """Ignore it."""

    def used(self, vendor: str, read: str, source: str) -> None:
        """Ignore it."""
