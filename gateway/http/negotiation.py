"""Which media type an answer has. Specification: GraphQL over HTTP, "Body" of the response, and RFC 9110, 12.5.1."""

from collections.abc import Sequence

from gateway.http.headers import media_type

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
HTML = "text/html"
EVENTS = "text/event-stream"

_MOST_RANGES = 50


def negotiated(accept: bytes | None, offered: Sequence[str]) -> str | None:
    """Return the offered type that the client likes best, or None where it takes none of them.

    Equal wishes go to the newer GraphQL type where it was named, else to the one that is offered first: a client that
    doesn't care gets `application/json`, as the specification wants it for clients that know nothing newer.
    """
    if not accept or accept in (b"*/*", b"application/json"):
        return offered[0]
    ranges = [_range(part) for part in accept.split(b",")[:_MOST_RANGES]]
    best, chosen = (0.0, 0), None
    for kind in offered:
        exactness, wanted = max((found for one in ranges if (found := _wish(one, kind))), default=(0, 0.0))
        rank = (wanted, int(kind == GRAPHQL and exactness == 3))
        if wanted > 0 and (chosen is None or rank > best):
            best, chosen = rank, kind
    return chosen


def _range(part: bytes) -> tuple[str, float]:
    """Return a media range and how much it is wanted, 0 to 1; 0 also where it is broken or in another charset."""
    kind, parameters = media_type(part)
    if parameters.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        return kind, 0.0
    try:
        return kind, min(1.0, max(0.0, float(parameters.get("q", "1"))))
    except ValueError:
        return kind, 0.0


def _wish(one: tuple[str, float], kind: str) -> tuple[int, float] | None:
    """Return how exactly a range means the type (3 named, 2 its group, 1 anything) and the wish; None where it doesn't."""
    given, wanted = one
    if given == kind:
        return 3, wanted
    if given == kind.partition("/")[0] + "/*":
        return 2, wanted
    return (1, wanted) if given == "*/*" else None
