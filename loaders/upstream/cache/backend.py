"""aiocache's Redis backend, made from what a URL says."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiocache import RedisCache
from aiocache.serializers import NullSerializer
from redis.asyncio import ConnectionPool
from redis.asyncio.connection import parse_url

_CONNECTIONS = 16


def options_of(url: str) -> dict[str, Any]:
    """Return what redis-py's connections take to reach the store of a URL; raises ValueError for one that they don't take.

    Of options behind a question mark only those of TLS are taken: how it is spoken to is the gateway's own business.
    """
    place = urlsplit(url)
    try:
        options: dict[str, Any] = {**parse_url(url)}
    except ValueError as error:
        raise ValueError("expected a host, a port and the number of a database") from error
    if not re.fullmatch(r"/?\d*", place.path):
        raise ValueError("expected the number of a database behind the port")
    strange = {name for name in parse_qs(place.query) if not name.startswith("ssl_")}
    try:
        ConnectionPool(**options).make_connection()  # type: ignore[no-untyped-call]  # untyped there; it opens nothing
    except TypeError:
        strange |= set(parse_qs(place.query))
    if strange:
        raise ValueError(f"there is no option {', '.join(sorted(strange))} for {place.scheme}")
    return options


def backend(options: dict[str, Any], pool: type[ConnectionPool], *, timeout_s: float) -> RedisCache:
    """Make it; `options` are what redis-py's connections take. Nothing is sent yet."""
    options["timeout"] = timeout_s
    connect_timeout = options.pop("socket_connect_timeout")
    return RedisCache(
        serializer=NullSerializer(encoding=None),
        timeout=timeout_s,
        pool_max_size=_CONNECTIONS,
        connection_pool_class=pool,
        create_connection_timeout=connect_timeout,
        **_named(options),
    )


def _named(options: dict[str, Any]) -> dict[str, Any]:
    """Split them into what aiocache names itself and what it passes on."""
    named = {"endpoint": options.pop("host", "127.0.0.1"), "port": options.pop("port", 6379), "db": options.pop("db", 0)}
    return {**named, "password": options.pop("password", None), "connection_pool_kwargs": options}
