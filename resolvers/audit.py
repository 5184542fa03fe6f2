"""The one line that each mutation of a request leaves in the log, whatever becomes of it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from graphql import GraphQLError

from loaders.identity.handle import Handle
from loaders.upstream.errors import UpstreamError
from resolvers.context import Audit, Info
from resolvers.identity.key import Key


def concerns(info: Info, *keys: Key) -> None:
    """Note whom the running mutation is about, as the caller named them: the same name has the same hash at all vendors."""
    named = dict.fromkeys(name for key in keys if (name := name_of(key)) is not None)
    line = info.context.line(info.path.key)
    line.by = " ".join(dict.fromkeys(kind for kind, _ in named)) or None
    line.customer = " ".join(info.context.cache.key("audit", "customer", *name) for name in named) or None


def concerns_handles(info: Info, *handles: Handle | None) -> None:
    """Note whom it is about by the first of some handles of one person that there is."""
    held = next((one for one in handles if one is not None), None)
    if held is not None:
        concerns(info, Key((held,)))


def write_down(info: Info, outcome: str) -> None:
    """Write the running mutation's line, unless it is written already."""
    line = info.context.line(info.path.key)
    if not line.is_written:
        line.is_written = True
        info.context.audit(Audit(info.field_name, line.customer, outcome, line.by))


def outcome_of(error: BaseException) -> str:
    """Return what the line says of a failure: its code."""
    if isinstance(error, UpstreamError):
        return error.code
    return str((error.extensions or {}).get("code", "INTERNAL")) if isinstance(error, GraphQLError) else "INTERNAL"


async def audited(info: Info, make: Callable[[], Awaitable[Any]]) -> Any:
    """Run a mutation and write its line. A write that goes on though its caller has gone writes its own."""
    try:
        written = await make()
    except asyncio.CancelledError:
        if not info.context.line(info.path.key).is_under_way:
            write_down(info, "CANCELLED")
        raise
    except Exception as error:
        write_down(info, outcome_of(error))
        raise
    write_down(info, "REFUSED" if written is not None and written.user_errors else "DONE")
    return written


def name_of(key: Key) -> tuple[str, str] | None:
    """Return what a key names a person by: a kind of handle or a vendor, and the text to be hashed."""
    if key.vendor is not None and key.vendor_id is not None:
        return key.vendor, key.vendor_id
    return (key.handles[0].kind.name, key.handles[0].text) if key.handles else None
