"""The parameters of a GraphQL request, from a JSON body or a query string. Specification: GraphQL over HTTP, "Request"."""

from collections.abc import Mapping
from typing import cast
from urllib.parse import parse_qsl

import orjson

from gateway.engine.engine import Request
from gateway.engine.wishes import mistaken
from gateway.http.refusal import Refused, malformed
from gateway.http.repeats import repeats

_IDS = ("documentId", "id", "doc_id")
_NAMES = ("query", "operationName", "variables", "extensions", *_IDS)
_MOST_PAIRS = 20

Asked = Request | list[Request]


def from_json(body: bytes, request_id: str, most: int) -> Asked:
    """Read one request, or a batch of at most `most`; refuses whatever isn't one."""
    return from_value(decoded(body), request_id, most)


def from_value(value: object, request_id: str, most: int) -> Asked:
    """Like `from_json`, of JSON that is decoded."""
    if not isinstance(value, list):
        return _request(value, request_id)
    if most <= 1:
        raise malformed("Batches are switched off here; send one request, as a JSON object.")
    if not 1 <= len(value) <= most:
        raise malformed(f"A batch has 1 to {most} requests, got {len(value)}.")
    return [_request(one, request_id) for one in value]


def from_query(query_string: bytes, request_id: str) -> Request:
    """Read a request from a URL, where `variables` and `extensions` are JSON."""
    try:
        text = query_string.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PAIRS)
    except ValueError:
        raise malformed("The query string must be percent-encoded UTF-8 with at most 20 parameters.") from None
    known = [(name, value) for name, value in pairs if name in _NAMES]
    _refuse_repeats([name for name, _ in known])
    given: dict[str, object] = dict(known)
    for name in ("variables", "extensions"):
        if name in given:
            given[name] = decoded(str(given[name]).encode(), f"`{name}`") if given[name] else None
    return _request(given, request_id)


def decoded(body: bytes, what: str = "The body") -> object:
    """Decode JSON; refuses broken JSON, nesting over 1000 levels, and an object that says a name twice."""
    if not body:
        raise malformed(f"{what} is empty; expected a JSON object.")
    try:
        value: object = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise malformed(f"{what} is not JSON in UTF-8: {error.msg} (line {error.lineno}, column {error.colno}).") from None
    try:
        if repeats(body, value):
            raise malformed(f"{what} says a name twice in one object.")
    except RecursionError:
        raise malformed(f"{what} is nested too deeply.") from None
    return value


def _refuse_repeats(names: list[str]) -> None:
    if len(names) != len(set(names)):
        raise malformed("A parameter was sent twice.")


def _request(value: object, request_id: str) -> Request:
    if not isinstance(value, dict):
        raise malformed("A request is a JSON object with at least `query`.")
    extensions = _map(value, "extensions") or {}
    if extensions and (complaint := mistaken(extensions)):
        raise Refused(400, "BAD_USER_INPUT", complaint)
    query, document_id = value.get("query"), _document_id(value)
    if not isinstance(query, str) and (query is not None or (document_id is None and "persistedQuery" not in extensions)):
        raise malformed("`query` must be a string with a GraphQL document.")
    name = value.get("operationName")
    if name is not None and not isinstance(name, str):
        raise malformed("`operationName` must be a string or null.")
    return Request(query or "", _map(value, "variables"), name or None, extensions, request_id, document_id=document_id)


def _document_id(value: Mapping[str, object]) -> str | None:
    """Return the id of a trusted document, under the names that clients send it by."""
    for name in _IDS:
        found = value.get(name)
        if found is not None:
            if not isinstance(found, str):
                raise malformed(f"`{name}` must be a string.")
            return found
    return None


def _map(value: Mapping[str, object], name: str) -> Mapping[str, object] | None:
    found = value.get(name)
    if found is not None and not isinstance(found, dict):
        raise malformed(f"`{name}` must be a JSON object or null.")
    return cast("Mapping[str, object] | None", found)
