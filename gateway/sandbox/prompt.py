"""uvicorn inside of another program's event loop: several servers in one process, which begin and end without delay."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import uvicorn

_DATE_S = 1.0
_PATIENCE_S = 0.1
"What runs is given that long when the server ends at once."


class Prompt(uvicorn.Server):
    """Says when it takes connections, leaves the process's signals alone, and waits for nothing but what still runs.

    uvicorn itself looks ten times a second whether it is to end, and sleeps before it does.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self._ending = asyncio.Event()

    def end(self, *, at_once: bool = False) -> None:
        """End when all that runs is done, or `at_once` without waiting for it, nor for the application's own end."""
        self.should_exit, self.force_exit = True, at_once
        self._ending.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        while not await self.on_tick(0):  # Renews the `Date` header.
            with suppress(TimeoutError):
                async with asyncio.timeout(_DATE_S):
                    await self._ending.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        running = list(self.server_state.tasks)
        if running:
            patience_s = _PATIENCE_S if self.force_exit else self.config.timeout_graceful_shutdown
            _, late = await asyncio.wait(running, timeout=patience_s)
            for task in late:
                task.cancel()
        if not self.force_exit:
            await self.lifespan.shutdown()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
