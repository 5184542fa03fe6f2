"""How parts come over a socket: when, in which bytes, and what becomes of them when something goes wrong."""

import asyncio
import json

import pytest
from structlog.testing import capture_logs

from tests.defer.reading import NEWER, OLDER, asked
from tests.http.conftest import Served, serve
from tests.http.toy import SECRET

LATER = '{ greeting ... @defer(label: "slow") { wait } }'
SOON = "{ greeting ... @defer { numbers(given: 1) } }"
FIRST = {"data": {"greeting": "hello None"}, "hasNext": True}
LAST = {"hasNext": False}
PENDING = {"pending": [{"id": "0", "path": [], "label": "slow"}]}
FORMATS = [
    (
        OLDER,
        "; deferSpec=20220824",
        FIRST,
        {"incremental": [{"data": {"wait": "released"}, "path": [], "label": "slow"}], "hasNext": True},
    ),
    (
        NEWER,
        "; incrementalSpec=v0.2",
        FIRST | PENDING,
        {"incremental": [{"id": "0", "data": {"wait": "released"}}], "completed": [{"id": "0"}], "hasNext": True},
    ),
    (
        "application/json, Multipart/Mixed",
        "",
        FIRST | PENDING,
        {"incremental": [{"id": "0", "data": {"wait": "released"}}], "completed": [{"id": "0"}], "hasNext": True},
    ),
]


@pytest.mark.parametrize(("accept", "named", "first", "second"), FORMATS)
async def test_the_fast_part_comes_while_the_slow_one_waits(
    accept: str, named: str, first: dict[str, object], second: dict[str, object]
) -> None:
    """In the format that the client asks for, each part with the boundary behind it."""
    async with asyncio.timeout(20), serve() as served, asked(served.http, LATER, accept) as parts:
        assert parts.media == f'multipart/mixed; boundary="-"{named}'
        assert parts.response.headers["cache-control"] == "no-store"
        assert parts.response.headers["x-accel-buffering"] == "no"
        assert await parts.next() == first
        assert served.toy.waiting == 1
        served.toy.release.set()

        assert await parts.rest() == [second, LAST]


async def test_the_bytes_are_those_of_a_multipart_body() -> None:
    """Boundaries on lines of their own, a type before each part, and two dashes behind the last boundary."""
    async with asyncio.timeout(20), serve() as served:
        served.toy.release.set()
        answer = await served.ask(LATER, OLDER)

    head = "\r\n---\r\ncontent-type: application/json; charset=utf-8\r\n\r\n"
    assert answer.status_code == 200
    assert "content-length" not in answer.headers
    assert answer.text.startswith(head + '{"data":{"greeting":"hello None"},"hasNext":true}' + head)
    assert answer.text.endswith(head + '{"hasNext":false}\r\n-----\r\n')


@pytest.mark.parametrize(
    "accept",
    [
        "application/json",
        "*/*",
        "multipart/*, application/json",
        "multipart/mixed;q=0, application/json",
        "multipart/form-data, application/json",
        "multipart/mixed;deferSpec=20991231, application/json",
        "multipart/mixed;incrementalSpec=v9, application/json",
        "multipart/mixed;deferSpec=20220824;incrementalSpec=v0.2, application/json",
    ],
)
async def test_who_takes_no_parts_gets_the_whole_at_once(accept: str) -> None:
    """As if nothing were deferred."""
    async with asyncio.timeout(20), serve() as served:
        served.toy.release.set()
        answer = await served.ask(LATER, accept)

    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.json() == {"data": {"greeting": "hello None", "wait": "released"}}


async def test_who_takes_parts_alone_gets_them(served: Served) -> None:
    """And what isn't deferred as JSON, rather than nothing."""
    deferred, plain = await asyncio.gather(*(served.ask(text, "multipart/mixed") for text in (SOON, "{ greeting }")))

    assert deferred.headers["content-type"].startswith("multipart/mixed")
    assert plain.headers["content-type"] == "application/json; charset=utf-8"
    assert plain.json() == {"data": {"greeting": "hello None"}}


async def test_what_is_not_deferred_after_all_comes_whole(served: Served) -> None:
    """By `if`, as a literal or a variable, or since nothing of the fragment is asked for."""
    documents = [
        "{ greeting ... @defer(if: false) { numbers(given: 1) } }",
        "query Q($later: Boolean!) { greeting ... @defer(if: $later) { numbers(given: 1) } }",
        "{ greeting numbers(given: 1) ... @defer { greeting } }",
    ]

    for document in documents:
        answer = await served.ask(document, NEWER, variables={"later": False})

        assert answer.headers["content-type"] == "application/json; charset=utf-8"
        assert answer.json() == {"data": {"greeting": "hello None", "numbers": 1}}


