"""API keys: random text that is shown once, and a file that holds only its hash."""

import fcntl
import hmac
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import msgspec

from gateway.access.file import BrokenFile, ReadAgain
from loaders.upstream.clock import Clock
from resolvers.context import Caller

_PREFIX = "cg"
_NOBODY = "0" * 64


class Key(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One key as the file holds it. Without `documents` it may run any document; `rate` and `cost` are per minute."""

    id: str
    name: str
    hash: str
    scopes: list[str]
    created: datetime
    expires: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    rate: int | None = None
    cost: int | None = None
    documents: list[str] | None = None

    def caller(self) -> Caller:
        """Return who asks with it."""
        documents = None if self.documents is None else frozenset(self.documents)
        return Caller(f"key:{self.name}", None, frozenset(self.scopes), self.rate, self.cost, documents)


class KeyFile(msgspec.Struct, frozen=True):
    """The whole file."""

    keys: list[Key] = []


class BrokenKeys(BrokenFile):
    """The key file can't be read; the message says where, and quotes nothing of it."""


class Keys:
    """The keys of a file, read again when it changes: a new key works, and a revoked one doesn't, within half a second."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._clock = clock
        self._by_id = ReadAgain(path, clock, _by_id, event="api_keys_not_reloaded")

    def caller(self, text: str) -> Caller | None:
        """Return who asks with that key; None where it is unknown, wrong or expired. Takes as long whichever it is."""
        prefix, _, rest = text.partition("_")
        key_id, _, _ = rest.partition("_")
        found = self._by_id.held().get(key_id)
        is_right = hmac.compare_digest(hashed(text), found[0].hash if found else _NOBODY)
        if found is None or not is_right or prefix != _PREFIX:
            return None
        key, caller = found
        return None if key.expires is not None and key.expires <= self._clock.now() else caller


def create(path: Path, key: Key) -> str:
    """Add a key to the file, making the file where there is none; return the text that is shown this once."""
    text = f"{_PREFIX}_{key.id}_{secrets.token_urlsafe(32)}"
    with _changing(path) as keys:
        if any(held.name == key.name for held in keys):
            raise ValueError(f"there is a key named {key.name} already; revoke it first or take another name")
        keys.append(msgspec.structs.replace(key, hash=hashed(text)))
    return text


def revoke(path: Path, name: str) -> None:
    """Take a key out of the file; raises LookupError where there is none of that name."""
    with _changing(path) as keys:
        kept = [key for key in keys if key.name != name]
        if len(kept) == len(keys):
            raise LookupError(f"there is no key named {name}")
        keys[:] = kept


def read(path: Path) -> KeyFile:
    """Read the file; raises BrokenKeys, or OSError."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=KeyFile)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BrokenKeys(f"{path} is not a key file: {error}") from None


def new_id() -> str:
    """Return the public part of a new key."""
    return secrets.token_hex(6)


def hashed(text: str) -> str:
    """Return what the file holds of a key. It has 256 random bits, so a plain hash can't be guessed from."""
    return sha256(text.encode()).hexdigest()


def _by_id(path: Path) -> dict[str, tuple[Key, Caller]]:
    return {key.id: (key, key.caller()) for key in read(path).keys}


@contextmanager
def _changing(path: Path) -> Iterator[list[Key]]:
    """Change the file's keys, one process at a time; readers see the old file or the new one, never half of it."""
    with path.with_name(path.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        keys = list(read(path).keys) if path.exists() else []
        yield keys
        _replace(path, keys)


def _replace(path: Path, keys: Sequence[Key]) -> None:
    fresh = path.with_name(path.name + ".new")
    body = msgspec.json.format(msgspec.json.encode(KeyFile(list(keys))), indent=2)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "wb") as file:  # noqa: PTH123  # of a descriptor, so that the file is never readable by others
        file.write(body + b"\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
