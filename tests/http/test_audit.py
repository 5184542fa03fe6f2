"""The official audit of GraphQL over HTTP: npm's graphql-http, run by Node against the running gateway."""

import json

import pytest

from tests.clients.node import node
from tests.http.conftest import serve


@pytest.mark.long
async def test_the_official_audit_finds_nothing() -> None:
    """All 61 audits are ok: no error, no warning, no notice."""
    # The audit itself asks `__type`, so the schema has to be shown.
    async with serve(INTROSPECTION="true") as served:
        results = json.loads(await node("audit.mjs", f"http://127.0.0.1:{served.port}/graphql"))

    assert [result for result in results if result["status"] != "ok"] == []
    assert len(results) == 61
