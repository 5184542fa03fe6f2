"""One request to a vendor, and how its body is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO
from urllib.parse import quote, urlencode

import msgspec

from loaders.upstream.errors import Refusal

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """What goes over the wire, apart from the vendor's base URL and credentials.

    `operation` is the vendor's name for it, used in logs and metrics: never a path with ids. `keys` is how many keys of a
    batch it serves. `url` replaces the vendor's base for the one endpoint that lives on another host.
    """

    operation: str
    method: str
    path: str
    query: Pairs = ()
    headers: Pairs = ()
    body: bytes | None = field(default=None, repr=False)
    keys: int = 1
    url: str | None = None
    files: "Sequence[Part] | None" = field(default=None, repr=False)
    timeout_s: float | None = None
    refusal: Refusal | None = None
    "What it means that credentials are refused, where the call is a person's own login and not ours."

    def with_query(self, *pairs: tuple[str, str]) -> "Call":
        """Return the call with more query parameters."""
        return replace(self, query=(*self.query, *pairs))

    def with_headers(self, *pairs: tuple[str, str]) -> "Call":
        """Return the call with more headers."""
        return replace(self, headers=(*self.headers, *pairs))

    def with_form(self, fields: Mapping[str, object]) -> "Call":
        """Return the call with a form body; nested values become bracketed names, see `bracketed`."""
        body = urlencode(list(bracketed(fields))).encode()
        return replace(self.with_headers(("Content-Type", FORM)), body=body)

    def with_json(self, value: object) -> "Call":
        """Return the call with a JSON body."""
        return replace(self.with_headers(("Content-Type", JSON)), body=msgspec.json.encode(value))


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a multipart body: a field's text, or a file with its name and type."""

    name: str
    content: bytes | BinaryIO = field(repr=False)
    filename: str | None = None
    content_type: str | None = None


def path(template: str, **ids: str) -> str:
    """Fill ids into a path, percent-encoded whole: `path("/lead/{id}", id="a/b")` is `/lead/a%2Fb`."""
    return template.format(**{name: quote(text, safe="") for name, text in ids.items()})


def bracketed(fields: Mapping[str, object], *, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Flatten nested values to form pairs: `{"tags": ["a"], "x": {"y": 1}}` gives `tags[0]=a` and `x[y]=1`; None is left out."""
    for name, value in fields.items():
        key = f"{prefix}[{name}]" if prefix else name
        if isinstance(value, Mapping):
            yield from bracketed(value, prefix=key)
        elif isinstance(value, list | tuple):
            yield from bracketed({str(index): item for index, item in enumerate(value)}, prefix=key)
        elif value is not None:
            yield key, _text(value)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
