"""The gateway as an ASGI application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp

from gateway.access.authentication import authentication
from gateway.access.catalogue import catalogue
from gateway.access.pictures import for_pictures
from gateway.access.quotas import Quotas
from gateway.access.rights import Registry
from gateway.engine.engine import Engine
from gateway.explorer.site import site
from gateway.http.caller import Authenticate
from gateway.http.edge import Edge
from gateway.http.graphql import GraphQL
from gateway.http.health import Health
from gateway.http.journal import Journal
from gateway.http.limits import Limits
from gateway.http.live.doors import doors
from gateway.http.live.pace import Pace
from gateway.http.media import Media
from gateway.http.refusal import Refused
from gateway.http.replies import refused_as_response
from gateway.http.scrape import Scrape
from gateway.http.trace import Traced
from gateway.http.webhooks import Webhooks
from gateway.observe.gauges import keep_fresh
from gateway.process import Process
from gateway.settings import GatewaySettings

_HEADERS = [
    *("Authorization", "X-API-Key", "X-Request-Id", "GraphQL-Require-Preflight", "Apollo-Require-Preflight"),
    *("Cache-Control", "If-None-Match"),
]
_SHOWN = ["X-Request-Id", "Retry-After", "Age", "ETag"]


class Application(Starlette):
    """Starlette without its own layer for mistakes of ours: the edge has the last word on those, and is the outermost."""

    def build_middleware_stack(self) -> ASGIApp:
        app: ASGIApp = ExceptionMiddleware(self.router, handlers=self.exception_handlers)
        for layer in reversed(self.user_middleware):
            app = layer.cls(app, *layer.args, **layer.kwargs)
        return app


def application(process: Process, *, demo: bool = False, pace: Pace | None = None) -> Starlette:
    """Serve a process, and close it at the end. The demo lets everybody in and shows the schema unless told otherwise.

    `state.stopping` is to be called when the process is told to stop: it reports unready and ends the live connections.
    """
    settings = process.settings.gateway
    shows_schema = demo if settings.introspection is None else settings.introspection
    authenticate = authentication(process, demo=demo)
    health = Health(process, authenticate)
    quotas = Quotas(settings.quota_requests, settings.quota_cost, settings.store_url)
    engine = Engine(process, shows_schema=shows_schema, quotas=quotas, known=catalogue(settings, process.clock))
    # Where callers are known and the schema is closed, nothing answers without credentials, not even the page.
    explorer = site() if shows_schema or authenticate.is_open else None
    journal = Journal(engine, process.observer)
    live = doors(process, engine, authenticate, quotas, journal, pace or Pace())
    graphql = GraphQL(
        engine, authenticate, quotas, Limits.of(settings), explorer.page if explorer else None, journal, live.streams
    )
    pictures = for_pictures(authenticate, Registry(process.graph), quotas)
    media = Media(process.vendors, pictures, journal, settings.timeout_s)

    def stopping() -> None:
        health.stop()
        live.crowd.disperse()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        process.cache.open()
        metrics = process.observer.metrics
        refreshing = None if metrics is None else asyncio.create_task(keep_fresh(metrics, process))
        yield
        if refreshing is not None:
            refreshing.cancel()
        stopping()
        await authenticate.close()
        await process.close()

    app = Application(
        routes=[
            Route("/graphql", graphql),
            WebSocketRoute("/graphql", live.socket),
            Route("/healthz", health.live),
            Route("/readyz", health.ready),
            Route("/media/{vendor}/{kind}/{id}/photo", media.photo),
            Route("/webhooks/{vendor}", Webhooks(process, authenticate, quotas, journal)),
            *([Route("/explorer/{digest}/{name}", explorer.file)] if explorer else []),
            *_metrics(process, health, authenticate, journal),
        ],
        middleware=[*_tracing(process), *_middleware(settings, graphql)],
        exception_handlers={HTTPException: partial(_not_served, has_page=explorer is not None)},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.health = health
    app.state.stopping = stopping
    return app


def _metrics(process: Process, health: Health, authenticate: Authenticate, journal: Journal) -> list[Route]:
    metrics = process.observer.metrics
    if metrics is None:
        return []
    asked_for = authenticate if process.settings.gateway.metrics == "private" else None
    return [Route("/metrics", Scrape(metrics, process, health, asked_for, journal).metrics)]


def _tracing(process: Process) -> list[Middleware]:
    tracing = process.observer.tracing
    return [] if tracing is None else [Middleware(Traced, tracing=tracing)]


def _middleware(settings: GatewaySettings, graphql: GraphQL) -> list[Middleware]:
    """Other sites' pages are let in only where the settings name them; cookies never are."""
    edge = Middleware(Edge, shortcuts={"/graphql": graphql})
    if not settings.cors_origins:
        return [edge]
    cors = Middleware(
        CORSMiddleware,
        allow_origins=settings.cors_origins,
        allow_methods=["GET", "POST"],
        allow_headers=_HEADERS,
        expose_headers=_SHOWN,
    )
    return [cors, edge]


async def _not_served(request: Request, error: Exception, *, has_page: bool) -> Response:
    """Answer for paths and methods that no route takes. A browser at the door is shown to the page, where there is one."""
    assert isinstance(error, HTTPException)
    if (
        has_page
        and request.scope["path"] == "/"
        and request.method == "GET"
        and "text/html" in request.headers.get("accept", "")
    ):
        return Response(status_code=302, headers={"location": "graphql", "vary": "accept", "cache-control": "no-store"})
    if error.status_code == 404:
        return refused_as_response(Refused(404, "NOT_FOUND", "There is nothing here; the graph is at /graphql."))
    allowed = [(name.encode(), value.encode()) for name, value in (error.headers or {}).items()]
    return refused_as_response(Refused(error.status_code, "METHOD_NOT_ALLOWED", "This path doesn't take that method.", allowed))
