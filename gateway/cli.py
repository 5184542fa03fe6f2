"""The command line: serve, demo, sandbox, schema, check."""

import asyncio
import logging
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from gateway import check as checking
from gateway import documentation, serving
from gateway.access.commands import keys
from gateway.clearing.commands import cache
from gateway.demo import run_demo, run_sandbox
from gateway.logs import configure
from gateway.process import composed, telling
from gateway.reading import environment, read_settings
from gateway.registry import VENDORS, entries
from gateway.sandbox.faults import Fault
from gateway.settings import BrokenSettings
from gateway.version import release
from gateway.worker import chosen
from schema.subgraph import public_sdl

_HELP = """One GraphQL graph of customers over five vendors' REST APIs.

Try it without any settings: `gateway demo`, then open http://127.0.0.1:8000/graphql.
"""

_NEXT = """Towards your own vendors:

1. `gateway sandbox` prints the settings of the stand-ins: put your vendors' own in their place into a `.env` file here.

2. `gateway keys create partner --scope people:read` makes an API key, in the file that GATEWAY_API_KEYS_FILE names.

3. `gateway check` reaches every vendor and says what is wrong, a line each.

4. `GATEWAY_AUTH=keys gateway serve` serves; several `--workers` share a store, GATEWAY_CACHE_URL. SIGTERM stops it when all that
runs is done, SIGHUP renews several workers.

`gateway COMMAND --help` tells more of each; `gateway --install-completion` completes them in your shell.
"""

_TROUBLE = f"""Each stand-in answers on its own port, uncounted, whatever its trouble is. Tracksale's, for example:

`curl http://127.0.0.1:9414/_sandbox` tells its calls by method and path, and its trouble.

`curl -X PUT http://127.0.0.1:9414/_sandbox -d '{{"fault": "half body", "latency_s": 2, "times": 3}}'` puts it in trouble.
A fault is one of: {", ".join(fault.value for fault in Fault)}.

`curl -X DELETE http://127.0.0.1:9414/_sandbox` ends its trouble and counts anew; its data stays.
"""

SERVING, LOOKING, KEEPING = "Serve", "Look", "Keep"

app = typer.Typer(
    name="gateway",
    help=_HELP,
    epilog=_NEXT,
    rich_markup_mode="markdown",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(keys, rich_help_panel=KEEPING)
app.add_typer(cache, rich_help_panel=KEEPING)


def _slices(incomplete: str) -> list[str]:
    """Complete a comma separated list of vendors by each that isn't in it yet."""
    begun, comma, _ = incomplete.rpartition(",")
    return [f"{begun}{comma}{name}" for name in VENDORS if name not in begun.split(",")]


def _tell_version(wanted: object) -> None:
    if wanted:
        typer.echo(f"gateway {release()}")
        raise typer.Exit


Only = Annotated[
    str | None, typer.Option(help="Only these vendors' slice of the graph, comma separated.", autocompletion=_slices)
]
Version = Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_tell_version)]


def main() -> None:
    """Run the command line; a mistake in the settings is one sentence each and exit code 2."""
    try:
        app()
    except BrokenSettings as error:
        for complaint in error.complaints:
            typer.echo(complaint, err=True)
        sys.exit(2)


@app.callback()
def gateway(version: Version = False) -> None:  # noqa: FBT002  # a flag
    """Take what belongs to no single command."""


@app.command(rich_help_panel=SERVING)
def serve(
    only: Only = None, workers: Annotated[int | None, typer.Option(help="Processes; default GATEWAY_WORKERS.")] = None
) -> None:
    """Serve the graph, from the settings in the environment or a .env file.

    Needs GATEWAY_AUTH (keys, jwt, `keys,jwt` or none), and each vendor's URL and credentials; a vendor without its URL is left out.
    With `--only tracksale` it is one vendor's slice, for a federation router.
    """
    serving.serve(only, workers)


@app.command(rich_help_panel=SERVING, epilog=_TROUBLE)
def demo() -> None:
    """Serve the five stand-in vendors and the gateway over them, without authentication; says what to open."""
    asyncio.run(run_demo(environment()))


@app.command(rich_help_panel=SERVING, epilog=_TROUBLE)
def sandbox() -> None:
    """Serve the five stand-in vendors alone and print the settings that lead a gateway to them."""
    asyncio.run(run_sandbox())


@app.command(rich_help_panel=LOOKING)
def schema(
    federation: Annotated[bool, typer.Option("--federation", help="Print the federation subgraph's SDL.")] = False,  # noqa: FBT002  # a flag
    scopes: Annotated[bool, typer.Option("--scopes", help="With --federation: as if GATEWAY_SDL_SCOPES were on.")] = False,  # noqa: FBT002  # likewise
    only: Only = None,
) -> None:
    """Print the graph's SDL."""
    if not federation:
        typer.echo(public_sdl(composed(entries(), chosen(only))))
        return
    vendors = entries()
    told = telling(read_settings(environment(), vendors).gateway)
    typer.echo(composed(vendors, chosen(only), replace(told, scopes=scopes or told.scopes)).schema.router_sdl)


@app.command(rich_help_panel=LOOKING)
def check() -> None:
    """Validate the settings as `serve` does, and reach every vendor, the shared store and the tokens' keys.

    Prints a table, and exits with 1 where something is wrong.
    """
    configure("text", logging.CRITICAL)  # The table says it all.
    rows = asyncio.run(checking.check(environment, entries()))
    typer.echo(checking.table(rows))
    if any(not row.is_good for row in rows):
        raise typer.Exit(1)


@app.command(rich_help_panel=KEEPING)
def docs(write: Annotated[Path | None, typer.Option(help="Put them into this file, between their marks.")] = None) -> None:
    """Print the tables of operations and settings that the README holds."""
    if write is not None:
        documentation.refresh(write, entries())
        return
    typer.echo(documentation.operations_table())
    typer.echo(documentation.settings_table(entries()))
