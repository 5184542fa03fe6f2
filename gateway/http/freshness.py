"""HTTP's own words about how fresh an answer is: Cache-Control, Age, ETag, 304. RFC 9110, 13 and RFC 9111.

The ages in a body grow while an answer is kept, so each second has its own bytes and its own strong ETag: the data's mark, a dot,
the ages' mark. All of them stand for the same data, and which one is sent is the server's choice (RFC 9110, 12.1): a client that
holds one is told by a 304 to keep that one, so long as the data, and whether it is stale, is the same; also where it was read anew.
In what it holds, `storedAt` stays true; `age` is as of when it was sent.

A query by POST is as safe as one by GET, and most clients send only those, so a 304 answers both.
"""

import re
from collections.abc import Mapping

from gateway.engine.responses import Ready
from gateway.http.negotiation import GRAPHQL
from gateway.http.replies import TYPES, Reply

_VARIES = (b"vary", b"accept, authorization, x-api-key")
_ANEW = re.compile(rb"(?:^|,)\s*(?:no-cache|no-store|max-age\s*=\s*\"?0+\"?)\s*(?:,|$)", re.IGNORECASE)


def wants_fresh(headers: Mapping[bytes, bytes]) -> bool:
    """Whether the client takes nothing from a cache."""
    wish = headers.get(b"cache-control")
    return wish is not None and _ANEW.search(wish) is not None


def ready_reply(ready: Ready, media: str, asked_with: Mapping[bytes, bytes]) -> Reply:
    """Return a whole answer, or 304 where the client holds it already."""
    data = b'"%s%s.' % (ready.mark, b"-g" if media == GRAPHQL else b"")
    etag = b'%s%s"' % (data, ready.ages)
    held = asked_with.get(b"if-none-match")
    same = None if held is None else _same(held, data, etag)
    headers = (
        (b"cache-control", ready.cache_control),
        (b"age", b"%d" % ready.age_s),
        (b"etag", same or etag),
        _VARIES,
    )
    if same is not None:
        return Reply(304, TYPES[media], b"", headers)
    return Reply(200, TYPES[media], ready.body, headers)


def _same(held: bytes, data: bytes, etag: bytes) -> bytes | None:
    """Return the one of the client's ETags that names the same data in the same media type, else None.

    Compares weakly, as `If-None-Match` is compared: proxies that compress mark an ETag as weak.
    """
    if held.strip() == b"*":
        return etag
    for part in held.split(b","):
        known = part.strip().removeprefix(b"W/")
        if known.startswith(data) and known.endswith(b'"') and len(known) == len(etag):
            return known
    return None
