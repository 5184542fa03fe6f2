"""`_entities`, by which a router asks a slice about what another slice found: batched, bounded, and one mistake blanks one place."""

import pytest

from gateway.sandbox.town import Town
from resolvers import ids
from tests.conftest import Gateway
from tests.federation.slices import codes

ENTITIES = """query Entities($representations: [_Any!]!) {
  _entities(representations: $representations) { __typename ... on Customer { id } ... on Survey { id name } }
}"""
SURVEY = {"__typename": "Survey", "id": ids.encode("Survey", "51")}


async def test_entities_of_one_kind_are_found_together(tracksale_slice: Gateway, sandbox: Town):
    """All surveys cost one call, however often and in which order they are named; the answer has that order."""
    codes = ["53", "51", "52", "51"]
    named = [{"__typename": "Survey", "id": ids.encode("Survey", code)} for code in codes]

    answer = await tracksale_slice.query(ENTITIES, representations=named)

    assert answer.errors == []
    assert answer.data is not None
    assert [one["id"] for one in answer.data["_entities"]] == [one["id"] for one in named]
    assert sandbox.calls() == 1


async def test_what_is_gone_is_null(tracksale_slice: Gateway):
    """Without an error, beside what is there."""
    gone = {"__typename": "Survey", "id": ids.encode("Survey", "999999")}

    answer = await tracksale_slice.query(ENTITIES, representations=[gone, SURVEY])

    assert answer.errors == []
    assert answer.data is not None
    assert [one and one["name"] for one in answer.data["_entities"]] == [None, "Store visit"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"__typename": "Nobody", "id": SURVEY["id"]},
        {"__typename": "Reward", "id": ids.encode("Reward", "1")},
        {"__typename": "Customer", "id": SURVEY["id"]},
        {"__typename": "Survey", "id": "not an id"},
        {"__typename": "Survey", "id": 51},
        {"__typename": "Survey"},
        {"id": SURVEY["id"]},
        "Survey",
        [],
    ],
    ids=str,
)
async def test_a_wrong_representation_blanks_its_own_place(tracksale_slice: Gateway, wrong: object):
    """An unknown type, another slice's, an id of another type, no id of ours, no type, no object at all."""
    answer = await tracksale_slice.query(ENTITIES, representations=[wrong, SURVEY])

    assert answer.data is not None
    assert [one and one["name"] for one in answer.data["_entities"]] == [None, "Store visit"]
    assert [error["path"] for error in answer.errors] == [["_entities", 0]]
    assert codes(answer) == ["BAD_USER_INPUT"]


async def test_more_than_a_hundred_are_refused(tracksale_slice: Gateway, sandbox: Town):
    """Before any vendor is asked; a hundred are answered."""
    most = await tracksale_slice.query(ENTITIES, representations=[SURVEY] * 100)
    sandbox.reset()
    refused = await tracksale_slice.query(ENTITIES, representations=[SURVEY] * 101)

    assert most.errors == []
    assert refused.data is None
    assert codes(refused) == ["BAD_USER_INPUT"]
    assert sandbox.calls() == 0
