"""Which pages may open a WebSocket: the browser's own guard against other sites' pages, CORS, doesn't cover it."""

from collections.abc import Collection, Mapping
from urllib.parse import urlsplit


def is_welcome(headers: Mapping[bytes, bytes], allowed: Collection[str]) -> bool:
    """Whether the request comes from no page, from one of this very gateway's, or from an allowed origin's."""
    given = headers.get(b"origin")
    if given is None or "*" in allowed:
        return True
    origin, host = given.decode("latin-1"), headers.get(b"host", b"").decode("latin-1")
    if origin in allowed:
        return True
    try:
        return bool(host) and urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False
