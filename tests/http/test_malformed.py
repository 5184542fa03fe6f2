"""Whatever is no GraphQL request is refused as a GraphQL error, never with a 500."""

import json

import pytest

from tests.http.conftest import Served

JSON = {"content-type": "application/json"}
GREETING = json.dumps({"query": "{ greeting }"}).encode()
DEEP = b"[" * 100_000

BODIES = {
    "nothing": b"",
    "spaces": b"   ",
    "a text": b'"{ greeting }"',
    "a number": b"1",
    "a boolean": b"true",
    "null": b"null",
    "broken JSON": b'{"query": "{ greeting }"',
    "more after the end": GREETING + b"x",
    "bad UTF-8": b'{"query": "\xff"}',
    "UTF-16": '{"query": "{ greeting }"}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf" + GREETING,
    "half a surrogate pair": rb'{"query": "{ greeting(name: \"\ud800\") }"}',
    "not a number": b'{"query": "{ greeting }", "variables": {"a": NaN}}',
    "100,000 brackets": DEEP,
    "100,000 brackets and back": DEEP + b"]" * 100_000,
    "100,000 brackets in variables": b'{"query": "{ greeting }", "variables": {"a": ' + DEEP + b"]" * 100_000 + b"}}",
    "an empty object": b"{}",
    "no query": b'{"variables": {}}',
    "query null": b'{"query": null}',
    "query a number": b'{"query": 1}',
    "query a list": b'{"query": ["{ greeting }"]}',
    "query an object": b'{"query": {"a": "{ greeting }"}}',
    "operationName a number": b'{"query": "{ greeting }", "operationName": 0}',
    "operationName an object": b'{"query": "{ greeting }", "operationName": {}}',
    "variables a text": b'{"query": "{ greeting }", "variables": "{}"}',
    "variables a list": b'{"query": "{ greeting }", "variables": []}',
    "variables false": b'{"query": "{ greeting }", "variables": false}',
    "extensions a text": b'{"query": "{ greeting }", "extensions": "x"}',
    "extensions a list": b'{"query": "{ greeting }", "extensions": [1]}',
    "query twice": b'{"query": "{ greeting }", "query": "{ greeting }"}',
    "query twice, once escaped": rb'{"query": "{ greeting }", "qu\u0065ry": "mutation { write }"}',
    "variables twice": b'{"query": "{ greeting }", "variables": {}, "variables": {"a": 1}}',
    "a variable twice": b'{"query": "{ greeting }", "variables": {"a": "x: y", "a": 2}}',
    "a deep variable twice": b'{"query": "{ greeting }", "variables": {"a": [{"b": {"c" : 1, "c" : 2}}]}}',
    "an extension twice": b'{"query": "{ greeting }", "extensions": {"cost": false, "cost": true}}',
    "query twice in a batch": b'[{"query": "{ greeting }", "query": "{ greeting }"}]',
    "query twice, deep": b'{"query": "{ greeting }", "query": "\\u0041", "variables": ' + b"[" * 1000 + b"]" * 1000 + b"}",
    "an empty batch": b"[]",
    "a batch": b"[" + GREETING + b"]",
    "a batch of nonsense": b'[1, null, "x"]',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
async def test_a_malformed_body_is_a_400_with_one_error(served: Served, body: bytes) -> None:
    """It says what is wrong, has a code and no data."""
    answer = await served.http.post("/graphql", content=body, headers=JSON)

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert list(answer.json()) == ["errors"]
    assert [error["extensions"] for error in answer.json()["errors"]] == [{"code": "BAD_REQUEST"}]


@pytest.mark.parametrize("name", [name for name in BODIES if "twice" in name and name != "query twice, deep"])
async def test_a_name_said_twice_is_told_as_that(served: Served, name: str) -> None:
    """Wherever it stands, also in a batch where none is taken: what a body says twice is never read as either."""
    answer = await served.http.post("/graphql", content=BODIES[name], headers=JSON)

    assert "twice" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "query=",
        "query=%ff",
        "query=%7Bgreeting%7D&query=%7Bgreeting%7D",
        "query=%7Bgreeting%7D&variables=%7B",
        "query=%7Bgreeting%7D&variables=1",
        "query=%7Bgreeting%7D&variables=%7B%22query%22:1,%22query%22:2%7D",
        "query=%7Bgreeting%7D&extensions=%5B%5D",
        "&".join(f"a{number}=1" for number in range(30)),
    ],
)
async def test_a_malformed_url_is_a_400(served: Served, query: str) -> None:
    """A query string is checked like a body."""
    answer = await served.http.get(f"/graphql?{query}", headers={"accept": "application/graphql-response+json"})

    assert answer.status_code == 400
    assert list(answer.json()) == ["errors"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content-type": ""},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "application/graphql"},
        {"content-type": "application/json; charset=utf-16"},
        {"content-type": "application/json, text/plain"},
        {"content-type": "application/json", "content-encoding": "gzip"},
    ],
)
async def test_another_content_type_is_a_415(served: Served, headers: dict[str, str]) -> None:
    """Only what a page of another site can't send without being asked first is taken."""
    answer = await served.http.post("/graphql", content=GREETING, headers=headers)

    assert answer.status_code == 415
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNSUPPORTED_MEDIA_TYPE"


@pytest.mark.parametrize("accept", ["text/csv", "text/html", "application/json;q=0", "application/json; charset=latin1", "x"])
async def test_an_answer_that_nobody_accepts_is_a_406(served: Served, accept: str) -> None:
    """The client is told in JSON all the same."""
    answer = await served.ask("{ greeting }", accept)

    assert answer.status_code == 406
    assert answer.json()["errors"][0]["extensions"]["code"] == "NOT_ACCEPTABLE"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "QUERY"])
async def test_other_methods_are_a_405_that_says_which_are_allowed(served: Served, method: str) -> None:
    """The graph is asked by GET or POST."""
    answer = await served.http.request(method, "/graphql")

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, POST"


async def test_other_paths_are_a_404_in_json(served: Served) -> None:
    """Nothing answers with a page of the framework's."""
    answer = await served.http.get("/graphql/elsewhere")

    assert answer.status_code == 404
    assert answer.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"


@pytest.mark.parametrize(
    "query", ["{", "{ nothing }", "{ greeting(name: 1) }", "query A { greeting } query B { greeting }", " "]
)
async def test_a_refused_document_is_400_in_the_new_media_type_and_200_in_the_old(served: Served, query: str) -> None:
    """There is no data where execution didn't begin."""
    new = await served.ask(query, "application/graphql-response+json")
    old = await served.ask(query, "application/json")

    assert (new.status_code, old.status_code) == (400, 200)
    assert list(new.json()) == list(old.json()) == ["errors"]
    assert all(error["extensions"]["code"] for error in new.json()["errors"])
