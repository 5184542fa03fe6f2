"""Ends the work on a request whose client has gone away."""

import asyncio
from types import TracebackType

from starlette.types import Receive

_PATIENCE_S = 0.02


class Gone(Exception):
    """The client closed the connection: nobody is there to be answered."""


class WhileConnected:
    """Cancels what runs inside, with Gone, when the client goes away.

    Calls to vendors that others wait for too, and writes under way, are shielded where they are made, so they go on. Work
    that is done within 20 ms is never watched: that keeps a quick answer as cheap as it is.
    """

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._task: asyncio.Task[object] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._is_gone = False

    def __enter__(self) -> None:
        self._task = asyncio.current_task()
        self._timer = asyncio.get_running_loop().call_later(_PATIENCE_S, self._begin)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._watcher is not None:
            self._watcher.cancel()
        if self._is_gone and self._task is not None:
            self._task.uncancel()
            raise Gone from None

    def _begin(self) -> None:
        self._watcher = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._is_gone = True
        if self._task is not None:
            self._task.cancel()
