"""Trusted documents, and those that clients register by their hash."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLError

from gateway.access.catalogue import Catalogue, Registered
from gateway.sandbox.town import Town
from gateway.settings import BrokenSettings
from resolvers.context import Caller
from tests.access.front import serve

ASK = "query Vendors { vendors { vendor } }"
OTHER = "query Others { vendors { configured } }"


def mark(text: str) -> str:
    """The hash a client knows a document by."""
    return sha256(text.encode()).hexdigest()


def persisted(text: str) -> dict[str, Any]:
    """The extension that Apollo's clients send."""
    return {"persistedQuery": {"version": 1, "sha256Hash": mark(text)}}


def manifest(shape: str, *texts: str) -> str:
    """A manifest as the tools write it."""
    if shape == "relay":
        return json.dumps({mark(text)[:32]: text for text in texts})
    operations = [{"id": mark(text), "body": text, "name": "Vendors", "type": "query"} for text in texts]
    return json.dumps({"format": "apollo-persisted-query-manifest", "version": 1, "operations": operations})


@pytest.mark.parametrize("shape", ["apollo", "relay"])
async def test_only_trusted_documents_run_and_by_their_id_too(town: Town, tmp_path: Path, shape: str):
    """By id, by hash, by their whole text; nothing else, and a new manifest is taken without a restart."""
    path = tmp_path / "manifest.json"
    path.write_text(manifest(shape, ASK))
    known = {"documentId": mark(ASK)[:32]} if shape == "relay" else {"extensions": persisted(ASK)}
    async with serve(tmp_path, town.settings, AUTH="none", TRUSTED_DOCUMENTS=str(path), TRUSTED_DOCUMENTS_ONLY="true") as front:
        by_id = await front.ask(None, **known)
        by_hash = await front.ask(None, extensions=persisted(ASK))
        whole = await front.ask(ASK)
        other = await front.ask(OTHER)
        unknown = await front.ask(None, documentId="nobody")
        registered = await front.ask(OTHER, extensions=persisted(OTHER))
        path.write_text(manifest(shape, ASK, OTHER))
        front.clock.ahead_s += 1
        later = await front.ask(OTHER)
        path.write_text("{")
        front.clock.ahead_s += 1
        still = await front.ask(OTHER)

    for answer in (by_id, by_hash, whole, later, still):
        assert answer.json()["data"]["vendors"]
    for answer in (other, registered):
        assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["OPERATION_NOT_TRUSTED"]
        assert "data" not in answer.json()
    assert unknown.json()["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"


async def test_a_key_may_be_bound_to_its_documents(town: Town, tmp_path: Path):
    """While others run what they like; kept answers don't open a way around it."""
    path = tmp_path / "manifest.json"
    path.write_text(manifest("apollo", ASK, OTHER))
    async with serve(tmp_path, town.settings, TRUSTED_DOCUMENTS=str(path)) as front:
        bound = front.key("bound", "people:read", documents=[mark(ASK)])
        free = front.key("free", "people:read")

        own = await front.ask(ASK, bound)
        await front.ask(OTHER, free)
        others = await front.ask(OTHER, bound)

    assert own.json()["data"]
    assert others.json()["errors"][0]["extensions"]["code"] == "OPERATION_NOT_TRUSTED"


async def test_clients_register_documents_by_hash(town: Town, tmp_path: Path):
    """Unknown, sent once with the hash, then known; over GET too. A wrong hash registers nothing."""
    async with serve(tmp_path, town.settings, AUTH="none") as front:
        unknown = await front.ask(None, extensions=persisted(ASK))
        sent = await front.ask(ASK, extensions=persisted(ASK))
        known = await front.ask(None, extensions=persisted(ASK))
        by_get = await front.http.get("/graphql", params={"extensions": json.dumps(persisted(ASK))})
        wrong = await front.ask(OTHER, extensions=persisted(ASK))

    assert unknown.json()["errors"] == [
        {"message": "PersistedQueryNotFound", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}
    ]
    assert sent.json()["data"] == known.json()["data"] == by_get.json()["data"]
    assert wrong.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize(
    "extension", [1, "x", [], {}, {"version": 2, "sha256Hash": "x"}, {"version": 1}, {"version": 1, "sha256Hash": 1}]
)
def test_a_malformed_extension_is_refused(extension: object):
    """As the client's mistake."""
    with pytest.raises(GraphQLError, match="persistedQuery"):
        Catalogue().text(ASK, None, {"persistedQuery": extension}, Caller())


def test_what_is_registered_is_bounded():
    """By number and by size: the oldest go first."""
    kept = Registered(most=10, most_bytes=16 * 100)
    for number in range(1000):
        text = f"{{ a{number} }}" + " " * 40
        kept.put(mark(text), text)
    large = "{ a }" + " " * 10_000
    kept.put(mark(large), large)

    assert len(kept) <= 10
    assert kept.get(mark(large)) is None


@pytest.mark.parametrize("content", ["[]", "{", '{"format": "other", "operations": []}', '{"a": 1}'])
async def test_a_manifest_of_another_shape_is_named_at_start(town: Town, tmp_path: Path, content: str):
    """Before the gateway serves anything."""
    path = tmp_path / "manifest.json"
    path.write_text(content)

    with pytest.raises(BrokenSettings, match="GATEWAY_TRUSTED_DOCUMENTS"):
        async with serve(tmp_path, town.settings, AUTH="none", TRUSTED_DOCUMENTS=str(path)):
            pass
