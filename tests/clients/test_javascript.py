"""Clients and compilers of others, in JavaScript and TypeScript, with our schema and over a socket."""

import json
import shutil
from pathlib import Path
from typing import Any

from tests.clients.node import node
from tests.docs.pages import block


async def _told(script: str, *arguments: str | Path) -> Any:
    return json.loads(await node(script, *map(str, arguments)))


async def test_graphql_codegen_makes_typed_operations(published: Path, tmp_path: Path):
    """Without a warning; TypeScript takes what it made, and refuses a program that asks for what isn't there."""
    assert await _told("codegen.mjs", published, tmp_path) == {"said": [], "wrong": []}


async def test_relay_compiler_takes_connections_and_nodes(published: Path, tmp_path: Path):
    """Lists page by `first` and `after`, and what has an id is fetched again by `node`."""
    shutil.copy(published, tmp_path / "schema.graphql")

    made = await _told("relay.mjs", tmp_path)

    assert "warn" not in made["printed"].lower()
    assert sorted(made["queries"]) == ["CampaignListPaginationQuery", "LeadsPageQuery", "LeadsRefetchQuery"]
    assert "node(id: $id) {" in made["queries"]["LeadsRefetchQuery"]
    assert "campaigns(first: $first, after: $after) {" in made["queries"]["CampaignListPaginationQuery"]


async def test_apollo_client_normalizes_pages_and_sends_hashes(url: str):
    """One person under one id however found, pages joined without a gap, and a document's text sent once."""
    told = await _told("apollo_client.mjs", url)

    first, second = told["people"]
    assert first == second
    assert first["firstName"] == "Ana"
    assert told["isSameObject"]
    assert told["normalized"].count("Customer") == 1
    assert {"Reward", "RewardCampaign", "Survey"} <= set(told["normalized"])
    assert told["lengths"] == sorted(told["lengths"])
    assert len(told["lengths"]) > 2
    assert len(set(told["ids"])) == len(told["ids"]) == told["lengths"][-1]
    # Two documents, each refused by its hash at first, and sent in full that once.
    assert told["sent"][:3] == ["hash", "text", "hash"]
    assert told["sent"].count("text") == 2


async def test_apollo_client_keeps_two_people_apart(url: str):
    """Set up as the page says, its cache gives back what was answered; keyed by `id` alone it mixes people, vendors and days."""
    told = await _told("apollo_people.mjs", url, block("getting-started.md", "script", "apollo-cache"))

    assert told["kept"] == told["told"]
    assert {"Customer", "RewardCampaign"} <= set(told["normalized"])
    mixed = {name for name, answered in told["told"].items() if told["bare"][name] != answered}
    assert mixed == {"identities", "targetedCampaigns", "availableRewards", "surveyCategories"}


async def test_urql_asks_once_and_tells_errors_by_code(url: str):
    """A question asked twice is sent once, and a mistake comes as a GraphQL error."""
    told = await _told("urql.mjs", url)

    assert told["customer"]["firstName"] == "Ana"
    assert told["error"] is None
    assert len(told["sent"]) == 2
    assert told["code"] == "BAD_USER_INPUT"
