"""Clearing at one running gateway, by its mutation."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx

from gateway.clearing.wish import Cleared, Wish
from gateway.settings import BrokenSettings
from loaders.upstream.transport import trusted

_MUTATION = """
mutation ($input: InvalidateCacheInput!) {
  invalidateCache(input: $input) { dropped { vendors tags unknownAt unreached } userErrors { message path } }
}
"""
_TIMEOUT_S = 60.0


async def clear(url: str, key: str | None, wanted: Wish) -> Cleared:
    """Ask the gateway; `key` is an API key or a token. Raises BrokenSettings for a URL that is none."""
    address = _address(url)
    headers = {"authorization": f"Bearer {key}"} if key else {}
    body = {"query": _MUTATION, "variables": {"input": _input(wanted)}}
    async with httpx.AsyncClient(verify=trusted(), trust_env=False, timeout=_TIMEOUT_S, follow_redirects=False) as http:
        try:
            reply = await http.post(address, json=body, headers=headers)
        except httpx.HTTPError as error:
            return Cleared(complaints=[f"Nothing was dropped: the gateway can't be reached ({type(error).__name__})."])
    try:
        answer = reply.json()
    except ValueError:
        return Cleared(complaints=[f"Nothing was dropped: what answers there is no gateway (status {reply.status_code})."])
    return _read(answer if isinstance(answer, dict) else {})


def _input(wanted: Wish) -> dict[str, object]:
    if wanted.is_everything:
        return {"everything": True}
    given = {"vendor": wanted.vendor and wanted.vendor.upper(), "customer": wanted.customer and wanted.customer.variables}
    return {name: value for name, value in given.items() if value is not None}


def _address(url: str) -> str:
    """Return where the graph is, of the gateway's address with or without a path."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BrokenSettings(["--url: expected a running gateway's address, such as http://127.0.0.1:8000/graphql."])
    return urlunsplit(parts._replace(path=parts.path if parts.path.strip("/") else "/graphql", fragment=""))


def _read(answer: dict[str, Any]) -> Cleared:
    """Read the mutation's answer; its errors' messages hold nothing personal."""
    payload = (answer.get("data") or {}).get("invalidateCache") or {}
    errors = [str(error.get("message")) for error in (*answer.get("errors", ()), *payload.get("userErrors", ()))]
    dropped = payload.get("dropped")
    if dropped is None:
        return Cleared(complaints=[f"Nothing was dropped: {message}" for message in errors or ["the gateway gave no reason."]])
    vendors, unknown_at = ([name.lower() for name in dropped[field]] for field in ("vendors", "unknownAt"))
    return Cleared(vendors, int(dropped["tags"]), unknown_at, errors)
