"""Which document a request means, and whether its caller may run it: trusted ones, and those that clients register by hash."""

import hmac
from collections import OrderedDict
from collections.abc import Mapping
from hashlib import sha256

from graphql import GraphQLError

from gateway.access.trusted import BrokenManifest, Manifest
from gateway.settings import BrokenSettings, GatewaySettings
from loaders.upstream.clock import Clock
from resolvers.context import Caller

_MOST = 1_000
_MOST_BYTES = 4 * 1024 * 1024


class Catalogue:
    """The documents that are known by an id."""

    def __init__(self, manifest: Manifest | None = None, *, is_closed: bool = False) -> None:
        self._manifest = manifest
        self._is_closed = is_closed
        self._registered = Registered()

    def text(self, query: str, document_id: str | None, extensions: Mapping[str, object], caller: Caller) -> str:
        """Return the document to run, or raise GraphQLError: unknown by that id, not trusted, or not this caller's."""
        mark = _hash(extensions)
        is_bound = self._is_closed or caller.documents is not None
        if not query:
            query = self._named(document_id or mark, may_register=not is_bound)
        elif mark is not None and not is_bound:
            self._registered.put(mark, query)
        if is_bound:
            self._check(query, caller)
        return query

    def is_free(self, extensions: Mapping[str, object]) -> bool:
        """Whether any document is run as it is sent, and this one isn't to be registered."""
        return not self._is_closed and "persistedQuery" not in extensions

    def is_trusted(self, text: str) -> bool:
        """Whether the manifest has the document, so that its names are the organization's own."""
        return self._manifest is not None and bool(self._manifest.ids(text))

    def _named(self, document_id: str | None, *, may_register: bool) -> str:
        if document_id is None:
            raise GraphQLError("`query` is missing: send a GraphQL document.", extensions={"code": "BAD_REQUEST"})
        text = self._manifest.text(document_id) if self._manifest is not None else None
        text = text or (self._registered.get(document_id) if may_register else None)
        if text is None:
            # The words are those that Apollo's clients look for, to send the document itself.
            raise GraphQLError("PersistedQueryNotFound", extensions={"code": "PERSISTED_QUERY_NOT_FOUND"})
        return text

    def _check(self, text: str, caller: Caller) -> None:
        ids = self._manifest.ids(text) if self._manifest is not None else frozenset()
        if not ids or (caller.documents is not None and ids.isdisjoint(caller.documents)):
            message = "Only trusted documents are run here, and this is none of them."
            raise GraphQLError(message, extensions={"code": "OPERATION_NOT_TRUSTED"})


class Registered:
    """Documents that clients registered by SHA-256 (automatic persisted queries): the newest, bounded by number and size."""

    def __init__(self, most: int = _MOST, most_bytes: int = _MOST_BYTES) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._bytes = 0
        self._texts: OrderedDict[str, str] = OrderedDict()

    def get(self, mark: str) -> str | None:
        """Return the document of that hash, or None."""
        text = self._texts.get(mark)
        if text is not None:
            self._texts.move_to_end(mark)
        return text

    def put(self, mark: str, text: str) -> None:
        """Keep a document; raises GraphQLError where the hash isn't its own: nobody gets another's document."""
        if not hmac.compare_digest(sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), mark):
            raise GraphQLError("`persistedQuery.sha256Hash` isn't the hash of `query`.", extensions={"code": "BAD_USER_INPUT"})
        if mark in self._texts or len(text) > self._most_bytes // 16:
            return
        self._texts[mark] = text
        self._bytes += len(text)
        while len(self._texts) > self._most or self._bytes > self._most_bytes:
            self._bytes -= len(self._texts.popitem(last=False)[1])

    def __len__(self) -> int:
        return len(self._texts)


def catalogue(settings: GatewaySettings, clock: Clock) -> Catalogue:
    """Make it from the settings; raises BrokenSettings where the manifest can't be read, or is needed and not named."""
    path = settings.trusted_documents
    if path is None:
        if settings.trusted_documents_only:
            raise BrokenSettings(["GATEWAY_TRUSTED_DOCUMENTS is missing; GATEWAY_TRUSTED_DOCUMENTS_ONLY needs it."])
        return Catalogue()
    try:
        return Catalogue(Manifest(path, clock), is_closed=settings.trusted_documents_only)
    except (OSError, BrokenManifest) as error:
        raise BrokenSettings([f"GATEWAY_TRUSTED_DOCUMENTS: {error}."]) from None


def _hash(extensions: Mapping[str, object]) -> str | None:
    """Return the hash of a persisted query, or None where the request names none; GraphQLError for one that is malformed."""
    asked = extensions.get("persistedQuery")
    if asked is None:
        return None
    mark = asked.get("sha256Hash") if isinstance(asked, dict) else None
    if not isinstance(asked, dict) or asked.get("version") != 1 or not isinstance(mark, str) or not mark.isascii():
        message = "`extensions.persistedQuery` must be {version: 1, sha256Hash: …}."
        raise GraphQLError(message, extensions={"code": "BAD_USER_INPUT"})
    return mark.lower()
