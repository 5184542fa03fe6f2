"""The explorer that a browser gets at `/graphql`: one static page and the policy that pins what it may load."""

import base64
import re
from hashlib import sha256
from importlib.resources import files

from gateway.http.replies import Reply

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_CDN = "https://unpkg.com"


def explorer() -> Reply:
    """Load the page; its inline script is allowed by its hash, everything else by name."""
    html = files("gateway.http").joinpath("explorer.html").read_text(encoding="utf-8")
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in _INLINE.findall(html))
    policy = (
        f"default-src 'none'; script-src {_CDN} {hashes}; style-src {_CDN} 'unsafe-inline'; font-src {_CDN} data:; "
        "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    headers = [
        (b"content-security-policy", policy.encode()),
        (b"cache-control", b"no-cache"),
        (b"vary", b"accept"),
    ]
    return Reply(200, b"text/html; charset=utf-8", html.encode(), headers)


def _digest(script: str) -> str:
    return base64.b64encode(sha256(script.encode()).digest()).decode()
