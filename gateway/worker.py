"""One process that serves: until it is told to stop, and then until what it has begun is done."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
import uvicorn
import uvloop
from starlette.applications import Starlette

from gateway.http.app import application
from gateway.http.together import Protocol
from gateway.listening import listening
from gateway.logs import configure
from gateway.observe.setup import observer
from gateway.process import assemble
from gateway.reading import environment, read_settings
from gateway.registry import VENDORS, entries
from gateway.settings import BrokenSettings, GatewaySettings

ONLY = "GATEWAY_ONLY"
LIFELINE = "GATEWAY_LIFELINE_FD"
_TURN_S, _TURNS = 0.05, 40
"How long those who have connected are given to say what they want."
_KEEP_ALIVE_S = 75
"Idle connections are held longer than balancers hold theirs, 60 s mostly: none is closed in the moment in which it is used again."
_CLOSE = (b"connection", b"close")

log = structlog.get_logger("gateway.worker")


class Draining(uvicorn.Server):
    """Told to stop, it goes on serving for `drain_s` with each answer ending its connection, then finishes what runs.

    Keep-alive connections end between two requests that way, never under one; a second Ctrl+C ends the waiting.
    """

    def __init__(
        self, config: uvicorn.Config, *, drain_s: float, stopping: Callable[[], None], serving: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._drain_s = drain_s
        self._stopping = stopping
        self._serving = serving
        self._stops_at: float | None = None
        self._is_interrupted = False

    def stop(self) -> None:
        """Begin to stop; nothing more where it has begun, as when a whole process group is told."""
        if self._stops_at is not None:
            return
        self._stops_at = asyncio.get_running_loop().time() + self._drain_s
        self._end_connections()
        self._stopping()
        log.info("stopping", drain_s=self._drain_s)

    def interrupt(self) -> None:
        """Begin to stop; at the second time without draining."""
        self.should_exit = self._is_interrupted
        self._is_interrupted = True
        self.stop()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._serving()

    async def on_tick(self, counter: int) -> bool:
        is_over = await super().on_tick(counter)
        if self._stops_at is None:
            return is_over
        self._end_connections()
        return is_over or asyncio.get_running_loop().time() >= self._stops_at

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections, and give those just taken the time to say what they want."""
        for server in self.servers:
            server.close()
        for _ in range(_TURNS):
            await asyncio.sleep(_TURN_S)
            if not self._is_awaiting():
                break
        await super().shutdown(sockets)

    def _is_awaiting(self) -> bool:
        """Whether somebody has connected and not asked for anything yet."""
        return any(isinstance(one, Protocol) and one.cycle is None for one in self.server_state.connections)

    def _end_connections(self) -> None:
        """Have each answer end its connection; uvicorn makes these headers anew every second."""
        if _CLOSE not in self.server_state.default_headers:
            self.server_state.default_headers = [*self.server_state.default_headers, _CLOSE]

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at SIGTERM and SIGINT, and then end well: a gateway that was told to stop hasn't failed."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self.stop)
        loop.add_signal_handler(signal.SIGINT, self.interrupt)
        # Only a supervisor can renew workers; the signal's own way is to kill the process under what runs.
        loop.add_signal_handler(signal.SIGHUP, log.warning, "not_renewed: that takes several workers")
        yield
        for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.remove_signal_handler(one)


def run(
    accepting: socket.socket,
    settings: GatewaySettings,
    *,
    lifeline: socket.socket | None = None,
    leaving: Callable[[], None] | None = None,
) -> None:
    """Serve until stopped, where the socket accepts. `lifeline` is told when it serves, and ends it when it breaks.

    `leaving` is called as the whole gateway begins to stop.
    """
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_served(accepting, settings, lifeline, leaving))


def from_environment() -> Starlette:
    """Build the application; every process reads the environment for itself."""
    values = environment()
    settings = read_settings(values, entries())
    only = chosen(values.get(ONLY))
    return application(assemble(settings, entries(), only=only, observer=observer(settings.gateway, values)))


def chosen(only: str | None) -> list[str]:
    """Return the vendors' names in a comma separated list, all for None; raises BrokenSettings for an unknown one."""
    names = [name.strip() for name in (only or ",".join(VENDORS)).split(",") if name.strip()]
    unknown = [name for name in names if name not in VENDORS]
    if unknown:
        raise BrokenSettings([f"--only: unknown vendor {name}, expected some of {', '.join(VENDORS)}." for name in unknown])
    return names


def main() -> None:
    """Serve as one of several processes, as `gateway serve --workers` starts them."""
    try:
        values = environment()
        settings = read_settings(values, entries()).gateway
        configure(settings.log_format)
        run(listening(settings, values), settings, lifeline=socket.socket(fileno=int(os.environ[LIFELINE])))
    except BrokenSettings as error:
        sys.stderr.write("\n".join(error.complaints) + "\n")
        sys.exit(2)


async def _served(
    accepting: socket.socket,
    settings: GatewaySettings,
    lifeline: socket.socket | None,
    leaving: Callable[[], None] | None,
) -> None:
    app = from_environment()
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        # Nothing here asks for a client's address, so no proxy's word on it is needed.
        proxy_headers=False,
        timeout_keep_alive=_KEEP_ALIVE_S,
        http=Protocol,
        timeout_graceful_shutdown=max(1, round(settings.stop_s)),
        ws_max_size=settings.max_body_bytes,
        ws_per_message_deflate=False,
    )

    def serving() -> None:
        if lifeline is not None:
            lifeline.sendall(b".")

    def stopping() -> None:
        if leaving is not None:
            leaving()
        app.state.stopping()

    server = Draining(config, drain_s=settings.drain_s, stopping=stopping, serving=serving)

    def orphaned() -> None:
        asyncio.get_running_loop().remove_reader(lifeline)  # type: ignore[arg-type]  # only a lifeline is listened to
        server.stop()

    if lifeline is not None:
        asyncio.get_running_loop().add_reader(lifeline, orphaned)
    await server.serve(sockets=[accepting])


if __name__ == "__main__":
    main()
