"""`gateway serve`: one process, or several that share a port."""

import os

import uvicorn
from starlette.applications import Starlette

from gateway.access.authentication import missing
from gateway.http.app import application
from gateway.logs import configure
from gateway.process import assemble
from gateway.registry import VENDORS, entries
from gateway.settings import BrokenSettings, Settings, environment, read_settings

_ONLY = "GATEWAY_ONLY"


def serve(only: str | None, workers: int | None) -> None:
    """Serve until stopped; raises BrokenSettings before anything is opened. Every worker reads the environment for itself."""
    if only is not None:
        os.environ[_ONLY] = only
    settings, _ = _configured()
    gateway = settings.gateway
    complaints = missing(gateway, VENDORS)
    if complaints:
        raise BrokenSettings(complaints)
    uvicorn.run(
        "gateway.serving:from_environment",
        factory=True,
        host=gateway.host,
        port=gateway.port,
        workers=workers or gateway.workers,
        log_level="warning",
        access_log=False,
        server_header=False,
    )


def from_environment() -> Starlette:
    """Build one worker's application."""
    settings, names = _configured()
    configure(settings.gateway.log_format)
    return application(assemble(settings, entries(), only=names))


def chosen(only: str | None) -> list[str]:
    """Return the vendors' names in a comma separated list, all for None; raises BrokenSettings for an unknown one."""
    names = [name.strip() for name in (only or ",".join(VENDORS)).split(",") if name.strip()]
    unknown = [name for name in names if name not in VENDORS]
    if unknown:
        raise BrokenSettings([f"--only: unknown vendor {name}, expected some of {', '.join(VENDORS)}." for name in unknown])
    return names


def _configured() -> tuple[Settings, list[str]]:
    values = environment()
    names = chosen(values.get(_ONLY))
    return read_settings(values, entries()), names
