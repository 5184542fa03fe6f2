"""The live connections of one process: so many of one caller and altogether, and all told when the process ends."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_MOST = 10_000


class Crowded(Exception):
    """There are too many connections; the message is for the client."""


class Crowd:
    """Counts them. `most` is of one caller; where everybody is let in, of one address. `told` hears how many there are."""

    def __init__(self, most: int, told: Callable[[int], object] = lambda _: None) -> None:
        self._most = most
        self._told = told
        self._of: Counter[str] = Counter()
        self._all = 0
        self.leaving = asyncio.Event()
        "Set when the process is about to end."

    def __len__(self) -> int:
        return self._all

    def disperse(self) -> None:
        """Have every connection end, and let no more come."""
        self.leaving.set()

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Count a connection, whoever's it is; raises Crowded."""
        if self.leaving.is_set():
            raise Crowded("This gateway is about to end; connect again.")
        if self._most == 0 or self._all >= _MOST:
            raise Crowded("This gateway has as many live connections as it takes; try again later.")
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    @contextmanager
    def counted(self, name: str) -> Iterator[None]:
        """Count it as one of that caller's; raises Crowded."""
        if self._of[name] >= self._most:
            raise Crowded(f"This caller has {self._most} live connections already; end one, or put operations together in one.")
        self._of[name] += 1
        try:
            yield
        finally:
            self._of[name] -= 1
            if not self._of[name]:
                del self._of[name]

    def _count(self, step: int) -> None:
        self._all += step
        self._told(self._all)
