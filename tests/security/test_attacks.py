"""The twelve checks of graphql-cop and the attacks that graphql-armor guards against, by their names there."""

import time
from typing import Any

import pytest

from tests.access.front import Front


async def refused(front: Front, key: str, query: str, *codes: str, **more: Any) -> dict[str, Any]:
    """Ask, within a second of work; return the error of a request that was refused whole, with one of those codes."""
    begun = time.process_time()
    answer = await front.ask(query, key, **more)
    took_s = time.process_time() - begun
    body = answer.json()

    assert "data" not in body, body
    assert {error["extensions"]["code"] for error in body["errors"]} <= set(codes), body
    assert took_s < 1
    first: dict[str, Any] = body["errors"][0]
    return first


class TestGraphQLCop:
    """github.com/dolevf/graphql-cop, in its order."""

    async def test_alias_overloading(self, front: Front, key: str):
        """101 aliases of one field."""
        await refused(front, key, "{ " + " ".join(f"a{i}: __typename" for i in range(101)) + " }", "QUERY_TOO_COMPLEX")

    async def test_array_based_query_batching(self, front: Front, key: str):
        """Ten in one body."""
        body = [{"query": "{ __typename }"}] * 10
        answer = await front.http.post("/graphql", json=body, headers={"authorization": f"Bearer {key}"})

        assert answer.status_code == 400
        assert "data" not in answer.text

    async def test_directive_overloading(self, front: Front, key: str):
        """Ten made-up ones, and hundreds of real ones."""
        await refused(front, key, "{ __typename " + "@aa" * 10 + " }", "GRAPHQL_VALIDATION_FAILED")
        await refused(front, key, "{ __typename " + "@include(if: true)" * 300 + " }", "QUERY_TOO_COMPLEX")

    async def test_circular_query_using_introspection(self, front: Front, key: str):
        """Types of fields of types of fields."""
        circle = "fields { name type { " * 10 + "name" + " } }" * 10
        await refused(
            front, key, "{ __schema { types { " + circle + " } } }", "INTROSPECTION_DISABLED", "GRAPHQL_VALIDATION_FAILED"
        )

    async def test_mutation_support_over_get_methods(self, front: Front, key: str):
        """None is run."""
        params = {"query": "mutation { __typename }"}
        answer = await front.http.get("/graphql", params=params, headers={"authorization": f"Bearer {key}"})

        assert answer.status_code == 405
        assert answer.headers["allow"] == "POST"

    async def test_get_based_queries(self, front: Front, key: str):
        """A page of another site can send a GET, but no credential with it: there are no cookies here."""
        answer = await front.http.get("/graphql", params={"query": "{ __typename }"}, headers={"cookie": f"key={key}"})

        assert answer.status_code == 401
        assert "access-control-allow-origin" not in answer.headers

    @pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"])
    async def test_post_based_queries_using_urlencoded_payloads(self, front: Front, key: str, kind: str):
        """What a form of another site can send isn't taken, by nobody."""
        headers = {"authorization": f"Bearer {key}", "content-type": kind}
        answer = await front.http.post("/graphql", content=b"query=%7B__typename%7D", headers=headers)

        assert answer.status_code in (400, 403, 415)
        assert "data" not in answer.json()

    async def test_graphql_tracing(self, front: Front, key: str):
        """No timings in the answer."""
        answer = await front.ask(
            "{ __typename }", key, headers={"x-apollo-tracing": "1", "apollo-federation-include-trace": "ftv1"}
        )

        assert answer.json() == {"data": {"__typename": "Query"}}

    async def test_field_duplication(self, front: Front, key: str):
        """The same field 500 times."""
        await refused(front, key, "{ " + "__typename " * 500 + "}", "QUERY_TOO_COMPLEX")

    async def test_field_suggestions(self, front: Front, key: str):
        """A misspelt name is only that."""
        for query in (
            "{ custome { id } }",
            "{ vendors { vendr } }",
            "{ customer(bye: 1) { id } }",
            "{ campaigns(vendor: TRACKSALES) { nodes { id } } }",
        ):
            error = await refused(front, key, query, "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT")
            assert "Did you mean" not in error["message"]

    async def test_graphiql(self, front: Front):
        """No explorer for a browser, wherever it is usually found."""
        for path in ("/graphql", "/graphiql", "/playground", "/console", "/altair", "/"):
            answer = await front.http.get(path, headers={"accept": "text/html"})
            assert answer.status_code in (401, 404, 406)
            assert "<html" not in answer.text.lower()

    async def test_introspection(self, front: Front, key: str):
        """By none of its fields, hidden in fragments and behind aliases neither."""
        for query in (
            "{ __schema { types { name } } }",
            '{ __type(name: "Query") { name } }',
            "{ _service { sdl } }",
            "{ ... on Query { a: __schema { queryType { name } } } }",
            "{ ...F } fragment F on Query { __schema { queryType { name } } }",
        ):
            await refused(front, key, query, "INTROSPECTION_DISABLED")

    async def test_unhandled_errors(self, front: Front, key: str):
        """No traceback, no file, no class of ours."""
        answer = await front.ask("query @x { __typename", key)

        assert "Traceback" not in answer.text
        assert ".py" not in answer.text


