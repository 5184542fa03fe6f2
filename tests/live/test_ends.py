"""Whatever ends a live connection, nothing of it stays."""

import asyncio
import contextlib
import json

import pytest
from structlog.testing import capture_logs
from websockets.exceptions import ConnectionClosed, InvalidStatus

from gateway.http.live.pace import Pace
from gateway.sandbox.town import Town
from tests.live.served import ANA, Served, Wire, buy, changed, serve


async def test_a_client_that_goes_away_leaves_nothing(served: Served):
    """Whether it says so, breaks off, or closes its stream."""
    async with served.wire() as polite, served.wire() as rude, served.events(changed("id")):
        await polite.subscribe(changed("id"))
        await rude.subscribe(changed("firstName"))
        await served.begun(3)
        assert served.connections() == 3
        rude.socket.transport.abort()
        await served.begun(2)
    await served.begun(0)
    async with asyncio.timeout(20):
        while served.connections():  # noqa: ASYNC110  # a connection ends a moment after what it followed
            await asyncio.sleep(0.005)


async def test_a_stopping_gateway_says_so_and_lets_everybody_go(shops: Town):
    """WebSockets by 1001, streams by their end without completion, so that clients come again; newcomers by 503."""
    async with serve(shops.settings) as one, one.wire() as wire, one.events(changed("id")) as stream:
        await wire.subscribe(changed("id"))
        await one.begun(2)
        one.stop()

        assert await wire.closed() == (1001, "Going away")
        while (event := await stream.next())[0] == "beat":
            pass
        assert event == ("end", None)
        with pytest.raises(InvalidStatus) as caught:
            async with one.wire():
                pass
        assert caught.value.response.status_code == 503
        async with one.events(changed("id")) as late:
            assert late.response.status_code == 503
        await one.begun(0)


async def test_a_client_that_takes_nothing_is_let_go(shops: Town):
    """What it is sent isn't put up for it without a bound."""
    async with serve(shops.settings, Pace(send_s=0.3)) as one, one.wire() as wire:
        await wire.subscribe(changed("id"))
        await one.begun()
        wire.socket.transport.pause_reading()
        flooding = asyncio.create_task(_flood(wire))
        await one.begun(0)
        wire.socket.transport.abort()
        await flooding


async def _flood(wire: Wire) -> None:
    """Ask for more than anything on the way holds, until it is over."""
    with contextlib.suppress(ConnectionClosed):
        while True:
            await wire.say("ping", payload={"a": "a" * 900_000})


async def test_a_write_goes_on_when_its_client_has_gone(served: Served, shops: Town):
    """It was sent, so it is finished, and written down."""
    shops.open_loyalty.trouble.latency_s = 0.2
    with capture_logs() as lines:
        async with served.wire() as wire:
            await wire.subscribe(buy())
            async with asyncio.timeout(10):
                while not shops.open_loyalty.hits("POST .*/buy"):  # noqa: ASYNC110  # the vendor tells nobody
                    await asyncio.sleep(0.005)
        async with asyncio.timeout(10):
            while not [line for line in lines if line["event"] == "mutation"]:  # noqa: ASYNC110  # likewise
                await asyncio.sleep(0.005)

    assert [line["outcome"] for line in lines if line["event"] == "mutation"] == ["DONE"]
    assert shops.open_loyalty.hits("POST .*/buy") == 1


async def test_the_journal_holds_every_look_and_nobodys_data(served: Served):
    """A line each, by the document's hash; the audit line of what was written names its customer by a hash."""
    with capture_logs() as lines:
        async with served.wire(payload={"X-API-Key": "cg_marked_key"}) as wire:
            await wire.subscribe(changed("firstName purchases { couponCode }"))
            await served.begun()
            await wire.ask(buy(), "w")
            await wire.say("ping")
            while (await wire.hear())["type"] != "pong":
                pass
        await served.begun(0)
    told = [line for line in lines if line["event"] == "operation"]

    assert [line["kind"] for line in told[:2]] == ["subscription", "mutation"]
    assert told[0]["calls"] + told[0]["hits"] > 0
    assert told[0]["request_id"].endswith("-1")
    assert told[1]["request_id"].endswith("-2")
    assert [line["mutation"] for line in lines if line["event"] == "mutation"] == ["buyReward"]
    written = json.dumps(lines, default=str)
    assert not [word for word in (ANA, "Popescu", "Ana", "cg_marked_key", "firstName") if word in written]
