"""The stand-ins in a process of their own, so that their work is nobody else's.

`python -m tests.benchmarks.vendors FD POPULATION` tells on a socket that was handed over how to reach them, and counts their calls.
"""

import asyncio
import socket
import sys

import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gateway.sandbox.town import Town


def control(town: Town) -> Starlette:
    """What the run asks: where they are, and how often they were called."""

    async def settings(request: Request) -> Response:
        return JSONResponse(town.settings)

    async def calls(request: Request) -> Response:
        return JSONResponse(town.calls())

    return Starlette(routes=[Route("/settings", settings), Route("/calls", calls)])


async def _serve(accepting: socket.socket, population: int) -> None:
    async with Town(population=population).opened() as town:
        config = uvicorn.Config(control(town), log_level="warning", access_log=False, lifespan="off")
        await uvicorn.Server(config).serve(sockets=[accepting])


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])))
