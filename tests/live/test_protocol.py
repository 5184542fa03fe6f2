"""graphql-transport-ws to the letter. Specification: github.com/enisdenjo/graphql-ws, PROTOCOL.md."""

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from gateway.http.live.pace import Pace
from gateway.sandbox.town import Town
from tests.live.served import PROTOCOL, Served, buy, changed, serve

VENDORS = "{ vendors { vendor } }"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("nonsense", 4400),
        ("[]", 4400),
        ("null", 4400),
        ("{}", 4400),
        ('{"type": 1}', 4400),
        ('{"type": []}', 4400),
        ('{"type": {"a": 1}}', 4400),
        ('{"type": "subscribe", "id": "1", "payload": {"query": "{ me { id } }", "query": "{ __typename }"}}', 4400),
        ('{"type": "ping", "payload": {"a": {"b": 1, "\\u0062": 2}}}', 4400),
        ('{"type": "start"}', 4400),
        ('{"type": "next", "id": "1", "payload": {}}', 4400),
        ('{"type": "connection_ack"}', 4400),
        ('{"type": "connection_init", "payload": "key"}', 4400),
        ('{"type": "connection_init"}', 4429),
        ('{"type": "subscribe", "payload": {"query": "{ a }"}}', 4400),
        ('{"type": "subscribe", "id": "", "payload": {"query": "{ a }"}}', 4400),
        ('{"type": "subscribe", "id": 1, "payload": {"query": "{ a }"}}', 4400),
        ('{"type": "subscribe", "id": "1"}', 4400),
        ('{"type": "subscribe", "id": "1", "payload": {"query": 1}}', 4400),
        ('{"type": "subscribe", "id": "1", "payload": {"query": "{ a }", "variables": []}}', 4400),
        ('{"type": "complete"}', 4400),
        ('{"type": "ping", "payload": 1}', 4400),
        ("[" * 100_000, 4400),
        (b"\x00\x01", 4400),
        ('{"type": "ping", "payload": {"a": "' + "a" * 1_100_000 + '"}}', 1009),
    ],
)
async def test_whatever_is_no_message_ends_the_connection(served: Served, said: str | bytes, code: int):
    """With the specification's code; a second connection isn't concerned."""
    async with served.wire() as other, served.wire() as wire:
        await wire.socket.send(said)
        assert (await wire.closed())[0] == code
        assert (await other.ask(VENDORS))["data"]


@pytest.mark.parametrize("offered", [["graphql-ws"], []])
async def test_only_the_one_subprotocol_is_spoken(served: Served, offered: list[str]):
    """The legacy protocol of the same purpose is refused, and so is none."""
    url, names = f"ws://127.0.0.1:{served.port}/graphql", [Subprotocol(name) for name in offered]
    # A client that insists on its protocol gives up by itself; one that doesn't is told.
    async with connect(url, subprotocols=names or None, proxy=None) as socket:
        await socket.wait_closed()

        assert socket.subprotocol is None
        assert (socket.close_code, socket.close_reason) == (4406, "Subprotocol not acceptable")


async def test_the_one_subprotocol_is_picked_from_several(served: Served):
    """Whatever is offered before it."""
    names = [Subprotocol("graphql-ws"), PROTOCOL]
    async with connect(f"ws://127.0.0.1:{served.port}/graphql", subprotocols=names, proxy=None) as socket:
        assert socket.subprotocol == PROTOCOL


async def test_nothing_runs_before_the_acknowledgement(served: Served):
    """Not even where everybody is let in."""
    async with served.wire(init=False) as wire:
        await wire.subscribe(VENDORS)

        assert await wire.closed() == (4401, "Unauthorized")


async def test_a_client_that_never_says_who_it_is_is_let_go(shops: Town):
    """After the time for it, pings or not."""
    async with serve(shops.settings, Pace(init_s=0.05)) as hasty, hasty.wire(init=False) as wire:
        await wire.say("ping")

        assert await wire.hear() == {"type": "pong"}
        assert await wire.closed() == (4408, "Connection initialisation timeout")


async def test_a_ping_is_answered_with_what_it_brought(served: Served):
    """Before the acknowledgement too; a pong is answered by nothing."""
    async with served.wire() as wire:
        await wire.say("pong")
        await wire.say("ping", payload={"n": 1})

        assert await wire.hear() == {"type": "pong", "payload": {"n": 1}}


async def test_an_id_is_one_operations_until_that_is_over(served: Served):
    """Then it is free again: after its completion by either side."""
    async with served.wire() as wire:
        assert (await wire.ask(VENDORS, "1"))["data"]
        await wire.subscribe(changed("id"), "1")
        await served.begun()
        await wire.say("complete", id="1")
        assert (await wire.ask(VENDORS, "1"))["data"]
        await wire.subscribe(changed("id"), "1")
        await wire.subscribe(changed("id"), "1")

        assert (await wire.closed())[0] == 4409


async def test_completing_what_is_not_there_is_nothing(served: Served):
    """It may have completed by itself on the way."""
    async with served.wire() as wire:
        await wire.say("complete", id="unknown")

        assert (await wire.ask(VENDORS))["data"]


async def test_queries_and_mutations_run_beside_each_other(served: Served):
    """Each is answered once and completed; so is what is kept."""
    async with served.wire() as wire:
        assert (await wire.ask(VENDORS))["data"]["vendors"]
        first = await wire.ask(f"{{ {_PERSON} }}")
        again = await wire.ask(f"{{ {_PERSON} }}")
        bought = await wire.ask(buy())

    assert first["data"] == again["data"] == {"customer": {"firstName": "Ana"}}
    assert bought["data"]["buyReward"]["purchase"]["coupons"]


_PERSON = 'customer(by: {email: "ana.popescu0@example.com"}) { firstName }'


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ unknown }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { __typename }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "subscription { a: customerChanged(by: {id: 1}) { id } b: customerChanged(by: {id: 1}) { id } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (changed("id", email="no address"), "BAD_USER_INPUT"),
        ("{ " + " ".join(f"a{n}: vendors {{ vendor }}" for n in range(61)) + " }", "QUERY_TOO_COMPLEX"),
    ],
)
async def test_what_does_not_begin_is_an_error_message(served: Served, query: str, code: str):
    """One message, no completion; the connection goes on."""
    async with served.wire() as wire:
        await wire.subscribe(query, "1")
        told = await wire.hear()

        assert (told["id"], told["type"]) == ("1", "error")
        assert told["payload"][0]["extensions"]["code"] == code
        assert (await wire.ask(VENDORS, "1"))["data"]
    await served.begun(0)


async def test_one_connection_has_only_so_many_operations_under_way(served: Served):
    """One too many is refused by itself, and has room once another is over."""
    async with served.wire() as wire:
        for number in range(3):
            await wire.subscribe(changed("id"), str(number))
        await wire.subscribe(VENDORS, "3")
        refused = await wire.hear()
        await wire.say("complete", id="0")

        assert refused["type"] == "error"
        assert refused["payload"][0]["extensions"]["code"] == "RATE_LIMITED"
        assert (await wire.ask(VENDORS, "3"))["data"]


async def test_elsewhere_there_is_no_websocket(served: Served):
    """The graph is at /graphql."""
    with pytest.raises(InvalidStatus) as caught:
        async with connect(f"ws://127.0.0.1:{served.port}/metrics", subprotocols=[PROTOCOL], proxy=None):
            pass

    assert caught.value.response.status_code == 403
