"""Well-formed requests: methods, media types, parameters, batches, sizes."""

import asyncio
import json

import pytest

from tests.http.conftest import Served, serve

NEW, OLD = "application/graphql-response+json", "application/json"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, OLD),
        ("", OLD),
        ("*/*", OLD),
        ("application/*", OLD),
        (NEW, NEW),
        (f"{NEW}; charset=utf-8", NEW),
        (NEW.upper(), NEW),
        (f"{NEW}, {OLD};q=0.9", NEW),
        (f"{OLD}, {NEW}", NEW),
        (f"{NEW};q=0.5, {OLD}", OLD),
        (f"{OLD}, text/plain, */*", OLD),
        (f"{NEW};q=0, */*", OLD),
        (f"{OLD};q=0, */*;q=0.1", NEW),
        ("text/html, */*;q=0.1", OLD),
        (f"{NEW};q=broken, {OLD};q=0.1", OLD),
    ],
)
async def test_the_answer_has_the_media_type_that_the_client_likes_best(served: Served, accept: str | None, media: str) -> None:
    """By its `Accept` header, by exactness and weight."""
    request = served.http.build_request("POST", "/graphql", json={"query": "{ greeting }"})
    del request.headers["accept"]
    if accept is not None:
        request.headers["accept"] = accept
    answer = await served.http.send(request)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{media}; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["vary"].startswith("accept")
    assert answer.json() == {"data": {"greeting": "hello None"}}


async def test_a_query_comes_by_get(served: Served) -> None:
    """With its variables as JSON in the URL."""
    url = {
        "query": "query Hello($name: String) { greeting(name: $name) } query Other { greeting }",
        "variables": json.dumps({"name": "Ștefan & co"}),
        "operationName": "Hello",
        "extensions": "{}",
    }
    answer = await served.http.get("/graphql", params=url)

    assert answer.status_code == 200
    assert answer.json() == {"data": {"greeting": "hello Ștefan & co"}}


async def test_a_mutation_by_get_is_a_405(served: Served) -> None:
    """A link must not change anything; the operation that is named decides."""
    document = "query A { greeting } mutation B { write }"
    refused = await served.http.get("/graphql", params={"query": document, "operationName": "B"})
    taken = await served.http.get("/graphql", params={"query": document, "operationName": "A"})

    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
    assert "data" not in refused.json()
    assert taken.json() == {"data": {"greeting": "hello None"}}


async def test_null_parameters_are_like_missing_ones(served: Served) -> None:
    """Many clients send them so."""
    answer = await served.ask("{ greeting }", operationName=None, variables=None, extensions=None)

    assert answer.json() == {"data": {"greeting": "hello None"}}


async def test_escaped_names_in_a_good_request_are_fine(served: Served) -> None:
    """The second look for repeated parameters lets what is sent once pass."""
    body = rb'{"query": "{ greeting(name: \"\u00e9\") }", "variables": {"query": {"query": 1}}, "other": [{"query": 1}]}'
    answer = await served.http.post("/graphql", content=body, headers={"content-type": "application/json"})

    assert answer.json() == {"data": {"greeting": "hello é"}}


async def test_numbers_that_the_fast_encoder_refuses_are_answered(served: Served) -> None:
    """A custom scalar may hold more than 64 bits."""
    answer = await served.ask("{ numbers(given: 123456789012345678901234567890) }")

    assert answer.json() == {"data": {"numbers": 123456789012345678901234567890}}


async def test_a_body_over_the_limit_is_a_413() -> None:
    """Declared or not, it is refused once it is known to be too large, and the connection still works."""
    async with serve(MAX_BODY_BYTES="2000") as served:
        body = json.dumps({"query": "{ greeting }", "variables": {"a": "x" * 5_000_000}}).encode()

        async def undeclared() -> object:
            for start in range(0, len(body), 65536):
                yield body[start : start + 65536]

        headers = {"content-type": "application/json"}
        declared = await served.http.post("/graphql", content=body, headers=headers)
        chunked = await served.http.post("/graphql", content=undeclared(), headers=headers)  # type: ignore[arg-type]  # an async generator
        url = await served.http.get("/graphql", params={"query": "{ greeting }", "pad": "x" * 3000})
        after = await served.ask("{ greeting }")

    assert (declared.status_code, chunked.status_code, url.status_code) == (413, 413, 414)
    assert declared.json()["errors"][0]["extensions"]["code"] == "BODY_TOO_LARGE"
    assert after.status_code == 200


async def test_a_batch_is_answered_in_order_where_the_settings_allow_it() -> None:
    """Each of its answers is what it would be alone."""
    async with serve(MAX_BATCH="2") as served:
        two = [{"query": "{ greeting }"}, {"query": "{ nothing }"}]
        answer = await served.http.post("/graphql", json=two)
        three = await served.http.post("/graphql", json=[*two, two[0]])

    assert answer.status_code == 200
    assert answer.json()[0] == {"data": {"greeting": "hello None"}}
    assert list(answer.json()[1]) == ["errors"]
    assert three.status_code == 400


async def test_requests_over_one_connection_follow_each_other(served: Served) -> None:
    """A refusal leaves the connection in order, also where the body was not read."""
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    refused = b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 5\r\n\r\nhello"
    writer.write(refused + b"GET /graphql?query=%7Bgreeting%7D HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
    text = await reader.read(-1)
    writer.close()

    assert text.startswith(b"HTTP/1.1 415")
    assert b"HTTP/1.1 200" in text


async def test_a_browser_at_the_door_is_shown_to_the_explorer(no_keys: str) -> None:
    """Where there is one; whoever isn't a browser, or asks otherwise, is told that nothing is there."""
    async with serve(demo=True) as served, serve(AUTH="keys", API_KEYS_FILE=no_keys) as closed:
        shown = await served.http.get("/", headers={"accept": BROWSER})
        plain = await served.http.get("/", headers={"accept": "application/json"})
        posted = await served.http.post("/", headers={"accept": BROWSER})
        without = await closed.http.get("/", headers={"accept": BROWSER})

    assert (shown.status_code, shown.headers["location"], shown.headers["vary"]) == (302, "graphql", "accept")
    assert [one.status_code for one in (plain, posted, without)] == [404, 404, 404]


def _sources(policy: list[str], directive: str) -> list[str]:
    return next(rule.split()[1:] for rule in policy if rule.split()[0] == directive)


async def test_a_browser_gets_the_explorer() -> None:
    """Under a policy that lets it load and ask from here alone, with no script of its own in the page."""
    async with serve(demo=True) as served:
        page = await served.http.get("/graphql", headers={"accept": BROWSER})

    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policy = page.headers["content-security-policy"].split("; ")
    assert {"default-src 'none'", "script-src 'self'", "connect-src 'self'"} < set(policy)
    assert {source.partition("-")[0] for source in _sources(policy, "style-src")} == {"'self'", "'sha256"}
    assert "unsafe-inline" not in str(policy)
    assert "unsafe-eval" not in str(policy)
    assert "http" not in page.text
