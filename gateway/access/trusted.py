"""Trusted documents: a manifest that a build wrote, as Apollo's and Relay's tools write it."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec

from gateway.access.file import BrokenFile, ReadAgain
from loaders.upstream.clock import Clock

_APOLLO = "apollo-persisted-query-manifest"


class BrokenManifest(BrokenFile):
    """The manifest can't be read; the message says what was expected."""


class _Operation(msgspec.Struct):
    id: str
    body: str


class _Apollo(msgspec.Struct):
    format: str
    operations: list[_Operation]


@dataclass(frozen=True, slots=True)
class _Documents:
    """Documents by id, and their ids by text."""

    texts: Mapping[str, str]
    ids: Mapping[str, frozenset[str]]


class Manifest:
    """The documents of a file, read again when it changes; a broken new one leaves the old in force, and says so."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._documents = ReadAgain(path, clock, _documents, event="trusted_documents_not_reloaded")

    def text(self, document_id: str) -> str | None:
        """Return the document of that id or SHA-256, or None."""
        return self._documents.held().texts.get(document_id)

    def ids(self, text: str) -> frozenset[str]:
        """Return the ids that a document has here; none where it isn't trusted. Blanks count: it is the text that is trusted."""
        return self._documents.held().ids.get(text, frozenset())


def read(path: Path) -> dict[str, str]:
    """Return documents by id. Apollo: `{"format", "operations": [{"id", "body"}]}`; Relay: `{id: text}`. Raises BrokenManifest."""
    body = path.read_bytes()
    try:
        try:
            apollo = msgspec.json.decode(body, type=_Apollo)
        except msgspec.ValidationError:
            return msgspec.json.decode(body, type=dict[str, str])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BrokenManifest(f"{path} is neither Apollo's manifest nor Relay's: {error}") from None
    if apollo.format != _APOLLO:
        raise BrokenManifest(f"{path}: expected format {_APOLLO}")
    return {operation.id: operation.body for operation in apollo.operations}


def _documents(path: Path) -> _Documents:
    texts = _with_hashes(read(path))
    return _Documents(texts, _by_text(texts))


def _with_hashes(texts: Mapping[str, str]) -> dict[str, str]:
    """Add each text under its SHA-256, for clients that know documents by that; Relay's ids are MD5."""
    return {**{sha256(text.encode()).hexdigest(): text for text in texts.values()}, **texts}


def _by_text(texts: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return the ids of each text."""
    found: dict[str, frozenset[str]] = {}
    for document_id, text in texts.items():
        found[text] = found.get(text, frozenset()) | {document_id}
    return found
