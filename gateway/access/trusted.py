"""Trusted documents: a manifest that a build wrote, as Apollo's and Relay's tools write it."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import msgspec
import structlog

from loaders.upstream.clock import Clock

_CHECK_EVERY_S = 0.5
_APOLLO = "apollo-persisted-query-manifest"

log = structlog.get_logger("gateway.access")


class BrokenManifest(ValueError):
    """The manifest can't be read; the message says what was expected."""


class _Operation(msgspec.Struct):
    id: str
    body: str


class _Apollo(msgspec.Struct):
    format: str
    operations: list[_Operation]


class Manifest:
    """The documents of a file, read again when it changes; a broken new one leaves the old in force, and says so."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._stamp = _stamp(path)
        self._checked = clock.monotonic()
        self._texts = _with_hashes(read(path))
        self._ids = _by_text(self._texts)

    def text(self, document_id: str) -> str | None:
        """Return the document of that id or SHA-256, or None."""
        self._reload()
        return self._texts.get(document_id)

    def ids(self, text: str) -> frozenset[str]:
        """Return the ids that a document has here; none where it isn't trusted. Blanks count: it is the text that is trusted."""
        self._reload()
        return self._ids.get(text, frozenset())

    def _reload(self) -> None:
        now = self._clock.monotonic()
        if now - self._checked < _CHECK_EVERY_S:
            return
        self._checked = now
        try:
            stamp = _stamp(self._path)
            if stamp != self._stamp:
                self._texts = _with_hashes(read(self._path))
                self._ids, self._stamp = _by_text(self._texts), stamp
        except (OSError, BrokenManifest) as error:
            log.error("trusted_documents_not_reloaded", reason=type(error).__name__)


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


def _with_hashes(texts: Mapping[str, str]) -> dict[str, str]:
    """Add each text under its SHA-256, for clients that know documents by that; Relay's ids are MD5."""
    return {**{sha256(text.encode()).hexdigest(): text for text in texts.values()}, **texts}


def _by_text(texts: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return the ids of each text."""
    found: dict[str, frozenset[str]] = {}
    for document_id, text in texts.items():
        found[text] = found.get(text, frozenset()) | {document_id}
    return found


def _stamp(path: Path) -> tuple[int, int, int]:
    held = path.stat()
    return held.st_mtime_ns, held.st_size, held.st_ino
