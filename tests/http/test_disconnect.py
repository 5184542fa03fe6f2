"""A client that goes away takes its request with it, and nothing that others need; one that dawdles is not waited for."""

import asyncio
import json

import pytest
from starlette.types import Message

from gateway.http.body import read
from gateway.http.disconnect import Gone
from gateway.http.refusal import Refused
from tests.http.conftest import Served, serve


async def leave(served: Served, query: str) -> None:
    """Ask, and close the connection once the field runs."""
    body = json.dumps({"query": query}).encode()
    head = f"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    _, writer = await asyncio.open_connection("127.0.0.1", served.port)
    writer.write(head.encode() + body)
    await served.toy.started.wait()
    writer.close()


async def test_a_client_that_goes_away_cancels_its_query() -> None:
    """What only it waited for is not finished for nobody."""
    async with asyncio.timeout(10), serve() as served:
        await leave(served, "{ wait }")
        await served.toy.cancelled.wait()


async def test_a_client_that_goes_away_does_not_cancel_a_write() -> None:
    """It was sent, so it is finished, once."""
    async with asyncio.timeout(10), serve() as served:
        await leave(served, "mutation { write }")
        served.toy.release.set()
        await served.toy.written.wait()

        assert served.toy.writes == 1


async def test_a_slow_query_is_answered_while_its_client_stays() -> None:
    """Watching the connection disturbs neither it nor another request."""
    async with asyncio.timeout(10), serve() as served:
        asking = asyncio.create_task(served.ask("{ wait }"))
        await served.toy.started.wait()
        meanwhile = await served.ask("{ greeting }")
        served.toy.release.set()

        assert meanwhile.status_code == 200
        assert (await asking).json() == {"data": {"wait": "released"}}


async def test_half_a_body_is_no_request(served: Served) -> None:
    """A client that goes away in it costs nothing; the next one is served."""
    _, writer = await asyncio.open_connection("127.0.0.1", served.port)
    writer.write(b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{")
    await writer.drain()
    writer.close()

    assert (await served.ask("{ greeting }")).status_code == 200


async def test_a_body_that_breaks_off_is_told_from_one_that_ends() -> None:
    """What came of it is never taken for the whole."""
    messages: list[Message] = [{"type": "http.disconnect"}, {"type": "http.request", "body": b"{}", "more_body": True}]

    async def receive() -> Message:
        return messages.pop()

    with pytest.raises(Gone):
        await read({}, receive, most=100, timeout_s=10)


async def test_a_body_that_never_comes_is_a_408() -> None:
    """After the time that is allowed, and the task can go on to say so."""

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    with pytest.raises(Refused) as caught:
        await read({}, receive, most=100, timeout_s=0.01)

    assert caught.value.status == 408
    assert asyncio.current_task().cancelling() == 0  # type: ignore[union-attr]  # a test runs in a task
