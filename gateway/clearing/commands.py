"""`gateway cache`: what the gateways keep of the vendors' answers."""

import asyncio
import logging
from typing import Annotated

import typer

from gateway.clearing import remote, store
from gateway.clearing.wish import KINDS, Cleared, Wish, told, wish
from gateway.logs import configure
from gateway.reading import environment, read_settings
from gateway.registry import entries
from gateway.settings import BrokenSettings

cache = typer.Typer(name="cache", help="What the gateways keep of the vendors' answers.", no_args_is_help=True)

_ALONE = (
    "Nothing is shared between processes here (GATEWAY_CACHE_URL is memory://), so each gateway keeps its own: give --url and "
    "--key to reach a running one, or set GATEWAY_CACHE_URL to the store that they share."
)


@cache.command("clear")
def clear(
    vendor: Annotated[str | None, typer.Option(help="Only what this vendor answered.")] = None,
    customer: Annotated[
        str | None,
        typer.Option(metavar="KIND:VALUE", help=f"Only what shows this person. KIND is one of {', '.join(KINDS)}."),
    ] = None,
    url: Annotated[str | None, typer.Option(help="A running gateway, where no store is shared.")] = None,
    key: Annotated[
        str | None, typer.Option(help="With --url: an API key with the scope cache:write; default GATEWAY_KEY.")
    ] = None,
) -> None:
    """Drop what is kept, so that the vendors are asked again: everything, or what --vendor and --customer name.

    With GATEWAY_CACHE_URL=redis://… it is dropped in the store, and every running gateway hears of it at once; the settings must be
    the gateways' own. Without a store, --url names the one gateway to clear.

    gateway cache clear --vendor carecloud

    gateway cache clear --customer email:ana@example.com

    gateway cache clear --vendor tracksale --url http://127.0.0.1:8000/graphql --key cg_…

    A vendor's own id, as in --customer carecloud:8ea2…, costs no call at that vendor; other kinds cost what finding the person
    costs. Exits with 1 where something could not be dropped, and says what; with 2 where the command makes no sense.
    """
    wanted = wish(vendor, customer)
    values = environment()
    key = key or values.get("GATEWAY_KEY")
    cleared = _in_the_store(values, wanted) if url is None else asyncio.run(remote.clear(url, key, wanted))
    if cleared.vendors or not cleared.complaints:
        typer.echo(told(cleared, wanted))
    for complaint in cleared.complaints:
        typer.echo(complaint, err=True)
    if cleared.complaints:
        raise typer.Exit(1)


def _in_the_store(values: dict[str, str], wanted: Wish) -> Cleared:
    vendors = entries()
    settings = read_settings(values, vendors)
    if settings.gateway.store_url is None:
        is_off = settings.gateway.cache_url == "off"
        raise BrokenSettings(["Nothing is kept here: GATEWAY_CACHE_URL is off." if is_off else _ALONE])
    configure("text", logging.WARNING)
    return asyncio.run(store.clear(settings, vendors, wanted))
