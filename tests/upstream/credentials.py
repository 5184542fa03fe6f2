"""Credentials for peers that ask for none."""

from loaders.upstream.call import Call


class NoCredentials:
    """A vendor that lets everybody in."""

    async def authorize(self, call: Call) -> Call:
        return call

    def refused(self, _call: Call) -> bool:
        return False
