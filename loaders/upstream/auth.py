"""How a call gets its credentials."""

from typing import Protocol

from loaders.upstream.call import Call


class Auth(Protocol):
    """A vendor's way to authorize calls; each vendor folder has its own."""

    async def authorize(self, call: Call) -> Call:
        """Return the call with credentials; fetches a token first where there is none."""

    def refused(self, call: Call) -> bool:
        """Note that the vendor refused this authorized call's credentials; true where newer ones may be had."""


class NoAuth:
    """Credentials travel in the body, or there are none."""

    async def authorize(self, call: Call) -> Call:
        return call

    def refused(self, call: Call) -> bool:
        return False
