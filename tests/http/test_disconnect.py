"""A client that goes away takes its request with it, and nothing that others need."""

import asyncio
import json

from tests.http.conftest import Served
from tests.http.toy import Toy


async def left(served: Served, query: str, toy: Toy) -> None:
    """Ask, and close the connection once the field runs."""
    body = json.dumps({"query": query}).encode()
    head = f"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    _, writer = await asyncio.open_connection("127.0.0.1", served.port)
    writer.write(head.encode() + body)
    await toy.started.wait()
    writer.close()


async def test_a_client_that_goes_away_cancels_its_query(served: Served, toy: Toy) -> None:
    """What only it waited for is not finished for nobody."""
    async with asyncio.timeout(10):
        await left(served, "{ wait }", toy)
        await toy.cancelled.wait()


async def test_a_client_that_goes_away_does_not_cancel_a_write(served: Served, toy: Toy) -> None:
    """It was sent, so it is finished, once."""
    async with asyncio.timeout(10):
        await left(served, "mutation { write }", toy)
        toy.release.set()
        await toy.written.wait()

    assert toy.writes == 1


async def test_a_slow_query_is_answered_while_its_client_stays(served: Served, toy: Toy) -> None:
    """Watching the connection disturbs nothing."""
    asking = asyncio.create_task(served.ask("{ wait }"))
    await toy.started.wait()
    meanwhile = await served.ask("{ greeting }")
    toy.release.set()

    assert meanwhile.status_code == 200
    assert (await asking).json() == {"data": {"wait": "released"}}


async def test_a_client_that_goes_away_in_its_body_costs_nothing(served: Served) -> None:
    """Half a body is no request; the next one is served."""
    _, writer = await asyncio.open_connection("127.0.0.1", served.port)
    writer.write(b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{")
    await writer.drain()
    writer.close()

    assert (await served.ask("{ greeting }")).status_code == 200
