"""docs/schema.md: its queries are asked, its picture and its table are those of the schema."""

import re

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, get_named_type, parse

from gateway.process import composed
from gateway.registry import entries
from gateway.sandbox.town import Town
from tests.conftest import Gateway
from tests.docs.pages import ROOT, blocks

PAGE = (ROOT / "docs" / "schema.md").read_text()
QUERIES = dict(blocks("schema.md", "query"))
SCHEMA = composed(entries())
Composite = GraphQLObjectType | GraphQLInterfaceType


def _empty(value: object, path: str = "data") -> set[str]:
    """Find what is null or empty, in a list in all of its items: a query that shows nothing teaches nothing."""
    if value is None or value == []:
        return {path}
    if isinstance(value, list):
        return set.intersection(*(_empty(held, path) for held in value))
    if isinstance(value, dict):
        return {place for name, held in value.items() for place in _empty(held, f"{path}.{name}")}
    return set()


def _type(name: str) -> Composite:
    found = SCHEMA.schema._schema.get_type(name)
    assert isinstance(found, Composite), name
    return found


@pytest.mark.parametrize("name", [name for name, text in QUERIES.items() if text.startswith("query")])
async def test_its_queries_are_answered(gateway: Gateway, sandbox: Town, name: str):
    """Without an error, and with something to look at in every field."""
    answer = await gateway.query(QUERIES[name])

    assert answer.errors == []
    assert _empty(answer.data) == set()


async def test_its_mutation_buys(own_gateway: Gateway):
    """A reward that the tour's own query offers."""
    offered = await own_gateway.query(QUERIES["targeted"].replace("{ name costInPoints }", "{ id name }"))
    assert offered.data is not None
    reward = offered.data["customer"]["availableRewards"]["nodes"][0]

    bought = await own_gateway.query(QUERIES["mutation"], campaign=reward["id"])

    assert bought.errors == []
    assert bought.data is not None
    assert bought.data["buyReward"]["userErrors"] == []
    purchase = bought.data["buyReward"]["purchase"]
    assert purchase["campaign"]["name"] == reward["name"]
    assert purchase["coupons"][0] in [one["couponCode"] for one in purchase["customer"]["purchases"]]


def test_every_query_has_the_name_of_its_mark():
    """So that its line in a log is found again."""
    for name, text in QUERIES.items():
        (operation,) = parse(text).definitions
        assert operation.name is not None  # type: ignore[attr-defined]  # an operation
        assert operation.name.value.lower() in (name, "buy")  # type: ignore[attr-defined]  # as above


def test_the_picture_is_of_this_schema():
    """Every type, field and arrow of it; a list's arrow leads to what is in the list."""
    (picture,) = re.findall(r"```mermaid\n(.*?)```", PAGE, re.DOTALL)
    boxes = re.findall(r"class (\w+) \{\n(.*?)\n  \}", picture, re.DOTALL)
    arrows = re.findall(r"(\w+) --> (\w+) : (\w+)", picture)
    kinds = re.findall(r"(\w+) <\|\.\. (\w+)", picture)

    assert len(boxes) > 8
    assert len(arrows) > 10
    for name, held in boxes:
        assert set(held.split()) - {"<<interface>>"} <= _type(name).fields.keys(), name
    for start, end, field in arrows:
        assert end in {_target(_type(start), field)}, (start, field)
    assert {one for _, one in kinds} == {kind.name for kind in SCHEMA.schema._schema.get_possible_types(_type("Campaign"))}  # type: ignore[arg-type]  # an interface


def _target(kind: Composite, field: str) -> str:
    found = get_named_type(kind.fields[field].type)
    if not found.name.endswith("Connection"):
        return str(found.name)
    return str(get_named_type(_type(found.name).fields["nodes"].type).name)


def test_the_table_says_who_serves_what():
    """Every field of Customer that is a vendor's is in that vendor's row, and no other."""
    titles = {"Footprints": "footprints", "Open Loyalty": "open_loyalty", "CareCloud": "carecloud"}
    titles |= {"Tracksale": "tracksale", "Prisma": "prisma"}
    rows = {title: line.split("|") for title in titles for line in PAGE.splitlines() if line.startswith(f"| {title} |")}
    said = {field: titles[title] for title, cells in rows.items() for field in re.findall(r"`(\w+)`", cells[2])}
    campaigns = {name for cells in rows.values() for name in re.findall(r"`(\w+)`", cells[3])}

    assert said == dict(SCHEMA.owners)
    assert campaigns == {kind.name for kind in SCHEMA.schema._schema.get_possible_types(_type("Campaign"))}  # type: ignore[arg-type]  # an interface
