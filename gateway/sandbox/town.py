"""The five stand-ins together: served on ports of their own, with the settings that lead a gateway to them."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime

import uvicorn
from starlette.types import ASGIApp

from gateway.registry import VENDORS, StandIn, stand_ins
from gateway.sandbox.faults import Fault, Trouble
from gateway.sandbox.prompt import Prompt
from gateway.sandbox.recorded import Recorder
from gateway.sandbox.switch import Switch
from loaders.sandbox.people import Person, people

_KEEP_ALIVE_S = 600
"Longer than any client holds a connection: none is closed in the moment in which it is used again."


class House(Recorder):
    """One stand-in on its port."""

    def __init__(self, stand_in: StandIn, now: Callable[[], datetime], known: Sequence[Person] = ()) -> None:
        super().__init__()
        self.name = stand_in.name
        self.app = stand_in.make(known, now)
        self.trouble = Trouble(self.app, self.record)
        self.port = 0
        self._stand_in = stand_in
        self._serving: AbstractAsyncContextManager[int] | None = None

    @property
    def settings(self) -> Mapping[str, str]:
        """The settings that lead a gateway here."""
        urls = {name: f"http://127.0.0.1:{self.port}{path}" for name, path in self._stand_in.urls.items()}
        return {**self._stand_in.settings, **urls}

    def fault(self, fault: "Fault | str | None", *, only: Callable[[str, str], bool] | None = None) -> None:
        """Fail from now on in this way, or no longer; `only` limits it to some (method, path)."""
        self.trouble.fault = Fault(fault) if isinstance(fault, str) else fault
        self.trouble.only = only
        self.trouble.times = None

    async def open(self, port: int = 0) -> None:
        """Serve on 127.0.0.1, on a free port unless one is named; returns once connections are taken."""
        self._serving = serve_app(Switch(self.trouble, self), port or self.port)
        self.port = await self._serving.__aenter__()

    async def shut(self) -> None:
        """Stop serving: connections are refused until it is opened again."""
        serving, self._serving = self._serving, None
        if serving is not None:
            await serving.__aexit__(None, None, None)


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


@asynccontextmanager
async def serve_app(app: ASGIApp, port: int = 0) -> AsyncIterator[int]:
    """Serve an application on 127.0.0.1 while inside; yields the port: the one wished for if it is free."""
    # Named as TCP, or asyncio leaves Nagle's delay of 40 ms on.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
    except OSError:
        listening.bind(("127.0.0.1", 0))  # Somebody else has it.
    server = Prompt(
        uvicorn.Config(
            app,
            log_level="critical",
            proxy_headers=False,
            lifespan="off",
            timeout_keep_alive=_KEEP_ALIVE_S,
            timeout_graceful_shutdown=1,
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    await server.ready.wait()
    try:
        yield int(listening.getsockname()[1])
    finally:
        server.end(at_once=True)
        await serving
        listening.close()


class Town:
    """All stand-ins, and the people they know. Houses are attributes by the vendor's name."""

    def __init__(
        self, now: Callable[[], datetime] | None = None, names: Sequence[str] = VENDORS, *, population: int = 300
    ) -> None:
        moment = now or (lambda: datetime.now(UTC))
        self.people = people(population)
        self.houses = {stand_in.name: House(stand_in, moment, self.people) for stand_in in stand_ins(names)}

    def __getattr__(self, name: str) -> House:
        try:
            return self.__dict__["houses"][name]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def settings(self) -> dict[str, str]:
        """The environment that leads a gateway to all of them."""
        return {name: value for house in self.houses.values() for name, value in house.settings.items()}

    def reset(self) -> None:
        """Start to count anew and end all faults."""
        for house in self.houses.values():
            house.reset()
            house.trouble.end()

    def calls(self) -> int:
        """Count the calls at all of them, token calls too."""
        return sum(len(house.calls) for house in self.houses.values())

    @asynccontextmanager
    async def opened(self, ports: Mapping[str, int] | None = None) -> AsyncIterator["Town"]:
        """Serve all of them while inside."""
        try:
            for name, house in self.houses.items():
                await house.open((ports or {}).get(name, 0))
            yield self
        finally:
            await asyncio.gather(*(house.shut() for house in self.houses.values()))