class TestGraphQLArmor:
    """github.com/Escape-Technologies/graphql-armor, by plugin."""

    async def test_block_field_suggestion(self, front: Front, key: str):
        """In variables too."""
        ask = "query Q($by: CustomerKey!) { customer(by: $by) { id } }"
        answer = await front.ask(ask, key, variables={"by": {"emal": "a@example.com"}})

        assert "Did you mean" not in answer.text

    async def test_character_limit(self, front: Front, key: str):
        """A body over the limit isn't read to its end."""
        answer = await front.ask("{ __typename } #" + "x" * 1_200_000, key)

        assert answer.status_code == 413

    async def test_cost_limit(self, front: Front, key: str):
        """Lists of lists of lists."""
        many = (
            "{ customers(by: ["
            + '{email: "a@example.com"}' * 100
            + "]) { leads(first: 100) { nodes { history { status } } } } }"
        )
        await refused(front, key, many, "QUERY_TOO_COMPLEX")

    async def test_max_aliases(self, front: Front, key: str):
        """In fragments, as often as they are spread."""
        one = "fragment F on VendorStatus { " + " ".join(f"a{i}: vendor" for i in range(20)) + " }"
        await refused(
            front,
            key,
            "{ a: vendors { ...F } b: vendors { ...F } c: vendors { ...F } d: vendors { ...F } } " + one,
            "QUERY_TOO_COMPLEX",
        )

    async def test_max_depth(self, front: Front, key: str):
        """Through fragments that hide it."""
        fragments = " ".join(
            f"fragment F{i} on Customer {{ leads {{ nodes {{ customer {{ ...F{i + 1} }} }} }} }}" for i in range(10)
        )
        ask = '{ customer(by: {email: "a@example.com"}) { ...F0 } } ' + fragments + " fragment F10 on Customer { id }"
        await refused(front, key, ask, "QUERY_TOO_COMPLEX")

    async def test_max_directives(self, front: Front, key: str):
        """Spread over many fields."""
        await refused(
            front,
            key,
            "{ vendors { "
            + "vendor @skip(if: false) @include(if: true) " * 19
            + "}"
            + " me @skip(if: true) @include(if: true) { id }" * 8
            + "}",
            "QUERY_TOO_COMPLEX",
        )

    async def test_max_tokens(self, front: Front, key: str):
        """Many small things."""
        await refused(front, key, "{ __typename }" + " query A { __typename }" * 2000, "GRAPHQL_PARSE_FAILED")


BOMBS = {
    "fragments that double": "{ ...F0 } "
    + " ".join(f"fragment F{i} on Query {{ ...F{i + 1} ...F{i + 1} }}" for i in range(40))
    + " fragment F40 on Query { __typename }",
    "fragments in a circle": "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
    "a fragment in itself": "{ ...A } fragment A on Query { ...A }",
    "100,000 brackets": "{" * 100_000,
    "lists in lists": "{ customers(by: " + "[" * 3000 + "]" * 3000 + ") { id } }",
    "objects in objects": "{ customer(by: " + "{a: " * 1000 + "1" + "}" * 1000 + ") { id } }",
    "overlapping fields": "{ " + " ".join("leads { nodes { customer { leads { nodes { id } } } } }" for _ in range(150)) + " }",
    "conflicting fields": "{ " + " ".join(f"leads(first: {i}) {{ nodes {{ id }} }}" for i in range(150)) + " }",
    "unused variables": "query(" + " ".join(f"$v{i}: Int" for i in range(1500)) + ") { __typename }",
    "many operations": "{ __typename } " + " ".join(f"query Q{i} {{ __typename }}" for i in range(500)),
    "a number of 10,000 digits": "{ leads(first: " + "9" * 10_000 + ") { nodes { id } } }",
    "a subscription": "subscription { anything }",
    "nothing": "",
    "only a comment": "# nothing",
    "a null byte": "{ __type\0name }",
    "half a surrogate": '{ customer(by: {email: "\ud83d"}) { id } }',
    "@stream": "{ stores @stream { id } }",
    "a thousand deferred fragments": "{ " + "... @defer { __typename } " * 1000 + "}",
}


@pytest.mark.parametrize("name", BOMBS)
async def test_bombs_are_defused(front: Front, key: str, name: str):
    """Refused in well under a second of work, never an internal error."""
    begun = time.process_time()
    body = ('{"query": ' + _json(BOMBS[name]) + "}").encode("utf-8", "surrogatepass")
    headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}
    answer = await front.http.post("/graphql", content=body, headers=headers)

    assert time.process_time() - begun < 1
    assert answer.status_code < 500
    assert "INTERNAL" not in answer.text
    assert answer.json().get("errors")


def _json(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\0", "\\u0000")
    return '"' + "".join(f"\\u{ord(one):04x}" if 0xD800 <= ord(one) < 0xE000 else one for one in escaped) + '"'
