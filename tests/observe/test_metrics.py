"""`/metrics` tells an operator how the gateway does, in a bounded number of series, and nothing of anybody."""

import json
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from gateway.access.keys import Key, create, new_id
from gateway.sandbox.town import Town
from tests.observe.served import samples, serve

EMAIL = "ana.popescu0@example.com"
PERSON = 'query Person { customer(by: {email: "ana.popescu0@example.com"}) { id rewards { name } } }'


async def test_an_operation_and_its_calls_are_counted(sandbox: Town):
    """By name, kind and outcome; the calls by vendor, operation and outcome; with durations."""
    async with serve(sandbox.settings, METRICS_OPERATIONS="Person") as gateway:
        await gateway.ask(PERSON, operationName="Person")

        assert await gateway.value("gateway_operations_total", operation="Person", kind="query", outcome="OK") == 1
        assert await gateway.value("gateway_operation_duration_seconds_count", operation="Person") == 1
        assert await gateway.value("gateway_upstream_calls_total", vendor="carecloud", outcome="OK") == 2
        assert await gateway.value("gateway_upstream_call_duration_seconds_count", vendor="carecloud") == 2
        assert await gateway.value("gateway_upstream_calls_total", vendor="tracksale") == 0
        assert await gateway.value("gateway_operations_running") == 0


async def test_what_the_cache_did_is_counted(sandbox: Town):
    """Misses at first; hits where another operation needs the same; a whole answer kept is an outcome of its own."""
    async with serve(sandbox.settings) as gateway:
        await gateway.ask(PERSON)
        assert await gateway.value("gateway_cache_reads_total", vendor="carecloud", result="miss") == 2
        assert await gateway.value("gateway_cache_reads_total", result="hit") == 0

        await gateway.ask(PERSON)
        assert await gateway.value("gateway_operations_total", outcome="KEPT") == 1

        await gateway.ask(PERSON.replace("name", "code"))
        assert await gateway.value("gateway_cache_reads_total", vendor="carecloud", result="hit") == 2
        assert await gateway.value("gateway_cache_entries") > 0
        assert await gateway.value("gateway_cache_bytes") > 0


async def test_a_vendor_in_trouble_is_seen(sandbox: Town):
    """Its calls fail by code, are repeated, and its circuit opens; the others' stay closed."""
    async with serve(sandbox.settings) as gateway:
        sandbox.tracksale.fault("500")
        for code in range(6):
            await gateway.ask(f'{{ survey(code: "{code}") {{ name }} }}')

        assert await gateway.value("gateway_upstream_calls_total", vendor="tracksale", outcome="VENDOR_UNAVAILABLE") > 0
        assert await gateway.value("gateway_upstream_repeats_total", vendor="tracksale") > 0
        assert await gateway.value("gateway_circuit", vendor="tracksale", state="open") == 1
        assert await gateway.value("gateway_circuit", vendor="tracksale", state="closed") == 0
        assert await gateway.value("gateway_circuit", vendor="carecloud", state="closed") == 1


async def test_a_person_whom_nobody_knows_is_no_trouble(sandbox: Town):
    """What a vendor hasn't got is an answer: no call failed, and readiness names no error."""
    async with serve(sandbox.settings) as gateway:
        answer = await gateway.ask(
            '{ customer(by: {email: "nobody9@example.com"}) { leads { nodes { id } } } survey(code: "999999") { name } }'
        )
        ready = (await gateway.http.get("/readyz")).json()

        assert answer.json()["data"] == {"customer": None, "survey": None}
        assert await gateway.value("gateway_upstream_calls_total", outcome="VENDOR_REJECTED") == 0
        assert [vendor["lastError"] for vendor in ready["vendors"]] == [None] * 5


async def test_budget_and_pool_are_told(sandbox: Town):
    """Calls left in the window, calls that may be under way, those that are."""
    async with serve(sandbox.settings, TIMEOUT_S="20") as gateway:
        before = await gateway.value("gateway_budget_left", vendor="tracksale")
        await gateway.ask("{ surveys { code } }")

        assert await gateway.value("gateway_budget_left", vendor="tracksale") < before
        assert await gateway.value("gateway_pool_slots", vendor="tracksale") == 10
        assert await gateway.value("gateway_pool_in_use") == 0
        assert await gateway.value("gateway_pool_waiting") == 0


