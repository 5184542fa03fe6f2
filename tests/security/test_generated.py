"""schemathesis: two thousand generated operations, on the read and the write side of a running gateway."""

import asyncio
import io
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from graphql import GraphQLDeferDirective, parse, print_directive
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.graphql import nodes

from gateway.registry import VENDORS, entries
from gateway.sandbox.town import Town
from schema.scopes import SCOPES, write_scope
from schema.subgraph import Graph, compose, public_sdl
from tests.access.front import serve
from tests.security.conforming import Conforming

OPERATIONS = 2_000


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The whole graph."""
    return compose([entry.subgraph for entry in entries()])


@pytest.fixture(scope="module")
def documents(graph: Graph) -> list[str]:
    """The same two thousand documents in every run."""
    schemathesis.graphql.scalar("JSON", st.text(max_size=20).map(nodes.String))
    schemathesis.graphql.scalar("Upload", st.none().map(lambda _: nodes.Null))
    # graphql-core's own `execute`, which reads the schema here, takes none that declares @defer.
    sdl = public_sdl(graph).replace(print_directive(GraphQLDeferDirective), "")
    found = [one.ok() for one in schemathesis.graphql.from_file(io.StringIO(sdl)).get_all_operations()]  # type: ignore[union-attr]  # a broken schema fails here
    made = [field.as_strategy() for field in found]
    collected: list[str] = []

    @settings(
        max_examples=OPERATIONS,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    @given(st.sampled_from(range(len(made))).flatmap(made.__getitem__))
    def collect(case: Any) -> None:
        collected.append(str(case.body))

    collect()
    return collected


@pytest.mark.long
@pytest.mark.timeout(900)  # Making them up takes a minute, on a busy machine several.
async def test_no_generated_operation_breaks_the_gateway(documents: list[str], graph: Graph, tmp_path: Path):
    """No 5xx, no internal error, no answer that breaks the schema; both sides are really reached."""
    conforming, seen = Conforming(graph.schema._schema), Counter[str]()
    scopes = (*SCOPES, *(write_scope(vendor) for vendor in VENDORS))
    async with Town().opened() as town, serve(tmp_path, town.settings, QUOTA_REQUESTS="0", QUOTA_COST="0") as front:
        key, queue = front.key("generated", *scopes), iter(documents)

        async def worker() -> None:
            for document in queue:
                answer = await front.ask(document, key)
                body = answer.json()
                assert answer.status_code < 500, document
                codes = {error["extensions"]["code"] for error in body.get("errors", [])}
                assert "INTERNAL" not in codes, (document, body)
                seen.update(codes or {"fine"})
                seen[document.lstrip()[:8]] += 1
                if body.get("data") is not None:
                    assert conforming.breaches(parse(document), body["data"]) == [], document

        await asyncio.gather(*(worker() for _ in range(4)))
        alive = await front.http.get("/healthz")

    assert alive.status_code == 200
    assert len(documents) >= OPERATIONS
    assert seen["mutation"] > 300
    assert seen["fine"] > 300, seen
