"""`gateway keys`: create, list and revoke API keys."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from gateway.access.keys import BrokenKeys, Key, create, new_id, read, revoke
from gateway.reading import environment
from gateway.registry import VENDORS
from gateway.settings import BrokenSettings
from schema.scopes import known_scopes

_SCOPES = known_scopes(VENDORS)


def _beginning(text: str) -> list[str]:
    """Complete a scope in the shell."""
    return [scope for scope in _SCOPES if scope.startswith(text)]


keys = typer.Typer(name="keys", help="API keys, in the file that GATEWAY_API_KEYS_FILE names.", no_args_is_help=True)

File = Annotated[Path | None, typer.Option("--file", help="The key file; default GATEWAY_API_KEYS_FILE.")]
Scope = Annotated[
    list[str], typer.Option(help=f"What it may do; repeat it. One of {', '.join(_SCOPES)}.", autocompletion=_beginning)
]
Name = Annotated[str, typer.Argument(help="Who it is for; also how it is called in logs.")]


@keys.command("create")
def create_key(
    name: Name,
    scope: Scope,
    days: Annotated[
        int | None, typer.Option(help="Days until it expires; never where it isn't said.", min=1, max=36_500)
    ] = None,
    rate: Annotated[int | None, typer.Option(help="Requests per minute; default GATEWAY_QUOTA_REQUESTS.", min=1)] = None,
    cost: Annotated[int | None, typer.Option(help="Cost per minute; default GATEWAY_QUOTA_COST.", min=1)] = None,
    document: Annotated[list[str] | None, typer.Option(help="Id of a trusted document; only those given run.")] = None,
    file: File = None,
) -> None:
    """Create a key and print it; it can't be printed again."""
    unknown = [one for one in scope if one not in _SCOPES]
    if unknown:
        raise BrokenSettings([f"--scope: unknown {one}, expected some of {', '.join(_SCOPES)}." for one in unknown])
    if not name.strip() or not name.isprintable():
        raise BrokenSettings(["NAME: expected one line of printable text."])
    now = datetime.now(UTC)
    key = Key(
        id=new_id(),
        name=name,
        hash="",
        scopes=sorted(set(scope)),
        created=now,
        expires=None if days is None else now + timedelta(days=days),
        rate=rate,
        cost=cost,
        documents=document or None,
    )
    try:
        typer.echo(create(_file(file), key))
    except (ValueError, OSError) as error:
        raise BrokenSettings([f"keys create: {error}."]) from None


@keys.command("list")
def list_keys(file: File = None) -> None:
    """List the keys: name, id, scopes, expiry, quotas. None of it opens anything."""
    try:
        held = read(_file(file)).keys
    except (BrokenKeys, OSError) as error:
        raise BrokenSettings([f"keys list: {error}."]) from None
    for key in held:
        until = key.expires.date().isoformat() if key.expires else "never expires"
        only = "" if key.documents is None else f"  {len(key.documents)} documents"
        quota = f"{key.rate or 'default'}/min  cost {key.cost or 'default'}/min"
        typer.echo(f"{key.name}  {key.id}  {' '.join(key.scopes)}  {until}  {quota}{only}")


@keys.command("revoke")
def revoke_key(name: Name, file: File = None) -> None:
    """Take a key away; running gateways refuse it at once."""
    try:
        revoke(_file(file), name)
    except (LookupError, BrokenKeys, OSError) as error:
        raise BrokenSettings([f"keys revoke: {error.args[0] if isinstance(error, LookupError) else error}."]) from None
    typer.echo(f"{name} is revoked.")


def _file(given: Path | None) -> Path:
    named = environment().get("GATEWAY_API_KEYS_FILE")
    if given is None and not named:
        raise BrokenSettings(["GATEWAY_API_KEYS_FILE is missing: set it, or give --file."])
    return given or Path(str(named))
