"""A file of the operator's that is read again when it changes."""

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

import structlog

from loaders.upstream.clock import Clock

T = TypeVar("T")

_CHECK_EVERY_S = 0.5

log = structlog.get_logger("gateway.access")


class BrokenFile(ValueError):
    """The file can't be read; the message says what was expected."""


class ReadAgain(Generic[T]):
    """What a file holds, at most half a second old. One that is broken, or gone for a moment, leaves what was held, and says so."""

    def __init__(self, path: Path, clock: Clock, read: Callable[[Path], T], *, event: str) -> None:
        """`read` raises BrokenFile, or OSError: here to whoever starts with such a file, later for the log, as `event`."""
        self._path = path
        self._clock = clock
        self._read = read
        self._event = event
        self._stamp = _stamp(path)
        self._checked = clock.monotonic()
        self._held = read(path)

    def held(self) -> T:
        """Return it, read again where the file changed."""
        now = self._clock.monotonic()
        if now - self._checked >= _CHECK_EVERY_S:
            self._checked = now
            self._reload()
        return self._held

    def _reload(self) -> None:
        try:
            stamp = _stamp(self._path)
            if stamp != self._stamp:
                self._held = self._read(self._path)
                self._stamp = stamp
        except (OSError, BrokenFile) as error:
            log.error(self._event, reason=type(error).__name__)


def _stamp(path: Path) -> tuple[int, int, int]:
    held = path.stat()
    return held.st_mtime_ns, held.st_size, held.st_ino
