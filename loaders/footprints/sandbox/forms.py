"""Form bodies with bracketed names: `tags[0]=a`, `marketingChannels[0][channel]=sms`, `customDetails[vouchers][shopId]=1`."""

import json
import re
from urllib.parse import parse_qsl

from starlette.requests import Request

from loaders.footprints.sandbox.refusals import Refused

URLENCODED = "application/x-www-form-urlencoded"
JSON = "application/json"

Form = dict[str, object]
"""Decoded names with text, list or nested map values."""

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")


def media_type(request: Request) -> str:
    """Return the content type without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_form(request: Request) -> Form:
    """Decode a form body. Raises Refused: 415 for another content type, 400 for a body that is no form."""
    if media_type(request) != URLENCODED:
        raise Refused(415, f"expected {URLENCODED}, got {media_type(request) or 'no content type'}")
    return decode(await request.body())


async def read_form_or_json(request: Request) -> Form:
    """Decode a form or a JSON object. Docs: "Add prospect" alone takes both."""
    if media_type(request) != JSON:
        return await read_form(request)
    try:
        body = json.loads(await request.body())
    except ValueError as error:
        raise Refused(400, f"not JSON: {error}") from error
    if not isinstance(body, dict):
        raise Refused(400, "expected a JSON object")
    return body


def decode(body: bytes) -> Form:
    """Turn `a[0]=x&b[c]=y` into `{"a": ["x"], "b": {"c": "y"}}`."""
    tree: Form = {}
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, strict_parsing=bool(body), errors="strict")
    except ValueError as error:
        raise Refused(400, f"not a form: {error}") from error
    for name, value in pairs:
        _put(tree, name, value)
    return {name: _listed(value) for name, value in tree.items()}


def required(form: Form, *names: str) -> list[str]:
    """Return the values of mandatory text parameters. Raises Refused when one is absent or blank."""
    missing = [name for name in names if not form.get(name)]
    if missing:
        raise Refused(400, f"missing parameter: {', '.join(missing)}")
    nested = [name for name in names if not isinstance(form[name], str)]
    if nested:
        raise Refused(400, f"expected text: {', '.join(nested)}")
    return [str(form[name]) for name in names]


def _put(tree: Form, name: str, value: str) -> None:
    match = _NAME.fullmatch(name)
    if not match:
        raise Refused(400, f"badly bracketed name: {name}")
    *parents, leaf = [match[1], *re.findall(r"\[([^\[\]]*)\]", match[2])]
    node = tree
    for step in parents:
        child = node.setdefault(step or str(len(node)), {})
        if not isinstance(child, dict):
            raise Refused(400, f"{name}: both a value and a container")
        node = child
    key = leaf or str(len(node))
    if key in node:
        raise Refused(400, f"{name} came twice; arrays are written {name}[0], {name}[1]")
    node[key] = value


def _listed(value: object) -> object:
    """A map numbered by digits is an array."""
    if not isinstance(value, dict):
        return value
    inner = {str(key): _listed(item) for key, item in value.items()}
    if all(re.fullmatch(r"[0-9]+", key) for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner
