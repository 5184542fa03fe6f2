"""A request as a vendor's documentation shows it, beside the tests of that vendor, and what we change of it on purpose."""

from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import msgspec

from gateway.sandbox.recorded import Received

Json = Any
"What a sample holds is the documentation's to say."

TESTS = Path(__file__).parents[1]


class Sample(msgspec.Struct, forbid_unknown_fields=True):
    """One file `<name>_request.json`.

    `request` is the documentation's own, with values for its placeholders: method, path, query, headers, credentials, and what the
    body holds as `form`, `json` or `files`. `ours` is merged into it as RFC 7396 says (null leaves out), and `why` gives the reason.
    """

    docs: str
    request: dict[str, Json]
    ours: dict[str, Json] = {}
    why: str = ""

    @property
    def expected(self) -> dict[str, Json]:
        """What must go over the wire."""
        return merged(self.request, self.ours)  # type: ignore[no-any-return]  # an object, since the request is one

    @property
    def line(self) -> tuple[str, str]:
        """Method and path."""
        return self.expected["method"], self.expected["path"]


@dataclass(frozen=True, slots=True)
class Wire:
    """A vendor's samples."""

    vendor: str

    def bytes(self, name: str) -> bytes:
        """A file as it is."""
        return (TESTS / self.vendor / "wire" / name).read_bytes()

    def request(self, name: str) -> Sample:
        """A sample request."""
        return msgspec.json.decode(self.bytes(name), type=Sample)


def merged(target: Json, patch: Json) -> Json:
    """Apply a JSON merge patch (RFC 7396)."""
    if not isinstance(patch, dict):
        return patch
    kept = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            kept.pop(name, None)
        else:
            kept[name] = merged(kept.get(name), value)
    return kept


def shown(call: Received, headers: Iterable[str] = ()) -> dict[str, Json]:
    """A recorded call in the form of a sample with those headers; parts of it that are empty are left out."""
    kind = call.headers.get("content-type", "").partition(";")[0]
    said = {"method": call.method, "path": unquote(call.path), "query": dict(call.query), "credentials": credentials(call)}
    named = {name: call.headers.get(name) for name in headers}
    return {name: value for name, value in {**said, "headers": named, **_body(call, kind)}.items() if value or name == "json"}


def credentials(call: Received) -> str:
    """The `Authorization` header: what Basic says in clear, or the scheme and the token."""
    scheme, _, rest = call.headers.get("authorization", "").partition(" ")
    return f"{scheme} {b64decode(rest).decode()}" if scheme == "Basic" else f"{scheme} {rest}".strip()


def _body(call: Received, kind: str) -> dict[str, Json]:
    if kind == "application/json" and call.body:
        return {"json": msgspec.json.decode(call.body)}
    if kind == "multipart/form-data":
        return {"files": _files(call)}
    if kind == "application/x-www-form-urlencoded" or not call.body:
        return {"form": dict(call.form)}
    return {"content": call.body.decode()}


def _files(call: Received) -> list[list[str | None]]:
    """The parts of a multipart body: name, file name and type."""
    head = f"Content-Type: {call.headers['content-type']}\r\n\r\n".encode()
    parts: Json = message_from_bytes(head + call.body).get_payload()
    return [
        [part.get_param("name", header="content-disposition"), part.get_filename(), part.get_content_type()] for part in parts
    ]
