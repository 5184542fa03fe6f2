"""Subscriptions by JavaScript's clients, as docs/subscriptions.md sets them up: with a key, over real sockets."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from gateway.sandbox.town import Town
from tests.access import front as fronts
from tests.access.front import EVERY_READ, Front
from tests.clients.node import node
from tests.live.served import ANA

CAMPAIGN = "000096cf-32a3-43bd-9034-4df343e5fd93"


@pytest_asyncio.fixture(loop_scope="session")
async def front(own_sandbox: Town, tmp_path: Path) -> AsyncIterator[Front]:
    """A gateway in its production defaults, over stand-ins of this test's own."""
    async with fronts.serve(tmp_path, own_sandbox.settings) as served:
        yield served


@pytest.mark.parametrize("script", ["graphql_ws.mjs", "graphql_sse.mjs", "apollo_live.mjs", "urql_live.mjs"])
async def test_a_client_is_told_what_it_bought(front: Front, script: str):
    """It asks, subscribes, writes and hears of the write, and reads our errors."""
    key = front.key("frontend", *EVERY_READ, "write:open_loyalty")

    told: Any = json.loads(await node(script, f"http://127.0.0.1:{front.port}/graphql", key, ANA, CAMPAIGN))

    before, after = (
        {one["couponCode"] for one in person["purchases"]}
        for person in (told["person"]["customer"], told["told"]["data"]["customerChanged"])
    )
    assert told["person"]["customer"]["firstName"] == "Ana"
    assert set(told["bought"]) & after
    assert after - before <= set(told["bought"])
    assert told["refused"] == "GRAPHQL_VALIDATION_FAILED"
    if script == "graphql_ws.mjs":
        assert (told["connections"], told["closed"]) == (1, [1000])
    elif script == "graphql_sse.mjs":
        assert told["unknown"] == 401
    elif script == "apollo_live.mjs":
        assert {one["couponCode"] for one in told["shown"]["customer"]["purchases"]} == after