async def test_parts_come_by_get_too(served: Served) -> None:
    """A query is a query."""
    query = "query Q($later: Boolean!) { greeting ... @defer(if: $later) { numbers(given: 1) } }"
    parameters = {"query": query, "variables": json.dumps({"later": True})}
    answer = await served.http.get("/graphql", params=parameters, headers={"accept": NEWER})

    assert answer.headers["content-type"].startswith("multipart/mixed")
    assert '"incremental":[{"id":"0","data":{"numbers":1}}]' in answer.text


async def test_a_batch_knows_no_parts() -> None:
    """It has one answer for each request, whole."""
    batch = [{"query": "{ ... @defer { greeting } }"}, {"query": "{ numbers(given: 1) }"}]
    async with serve(MAX_BATCH="2") as served:
        answer = await served.http.post("/graphql", json=batch, headers={"accept": NEWER})

    assert answer.json() == [{"data": {"greeting": "hello None"}}, {"data": {"numbers": 1}}]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("mutation { ... @defer { write } }", "GRAPHQL_VALIDATION_FAILED"),
        ('{ ... @defer(label: "a") { greeting } ... @defer(label: "a") { wait } }', "GRAPHQL_VALIDATION_FAILED"),
        ("{ greeting @defer }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ greeting @stream }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ ... @defer { greeting }", "GRAPHQL_PARSE_FAILED"),
    ],
)
async def test_what_cannot_be_deferred_is_refused(served: Served, document: str, code: str) -> None:
    """Before anything runs, so in one piece."""
    answer = await served.ask(document, OLDER)

    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.json()["errors"][0]["extensions"]["code"] == code


async def test_an_error_is_told_in_its_part_and_masked(served: Served) -> None:
    """A field that may be null is null there; one that may not takes its fragment with it, and nothing else."""
    query = "{ greeting ... @defer { broken } ... @defer { fragile } ... @defer { numbers(given: 1) } }"
    with capture_logs() as lines:
        async with asked(served.http, query) as parts:
            first, second, last = await parts.rest()
        older = (await served.ask(query, OLDER)).text

    assert first["data"] == {"greeting": "hello None"}
    assert "errors" not in first
    nullable, other = second["incremental"]
    assert nullable["data"] == {"broken": None}
    assert [(error["path"], error["extensions"]["code"]) for error in nullable["errors"]] == [(["broken"], "INTERNAL")]
    assert other == {"id": "2", "data": {"numbers": 1}}
    failed = next(one for one in second["completed"] if "errors" in one)
    assert failed["id"] == "1"
    assert failed["errors"][0]["path"] == ["fragile"]
    assert last == LAST
    assert SECRET not in parts.text
    assert [line["outcome"] for line in lines if line["event"] == "operation"] == ["INTERNAL"] * 2
    assert '{"data":null,"path":[],"errors":[{"message":"Something went wrong' in older


@pytest.mark.parametrize("accept", [OLDER, NEWER])
async def test_the_deadline_is_the_whole_operation_s(accept: str) -> None:
    """What isn't there in time ends with an error in its place, and the answer ends."""
    async with asyncio.timeout(20), serve(TIMEOUT_S="0.2") as served, asked(served.http, LATER, accept) as parts:
        _, late, last = await parts.rest()
        await served.toy.cancelled.wait()

    error = late["incremental"][0] if accept == OLDER else late["completed"][0]
    assert [told["extensions"]["code"] for told in error["errors"]] == ["QUERY_TIMEOUT"]
    assert error.get("data") is None
    assert last == LAST


async def test_a_client_that_goes_away_ends_the_rest() -> None:
    """Between two parts, and before the first: then what began early ends as well. Each leaves one line."""
    async with asyncio.timeout(20), serve() as served:
        with capture_logs() as lines:
            async with asked(served.http, LATER) as parts:
                await parts.next()
            await served.toy.cancelled.wait()
            assert served.toy.waiting == 0

            served.toy.started.clear()
            leaving = asyncio.create_task(served.ask("{ a: wait ... @defer { b: wait } }", NEWER))
            await _until_waiting(served, 2)
            leaving.cancel()
            await _until_waiting(served, 0)
            assert (await served.ask("{ greeting }")).status_code == 200

    outcomes = [line["outcome"] for line in lines if line["event"] == "operation"]
    assert outcomes == ["GONE", "GONE", "OK"]


async def _until_waiting(served: Served, count: int) -> None:
    """Let the server's turns of the event loop pass until so many fields wait."""
    while served.toy.waiting != count:
        await served.http.get("/healthz")


async def test_the_connection_is_used_again(served: Served) -> None:
    """An answer in parts ends as any other, and who watched for its client stops watching."""
    with capture_logs() as lines:
        for _ in range(3):
            answer = await served.ask("{ greeting ... @defer { numbers(given: 1) } }", OLDER)
            assert answer.text.endswith("\r\n-----\r\n")

    assert [line["outcome"] for line in lines if line["event"] == "operation"] == ["OK"] * 3
