"""A server with nothing behind it: what the language's server costs for an answer of a size, and so the measure of the rest.

`python -m tests.benchmarks.bare FD SIZE` serves on a socket that was handed over.
"""

import asyncio
import socket
import sys

import uvicorn
import uvloop
from starlette.types import ASGIApp, Receive, Scope, Send


def constant(size: int) -> ASGIApp:
    """An application that reads a request and answers the same bytes to each."""
    body = b"x" * size
    headers = [(b"content-type", b"application/json"), (b"content-length", str(size).encode())]

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


async def _serve(accepting: socket.socket, size: int) -> None:
    # As the gateway's own worker is served.
    config = uvicorn.Config(constant(size), log_level="warning", access_log=False, server_header=False, lifespan="off")
    await uvicorn.Server(config).serve(sockets=[accepting])


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])))
