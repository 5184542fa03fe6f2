"""`gateway check`: whether the settings lead to vendors that answer."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from gateway.process import Process, assemble
from gateway.registry import Entry
from gateway.settings import Settings
from loaders.upstream.errors import UpstreamError


@dataclass(frozen=True, slots=True)
class Row:
    """One vendor's line of the table."""

    vendor: str
    is_good: bool
    state: str


async def check(settings: Settings, entries: Sequence[Entry]) -> list[Row]:
    """Reach every configured vendor with its cheapest authenticated call, all at once. One call and one token call each."""
    process = assemble(settings, entries)
    try:
        return await asyncio.gather(*(_row(process, entry.name) for entry in entries))
    finally:
        await process.close()


def table(rows: Sequence[Row]) -> str:
    """Format the rows for people."""
    width = max(len(row.vendor) for row in rows)
    return "\n".join(f"{'ok  ' if row.is_good else 'FAIL'}  {row.vendor:<{width}}  {row.state}" for row in rows)


async def _row(process: Process, name: str) -> Row:
    vendor = process.vendors.get(name)
    if vendor is None:
        return Row(name, is_good=True, state=f"not configured (no {name.upper()}_URL)")
    try:
        await vendor.ping()
    except UpstreamError as error:
        return Row(name, is_good=False, state=f"{error.code}: {error.reason}")
    return Row(name, is_good=True, state="answers")
