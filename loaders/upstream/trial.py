"""A renewal's calls to its vendor: the first goes alone, and where that fails none of the others is made."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from loaders.upstream.errors import Rejected, UpstreamError


class Trial:
    """One renewal's. What is made of many answers would otherwise ask a vendor that hangs for all of them at once."""

    def __init__(self) -> None:
        self._first = asyncio.Lock()
        self._is_answered = False
        self._failure: UpstreamError | None = None

    @asynccontextmanager
    async def call(self) -> AsyncIterator[None]:
        """Make a call, as soon as the vendor was seen to answer; raises what the first one failed with."""
        if not self._is_answered:
            async with self._first:
                if self._failure is not None:
                    raise self._failure
                if not self._is_answered:
                    try:
                        yield
                    except UpstreamError as error:
                        self._failure = None if isinstance(error, Rejected) else error
                        self._is_answered = self._failure is None
                        raise
                    self._is_answered = True
                    return
        yield