async def test_a_flood_of_names_makes_no_series(sandbox: Town):
    """Whatever clients call their operations, and however they get them wrong, the number of series stays the same."""
    async with serve(sandbox.settings, METRICS_OPERATIONS="Known") as gateway:
        await gateway.ask("query Known { vendors { vendor } }", operationName="Known")
        await gateway.ask("query Flood { vendors { vendor } }", operationName="Flood")
        await gateway.ask("query Known { vendors { vendor } }", operationName="Absent")
        await gateway.ask("query Broken {")
        before = count(await gateway.scraped())

        for number in range(500):
            name = f"Ana_Popescu_{number}"
            await gateway.ask(f"query {name} {{ vendors {{ vendor }} }}", operationName=name)
            await gateway.ask("query Known { vendors { vendor } }", operationName=name)
            await gateway.ask(f"query {name} {{")
        text = (await gateway.http.get("/metrics")).text

        assert count(samples(text)) == before
        assert "Ana_Popescu" not in text
        assert await gateway.value("gateway_operations_total") == 1504


def count(found: dict[str, dict[tuple[tuple[str, str], ...], float]]) -> int:
    """How many series there are."""
    return sum(len(series) for series in found.values())


async def test_metrics_hold_nothing_of_a_person(sandbox: Town):
    """Neither what was asked for nor what was answered."""
    async with serve(sandbox.settings) as gateway:
        answer = await gateway.ask(
            "query Ana($e: String!) { customer(by: {email: $e}) { id firstName lastName phone surveyAnswers { nodes { comment } } } }",
            variables={"e": EMAIL},
        )
        text = (await gateway.http.get("/metrics")).text

    person = answer.json()["data"]["customer"]
    for told in (EMAIL, "Ana", person["id"], person["lastName"], person["phone"], "@"):
        assert told not in text


async def test_a_trusted_documents_name_is_known(sandbox: Town, tmp_path: Path):
    """The manifest is the organization's own, so its operations have numbers of their own; a made-up name for one has not."""
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"one": "query Vendors { vendors { vendor } }"}))
    async with serve(sandbox.settings, TRUSTED_DOCUMENTS=str(manifest)) as gateway:
        for name in ("Vendors", "Ana_Popescu"):
            await gateway.ask("query Vendors { vendors { vendor } }", operationName=name)

        assert await gateway.value("gateway_operations_total", operation="Vendors") == 1
        assert await gateway.value("gateway_operations_total", operation="other", outcome="BAD_USER_INPUT") == 1
        assert await gateway.value("gateway_operations_total", operation="Ana_Popescu") == 0


async def test_refused_requests_are_counted(sandbox: Town):
    """By code, before there is an operation."""
    async with serve(sandbox.settings) as gateway:
        await gateway.http.put("/graphql")
        await gateway.http.post("/graphql", content=b"{", headers={"content-type": "application/json"})

        assert await gateway.value("gateway_refusals_total", code="METHOD_NOT_ALLOWED") == 1
        assert await gateway.value("gateway_refusals_total", code="BAD_REQUEST") == 1


@pytest.mark.parametrize(("setting", "anonymous"), [("on", 200), ("private", 401), ("off", 404)])
async def test_who_may_read_them(tmp_path: Path, setting: str, anonymous: int):
    """Everybody unless the operator says otherwise; with credentials, whoever has them."""
    keys = tmp_path / "keys.json"
    keys.write_text('{"keys": []}')
    key = create(keys, Key(id=new_id(), name="scraper", hash="", scopes=[], created=datetime.now(UTC)))
    async with serve({}, METRICS=setting, AUTH="keys", API_KEYS_FILE=str(keys)) as gateway:
        told: httpx.Response = await gateway.http.get("/metrics")
        known = await gateway.http.get("/metrics", headers={"authorization": f"Bearer {key}"})

    assert told.status_code == anonymous
    assert known.status_code == (404 if setting == "off" else 200)
    assert ("gateway_" in told.text) == (anonymous == 200)


async def test_metrics_are_scraped_as_prometheus_expects(sandbox: Town):
    """Its text format, never kept by anybody on the way."""
    async with serve(sandbox.settings) as gateway:
        answer = await gateway.http.get("/metrics")

    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert answer.headers["cache-control"] == "no-store"
