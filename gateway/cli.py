"""The command line: serve, demo, sandbox, schema, check."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from gateway import check as checking
from gateway import documentation, serving
from gateway.access.commands import keys
from gateway.demo import run_demo, run_sandbox
from gateway.logs import configure
from gateway.process import composed
from gateway.registry import entries
from gateway.settings import BrokenSettings, environment, read_settings
from schema.subgraph import public_sdl

app = typer.Typer(
    name="gateway",
    help="One GraphQL graph of customers over five vendors' REST APIs. Start with `gateway demo`.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(keys)

Only = Annotated[str | None, typer.Option(help="Serve only these vendors' slice, comma separated, as one federation subgraph.")]


def main() -> None:
    """Run the command line; a mistake in the settings is one sentence each and exit code 2."""
    try:
        app()
    except BrokenSettings as error:
        for complaint in error.complaints:
            typer.echo(complaint, err=True)
        sys.exit(2)


@app.command()
def serve(
    only: Only = None, workers: Annotated[int | None, typer.Option(help="Processes; default GATEWAY_WORKERS.")] = None
) -> None:
    """Serve the graph, from the settings in the environment or a .env file."""
    serving.serve(only, workers)


@app.command()
def demo() -> None:
    """Serve the five stand-in vendors and the gateway over them, without authentication; says what to open."""
    asyncio.run(run_demo(environment()))


@app.command()
def sandbox() -> None:
    """Serve the five stand-in vendors alone and print the settings that lead a gateway to them."""
    asyncio.run(run_sandbox())


@app.command()
def schema(
    federation: Annotated[bool, typer.Option("--federation", help="Print the federation subgraph's SDL.")] = False,  # noqa: FBT002  # a flag
    only: Only = None,
) -> None:
    """Print the graph's SDL."""
    graph = composed(entries(), serving.chosen(only))
    typer.echo(graph.schema.as_str() if federation else public_sdl(graph))


@app.command()
def check() -> None:
    """Validate the settings and reach every vendor; prints a table, and exits with 1 where something is wrong."""
    chosen = entries()
    settings = read_settings(environment(), chosen)
    configure("text")
    rows = asyncio.run(checking.check(settings, chosen))
    typer.echo(checking.table(rows))
    if any(not row.is_good for row in rows):
        raise typer.Exit(1)


@app.command()
def docs(write: Annotated[Path | None, typer.Option(help="Put them into this file, between their marks.")] = None) -> None:
    """Print the tables of operations and settings that the README holds."""
    if write is not None:
        documentation.refresh(write, entries())
        return
    typer.echo(documentation.operations_table())
    typer.echo(documentation.settings_table(entries()))
