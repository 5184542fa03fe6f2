"""Bodies in and out: EDN unless the request speaks JSON in both of its headers.

Docs: Prisma, "REST API": whoever wants JSON "must specify the Content-Type and Accept HTTP headers as application/json".
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import orjson
from starlette.requests import Request
from starlette.responses import Response

from loaders.prisma.sandbox.body import Body, Refused
from loaders.prisma.sandbox.edn import Value, read, write

EDN = "application/edn"
JSON = "application/json"


async def body_of(request: Request) -> Body:
    """Read the request's map, as its Content-Type says. Raises Refused with 400 or 415."""
    content_type = _media_type(request.headers.get("content-type", ""))
    if content_type not in (EDN, JSON):
        raise Refused(415, f"Content-Type: expected {EDN} or {JSON}, got {content_type or 'nothing'}")
    is_json = content_type == JSON
    fields = _decode(await request.body(), is_json=is_json)
    if not isinstance(fields, Mapping):
        raise Refused(400, "body: expected a map")
    return Body(fields, is_json)


def accepted(request: Request) -> set[str]:
    """The media types named by Accept, without their parameters."""
    return {_media_type(part) for part in request.headers.get("accept", "").split(",")}


def answer(request: Request, value: Value, *, status: int = 200) -> Response:
    """Answer JSON if Accept says so and a body, if there was one, was JSON too; EDN otherwise."""
    sent = _media_type(request.headers.get("content-type", JSON))
    if sent == JSON and JSON in accepted(request):
        return Response(orjson.dumps(value, default=_json), status, media_type=JSON)
    return Response(write(value), status, media_type=EDN)


def refuse(request: Request, error: Exception) -> Response:
    """Turn a refusal into an answer; the bodies of errors are not documented."""
    if not isinstance(error, Refused):
        raise error
    headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else {}
    response = answer(request, {"error": error.reason}, status=error.status)
    response.headers.update(headers)
    return response


def _media_type(header: str) -> str:
    return header.partition(";")[0].strip().lower()


def _decode(raw: bytes, *, is_json: bool) -> Value:
    try:
        if not is_json:
            return read(raw.decode())
        decoded: Value = orjson.loads(raw)
    except ValueError as error:
        raise Refused(400, f"body: not {'JSON' if is_json else 'EDN'}: {error}") from error
    return decoded


def _json(value: object) -> Value:
    """JSON has no sets: a sorted list takes their place."""
    if isinstance(value, AbstractSet):
        return sorted(value)
    raise TypeError(f"no JSON for {type(value).__name__}")
