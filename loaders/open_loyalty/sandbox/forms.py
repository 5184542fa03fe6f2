"""Request bodies as the vendor's PHP reads them: forms with bracketed names, or the same tree as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias
from urllib.parse import parse_qsl

import orjson
from starlette.datastructures import UploadFile
from starlette.requests import Request

from loaders.open_loyalty.sandbox.answers import Refused, Row, http_error

Tree: TypeAlias = dict[str, "str | Tree"]
"A form: names to text or to a further tree; arrays are trees with the names 0, 1, 2 …"

Errors: TypeAlias = dict[tuple[str, ...], str]
"The path of a form field to what is wrong with it; the empty path is the form itself."

BLANK = "This value should not be blank."
INVALID = "This value is not valid."
EMPTY = "This collection should contain 1 element or more."
EXTRA = "This form should not contain extra fields."

FORM, MULTIPART, JSON = "application/x-www-form-urlencoded", "multipart/form-data", "application/json"


async def read_form(request: Request) -> Tree:
    """The whole body; an empty one is an empty tree. PHP reads a multipart body on POST only."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    body = await request.body()
    if not body:
        return {}
    if kind == FORM:
        return _form(body)
    if kind == JSON:
        return _json(body)
    if kind == MULTIPART and request.method == "POST":
        async with request.form() as parts:
            return tree((name, value) for name, value in parts.multi_items() if not isinstance(value, UploadFile))
    raise http_error(415, "Unsupported Media Type")


def tree(pairs: Iterable[tuple[str, str]]) -> Tree:
    """Nest `a[b][0]=c` as PHP does; `a[]=c` takes the next free number."""
    root: Tree = {}
    for name, value in pairs:
        at, path = root, _path(name)
        for step in path[:-1]:
            below = at.setdefault(step or str(len(at)), {})
            if isinstance(below, str):
                raise http_error(400, f"Bad Request: {name} is both a value and an array")
            at = below
        at[path[-1] or str(len(at))] = value
    return root


def branch(of: Tree, name: str) -> Tree | None:
    """The tree under a name; None if there is none, which is a form that was never submitted."""
    below = of.get(name)
    return below if isinstance(below, dict) else None


def texts(value: str | Tree | None) -> list[str] | None:
    """An array of texts, or None if the value is no such thing."""
    if not isinstance(value, dict):
        return None
    items = [item for item in value.values() if isinstance(item, str)]
    return items if len(items) == len(value) else None


def form_error(fields: Mapping[str, Sequence[str]], errors: Errors) -> Refused:
    """The recursive shape of a refused form; `fields` names its children and theirs."""
    form: Row = {"errors": [errors[()]]} if () in errors else {}
    names = dict(fields) | {path[0]: () for path in errors if path and path[0] not in fields}
    form["children"] = {name: _child((name,), below, errors) for name, below in names.items()}
    return Refused(400, {"form": form, "errors": []})


def _child(path: tuple[str, ...], below: Sequence[str], errors: Errors) -> Row:
    row: Row = {"errors": [errors[path]]} if path in errors else {}
    if below:
        row["children"] = {name: _child((*path, name), (), errors) for name in below}
    return row


def _form(body: bytes) -> Tree:
    try:
        return tree(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError as error:
        raise http_error(400, "Bad Request: the body is not UTF-8") from error


def _json(body: bytes) -> Tree:
    try:
        read = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise http_error(400, "Invalid json message received") from error
    if not isinstance(read, dict):
        raise http_error(400, "Invalid json message received")
    return _branches(read.items())


def _branches(items: Iterable[tuple[object, object]]) -> Tree:
    return {str(name): _text(value) for name, value in items if value is not None}


def _text(value: object) -> str | Tree:
    if isinstance(value, dict):
        return _branches(value.items())
    if isinstance(value, list):
        return _branches(enumerate(value))
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)


def _path(name: str) -> list[str]:
    head, bracket, rest = name.partition("[")
    if not bracket or not rest.endswith("]"):
        return [name]
    return [head, *rest[:-1].split("][")]
