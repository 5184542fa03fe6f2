"""Ten thousand requests made up of broken bodies and headers: an answer to each, none of them 5xx, and memory steady."""

import asyncio
import gc
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from starlette.types import Message

from gateway.http.app import application
from gateway.process import assemble
from gateway.reading import read_settings
from gateway.registry import entries

REQUESTS = 10_000
IN_ONE = 40

Asked = tuple[str, list[tuple[bytes, bytes]], bytes, bytes]

GOOD = b'{"query": "query Q($n: Int) { vendors { vendor } }", "variables": {"n": 1}, "operationName": "Q", "extensions": {}}'
DOCUMENTS = st.sampled_from(
    [
        "{ vendors { vendor } }",
        "mutation { __typename }",
        '{ customer(by: {email: "a@example.com"}) { id } }',
        "{ __schema { types { name } } }",
        "query A { __typename } query B { __typename }",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
REQUEST = st.fixed_dictionaries(
    {},
    optional={
        "query": DOCUMENTS | st.text(max_size=60) | JSON,
        "variables": JSON,
        "operationName": st.sampled_from(["A", "B", "", "nobody"]) | JSON,
        "extensions": JSON
        | st.fixed_dictionaries({}, optional={"persistedQuery": JSON, "explain": JSON, "cost": JSON, "maxStale": JSON}),
        "id": JSON,
    },
)


@st.composite
def mutilated(draw: st.DrawFn) -> bytes:
    """A good body with a few bytes changed, dropped or doubled."""
    body = bytearray(GOOD)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(body) - 1))
        body[at : at + draw(st.integers(0, 3))] = draw(
            st.binary(max_size=4) | st.sampled_from([b'"', b"{", b"}", b"\\u", b"\xff"])
        )
        body = body or bytearray(b"{")
    return bytes(body)


BODIES = (
    st.binary(max_size=200)
    | mutilated()
    | REQUEST.map(lambda held: orjson.dumps(held, option=orjson.OPT_PASSTHROUGH_SUBCLASS) if _fits(held) else GOOD)
    | st.lists(REQUEST, max_size=3).map(lambda held: orjson.dumps(held) if _fits(held) else GOOD)
    | st.sampled_from([b"", b"null", b"1", b'"x"', b"[]", b"[" * 5_000, b"{}", GOOD, GOOD[:-1], b"\xff\xfe" + GOOD, GOOD * 2])
)
NAMES = st.sampled_from(
    [
        b"content-type",
        b"accept",
        b"authorization",
        b"x-api-key",
        b"x-request-id",
        b"content-length",
        b"content-encoding",
        b"cache-control",
        b"if-none-match",
        b"origin",
        b"apollo-require-preflight",
        b"transfer-encoding",
        b"host",
    ]
)
VALUES = st.sampled_from(
    [
        b"application/json",
        b"application/graphql-response+json",
        b"multipart/form-data; boundary=x",
        b"multipart/form-data",
        b"application/json; charset=utf-16",
        b"*/*;q=0",
        b"text/html, */*;q=0.1",
        b"Bearer x.y.z",
        b"gzip",
        b"no-cache",
        b"1",
        b"-1",
        b"9" * 30,
        b'"' * 50,
    ]
) | st.binary(max_size=40)


@st.composite
def requests(draw: st.DrawFn) -> Asked:
    """A method, headers, a query string and a body."""
    method = draw(st.sampled_from(["POST", "POST", "POST", "GET", "PUT", "OPTIONS", "HEAD"]))
    headers = draw(st.lists(st.tuples(NAMES, VALUES), max_size=5))
    if draw(st.booleans()):
        headers = [(b"content-type", b"application/json"), *headers]
    query = draw(
        st.sampled_from([b"", b"query={vendors{vendor}}", b"query=%7b", b"%ff=%", b"variables=[", b"&" * 50])
        | st.binary(max_size=40)
    )
    return method, headers, query, draw(BODIES)


class Direct:
    """Calls the application as a server would, without a socket between."""

    def __init__(self, folder: Path) -> None:
        environment = {"GATEWAY_AUTH": "none"}
        chosen = entries()
        self._app = application(assemble(read_settings(environment, chosen), chosen))
        self._runner = asyncio.Runner()
        self.statuses = Counter[int]()

    def ask_all(self, asked: list[Asked]) -> None:
        """Send the requests one after the other."""
        self._runner.run(self._all(asked))

    def close(self) -> None:
        """End the loop."""
        self._runner.close()

    async def _all(self, asked: list[Asked]) -> None:
        for request in asked:
            status, body = await self._one(*request)
            self.statuses[status] += 1
            assert status < 500, request
            assert b"INTERNAL" not in body, request
            if status not in (204, 304) and request[0] != "HEAD" and not body.startswith(b"<!"):
                told = orjson.loads(body)
                assert isinstance(told, dict | list), request

    async def _one(self, method: str, headers: list[tuple[bytes, bytes]], query: bytes, body: bytes) -> tuple[int, bytes]:
        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": "/graphql",
            "raw_path": b"/graphql",
            "query_string": query,
            "root_path": "",
            "headers": headers,
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }
        incoming = [body[:50], body[50:]]
        sent: list[Message] = []
        never = asyncio.Event()

        async def receive() -> Message:
            if not incoming:
                await never.wait()
            return {"type": "http.request", "body": incoming.pop(0), "more_body": bool(incoming)}

        async def send(message: Message) -> None:
            sent.append(message)

        await asyncio.wait_for(self._app(scope, receive, send), 5)
        return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


@pytest.fixture(scope="module")
def direct(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Direct]:
    """An application without vendors: nothing here reaches further than the gateway."""
    made = Direct(tmp_path_factory.mktemp("fuzz"))
    yield made
    made.close()


def send(direct: Direct, times: int, seed: int) -> None:
    """Send that many examples of forty requests each; the same in every run."""

    @settings(
        max_examples=times,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    @given(st.lists(requests(), min_size=4, max_size=6), st.just(seed))
    def ask(asked: list[Asked], base: int) -> None:
        direct.ask_all(list(_varied(asked, base)))

    ask()


def _varied(asked: list[Asked], seed: int) -> Iterator[Asked]:
    """Mix methods, headers and bodies of a few requests into forty: generating each anew takes longer than answering it."""
    chance = random.Random(f"{seed} {asked}")
    for _ in range(IN_ONE):
        parts = [chance.choice(asked) for _ in range(4)]
        yield parts[0][0], parts[1][1], parts[2][2], parts[3][3]


def test_no_body_and_no_header_breaks_the_gateway(direct: Direct):
    """Ten thousand; the second half needs no more memory than the first."""
    send(direct, REQUESTS // IN_ONE // 2 + 5, 1)
    gc.collect()
    before = _resident_bytes()
    send(direct, REQUESTS // IN_ONE // 2 + 5, 2)
    gc.collect()

    assert sum(direct.statuses.values()) >= REQUESTS
    assert {200, 400, 405, 406, 415} <= direct.statuses.keys()
    assert _resident_bytes() - before < 24 * 1024 * 1024


def _resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def _fits(value: object) -> bool:
    """Whether the fast encoder takes it: no numbers over 64 bits, no broken Unicode."""
    try:
        orjson.dumps(value)
    except TypeError:
        return False
    return True
