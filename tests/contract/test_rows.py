"""All 85 documented operations are in the graph, and each is held against its vendor's documentation by a test over a real socket.

The table is the contract's, with the files that keep the documentation's sample request and answer. A row that loses one of them,
its name in the graph or its test fails here.
"""

from collections import Counter
from collections.abc import Iterator
from importlib import import_module

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, build_schema

from gateway.registry import VENDORS, entries
from schema.operation import Operation
from schema.subgraph import compose, public_sdl
from tests.operations.sample import TESTS, Wire
from tests.operations.table import Row, rows

COUNTS = {"footprints": 35, "open_loyalty": 15, "carecloud": 7, "tracksale": 19, "prisma": 9}
WITHOUT_FIELD = {("footprints", 1), ("carecloud", 1)}
"Authentication."
PROOFS = {vendor: (f"tests.{vendor}.test_rows",) for vendor in VENDORS} | {
    "footprints": ("tests.footprints.test_rows_read", "tests.footprints.test_rows_write")
}
EDN_ONLY = "active.request.edn"
"The one request that Prisma documents in a single format."

TABLE = [pytest.param(row, id=f"{row.vendor}-{row.number}") for row in rows()]


@pytest.fixture(scope="module")
def published() -> GraphQLSchema:
    """The schema as `gateway schema` prints it."""
    return build_schema(public_sdl(compose([entry.subgraph for entry in entries()])))


def test_there_are_85_rows() -> None:
    """All of each vendor's, numbered as in the contract, and none twice."""
    assert Counter(row.vendor for row in rows()) == COUNTS
    for vendor, count in COUNTS.items():
        assert [row.number for row in rows(vendor)] == list(range(1, count + 1))


@pytest.mark.parametrize("row", TABLE)
def test_a_row_is_in_the_graph(published: GraphQLSchema, row: Row) -> None:
    """Under the names of the table, which the README's table has too."""
    operations: tuple[Operation, ...] = import_module(f"schema.{row.vendor}.operations").OPERATIONS

    assert (row.fields == ()) == ((row.vendor, row.number) in WITHOUT_FIELD)
    assert Operation(row.number, row.endpoint, row.fields) in operations
    for coordinate in row.fields:
        owner, _, name = coordinate.partition(".")
        kind = published.type_map[owner]
        assert isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)
        assert name in kind.fields


@pytest.mark.parametrize("row", TABLE)
def test_a_row_has_its_samples(row: Row) -> None:
    """Request and answer, of each format; what we change of a request has a reason, and an answer of our own making a note."""
    wire = Wire(row.vendor)

    for name in _formats(row):
        assert (TESTS / row.vendor / "wire" / name).is_file()
    if row.request.endswith("_request.json"):
        sample = wire.request(row.request)
        assert sample.docs
        assert bool(sample.ours) == bool(sample.why)
        assert sample.line[0] == row.endpoint.split()[0]
    assert wire.bytes(row.answer) or row.note


@pytest.mark.parametrize("row", TABLE)
def test_a_row_has_its_proof(row: Row) -> None:
    """A case in the table of its vendor's `test_row`, or a test of its own."""
    modules = [import_module(name) for name in PROOFS[row.vendor]]

    assert any(row.number in module.ROWS or hasattr(module, f"test_row_{row.number}") for module in modules)


def _formats(row: Row) -> Iterator[str]:
    for name in (row.request, row.answer):
        yield name
        if name.endswith(".edn") and name != EDN_ONLY:
            yield name.removesuffix("edn") + "json"
