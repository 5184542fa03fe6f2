"""The line to Redis or Valkey: over aiocache, with a short time-out, never an obstacle.

While the line is down everything goes on without it. It comes back by itself: what this process dropped meanwhile is said again,
then, after a second in which the other processes say theirs, the store is trusted again.
"""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from typing import Any

import structlog
from aiocache import RedisCache
from redis.asyncio import BlockingConnectionPool, ConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError

from loaders.upstream.cache.backend import backend, options_of
from loaders.upstream.cache.cache import EVERYTHING
from loaders.upstream.cache.scripts import BEAT, FORGET, GUARD

_VERSION = "2"
_RETRY_S = 0.2
_SETTLE_S = 1.0
_BLOCK_MS = 500
_MOST_TIMEOUTS = 3
_MARGIN_US = 5_000_000
_REMEMBERED_US = 9 * 86_400 * 1_000_000
_MOST_TAGS = 200_000
_ALL = 10**18
"A drop that nobody hears of."

_BROKEN = (RedisError, OSError, TimeoutError)

log = structlog.get_logger("gateway.cache")


class Away(Exception):
    """The store can't be asked now."""


class Line:
    """One process's connections to the store. `on_drop` is told every other process's drops, and `on_news` the keys under which one
    put another value; `on_back` and `on_beat` are awaited whenever the line is up again, and every half second of its being up.
    """

    def __init__(self, url: str, timeout_s: float = 0.25, *, kin: str = "") -> None:
        """Connect to nothing yet. `kin` marks the processes that mean the same by a key; those with another mark are `strangers`."""
        self._kin = kin
        self.token = f"{kin}.{secrets.token_hex(8)}"
        self.strangers = 0
        self.prefix = f"customer-graph:{_VERSION}:"
        self.is_up = False
        self.heard = 0
        "The number of the newest drop that is known here."
        self.processes = 1
        "How many processes were alive when it was last asked."
        self.on_drop: Callable[[list[str]], None] = _ignored
        self.on_news: Callable[[str], None] = _ignored
        self.on_back: list[Callable[[], Awaitable[None]]] = []
        self.on_beat: list[Callable[[], Awaitable[None]]] = []
        self._patience_s = timeout_s * 4
        self._cursor = 0
        self._last = 0
        "The newest drop that the store is to know of."
        self._news_cursor = b"0"
        self._timeouts = 0
        self._timed_out_at = 0.0
        self._has_looked = False
        self._began = time.monotonic()
        self._born = b""
        "Which store it reached: one that was emptied is another."
        self._listener: asyncio.Task[None] | None = None
        self._tried = asyncio.Event()
        options: dict[str, Any] = {
            **options_of(url),
            "protocol": 2,
            "retry": Retry(NoBackoff(), 0),
            "socket_connect_timeout": timeout_s,
        }
        self._store = backend(dict(options), BlockingConnectionPool, timeout_s=timeout_s)
        self._along = Redis(connection_pool=ConnectionPool(**options))

    async def run(self, script: str, keys: list[str], *args: str | bytes | int, is_early: bool = False) -> Any:
        """Run a script with the prefix as its first argument, or raise Away, also where the store was emptied since it came back."""
        return await self.ask(
            lambda store: store.raw("eval", GUARD + script, len(keys), *keys, self.prefix, *args, self._born), is_early=is_early
        )

    async def ask(self, operation: Callable[[RedisCache], Awaitable[Any]], *, is_early: bool = False) -> Any:
        """Make an operation of aiocache's, or raise Away; `is_early`: also while the store isn't trusted yet.

        A failed connection takes the line down at once, a time-out when it is the third in a row: this process may be busy.
        """
        await self._opened()
        if not self.is_up and not is_early:
            raise Away
        began = time.monotonic()
        try:
            result = await operation(self._store)
        except TimeoutError as error:
            self._stalled(error, began)
            raise Away from error
        except (RedisError, OSError) as error:
            self._lost(error)
            raise Away from error
        self._timeouts = 0
        return result

    def _stalled(self, error: TimeoutError, began: float) -> None:
        """Note a time-out; those that were under way at the same time are one."""
        if began < self._timed_out_at:
            return
        self._timed_out_at = time.monotonic()
        self._timeouts += 1
        if self._timeouts >= _MOST_TIMEOUTS:
            self._lost(error)

    async def forget(self, tags: str, *, unless: int = _ALL, is_early: bool = False) -> None:
        """Drop what carries one of the tags, which \\x1f separates, in the store and in every process, or raise Away; who heard of the
        drop `unless` drops nothing.
        """
        number = await self.run(FORGET, [], self.token, tags, self.heard, unless, is_early=is_early)
        self.hear(int(number))

    def open(self) -> None:
        """Begin to reach the store, and to hear of the other processes; whoever asks first does so too."""
        if self._listener is None:
            self._listener = asyncio.create_task(self._listen())

    async def close(self) -> None:
        """Stop listening and close the connections."""
        self.is_up = False
        while self._listener is not None and not self._listener.done():
            # More than once: redis-py may turn a cancellation into a connection error, after which the listener would go on.
            self._listener.cancel()
            await asyncio.wait({self._listener}, timeout=_RETRY_S)
        await self._along.aclose()
        await self._along.connection_pool.disconnect()
        await self._store.client.aclose()

    async def _opened(self) -> None:
        """Begin to listen; the first who asks wait until the store was reached or wasn't."""
        self.open()
        if not self._tried.is_set() and asyncio.current_task() is not self._listener:
            await self._tried.wait()

    async def _listen(self) -> None:
        while True:
            try:
                await self._come_back()
                while self.is_up:
                    await self._hear()
                    for beat in self.on_beat:
                        with suppress(Away):  # Whether the line is down with it is decided where time-outs are counted.
                            await beat()
            except (*_BROKEN, Away) as error:
                self._lost(error)
            except Exception as error:  # noqa: BLE001  # without a listener everybody who asks would wait, or hear of no drop
                log.error("shared_cache_broken", error=type(error).__name__)
                self._lost(error)
            self._tried.set()
            await asyncio.sleep(_RETRY_S)

    async def _hear(self) -> None:
        """Hear what is new and say that this process lives; tried again at once where that takes too long: this process may be busy."""
        try:
            await self._read_along(_BLOCK_MS)
            await self._beat()
        except TimeoutError:
            await self._read_along(None)
            await self._beat()

    async def _come_back(self) -> None:
        """Reach the store, say and hear what was dropped meanwhile, and only then trust it."""
        is_first = not self._tried.is_set()
        known, heard = self._last, self.heard
        number, last = await self._beat()
        if last < known or number < heard:
            # It was restarted with what it held earlier, and knows nothing of the drops since.
            await self.forget(EVERYTHING, unless=known, is_early=True)
        self._last = max(self._last, last)
        if self._cursor == 0:
            self._cursor = number - int((time.monotonic() - self._began) * 1_000_000) - _MARGIN_US
            self._news_cursor = b"%d-0" % (number // 1_000)
        if not is_first:
            await self._say_again()
            await asyncio.sleep(_SETTLE_S)
            await self._say_again()
        await self._read_along(None)
        self.heard = max(self.heard, number)
        self.is_up, self._timeouts = True, 0
        self._tried.set()
        log.info("shared_cache_up", processes=self.processes)
        if not self._has_looked:
            self._has_looked = True
            await self._look_at_policy()

    async def _look_at_policy(self) -> None:
        """Warn where the store, when it is full, gives up what isn't an entry: drops, outcomes of writes and budgets."""
        with suppress(ResponseError):  # Not everybody may ask.
            async with asyncio.timeout(self._patience_s):
                policy = (await self._along.info("memory")).get("maxmemory_policy", "")
            if policy.startswith("allkeys"):
                log.warning("shared_cache_policy", policy=policy, use="volatile-lru")

    async def _say_again(self) -> None:
        for back in self.on_back:
            await back()

    async def _beat(self) -> tuple[int, int]:
        """Say that this process lives, or raise Away where the store was emptied; returns the number that a drop of now would have, and
        that of the store's last drop.
        """
        async with asyncio.timeout(self._patience_s):
            told: Any = await self._along.eval(BEAT, 0, self.prefix, self.token, _REMEMBERED_US, _MOST_TAGS)
        number, alive, last, born = told
        if self.is_up and born != self._born:
            raise Away
        self.processes, self._born = len(alive), born
        self._look_at(alive)
        return int(number), int(last)

    def _look_at(self, alive: Collection[bytes]) -> None:
        """Warn where processes that share the store don't mean the same by a key: nobody is told of a drop by another's."""
        strangers = sum(one.partition(b".")[0] != self._kin.encode() for one in alive)
        if strangers > self.strangers:
            log.warning("shared_cache_secret", others=strangers, use="the same GATEWAY_SECRET")
        self.strangers = strangers

    async def _read_along(self, block_ms: int | None) -> None:
        """Hear the other processes' drops and news since the last time; waits for the next ones for that long."""
        drops, news = f"{self.prefix}drops", f"{self.prefix}news"
        async with asyncio.timeout(self._patience_s + (block_ms or 0) / 1000):
            after: dict[Any, Any] = {drops: f"{self._cursor}-0", news: self._news_cursor}
            found: Any = await self._along.xread(after, count=1000, block=block_ms)
        told = {name.decode(): rows for name, rows in found}
        for number, drop in told.get(drops, ()):
            known, self._cursor = self._cursor, int(number.partition(b"-")[0])
            self.hear(self._cursor)
            if tags := self._dropped(drop, known):
                self.on_drop(tags)
        for number, one in told.get(news, ()):
            self._news_cursor = number
            with suppress(LookupError, ValueError):
                if one[b"by"].decode() != self.token:
                    self.on_news(one[b"key"].decode())

    def _dropped(self, drop: Mapping[bytes, bytes], known: int) -> list[str]:
        """Return the tags that a row of the stream has this process drop."""
        try:
            is_known = known >= int(drop[b"unless"]) or drop[b"by"].decode() == self.token
            return [] if is_known else drop[b"tags"].decode().split("\x1f")
        except (LookupError, ValueError):
            return [EVERYTHING]  # Somebody else's row: to be on the safe side.

    def hear(self, number: int) -> None:
        """Note a drop's number."""
        self.heard, self._last = max(self.heard, number), max(self._last, number)

    def _lost(self, error: BaseException) -> None:
        if self.is_up:
            log.warning("shared_cache_away", error=type(error).__name__)
        self.is_up = False


def _ignored(_told: object) -> None:
    """Nobody listens yet."""
