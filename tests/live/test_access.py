"""Live connections are for those whom POST is for, with the same rights, and no longer."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from websockets.exceptions import InvalidStatus

from gateway.access.keys import revoke
from gateway.sandbox.town import Town
from tests.access import front as fronts
from tests.access.front import EVERY_READ, Front
from tests.access.test_documents import persisted
from tests.live.served import ANA, BOGDAN, QUICK, Served, buy, changed

VENDORS = "{ vendors { vendor } }"


@dataclass
class Strict:
    """A gateway in its production defaults."""

    front: Front
    served: Served


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def strict(shops: Town, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Strict]:
    """One for all tests of this module."""
    folder = tmp_path_factory.mktemp("live")
    async with fronts.serve(folder, shops.settings, pace=QUICK, CORS_ORIGINS="https://app.example", MAX_LIVE="2") as front:
        yield Strict(front, Served(front.port, front.http, front.process, front.clock))


@pytest.mark.parametrize("way", ["header", "key header", "payload", "key in the payload", "token in the payload"])
async def test_credentials_come_by_headers_or_in_the_first_message(strict: Strict, way: str):
    """Browsers can't send the former with a WebSocket."""
    key = strict.front.key(way, "people:read")
    token = strict.front.issuer.token(email=ANA, scope="people:read")
    headers, payload = {
        "header": ({"authorization": f"Bearer {key}"}, {}),
        "key header": ({"x-api-key": key}, {}),
        "payload": ({}, {"Authorization": f"Bearer {key}"}),
        "key in the payload": ({}, {"X-API-Key": key}),
        "token in the payload": ({}, {"authorization": f"bearer {token}"}),
    }[way]

    async with strict.served.wire(headers, payload=payload) as wire:
        assert (await wire.ask("{ __typename }"))["data"] == {"__typename": "Query"}


@pytest.mark.parametrize(
    "payload",
    [{}, {"Authorization": "Bearer wrong"}, {"X-API-Key": "cg_wrong"}, {"X-API-Key": "cg_a", "Authorization": "Bearer b"}],
)
async def test_nobody_unknown_is_acknowledged(strict: Strict, payload: dict[str, object]):
    """Without credentials, with wrong ones, with two."""
    async with strict.served.wire(init=False) as wire:
        await wire.say("connection_init", payload=payload)

        assert (await wire.closed())[0] == 4403


async def test_wrong_headers_are_refused_at_the_handshake(strict: Strict):
    """As POST refuses them."""
    with pytest.raises(InvalidStatus) as caught:
        async with strict.served.wire({"authorization": "Bearer wrong"}):
            pass

    assert caught.value.response.status_code == 401
    assert json.loads(caught.value.response.body)["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    ("origin", "is_welcome"),
    [
        (None, True),
        ("https://app.example", True),
        ("own", True),
        ("https://evil.example", False),
        ("http://app.example", False),
        ("null", False),
        ("http://[", False),
    ],
)
async def test_pages_of_other_origins_may_not_connect(strict: Strict, origin: str | None, is_welcome: bool):  # noqa: FBT001  # a table's column
    """But for those that the settings name, and the gateway's own."""
    key = strict.front.key(f"origin {origin}", "people:read")
    origin = f"http://127.0.0.1:{strict.front.port}" if origin == "own" else origin
    try:
        async with strict.served.wire({"x-api-key": key}, origin):
            assert is_welcome
    except InvalidStatus as refused:
        assert not is_welcome
        assert refused.response.status_code == 403


async def test_a_revoked_key_ends_what_it_began(strict: Strict):
    """The WebSocket with its own code, the stream by its end, so that either may be tried again with other credentials."""
    key = strict.front.key("soon gone", *EVERY_READ)
    async with (
        strict.served.wire({"x-api-key": key}) as wire,
        strict.served.events(changed("id"), {"x-api-key": key}) as stream,
    ):
        await wire.subscribe(changed("id"))
        await strict.served.begun(2)
        revoke(strict.front.keys, "soon gone")
        strict.front.clock.ahead_s += 1

        assert await wire.closed() == (4403, "The credentials have expired or were revoked.")
        while (event := await stream.next())[0] == "beat":
            pass
        assert event == ("end", None)
    await strict.served.begun(0)


@pytest.mark.parametrize("kind", ["token", "key"])
async def test_credentials_that_expire_end_what_they_began(strict: Strict, kind: str):
    """A token with the leeway that its clock is given."""
    if kind == "token":
        credential = strict.front.issuer.token(email=ANA, scope=" ".join(EVERY_READ), exp=int(time.time()) - 28)
    else:
        credential = strict.front.key("short", *EVERY_READ, expires=datetime.now(UTC) + timedelta(seconds=1.5))
    async with strict.served.wire({"authorization": f"Bearer {credential}"}) as wire:
        await wire.subscribe(changed("id"))

        assert (await wire.closed())[0] == 4403


