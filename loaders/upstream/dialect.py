"""How a vendor writes its answers and its refusals; JSON with an error text unless a vendor says otherwise."""

from typing import Protocol

from loaders.upstream.decode import Decoder
from loaders.upstream.errors import Refusal
from loaders.upstream.scrub import scrub
from loaders.upstream.transport import Reply


class Dialect(Protocol):
    """What only the vendor's folder can know about reading an answer."""

    def plain(self, decoder: Decoder, reply: Reply) -> object:
        """Parse a body to plain values, or raise Malformed; an empty body is None."""

    def refusals(self, status: int, value: object) -> tuple[Refusal, ...]:
        """What the vendor said no to; for a 2xx, non-empty where the body says it failed all the same."""


class JsonDialect:
    """JSON bodies; `error`, `message` or `msg` hold the words of a refusal."""

    def plain(self, decoder: Decoder, reply: Reply) -> object:
        return decoder.plain(reply.body) if reply.body.strip() else None

    def refusals(self, status: int, value: object) -> tuple[Refusal, ...]:
        if status < 400 or not isinstance(value, dict):
            return ()
        words = first_text(value, "message", "error", "msg", "detail", "title")
        return (Refusal("REJECTED", words),) if words else ()


def first_text(value: dict[str, object], *names: str) -> str | None:
    """Return the first of these fields that holds text, scrubbed."""
    for name in names:
        held = value.get(name)
        if isinstance(held, str) and held.strip():
            return scrub(held)
        if isinstance(held, dict):
            inner = first_text(held, "message", "detail", "title")
            if inner:
                return inner
    return None
