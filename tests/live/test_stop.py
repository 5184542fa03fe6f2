"""A gateway's process that is told to stop lets its live connections go, well before it ends."""

import json
import signal

import httpx
from websockets.asyncio.client import connect

from gateway.sandbox.town import Town, free_port
from loaders.upstream.transport import trusted
from tests.live.served import PROTOCOL, Events, Wire, changed
from tests.observe.processes import begun, ended
from tests.observe.processes import served as reached


async def test_sigterm_closes_websockets_and_ends_streams(sandbox: Town):
    """At once, by codes that tell clients to come again; the process ends well."""
    port = free_port()
    settings = {**sandbox.settings, "GATEWAY_PORT": str(port), "GATEWAY_STOP_S": "10", "GATEWAY_MAX_BODY_BYTES": "2048"}
    body, accept = json.dumps({"query": changed("id")}), {"accept": "text/event-stream", "content-type": "application/json"}
    async with ended(await begun(1, **settings)) as gateway:
        await reached(port)
        async with (
            connect(f"ws://127.0.0.1:{port}/graphql", subprotocols=[PROTOCOL], proxy=None) as socket,
            connect(f"ws://127.0.0.1:{port}/graphql", subprotocols=[PROTOCOL], proxy=None) as large,
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", verify=trusted(), trust_env=False, timeout=20) as http,
            http.stream("POST", "/graphql", content=body, headers=accept) as response,
        ):
            wire, stream = Wire(socket), Events(response)
            assert await wire.init() == {"type": "connection_ack"}
            await large.send("a" * 3_000)
            assert (await Wire(large).closed())[0] == 1009
            assert (await stream.next())[0] == "beat"
            gateway.send_signal(signal.SIGTERM)

            assert await wire.closed() == (1001, "Going away")
            assert (await stream.next())[0] == "end"
            assert "sec-websocket-extensions" not in socket.response.headers  # type: ignore[union-attr]  # it was answered
        assert await gateway.wait() == 0
