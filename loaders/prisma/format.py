"""The two formats that Prisma speaks, and how its answers are told apart.

Docs: Prisma, "REST API": EDN is native; for JSON both `Content-Type` and `Accept` say so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import msgspec

from loaders.prisma.edn import BrokenEdn, Keyword, read, write
from loaders.upstream.call import Call
from loaders.upstream.decode import Decoder
from loaders.upstream.dialect import JsonDialect
from loaders.upstream.errors import Malformed
from loaders.upstream.transport import Reply


@dataclass(frozen=True, slots=True)
class Format:
    """How bodies are written. Keywords are EDN's alone: JSON has their names without a namespace."""

    media_type: str
    encode: Callable[[object], bytes]
    has_bare_ids: bool
    "Whether the documentation's samples show a campaign's id as a bare number; otherwise it is quoted."

    def sent(self, call: Call, body: Mapping[str, object]) -> Call:
        """Return the call with this body and the headers of the format."""
        said = call.with_headers(("Content-Type", self.media_type), ("Accept", self.media_type))
        return replace(said, body=self.encode(body))

    def campaign_id(self, text: str) -> str | int:
        """A campaign's id as this format writes it."""
        return int(text) if self.has_bare_ids and text.isascii() and text.isdigit() else text


def _json(value: object) -> bytes:
    return msgspec.json.encode(_without_keywords(value))


def _without_keywords(value: object) -> object:
    match value:
        case Keyword():
            return value.plain
        case Mapping():
            return {key: _without_keywords(item) for key, item in value.items()}
        case list() | tuple():
            return [_without_keywords(item) for item in value]
        case _:
            return value


EDN = Format("application/edn", lambda value: write(value).encode(), has_bare_ids=True)
JSON = Format("application/json", _json, has_bare_ids=False)
FORMATS: Mapping[str, Format] = {"edn": EDN, "json": JSON}


class PrismaDialect(JsonDialect):
    """Answers are what their `Content-Type` says, else JSON or EDN, whichever they turn out to be."""

    def plain(self, decoder: Decoder, reply: Reply) -> object:
        if not reply.body.strip():
            return None
        if reply.content_type == JSON.media_type:
            return decoder.plain(reply.body)
        if reply.content_type != EDN.media_type:
            try:
                return decoder.plain(reply.body)
            except Malformed:
                pass  # Not JSON, so EDN.
        try:
            return read(reply.body)
        except BrokenEdn as error:
            raise Malformed("prisma", path="$", expected=f"EDN with {error}", got=f"{len(reply.body)} other bytes") from error
