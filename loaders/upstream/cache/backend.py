"""aiocache's Redis backend, made from what a URL says."""

from typing import Any

from aiocache import RedisCache
from aiocache.serializers import NullSerializer
from redis.asyncio import ConnectionPool

_CONNECTIONS = 16


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
