"""What a document says doesn't make it dear to validate: a worker that validates answers nothing else, /healthz neither."""

import gc
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from graphql import GraphQLSyntaxError, get_introspection_query, parse

from gateway.engine.documents import Documents, Prepared
from gateway.engine.limits import Inspector, Limits
from gateway.engine.overlaps import MOST_COMPARED, compared
from gateway.explorer.examples import examples
from gateway.registry import entries
from tests.graphs import graph_of

ROOT = Path(__file__).parents[2]
ANA = 'customer(by: {email: "ana@example.com"})'
TOKENS = 5_000
LEAD_FIELDS = "id status statusText createdAt updatedAt channelId"


def asks(selection: str, *fragments: str) -> str:
    """A query for a person."""
    return f"{{ {ANA} {{ {selection} }} }} " + " ".join(fragments)


def spread(number: int, body: str) -> str:
    """A query that has that many fragments of the same content."""
    names = [f"F{index}" for index in range(number)]
    return asks(" ".join(f"...{name}" for name in names), *(f"fragment {name} on Customer {{ {body} }}" for name in names))


def in_itself(number: int) -> str:
    """Fragments that all spread all later ones."""
    one = [
        f"fragment F{index} on Customer {{ id {' '.join(f'...F{later}' for later in range(index + 1, number))} }}"
        for index in range(number)
    ]
    return asks("...F0", *one)


SHAPES: dict[str, Callable[[int], str]] = {
    "inline fragments": lambda n: asks(("... {" + "leads { nodes { zz } } " * 5 + "} ") * n),
    "inline fragments in each other": lambda n: asks("id ... { leads { nodes { id } } " * n + "}" * n),
    "fragments": lambda n: spread(n, "leads { nodes { id } } " * 8),
    "deep fragments": lambda n: spread(n, "leads { nodes { customer { leads { nodes { id status } } } } }"),
    "wide fragments": lambda n: spread(n, f"leads {{ nodes {{ {LEAD_FIELDS} }} }}"),
    "fragments that spread each other": in_itself,
    "repeats in repeats": lambda n: asks(("leads {" + "nodes { id } " * n + "} ") * n),
    "repeats in repeats in repeats": lambda n: asks(("leads {" + ("nodes {" + "customer { id } " * n + "} ") * n + "} ") * n),
    "long arguments": lambda n: "{ " + ("customers(by: [" + '{email: "a@example.com"}' * (700 // n) + "]) { id } ") * n + "}",
}


@pytest.fixture(scope="module")
def documents() -> Documents:
    """Those of a gateway with its limits at their defaults."""
    graph = graph_of(entries())
    schema = graph.schema._schema
    return Documents(schema, Inspector(schema, Limits(), graph.owners), max_tokens=TOKENS)


def prepared(documents: Documents, text: str) -> tuple[Prepared, float]:
    """Prepare a document that is new; with the seconds of work that it was."""
    gc.collect()
    gc.disable()
    try:
        begun = time.process_time()
        made = documents.prepare(text)
        return made, time.process_time() - begun
    finally:
        gc.enable()


def sizes(shape: str) -> Iterator[tuple[int, int]]:
    """Some sizes of a shape that have no more tokens than may be sent, with what there is to compare in each."""
    for number in (4, 10, 17, 22, 30, 52, 59):
        try:
            yield number, compared(parse(SHAPES[shape](number), max_tokens=TOKENS))
        except GraphQLSyntaxError:
            return


@pytest.mark.parametrize("shape", SHAPES)
def test_validation_takes_no_longer_for_what_comes_together(documents: Documents, shape: str):
    """The largest document of a shape that is validated takes a few times as long as an ordinary page's, and the largest that can be
    sent isn't validated.
    """
    usual_s = min(prepared(documents, f"{page_of_components()} # {shape} {number}")[1] for number in range(3))
    counted = dict(sizes(shape))
    largest = max(number for number, pairs in counted.items() if pairs <= MOST_COMPARED)

    passed, took_s = prepared(documents, SHAPES[shape](largest))
    assert "comes together" not in str(passed.errors)
    assert took_s < 5 * usual_s

    bomb, took_s = prepared(documents, SHAPES[shape](max(counted)))
    assert took_s < 5 * usual_s
    if max(counted) > largest:
        assert bomb.errors[0].extensions == {"code": "QUERY_TOO_COMPLEX"}
        assert "comes together" in bomb.errors[0].message or "repeats" in bomb.errors[0].message


@pytest.mark.parametrize(
    "text",
    [
        "{ ...A } fragment A on Query { me { leads { nodes { customer { ...B } } } } } "
        "fragment B on Customer { leads { nodes { customer { ...B ...B } } } }",
        "{ ...A } fragment A on Query { ...A ...A ...B } fragment B on Query { ...A ...Unknown }",
        asks("...F0", *(f"fragment F{n} on Customer {{ a: x {{ ...F{n + 1} }} b: x {{ ...F{n + 1} }} }}" for n in range(60))),
    ],
)
def test_circles_and_doublings_end(text: str):
    """They are walked once, however often they are reached."""
    begun = time.process_time()

    assert compared(parse(text)) < MOST_COMPARED
    assert time.process_time() - begun < 0.5


def page_of_components() -> str:
    """Two hundred fragments, as a compiler writes them: each component's, nested as the components are, each with its `id`."""
    lists = {
        "leads": ("Lead", "nodes"),
        "interactions": ("Interaction", "nodes"),
        "surveyAnswers": ("SurveyAnswer", "nodes"),
        "availableRewards": ("RewardCampaign", "nodes"),
        "pointRecords": ("PointRecord", "nodes"),
    }
    made, top = [], []
    for name, (kind, inner) in lists.items():
        for part in range(8):
            rows = [f"{kind}{part}Row{row}" for row in range(4)]
            made += [f"fragment {row} on {kind} {{ __typename }}" for row in rows]
            made.append(
                f"fragment {name}{part} on Customer {{ __typename id {name}(first: 3) {{ {inner} {{ "
                + " ".join(f"...{row}" for row in rows)
                + " } } }"
            )
            top.append(f"...{name}{part}")
    return asks(" ".join(top), *made)


def ordinary() -> dict[str, str]:
    """Documents that people and tools write."""
    readme = re.findall(r"```graphql\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    return {
        **{f"README {number}": text for number, text in enumerate(readme)},
        **{f"example {number}": one.query for number, one in enumerate(examples())},
        **{path.name: path.read_text() for path in (ROOT / "tests/clients/operations").glob("*.graphql")},
        "GraphiQL's introspection": get_introspection_query(
            specified_by_url=True, directive_is_repeatable=True, schema_description=True, input_value_deprecation=True
        ),
        "a page of components": page_of_components(),
    }


@pytest.mark.parametrize("name", ordinary())
def test_ordinary_documents_pass(documents: Documents, name: str):
    """With room to spare."""
    text = ordinary()[name]

    assert documents.prepare(text).errors == ()
    assert compared(parse(text)) < MOST_COMPARED
