"""HTTP's own words about how fresh an answer is: Cache-Control, Age, ETag, 304. RFC 9110, 13 and RFC 9111.

A strong ETag names the answer's data; the ages told beside it go on by themselves, and a 304 brings the new `Age`.
"""

from collections.abc import Mapping

from gateway.engine.responses import Ready
from gateway.http.negotiation import GRAPHQL
from gateway.http.replies import TYPES, Reply

_VARIES = (b"vary", b"accept, authorization, x-api-key")


def wants_fresh(headers: Mapping[bytes, bytes]) -> bool:
    """Whether the client takes nothing from a cache."""
    wish = headers.get(b"cache-control")
    return wish is not None and (b"no-cache" in wish or b"no-store" in wish or b"max-age=0" in wish)


def ready_reply(ready: Ready, media: str, asked_with: Mapping[bytes, bytes]) -> Reply:
    """Return a whole answer, or 304 where the client holds it already."""
    etag = b'"%s%s"' % (ready.etag.encode(), b"-g" if media == GRAPHQL else b"")
    headers = (
        (b"cache-control", ready.cache_control),
        (b"age", b"%d" % ready.age_s),
        (b"etag", etag),
        _VARIES,
    )
    held = asked_with.get(b"if-none-match")
    if held is not None and _matches(held, etag):
        return Reply(304, TYPES[media], b"", headers)
    return Reply(200, TYPES[media], ready.body, headers)


def _matches(held: bytes, etag: bytes) -> bool:
    """Compare weakly, as `If-None-Match` is compared: proxies that compress mark an ETag as weak."""
    return any(part.strip().removeprefix(b"W/") in (etag, b"*") for part in held.split(b","))
