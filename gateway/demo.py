"""The demo: stand-in vendors and a gateway over them, in one process, on sockets like the real thing."""

import asyncio
from collections.abc import Mapping

import typer
import uvicorn

from gateway.http.app import application
from gateway.listening import listening
from gateway.logs import configure
from gateway.process import assemble
from gateway.reading import read_settings
from gateway.registry import entries
from gateway.sandbox.town import Town

# Fixed here, so that a printed setting stays good after a restart; one that somebody else has is replaced by a free one.
PORTS = {"footprints": 9411, "open_loyalty": 9412, "carecloud": 9413, "tracksale": 9414, "prisma": 9415}

_WELCOME = """
The customer graph is served at http://{host}:{port}/graphql
Open it in a browser, or ask for a person whom all five vendors know:

  curl -s http://{host}:{port}/graphql -H 'content-type: application/json' \\
    -d '{{"query": "{{ customer(by: {{email: \\"ana.popescu0@example.com\\"}}) {{ id firstName rewards {{ name }} }} }}"}}'

{trouble}

Stop it with Ctrl+C."""

_TROUBLE = """Put a vendor in trouble ({ports}): curl -X PUT http://127.0.0.1:{port}/_sandbox -d '{{"fault": "500"}}'; DELETE ends it"""


async def run_demo(environment: Mapping[str, str]) -> None:
    """Serve stand-ins on their ports and the gateway on GATEWAY_HOST:GATEWAY_PORT, without authentication, until stopped."""
    async with Town().opened(PORTS) as town:
        own = {name: value for name, value in environment.items() if name.startswith("GATEWAY_")}
        defaults = {
            "GATEWAY_DEFAULT_REGION": "RO",
            "GATEWAY_AUTH": "none",
            "GATEWAY_INTROSPECTION": "true",
            "GATEWAY_LOG_FORMAT": "text",
        }
        vendors = entries()
        settings = read_settings({**defaults, **own, **town.settings}, vendors)
        configure(settings.gateway.log_format)
        process = assemble(settings, vendors)
        gateway = settings.gateway
        accepting = listening(gateway, {})
        host, port = accepting.getsockname()[:2]
        typer.echo(_WELCOME.format(host=f"[{host}]" if ":" in host else host, port=port, trouble=_trouble(town)))
        config = uvicorn.Config(
            application(process, demo=True),
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=1,  # An open stream of events would keep Ctrl+C waiting.
        )
        await uvicorn.Server(config).serve(sockets=[accepting])


async def run_sandbox() -> None:
    """Serve the stand-ins on their fixed ports and print the settings, until stopped."""
    async with Town().opened(PORTS) as town:
        for name, value in town.settings.items():
            typer.echo(f"{name}={value}")
        typer.echo(f"# {_trouble(town)}")  # A comment, so that all of it can go into a .env file.
        await asyncio.Event().wait()


def _trouble(town: Town) -> str:
    """Say in one line how to put a vendor in trouble, and at which ports they are."""
    ports = ", ".join(f"{name} {house.port}" for name, house in town.houses.items())
    return _TROUBLE.format(ports=ports, port=town.tracksale.port)
