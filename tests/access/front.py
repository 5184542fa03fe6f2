"""A gateway on a port, with an issuer of tokens beside it: what a caller sees, and nothing else."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from gateway.access.keys import Key, create, new_id
from gateway.http.app import application
from gateway.http.live.pace import Pace
from gateway.process import Process, assemble
from gateway.reading import read_settings
from gateway.registry import entries
from gateway.sandbox.town import serve_app
from loaders.upstream.clock import SystemClock
from loaders.upstream.transport import trusted
from tests.graphs import graph_of

ISSUER, AUDIENCE = "https://issuer.example", "customer-graph"
EVERY_READ = (
    "people:read",
    "people:personal",
    "leads:read",
    "rewards:read",
    "surveys:read",
    "campaigns:read",
)


class TurnedClock(SystemClock):
    """The machine's clock, and what a test adds to it."""

    def __init__(self) -> None:
        self.ahead_s = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead_s


@dataclass
class Issuer:
    """Signs tokens and publishes its keys."""

    keys: dict[str, rsa.RSAPrivateKey] = field(default_factory=dict)
    fetches: int = 0
    is_down: bool = False

    def add(self, key_id: str) -> rsa.RSAPrivateKey:
        """Make a key and publish it."""
        self.keys[key_id] = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        return self.keys[key_id]

    def token(self, key_id: str = "one", *, key: Any = None, algorithm: str = "RS256", **claims: object) -> str:
        """Sign a token; a claim that is None is left out."""
        now = int(time.time())
        given = {"iss": ISSUER, "aud": AUDIENCE, "sub": "u-1", "exp": now + 300, "iat": now, **claims}
        kept = {name: value for name, value in given.items() if value is not None}
        return jwt.encode(kept, key or self.keys[key_id], algorithm=algorithm, headers={"kid": key_id})

    def app(self) -> Starlette:
        """Publish the keys."""

        async def jwks(_: Request) -> JSONResponse:
            self.fetches += 1
            if self.is_down:
                return JSONResponse({}, 503)
            rows = [
                {**RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": key_id, "use": "sig"}
                for key_id, key in self.keys.items()
            ]
            return JSONResponse({"keys": rows})

        return Starlette(routes=[Route("/jwks", jwks)])


@dataclass
class Front:
    """A served gateway."""

    port: int
    http: httpx.AsyncClient
    process: Process
    keys: Path
    issuer: Issuer
    clock: TurnedClock

    def key(self, name: str, *scopes: str, **more: Any) -> str:
        """Make an API key that works at once."""
        held = Key(id=new_id(), name=name, hash="", scopes=list(scopes), created=datetime.now(UTC), **more)
        text = create(self.keys, held)
        self.clock.ahead_s += 1
        return text

    async def ask(self, query: str | None, credential: str | None = None, **more: Any) -> httpx.Response:
        """Post an operation; `variables` and whatever else belongs into the body come by name."""
        headers = {} if credential is None else {"authorization": f"Bearer {credential}"}
        headers |= more.pop("headers", {})
        body = {name: value for name, value in {"query": query, **more}.items() if value is not None}
        return await self.http.post("/graphql", json=body, headers=headers)

    async def told(self, query: str, credential: str | None = None, **more: Any) -> tuple[Any, list[dict[str, Any]]]:
        """Post an operation and return data and errors."""
        body = (await self.ask(query, credential, **more)).json()
        return body.get("data"), body.get("errors", [])


@asynccontextmanager
async def serve(
    folder: Path, vendors: dict[str, str], *, clock: TurnedClock | None = None, pace: Pace | None = None, **settings: str
) -> AsyncIterator[Front]:
    """Serve a gateway over the vendors that these settings lead to; settings of the gateway by their names without the prefix."""
    issuer, clock, keys = Issuer(), clock or TurnedClock(), folder / "keys.json"
    issuer.add("one")
    keys.write_text('{"keys": []}')
    async with serve_app(issuer.app()) as issuer_port:
        given = {
            "AUTH": "keys,jwt",
            "API_KEYS_FILE": str(keys),
            "JWKS_URL": f"http://127.0.0.1:{issuer_port}/jwks",
            "JWT_ISSUER": ISSUER,
            "JWT_AUDIENCE": AUDIENCE,
            "JWT_CUSTOMER_CLAIM": "email",
            "JWT_CUSTOMER_KIND": "email",
            "DEFAULT_REGION": "RO",
            **settings,
        }
        environment = {**vendors, **{f"GATEWAY_{name}": value for name, value in given.items()}}
        chosen = entries()
        process = assemble(read_settings(environment, chosen), chosen, graph=graph_of(chosen), clock=clock)
        app = application(process, pace=pace)
        async with serve_app(app) as port:
            base = f"http://127.0.0.1:{port}"
            async with httpx.AsyncClient(base_url=base, verify=trusted(), trust_env=False, timeout=30) as http:
                yield Front(port, http, process, keys, issuer, clock)
        await process.close()
