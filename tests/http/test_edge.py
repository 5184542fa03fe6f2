"""What every answer has: a request id, security headers, nothing of the inside; and what other sites may do."""

import pytest
import structlog
from structlog.testing import LogCapture

from tests.http.conftest import Served, serve
from tests.http.toy import SECRET

PATHS = ["/graphql", "/graphql?query=%7Bgreeting%7D", "/healthz", "/readyz", "/nowhere"]


@pytest.mark.parametrize("path", PATHS)
async def test_every_answer_has_security_headers_and_an_id(served: Served, path: str) -> None:
    """Also refusals."""
    headers = (await served.http.get(path)).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert len(headers["x-request-id"]) == 16
    assert "server" not in headers


UUID = "018f4c2e-7b1a-7c3d-9e4f-0123456789ab"
KEY = "cg_0123456789ab_J9xk2v7QpLmN4rT8sW1yZ3bC5dF6gH0jK2lM4nP6qR8"


@pytest.mark.parametrize(
    "given",
    [
        UUID,
        UUID.upper(),
        UUID.replace("-", ""),
        "a84ca1e504305409",
        "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    ],
)
async def test_a_callers_request_id_is_kept(served: Served, given: str) -> None:
    """So that one id leads through several services' logs."""
    answer = await served.http.get("/healthz", headers={"x-request-id": given})

    assert answer.headers["x-request-id"] == given


@pytest.mark.parametrize(
    "given",
    [
        "a" * 129,
        "a b",
        '{"a"}',
        "",
        "-x",
        KEY,
        "ana.popescu0-40722100000",
        "40722100000",
        "4929123456789012",
        "ana",
        UUID + "0",
    ],
)
async def test_a_request_id_that_may_be_something_else_is_replaced(served: Served, given: str) -> None:
    """A forged line, a credential, somebody's name or number: it is plainly an id, or it is ours."""
    answer = await served.http.get("/healthz", headers={"x-request-id": given})

    assert answer.headers["x-request-id"] != given


async def test_what_breaks_inside_is_masked_and_found_by_its_id(served: Served) -> None:
    """The client gets the id; the log has it with the place, without the exception's words."""
    log = LogCapture()
    before = structlog.get_config()["processors"]
    structlog.configure(processors=[log])
    try:
        answer = await served.http.post("/graphql", json={"query": "{ broken }"}, headers={"x-request-id": UUID})
    finally:
        structlog.configure(processors=before)
    error = answer.json()["errors"][0]

    assert answer.json()["data"] == {"broken": None}
    assert error["extensions"] == {"code": "INTERNAL", "requestId": UUID}
    assert SECRET not in answer.text
    assert [entry["request_id"] for entry in log.entries if entry["log_level"] == "error"] == [UUID]
    assert SECRET not in repr(log.entries[0]["error"])


async def test_other_sites_are_kept_out_by_default(served: Served) -> None:
    """No header lets a page of another origin read an answer, or ask first and then send."""
    answer = await served.http.post("/graphql", json={"query": "{ greeting }"}, headers={"origin": "https://elsewhere.example"})
    asked = await served.http.options(
        "/graphql", headers={"origin": "https://elsewhere.example", "access-control-request-method": "POST"}
    )

    assert "access-control-allow-origin" not in answer.headers
    assert "access-control-allow-origin" not in asked.headers


async def test_sites_that_the_settings_name_are_let_in() -> None:
    """And no other, and never with cookies."""
    async with serve(CORS_ORIGINS="https://app.example, https://shop.example") as served:
        asking = {"access-control-request-method": "POST", "access-control-request-headers": "content-type,authorization"}
        good = await served.http.options("/graphql", headers={"origin": "https://shop.example", **asking})
        bad = await served.http.options("/graphql", headers={"origin": "https://elsewhere.example", **asking})
        answer = await served.http.post("/graphql", json={"query": "{ greeting }"}, headers={"origin": "https://app.example"})

    assert good.status_code == 200
    assert good.headers["access-control-allow-origin"] == "https://shop.example"
    assert "access-control-allow-origin" not in bad.headers
    assert answer.headers["access-control-allow-origin"] == "https://app.example"
    assert "access-control-allow-credentials" not in answer.headers
    assert "Origin" in answer.headers["vary"]


@pytest.mark.parametrize(
    "query", ["{ __schema { types { name } } }", '{ __type(name: "Query") { name } }', "{ _service { sdl } }"]
)
async def test_the_schema_is_not_told_by_default(served: Served, query: str) -> None:
    """Neither by introspection nor by a federation router's way; the demo and a setting open both."""
    async with serve(demo=True) as shown, serve(INTROSPECTION="true") as set_on, serve(demo=True, INTROSPECTION="false") as off:
        answers = [(await one.ask(query)).json() for one in (served, shown, set_on, off)]

    assert [list(answer) for answer in answers] == [["errors"], ["data"], ["data"], ["errors"]]
    assert answers[0]["errors"][0]["extensions"]["code"] == "INTROSPECTION_DISABLED"


async def test_errors_suggest_no_names_where_the_schema_is_not_told(served: Served) -> None:
    """A misspelt field, argument or variable."""
    misspelt = "{ greetin }", '{ greeting(nam: "x") }', "query ($name: Strin) { greeting(name: $name) }"
    async with serve(demo=True) as shown:
        for query in misspelt:
            assert "Did you mean" in (await shown.ask(query)).text
            assert "Did you mean" not in (await served.ask(query)).text


async def test_typename_is_always_told(served: Served) -> None:
    """Clients normalize by it."""
    assert (await served.ask("{ __typename }")).json() == {"data": {"__typename": "Query"}}


async def test_nobody_is_let_in_without_a_credential(no_keys: str) -> None:
    """A 401 with a GraphQL error in the media type that was asked for; health stays open."""
    async with serve(AUTH="keys", API_KEYS_FILE=no_keys) as served:
        answer = await served.ask("{ greeting }", "application/graphql-response+json")
        health = await served.http.get("/healthz")

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["content-type"].startswith("application/graphql-response+json")
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert health.status_code == 200
