"""`/media/{vendor}/{kind}/{id}/photo`: pictures of the vendors', passed on under the same authorization as the graph."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from hashlib import blake2b
from tempfile import SpooledTemporaryFile

import httpx
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from gateway.http.caller import Authenticate
from gateway.http.journal import Journal
from gateway.http.refusal import Refused, failed_vendor
from gateway.http.replies import refused_as_response
from loaders.upstream.errors import Malformed, TimedOut, Unavailable, UpstreamError
from loaders.upstream.vendor import Vendor

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"})
_CHUNK = 64 * 1024
_LARGEST = 16 * 1024 * 1024


class Media:
    """Serves pictures. One goes through a temporary file, never whole through memory: so it has a length and an ETag, and
    where the vendor breaks off in the middle, the client is told instead of being given half a picture.
    """

    def __init__(self, vendors: Mapping[str, Vendor], authenticate: Authenticate, journal: Journal, timeout_s: float) -> None:
        self._vendors = vendors
        self._journal = journal
        self._authenticate = authenticate
        self._timeout_s = timeout_s

    async def photo(self, request: Request) -> Response:
        """Answer with the picture, with 304 where the caller has it, or with an error as the graph would tell it. 1 call."""
        try:
            await self._authenticate(request)
            answer = await self._photo(request)
        except (Refused, UpstreamError) as error:
            refusal = error if isinstance(error, Refused) else failed_vendor(error)
            self._journal.refused(refusal.code, refusal.status, request.scope["state"])
            return refused_as_response(refusal)
        self._journal.pictured(answer.status_code, request.scope["state"])
        return answer

    async def _photo(self, request: Request) -> Response:
        name, kind, id_ = (request.path_params[part] for part in ("vendor", "kind", "id"))
        vendor = self._vendors.get(name.replace("-", "_"))
        if vendor is None or not _ID.fullmatch(id_):
            raise _missing()
        try:
            async with asyncio.timeout(self._timeout_s), vendor.photo(kind, id_) as opened:
                if opened is None:
                    raise _missing()
                file, tag = await _spooled(vendor.name, opened)
                kind_of_picture = _type(opened)
        except TimeoutError:
            raise TimedOut(vendor.name, self._timeout_s) from None
        return await _sent(request, file, tag, kind_of_picture)


async def _spooled(vendor: str, opened: httpx.Response) -> tuple[UploadFile, str]:
    """Return the picture, rewound, and its ETag. Raises Unavailable where it breaks off, Malformed for what is no picture."""
    if _type(opened) not in _TYPES:
        raise Malformed(vendor, path="$", expected="a picture", got="another content type")
    spool = SpooledTemporaryFile(max_size=_CHUNK)  # noqa: SIM115  # closed when it has been sent
    file, digest = UploadFile(spool, size=0), blake2b(digest_size=16)  # type: ignore[arg-type]  # as Starlette makes its own
    try:
        async for chunk in opened.aiter_bytes(_CHUNK):
            digest.update(chunk)
            await file.write(chunk)
            if (file.size or 0) > _LARGEST:
                raise Malformed(vendor, path="$", expected=f"a picture of at most {_LARGEST} bytes", got="more")
    except httpx.HTTPError as error:
        spool.close()
        raise Unavailable(vendor, f"expected a picture, got a broken connection ({type(error).__name__})") from error
    await file.seek(0)
    return file, f'"{digest.hexdigest()}"'


async def _sent(request: Request, file: UploadFile, tag: str, kind: str) -> Response:
    headers = {"etag": tag, "cache-control": "private, max-age=60"}
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        await file.close()
        return Response(status_code=304, headers=headers)
    headers["content-length"] = str(file.size)
    return StreamingResponse(_chunks(file), headers=headers, media_type=kind)


async def _chunks(file: UploadFile) -> AsyncIterator[bytes]:
    try:
        while chunk := await file.read(_CHUNK):
            yield chunk
    finally:
        await file.close()


def _type(opened: httpx.Response) -> str:
    return str(opened.headers.get("content-type", "")).partition(";")[0].strip().lower()


def _missing() -> Refused:
    return Refused(404, "NOT_FOUND", "There is no such picture.")
