"""The messages of graphql-transport-ws. Specification: github.com/enisdenjo/graphql-ws, PROTOCOL.md."""

from dataclasses import dataclass

import orjson

from gateway.engine.encoding import encoded
from gateway.http.repeats import repeats

PROTOCOL = "graphql-transport-ws"

INVALID = 4400
UNAUTHORIZED = 4401
FORBIDDEN = 4403
NOT_ACCEPTABLE = 4406
INIT_TIMEOUT = 4408
EXISTS = 4409
TOO_MANY_INITS = 4429
GOING_AWAY = 1001
TOO_SLOW = 1008
TOO_BIG = 1009
BROKEN = 1011
TRY_LATER = 1013

ACK = b'{"type":"connection_ack"}'
_LONGEST_REASON = 123
_LONGEST_ID = 200
_WITH_ID = frozenset({"subscribe", "complete"})
_TYPES = frozenset({"connection_init", "ping", "pong", *_WITH_ID})


class Closing(Exception):
    """The connection is to be closed with this code; the reason is for the client and quotes nothing it sent."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason.encode()[:_LONGEST_REASON].decode(errors="ignore")


@dataclass(frozen=True, slots=True)
class Message:
    """What a client sent. `id` names the operation, and is empty where the type has none."""

    type: str
    id: str
    payload: dict[str, object] | None


def read(text: str | None, most: int) -> Message:
    """Read a message of at most `most` bytes, or raise Closing."""
    if text is None:
        raise Closing(INVALID, "A message is text")
    if len(text.encode("utf-8", "surrogatepass")) > most:
        raise Closing(TOO_BIG, f"A message has at most {most} bytes")
    try:
        value = orjson.loads(text)
        is_twice = repeats(text.encode(), value)
    except (orjson.JSONDecodeError, RecursionError):
        raise Closing(INVALID, "A message is JSON") from None
    if is_twice:
        raise Closing(INVALID, "A message says a name twice in one object")
    if not isinstance(value, dict) or not isinstance(value.get("type"), str) or value["type"] not in _TYPES:
        raise Closing(INVALID, f"A message is an object whose type is one of {', '.join(sorted(_TYPES))}")
    kind, given, payload = value["type"], value.get("id"), value.get("payload")
    if kind in _WITH_ID and not (isinstance(given, str) and 0 < len(given) <= _LONGEST_ID):
        raise Closing(INVALID, f"`{kind}` needs an id of 1 to {_LONGEST_ID} characters")
    if not isinstance(payload, dict | None) or (kind == "subscribe" and payload is None):
        raise Closing(INVALID, f"The payload of `{kind}` is an object")
    return Message(kind, str(given) if kind in _WITH_ID else "", payload)


def pong(payload: dict[str, object] | None) -> bytes:
    """Answer a ping, with what it brought."""
    return b'{"type":"pong"}' if payload is None else b'{"type":"pong","payload":%s}' % encoded(payload)


def next_(id_: str, payload: bytes) -> bytes:
    """Send an answer."""
    return b'{"id":%s,"type":"next","payload":%s}' % (encoded(id_), payload)


def error(id_: str, payload: bytes) -> bytes:
    """Say why an operation didn't begin; it is over thereby."""
    return b'{"id":%s,"type":"error","payload":%s}' % (encoded(id_), payload)


def complete(id_: str) -> bytes:
    """Say that an operation is over."""
    return b'{"id":%s,"type":"complete"}' % encoded(id_)
