"""Mutations that are asked for again with their idempotency key: the first outcome, before anything is checked or looked up.

A person who was deleted is found no more, and a moment to come has passed: what was right the first time needn't be right again.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import blake2b
from typing import Any

import msgspec
import strawberry
from starlette.datastructures import UploadFile

from loaders.upstream.cache.outcomes import KeyReused
from loaders.upstream.cache.portable import NotPortable, type_of
from resolvers.audit import write_down
from resolvers.context import Info
from resolvers.writes import REUSED, UserError, Written, kept_under, lost_first

LONGEST_KEY = 200
_CHUNK = 256 * 1024


async def first_outcome(info: Info, source: object, key: str) -> Written[Any] | None:
    """Return what the running mutation came to when it was first made with this key and input; None where this is the first.

    Refuses a key that is none. Asks no vendor. Waits for a first one that is running, and raises OutcomeUnknown where its answer was lost.
    """
    context, mutation = info.context, info.field_name
    if not 1 <= len(key) <= LONGEST_KEY:
        message = f"expected 1 to {LONGEST_KEY} characters"
        return Written(None, [UserError("BAD_USER_INPUT", message, ["input", "idempotencyKey"])])
    text = msgspec.json.encode(await _plain(source), order="deterministic").decode()
    fingerprint = context.cache.key("gateway", "input", text).encode()
    context.inputs[info.path.key] = fingerprint
    try:
        raw = await context.outcomes.first(kept_under(info, key), fingerprint, lost_first(mutation))
    except KeyReused:
        return REUSED
    if raw is None:
        return None
    shape, result, errors = msgspec.msgpack.decode(raw, type=tuple[Any, msgspec.Raw, list[UserError]])
    try:
        written = Written(msgspec.msgpack.decode(result, type=type_of(shape)), errors)
    except (NotPortable, TypeError, LookupError, msgspec.MsgspecError):
        return None  # Kept by another version of ours: then as for a first one, which is not sent again either.
    write_down(info, "REPEATED")
    return written


async def _plain(value: object) -> object:
    """Return an input as plain values; a file is the digest of what it holds."""
    if isinstance(value, UploadFile):
        return [value.filename, value.content_type, await _digest(value)]
    if isinstance(value, strawberry.Some):
        return [await _plain(value.value)]
    if is_dataclass(value):
        held = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: await _plain(one) for name, one in held.items() if one is not strawberry.UNSET}
    if isinstance(value, Mapping):
        return {str(name): await _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [await _plain(one) for one in value]
    return value.value if isinstance(value, Enum) else value


async def _digest(file: UploadFile) -> str:
    digest = blake2b(digest_size=16)
    while chunk := await file.read(_CHUNK):
        digest.update(chunk)
    await file.seek(0)
    return digest.hexdigest()
