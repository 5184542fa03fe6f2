"""What holds for a whole answer holds for its parts: rights, cost, freshness, what is written down and counted."""

from pathlib import Path
from typing import Any

from graphql import parse, validate
from structlog.testing import capture_logs

from gateway.engine.engine import Answer, Request
from gateway.process import composed
from gateway.registry import entries
from gateway.sandbox.town import Town
from resolvers.context import Caller
from schema.subgraph import public_sdl
from tests.access.front import serve
from tests.conftest import Gateway
from tests.contract.test_calls import ANA
from tests.defer.reading import OLDER, asked, merged
from tests.observe.served import serve as serve_open

WHOLE = composed(entries())
BOTH = f'{{ customer(by: {{email: "{ANA}"}}) {{ id ... @defer {{ rewards {{ id }} leads {{ nodes {{ id }} }} }} }} }}'


async def test_what_a_caller_may_not_see_stays_hidden_later(sandbox: Town, tmp_path: Path):
    """Refused where it would have come, and never asked for."""
    async with serve(tmp_path, sandbox.settings) as front:
        key = front.key("partly", "people:read", "rewards:read")
        async with asked(front.http, BOTH, credential=key) as parts:
            first, *_ = await parts.rest()
        data, errors = merged(parts.seen)

    assert "errors" not in first
    assert data["customer"]["rewards"]
    assert data["customer"]["leads"] is None
    assert [(error["path"], error["extensions"]["code"]) for error in errors] == [(["customer", "leads"], "FORBIDDEN")]
    assert not sandbox.footprints.calls


async def test_the_last_part_tells_of_the_whole(sandbox: Town):
    """How old each vendor's data is, the calls, and what it might have cost: a part more costs a point more."""
    async with serve_open(sandbox.settings) as served:
        wish = {"explain": True, "cost": True}
        async with asked(served.http, BOTH, extensions=wish) as parts:
            told = (await parts.rest())[-1]["extensions"]
        whole = (await served.ask(BOTH.replace("@defer", ""), extensions=wish)).json()["extensions"]

    assert {one["vendor"] for one in told["freshness"]} == {"CARECLOUD", "FOOTPRINTS"}
    assert {one["vendor"] for one in told["upstream"]} == {"CARECLOUD", "FOOTPRINTS"}
    assert told["cost"]["total"] == whole["cost"]["total"] + 1
    assert not any("extensions" in part for part in parts.seen[:-1])


async def test_one_line_and_one_count_per_operation(sandbox: Town):
    """However many parts it came in, with all its calls and its first error."""
    sandbox.footprints.fault("429")
    async with serve_open(sandbox.settings, METRICS_OPERATIONS="Both") as served:
        with capture_logs() as lines:
            async with asked(served.http, f"query Both {BOTH}", OLDER, operationName="Both") as parts:
                await parts.rest()
        outcome = await served.value("gateway_operations_total", operation="Both", outcome="VENDOR_RATE_LIMITED")
        running = await served.value("gateway_operations_running")

    line, *others = [line for line in lines if line["event"] == "operation"]
    assert others == []
    assert (line["kind"], line["outcome"], line["calls"]) == ("query", "VENDOR_RATE_LIMITED", 3)
    assert (outcome, running) == (1, 0)


async def test_too_many_parts_are_too_complex(gateway: Gateway):
    """Each counts as often as its place may come back, so that a small document has no million parts."""
    query = "query Q($by: [CustomerKey!]!) { customers(by: $by) { leads(first: 100) { nodes { PARTS } } } }"
    some = await gateway.query(query.replace("PARTS", "id"), by=[])
    many = await gateway.query(query.replace("PARTS", "... @defer { id } ... @defer { status }"), by=[])

    assert some.errors == []
    assert codes(many) == ["QUERY_TOO_COMPLEX"]


def codes(answer: Answer) -> list[Any]:
    """The codes of an answer's errors."""
    errors: list[Any] = answer.errors
    return [error["extensions"]["code"] for error in errors]


async def test_a_mutation_comes_whole(own_gateway: Gateway):
    """Its outcome is not to be had in halves."""
    told: list[object] = []

    async def tell(part: object) -> None:
        told.append(part)

    buy = 'mutation { buyReward(input: {customer: {email: "ana.popescu0@example.com"}, campaign: "x"}) {'
    answer = await own_gateway.engine.run(Request(buy + " ... @defer { userErrors { code } } } }"), Caller(), tell)

    assert answer.data["buyReward"]["userErrors"]
    assert not answer.is_told
    assert told == []


async def test_whoever_may_ask_for_the_schema_is_told_of_defer(sandbox: Town):
    """In the published schema and by introspection."""
    async with serve_open(sandbox.settings, INTROSPECTION="true") as served:
        told = (await served.ask("{ __schema { directives { name locations } } }")).json()["data"]
    directives = {one["name"]: one["locations"] for one in told["__schema"]["directives"]}

    assert directives["defer"] == ["FRAGMENT_SPREAD", "INLINE_FRAGMENT"]
    assert "stream" not in directives
    assert "directive @defer(" in public_sdl(WHOLE)


async def test_routers_are_not_told_of_defer():
    """A router defers by itself: neither a slice nor the whole, as a subgraph, says that it does."""
    part = composed(entries(), ["tracksale"])
    unknown = validate(part.schema._schema, parse("{ ... @defer { __typename } }"))

    assert part.is_slice
    assert "Unknown directive '@defer'." in [error.message for error in unknown]
    for graph in (WHOLE, part):
        assert "@defer" not in graph.schema.as_str() + graph.schema.router_sdl
