"""The stand-in itself: its books, its tokens, and the door every request comes through."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from loaders.carecloud.sandbox.body import read_body
from loaders.carecloud.sandbox.books import Books
from loaders.carecloud.sandbox.call import Call
from loaders.carecloud.sandbox.catalogue import fill_catalogue
from loaders.carecloud.sandbox.census import fill_customers
from loaders.carecloud.sandbox.errors import Refused, missing, not_offered, wrong_method
from loaders.carecloud.sandbox.history import fill_history
from loaders.carecloud.sandbox.query import Query
from loaders.carecloud.sandbox.reward_catalogue import fill_rewards
from loaders.carecloud.sandbox.routes import RESOURCES, Resource
from loaders.carecloud.sandbox.sessions import Sessions
from loaders.carecloud.sandbox.settings import BASES, Interface
from loaders.carecloud.sandbox.visit import Visit, language
from loaders.sandbox.people import Person


def stand_in(people: Sequence[Person], now: Callable[[], datetime]) -> Starlette:
    """A CareCloud project with these people; `now` is the only clock. `app.state.expire_tokens()` ends every token."""
    vendor = _Vendor(_books(people, now()), Sessions(), now)
    routes: list[BaseRoute] = [
        Route(base + resource.path, _Door(vendor, resource, interface)) for base, interface in BASES for resource in RESOURCES
    ]
    app = Starlette(routes=routes, exception_handlers={404: _nowhere})
    # A trailing slash is another path here, not a redirect.
    app.router.redirect_slashes = False
    app.state.expire_tokens = vendor.sessions.expire
    return app


def _books(people: Sequence[Person], now: datetime) -> Books:
    books = Books()
    fill_catalogue(books)
    fill_rewards(books, now)
    fill_customers(books, people, now)
    fill_history(books, people, now)
    return books


@dataclass(frozen=True, slots=True)
class _Vendor:
    books: Books
    sessions: Sessions
    now: Callable[[], datetime]


class _Door:
    """An ASGI endpoint of one path on one interface. Starlette lets a non-function through with every method."""

    def __init__(self, vendor: _Vendor, resource: Resource, interface: Interface) -> None:
        self._vendor = vendor
        self._resource = resource
        self._interface = interface

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await self._answer(Request(scope, receive))
        except Refused as refused:
            response = refused.response()
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        """Check interface, method and token, in this order, before the body is looked at."""
        resource, method, at = self._resource, request.method, self._vendor.now()
        sessions = self._vendor.sessions
        if self._interface not in resource.interfaces:
            raise not_offered(resource.path.split("/")[1], self._interface)
        if method not in {*resource.methods, *resource.entrances, *resource.exits}:
            raise wrong_method(method)
        authorization = request.headers.get("authorization", "")
        if method in resource.entrances:
            visit = Visit(authorization, await read_body(request), at)
            return resource.entrances[method](visit, sessions)
        session = sessions.find(authorization, self._interface, at)
        call = Call(
            books=self._vendor.books,
            session=session,
            query=Query(request.query_params),
            body=await read_body(request),
            path={name: str(value) for name, value in request.path_params.items()},
            language=language(request.headers),
            at=at,
        )
        if method in resource.exits:
            return resource.exits[method](call, sessions)
        return resource.methods[method](call)


async def _nowhere(request: Request, _: Exception) -> Response:
    return missing(request.url.path.rsplit("/v1.0/", 1)[-1].split("/")[0]).response()
