"""`gateway check`: whether a gateway could serve by these settings, and whether all that they lead to answers."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.access.authentication import authentication
from gateway.access.catalogue import catalogue
from gateway.names import strangers
from gateway.observe.setup import observer
from gateway.process import Process, assemble
from gateway.reading import read_settings
from gateway.registry import Entry
from gateway.settings import BrokenSettings, GatewaySettings
from loaders.upstream.cache.line import Away, Line
from loaders.upstream.errors import UpstreamError


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: the settings, a vendor, or something else that a gateway needs."""

    name: str
    is_good: bool
    state: str


async def check(read: Callable[[], Mapping[str, str]], entries: Sequence[Entry]) -> list[Row]:
    """Validate the settings as serving does, then reach all that they name, at once.

    A vendor is asked by its cheapest authenticated call: one call and one token call each.
    """
    try:
        values = read()
        settings = read_settings(values, entries)
        process = assemble(settings, entries)
    except BrokenSettings as error:
        return _complained(error)
    try:
        rows = _served(process, values, entries)
        return [*rows, *await asyncio.gather(*_reached(process, entries))]
    finally:
        await process.close()


def table(rows: Sequence[Row]) -> str:
    """Format the rows for people."""
    width = max(len(row.name) for row in rows)
    return "\n".join(f"{'ok  ' if row.is_good else 'FAIL'}  {row.name:<{width}}  {row.state}" for row in rows)


def _served(process: Process, values: Mapping[str, str], entries: Sequence[Entry]) -> list[Row]:
    """Say what would keep a gateway from serving: a row for each complaint, or one for none."""
    settings, rows = process.settings.gateway, []
    for made in (
        lambda: authentication(process),
        lambda: catalogue(settings, process.clock),
        lambda: observer(settings, values),
    ):
        try:
            made()
        except BrokenSettings as error:
            rows += _complained(error)
    misspelt = [one for one in strangers(values, GatewaySettings.model_fields, entries) if one.nearest]
    rows += [Row("settings", is_good=False, state=str(one)) for one in misspelt]
    return rows or [Row("settings", is_good=True, state="a gateway can serve by them")]


def _complained(error: BrokenSettings) -> list[Row]:
    return [Row("settings", is_good=False, state=complaint) for complaint in error.complaints]


def _reached(process: Process, entries: Sequence[Entry]) -> list[Coroutine[Any, Any, Row]]:
    rows = [_vendor(process, entry.name) for entry in entries]
    gateway = process.settings.gateway
    if gateway.store_url is not None:
        rows.append(_store(gateway.store_url, gateway.cache_timeout_s))
    if "jwt" in (gateway.auth or "") and gateway.jwks_url:
        rows.append(_token_keys(process))
    return rows


async def _vendor(process: Process, name: str) -> Row:
    vendor = process.vendors.get(name)
    if vendor is None:
        return Row(name, is_good=True, state=f"not configured (no {name.upper()}_URL)")
    try:
        await vendor.ping()
    except UpstreamError as error:
        return Row(name, is_good=False, state=f"{error.code}: {error.reason}")
    return Row(name, is_good=True, state="answers")


async def _store(url: str, timeout_s: float) -> Row:
    line = Line(url, timeout_s)
    try:
        await line.ask(lambda store: store.raw("ping"))
    except Away:
        return Row("store", is_good=False, state="GATEWAY_CACHE_URL can't be reached: each process would go on alone")
    finally:
        await line.close()
    return Row("store", is_good=True, state="is reached")


async def _token_keys(process: Process) -> Row:
    try:
        access = authentication(process)
    except BrokenSettings:
        return Row("token keys", is_good=False, state="not fetched, for the settings above")
    try:
        has_keys = await access.has_token_keys()
    finally:
        await access.close()
    state = "are fetched" if has_keys else "no key set can be fetched from GATEWAY_JWKS_URL"
    return Row("token keys", is_good=has_keys, state=state)
