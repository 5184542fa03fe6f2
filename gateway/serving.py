"""`gateway serve`: one process, or several that share a port."""

import os
import sys

import structlog

from gateway.access.authentication import missing
from gateway.listening import listening
from gateway.logs import configure
from gateway.names import strangers
from gateway.observe.setup import untraceable
from gateway.reading import environment, read_settings
from gateway.registry import VENDORS, entries
from gateway.settings import BrokenSettings, GatewaySettings
from gateway.steering import Neighbours
from gateway.supervisor import supervised
from gateway.worker import ONLY, chosen, run

log = structlog.get_logger("gateway.serving")


def serve(only: str | None, workers: int | None) -> None:
    """Serve until stopped; raises BrokenSettings before anything is opened. Every worker reads the environment for itself."""
    if only is not None:
        os.environ[ONLY] = only
    if workers is not None:
        os.environ["GATEWAY_WORKERS"] = str(workers)  # Each worker takes its share of what isn't shared, such as call budgets.
    values = environment()
    chosen(values.get(ONLY))
    settings = read_settings(values, entries()).gateway
    complaints = missing(settings, VENDORS) + untraceable(values)
    if complaints:
        raise BrokenSettings(complaints)
    configure(settings.log_format)
    for one in strangers(os.environ, GatewaySettings.model_fields, entries()):
        log.warning("unknown_setting", name=one.name, nearest=one.nearest)
    if settings.workers > 1 and settings.cache_url == "memory://":
        log.warning("not_shared", workers=settings.workers, use="GATEWAY_CACHE_URL=redis://host:port/db")
    accepting = listening(settings, values)
    leaving = Neighbours(accepting).leave if settings.reuse_port else None
    log.info("listening", address=accepting.getsockname()[:2], workers=settings.workers)
    if settings.workers == 1:
        run(accepting, settings, leaving=leaving)
        return
    code = supervised(accepting, settings.workers, leaving)
    if code:
        sys.exit(code)
