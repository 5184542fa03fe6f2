"""`make bench`, or `python -m tests.benchmarks --write README.md` to put the table between its marks there."""

import asyncio
import os
import platform
from pathlib import Path
from typing import Annotated

import typer

from tests.benchmarks.run import Extent, run
from tests.benchmarks.table import Unmarked, written_into


def main(
    write: Annotated[Path | None, typer.Option(help="Put the table into this file, between its marks.")] = None,
) -> None:
    """Measure the gateway beside a bare server; about a minute."""
    text = "" if write is None else write.read_text(encoding="utf-8")
    try:
        if write is not None:
            written_into(text, "")
        found = asyncio.run(run(Extent()))
        typer.echo(found)
        typer.echo(f"\nPython {platform.python_version()} on {os.cpu_count()} cores, {platform.machine()}.")
        if write is not None:
            write.write_text(written_into(text, found), encoding="utf-8")
    except Unmarked as error:
        typer.echo(f"{write}: {error}; nothing was measured.", err=True)
        raise typer.Exit(1) from None


if __name__ == "__main__":
    typer.run(main)