async def test_a_customer_subscribes_to_nobody_else(strict: Strict):
    """Whoever else is named is refused, and the own person is told of."""
    token = strict.front.issuer.token(email=ANA, scope=" ".join((*EVERY_READ, "write:open_loyalty")))
    async with strict.served.wire({"authorization": f"Bearer {token}"}) as wire:
        await wire.subscribe(changed("id", BOGDAN), "other")
        refused = await wire.hear()
        await wire.subscribe(changed("purchases { couponCode }"), "own")
        await strict.served.begun()
        bought = await strict.served.mutate(buy(), {"authorization": f"Bearer {token}"})
        told = await wire.hear()

    assert (refused["id"], refused["type"]) == ("other", "error")
    assert refused["payload"][0]["extensions"]["code"] == "FORBIDDEN"
    coupon = bought["buyReward"]["purchase"]["coupons"][0]
    assert {"couponCode": coupon} in told["payload"]["data"]["customerChanged"]["purchases"]


async def test_what_may_not_be_seen_is_null_and_without_people_nothing_begins(strict: Strict):
    """With the scope that is missing, as in a query; what is hidden isn't watched either."""
    blind = strict.front.key("no people", "rewards:read")
    partly = strict.front.key("no rewards", "people:read", "people:personal")
    async with strict.served.wire({"x-api-key": blind}) as wire:
        refused = await wire.ask(changed("id"))
    async with strict.served.wire({"x-api-key": partly}) as wire:
        await wire.subscribe(changed("id firstName purchases { couponCode }"))
        await strict.served.begun()
        (watch,) = strict.front.process.cache.changes.all()

        assert {key.partition(":")[0] for key in watch.keys} == {"carecloud"}

    assert refused["errors"][0]["extensions"] == {"code": "FORBIDDEN", "scope": "people:read"}


async def test_each_operation_counts_towards_the_quota(strict: Strict):
    """Over either door; the connection stays."""
    key = strict.front.key("few", "people:read", rate=2)
    async with strict.served.wire({"x-api-key": key}) as wire:
        answers = [await wire.ask(VENDORS) for _ in range(3)]
    events = await strict.front.http.post(
        "/graphql", json={"query": VENDORS}, headers={"x-api-key": key, "accept": "text/event-stream"}
    )

    assert ["data" in answer for answer in answers] == [True, True, False]
    assert answers[2]["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert answers[2]["errors"][0]["extensions"]["retryAfter"] > 0
    assert (events.status_code, "retry-after" in events.headers) == (429, True)


async def test_looking_again_counts_as_cost(strict: Strict):
    """Over its quota a caller is told later, and asks no vendor until then."""
    key, writer = (
        strict.front.key("poor", *EVERY_READ, cost=70),
        strict.front.key("writer", "people:read", "write:open_loyalty"),
    )
    async with strict.served.wire({"x-api-key": key}) as wire:
        await wire.subscribe(changed("purchases { couponCode }"))
        await strict.served.begun()
        for _ in range(3):
            await strict.served.mutate(buy(), {"x-api-key": writer})
            told = await wire.ask(VENDORS)
            if "errors" in told:
                break

    assert told["errors"][0]["extensions"]["code"] == "RATE_LIMITED"


async def test_a_caller_has_only_so_many_connections(strict: Strict):
    """Over both doors together; another caller has its own."""
    mine, other = strict.front.key("greedy", *EVERY_READ), strict.front.key("modest", *EVERY_READ)
    async with strict.served.wire({"x-api-key": mine}), strict.served.events(changed("id"), {"x-api-key": mine}) as stream:
        assert (await stream.next())[0] == "beat"
        async with strict.served.wire({"x-api-key": mine}, init=False) as third:
            await third.say("connection_init")
            assert (await third.closed())[0] == 1013
        async with strict.served.events(changed("id"), {"x-api-key": mine}) as fourth:
            assert fourth.response.status_code == 429
        async with strict.served.wire({"x-api-key": other}) as wire:
            assert (await wire.ask(VENDORS))["data"]
    async with asyncio.timeout(10):
        while True:
            async with strict.served.wire({"x-api-key": mine}, init=False) as again:
                await again.say("connection_init")
                try:
                    assert await again.hear() == {"type": "connection_ack"}
                    return
                except Exception:  # noqa: BLE001  # not yet let go
                    continue


async def test_documents_go_by_hash_over_a_websocket_too(strict: Strict):
    """Unknown at first, then registered."""
    key = strict.front.key("hashes", "people:read")
    text = "query Hashed { vendors { vendor circuit } }"
    async with strict.served.wire({"x-api-key": key}) as wire:
        await wire.say("subscribe", id="1", payload={"extensions": persisted(text)})
        unknown: Any = (await wire.hear())["payload"]
        registered = await wire.ask(text, extensions=persisted(text))
        await wire.say("subscribe", id="2", payload={"extensions": persisted(text)})
        known = await wire.hear()

    assert unknown[0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"
    assert registered["data"] == known["payload"]["data"]
