"""Apollo Client shows what the fast vendors know while a slow one is waited for."""

import json

from gateway.sandbox.town import Town
from tests.clients.node import node
from tests.contract.test_calls import ANA
from tests.observe.served import serve

SLOW_S = 2.0


async def test_apollo_client_has_the_fast_vendors_first(own_sandbox: Town):
    """With one vendor at 2 s and either of its handlers; at the end its cache holds the whole."""
    own_sandbox.footprints.trouble.slow_s = SLOW_S
    own_sandbox.footprints.fault("slow", only=lambda _, path: path == "/api/client")
    async with serve(own_sandbox.settings) as served:
        told = json.loads(await node("apollo_defer.mjs", f"{served.http.base_url}/graphql", ANA))

    at_once = ["__typename", "id", "rewards"]
    for client in told:
        seen = client["seen"]
        assert seen[0]["has"] == at_once
        assert [*at_once[:2], "purchases", "rewards"] in [one["has"] for one in seen]
        assert seen[-1]["has"] == ["__typename", "id", "leads", "purchases", "rewards"]
        assert [one["state"] for one in seen] == ["streaming"] * (len(seen) - 1) + ["complete"]
        assert seen[-1]["ms"] - seen[0]["ms"] > SLOW_S * 500, "the first part came at least half that time before the last"
        assert not any(one.get("error") for one in seen)
        assert client["customer"]["leads"]["nodes"]
        assert client["customer"]["purchases"]
