"""Reads an answer's parts as they come, and puts them together as clients do."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

OLDER = "multipart/mixed;deferSpec=20220824,application/json;q=0.9"
NEWER = "multipart/mixed;incrementalSpec=v0.2,application/json;q=0.9"


@dataclass
class Parts:
    """An answer that is coming; `text` is what has come of it."""

    response: httpx.Response
    text: str = ""
    seen: list[dict[str, Any]] = field(default_factory=list)
    _chunks: AsyncIterator[str] | None = None

    @property
    def media(self) -> str:
        """The answer's content type."""
        return str(self.response.headers["content-type"])

    async def next(self) -> dict[str, Any]:
        """Wait for the next part."""
        self._chunks = self._chunks or self.response.aiter_text()
        while len(self._whole()) == len(self.seen):
            self.text += await anext(self._chunks)
        _, _, body = self._whole()[len(self.seen)].partition("\r\n\r\n")
        self.seen.append(json.loads(body))
        return self.seen[-1]

    async def rest(self) -> list[dict[str, Any]]:
        """Wait for all parts that are left."""
        before = len(self.seen)
        while not self.seen or self.seen[-1]["hasNext"]:
            await self.next()
        return self.seen[before:]

    def _whole(self) -> list[str]:
        """The parts that have come with the boundary behind them; what comes before the first boundary is none."""
        return self.text.split("\r\n---")[1:-1]


@asynccontextmanager
async def asked(
    http: httpx.AsyncClient, query: str, accept: str = NEWER, *, credential: str | None = None, **more: object
) -> AsyncIterator[Parts]:
    """Post an operation and read the answer while inside; the client goes away at the end, whatever has come."""
    headers = {"accept": accept, **({"authorization": f"Bearer {credential}"} if credential else {})}
    async with http.stream("POST", "/graphql", json={"query": query, **more}, headers=headers) as response:
        yield Parts(response)


def merged(parts: Sequence[dict[str, Any]]) -> tuple[Any, list[dict[str, Any]]]:
    """Return data and errors as a client has them at the end, whichever the format."""
    data: Any = {"data": None}
    errors, places = [], {}
    for part in parts:
        if "data" in part:
            data["data"] = part["data"]
        places.update({one["id"]: one["path"] for one in part.get("pending", ())})
        errors += part.get("errors", [])
        for one in part.get("incremental", ()):
            at = one["path"] if "path" in one else [*places[one["id"]], *one.get("subPath", ())]
            _put(data, ["data", *at], one["data"])
            errors += one.get("errors", [])
        errors += [error for one in part.get("completed", ()) for error in one.get("errors", ())]
    return data["data"], errors


def _put(data: Any, path: list[str | int], fields: dict[str, Any] | None) -> None:
    for step in path:
        data = data[step]
    if fields is not None:
        _merge(data, fields)


def _merge(into: Any, fields: Any) -> None:
    for name, value in fields.items() if isinstance(fields, dict) else enumerate(fields):
        is_known = isinstance(into, list) or name in into
        if is_known and isinstance(value, dict | list):
            _merge(into[name], value)
        else:
            into[name] = value
