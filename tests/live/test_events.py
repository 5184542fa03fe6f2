"""graphql-sse's distinct connections mode. Specification: github.com/enisdenjo/graphql-sse, PROTOCOL.md."""

from typing import Any

import pytest

from gateway.sandbox.town import Town
from tests.live.served import Events, Served, buy, changed, serve

PURCHASES = "purchases { couponCode }"
VENDORS = "{ vendors { vendor } }"
ASKED_BY_URQL = (
    "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed"
)


async def _event(stream: Events) -> tuple[str, Any]:
    """The next event that isn't a sign of life."""
    while True:
        found = await stream.next()
        if found[0] != "beat":
            return found


@pytest.mark.parametrize("accept", ["text/event-stream", ASKED_BY_URQL])
async def test_a_write_is_told(served: Served, accept: str):
    """By an event whose data is the answer; whoever takes events among others gets them for a subscription."""
    async with served.events(changed(PURCHASES), {"accept": accept}) as stream:
        bought = (await served.mutate(buy()))["buyReward"]["purchase"]["coupons"][0]
        event, data = await _event(stream)

    assert stream.response.status_code == 200
    assert stream.response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert stream.response.headers["cache-control"] == "no-store"
    assert stream.response.headers["x-content-type-options"] == "nosniff"
    assert event == "next"
    assert {"couponCode": bought} in data["data"]["customerChanged"]["purchases"]


async def test_a_silent_stream_shows_that_it_lives(served: Served):
    """By comments, which no client hears."""
    async with served.events(changed("id")) as stream:
        assert [(await stream.next())[0] for _ in range(3)] == ["beat"] * 3


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("query", [VENDORS, "{ unknown }", "{", "subscription { __typename }"])
async def test_what_is_answered_once_is_one_event_and_completed(served: Served, method: str, query: str):
    """What doesn't begin too, so that an EventSource can be told why."""
    given: dict[str, Any] = {"params": {"query": query}} if method == "GET" else {"json": {"query": query}}
    async with served.http.stream(method, "/graphql", headers={"accept": "text/event-stream"}, **given) as response:
        stream = Events(response)
        event, data = await stream.next()

        assert response.headers["content-type"].startswith("text/event-stream")
        assert event == "next"
        assert ("data" in data) is (query == VENDORS)
        assert ("errors" in data) is (query != VENDORS)
        assert await stream.next() == ("complete", None)
        assert await stream.next() == ("end", None)


async def test_a_stream_is_never_held_already(served: Served):
    """Whatever the client says that it holds: events have no ETag."""
    stores = {"query": "{ stores { name } }"}
    for accept in ("application/json", "text/event-stream"):
        answer = await served.http.post("/graphql", json=stores, headers={"accept": accept, "if-none-match": "*"})

    assert answer.status_code == 200
    assert answer.text.startswith("event: next")
    assert "etag" not in answer.headers


async def test_a_person_that_cannot_be_looked_at_ends_it_at_once(served: Served):
    """The error and the completion."""
    async with served.events(changed("id", email="no address")) as stream:
        event, data = await stream.next()

        assert event == "next"
        assert data["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
        assert "data" not in data
        assert await stream.next() == ("complete", None)
    await served.begun(0)


async def test_a_get_may_subscribe_and_not_write(served: Served):
    """An EventSource knows nothing but GET."""
    accept = {"accept": "text/event-stream"}
    written = await served.http.get("/graphql", params={"query": buy()}, headers=accept)
    async with served.http.stream("GET", "/graphql", params={"query": changed(PURCHASES)}, headers=accept) as response:
        await served.mutate(buy())
        told = await _event(Events(response))

    assert written.status_code == 405
    assert told[0] == "next"


async def test_a_mutation_may_be_answered_by_events(served: Served):
    """Once, as otherwise."""
    async with served.events(buy()) as stream:
        event, data = await stream.next()

    assert event == "next"
    assert data["data"]["buyReward"]["purchase"]["coupons"]


@pytest.mark.parametrize(
    ("accept", "status"), [("application/json", 200), ("application/graphql-response+json", 400), ("*/*", 200)]
)
async def test_who_does_not_take_events_is_told_how_to_subscribe(served: Served, accept: str, status: int):
    """Nothing runs."""
    answer = await served.http.post("/graphql", json={"query": changed("id")}, headers={"accept": accept})
    fetched = await served.http.get("/graphql", params={"query": changed("id")}, headers={"accept": accept})

    assert answer.status_code == status
    assert "data" not in answer.json()
    assert "text/event-stream" in answer.json()["errors"][0]["message"]
    assert fetched.status_code == 405


async def test_other_pages_get_events_only_where_they_are_let_in(shops: Town):
    """By CORS, as any answer."""
    async with serve(shops.settings, CORS_ORIGINS="https://app.example") as strict:
        for origin, allowed in (("https://app.example", "https://app.example"), ("https://evil.example", None)):
            async with strict.events(changed("id"), {"origin": origin}) as stream:
                assert stream.response.headers.get("access-control-allow-origin") == allowed
