"""Requests with files. Specification: "GraphQL multipart request" (jaydenseric), version 2.

`operations` is the request with null in the places of files, `map` says which part goes where, and the parts are the files,
streamed to temporary files as they come in.
"""

from collections.abc import Mapping
from typing import cast

from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.types import Receive

from gateway.http.body import stream
from gateway.http.limits import Limits
from gateway.http.parameters import Asked, decoded, from_value
from gateway.http.refusal import Refused, malformed

_PREFLIGHTED = (b"graphql-require-preflight", b"apollo-require-preflight", b"x-requested-with", b"x-apollo-operation-name")
_IN_MEMORY = 64 * 1024


class _Parser(MultiPartParser):
    spool_max_size = _IN_MEMORY


def require_preflight(headers: Mapping[bytes, bytes]) -> None:
    """Refuse a form that a page of another site could have sent without asking: it has no header of one's own."""
    if not any(headers.get(name) for name in _PREFLIGHTED):
        raise Refused(
            403, "CROSS_SITE_REQUEST", "A multipart request needs the header `GraphQL-Require-Preflight` with any value."
        )


async def from_multipart(
    headers: Mapping[bytes, bytes], receive: Receive, limits: Limits, request_id: str
) -> tuple[Asked, FormData]:
    """Read a request with its files in the variables, as Starlette's UploadFile; and the form, to be closed after use."""
    form = await _form(headers, receive, limits)
    try:
        return from_value(_filled(form), request_id, limits.batch), form
    except Refused:
        await form.close()
        raise


def _filled(form: FormData) -> object:
    operations = decoded(_field(form, "operations").encode(), "`operations`")
    places = decoded(_field(form, "map").encode(), "`map`")
    if not isinstance(places, dict) or not all(_are_paths(paths) for paths in places.values()):
        raise malformed("`map` must be a JSON object of lists of paths.")
    files = {name: part for name, part in form.multi_items() if isinstance(part, UploadFile)}
    if files.keys() != places.keys():
        raise malformed("`map` must name every file that is sent, and no other.")
    for name, paths in places.items():
        for path in cast("list[str]", paths):
            _put(operations, path, files[name])
    return operations


async def _form(headers: Mapping[bytes, bytes], receive: Receive, limits: Limits) -> FormData:
    chunks = stream(headers, receive, most=limits.upload_bytes, timeout_s=limits.upload_timeout_s)
    parser = _Parser(
        Headers(raw=[(b"content-type", headers[b"content-type"])]),
        chunks,
        max_files=limits.upload_files,
        max_fields=2,
        max_part_size=limits.body_bytes,
    )
    try:
        return await parser.parse()
    except MultiPartException as error:
        raise malformed(f"The multipart body can't be read: {error.message}") from None


def _field(form: FormData, name: str) -> str:
    found = form.getlist(name)
    if len(found) != 1 or not isinstance(found[0], str):
        raise malformed(f"A multipart request has one field `{name}`.")
    return found[0]


def _are_paths(paths: object) -> bool:
    return isinstance(paths, list) and bool(paths) and all(isinstance(path, str) for path in paths)


def _put(operations: object, path: str, file: UploadFile) -> None:
    """Replace the null at a dotted path, such as `variables.files.0`; refuses every other place."""
    wrong = malformed("`map` must lead to places in `variables` that hold null, such as `variables.file`.")
    *way, last = path.split(".")
    if "variables" not in way[:2]:
        raise wrong
    place = operations
    for step in way:
        place = _step(place, step)
    if isinstance(place, dict) and place.get(last, file) is None:
        place[last] = file
    elif isinstance(place, list) and _index(place, last) is not None and place[int(last)] is None:
        place[int(last)] = file
    else:
        raise wrong


def _step(place: object, step: str) -> object:
    if isinstance(place, Mapping):
        return place.get(step)
    index = _index(place, step)
    return None if index is None else cast("list[object]", place)[index]


def _index(place: object, step: str) -> int | None:
    is_index = isinstance(place, list) and step.isascii() and step.isdigit() and len(step) < 6 and int(step) < len(place)
    return int(step) if is_index else None
