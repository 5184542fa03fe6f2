"""One person of a request: what the graph asks of them, found as far as the selection needs."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from datetime import date
from typing import TypeVar

from loaders.identity.handle import Handle, Kind
from loaders.identity.row import Row
from loaders.upstream.errors import Incomplete, NotConfigured, UpstreamError
from resolvers.identity.key import Key
from resolvers.identity.match import Match
from resolvers.identity.neighbourhood import Neighbourhood
from resolvers.identity.search import Search

T = TypeVar("T")


class Person:
    """A person named by a key. Nothing is asked before a method is called, and nothing twice."""

    def __init__(self, around: Neighbourhood, key: Key) -> None:
        self.key = key
        self._around = around
        self._search = Search(around, key)

    async def at(self, vendor: str) -> Match | None:
        """Return the vendor's row of the person, or None if it knows nobody such. Raises UpstreamError.

        Costs no call where the row is known, else the vendor's lookup and what its handles take to learn.
        """
        if vendor not in self._around.directories:
            raise NotConfigured(vendor)
        return await self._search.found(vendor)

    async def id_at(self, vendor: str) -> str | None:
        """Return the vendor's id of the person, or None if it knows nobody such."""
        match = await self.at(vendor)
        return match.id if match else None

    async def anchor(self) -> Match | None:
        """Return the first vendor's row in the order that knows the key itself; None if nobody does."""
        return await self._search.anchor()

    async def owner(self) -> Match | None:
        """Return the match whose vendor owns the person's global id: the first in the order that knows them.

        While that vendor is down the next one lends its id.
        """

        async def itself(match: Match) -> Match | None:
            return None if match.row.is_assumed else match

        return await self._first_of(self._around.asking_order(), itself)

    async def matches(self) -> tuple[list[Match], list[UpstreamError]]:
        """Ask every vendor; return who knows the person, in the order, and what kept us from knowing it of others."""
        answers = await asyncio.gather(*(self._attempt(vendor) for vendor in self._around.directories))
        found = [answer for answer in answers if isinstance(answer, Match)]
        failed = [answer for answer in answers if isinstance(answer, UpstreamError) and not isinstance(answer, Incomplete)]
        return found, list({failure.vendor: failure for failure in failed}.values())

    async def text(self, kind: Kind) -> str | None:
        """Return the person's handle of a kind: the first vendor's in the order that has one, those that cost a call more last."""
        return min(await self._texts(kind), default=None)

    async def _texts(self, kind: Kind) -> frozenset[str]:
        """Return all that this vendor has."""

        directories = self._around.directories
        free = [name for name, one in directories.items() if kind in one.carries and not one.is_scan]
        dear = [name for name, one in directories.items() if kind in one.extras]

        async def held(match: Match) -> frozenset[str] | None:
            row = match.row if match.vendor in free else await directories[match.vendor].extras[kind](match.row)
            return row.texts(kind) or None

        return await self._first_of([*free, *(name for name in dear if name not in free)], held) or frozenset()

    async def first_name(self) -> str | None:
        """The first name, from the first vendor in the order that has one."""
        return await self._attribute(lambda row: row.first_name)

    async def last_name(self) -> str | None:
        """The last name, likewise."""
        return await self._attribute(lambda row: row.last_name)

    async def birth_date(self) -> date | None:
        """The birth date, likewise."""
        return await self._attribute(lambda row: row.birth_date)

    async def handles(self) -> frozenset[Handle]:
        """Return the handles that make the same person of every key: the key's, the anchor's, and those of who owns the id.

        Costs no more than the id does.
        """
        match = await self.anchor()
        try:
            owner = await self.owner()
        except UpstreamError:
            owner = None
        return frozenset(self.key.handles).union(*(one.row.handles for one in (match, owner) if one is not None))

    async def told(self, kind: Kind) -> frozenset[Handle]:
        """Return the person's handles of a kind as `text` finds them; none where nobody can tell."""
        try:
            return frozenset(Handle(kind, text) for text in await self._texts(kind))
        except UpstreamError:
            return frozenset()

    def check_own(self, vendor: str, phones: Iterable[str]) -> None:
        """Raise Ambiguous where one of the person's numbers turned out to be several people's, so that nothing may rest on it."""
        self._search.shared.check(vendor, phones)

    async def linked(self, vendor: str) -> Match | None:
        """Return the row that the operator's file links the person with. Costs nothing where it links nobody at that vendor."""
        return await self._search.linked(vendor)

    def start(self, vendors: Collection[str]) -> None:
        """Begin to ask vendors that will be needed, without waiting for them."""
        for vendor in vendors:
            if vendor in self._around.directories:
                self._search.start(vendor)

    async def _attempt(self, vendor: str) -> Match | UpstreamError | None:
        try:
            return await self.at(vendor)
        except UpstreamError as error:
            return error

    async def _attribute(self, read: Callable[[Row], T | None]) -> T | None:
        async def held(match: Match) -> T | None:
            return read(match.row)

        directories = self._around.directories.items()
        return await self._first_of([name for name, directory in directories if not directory.is_scan], held)

    async def _first_of(self, vendors: Sequence[str], read: Callable[[Match], Awaitable[T | None]]) -> T | None:
        """Ask vendors in order until one has the value; their errors count only when nobody has."""
        failures: list[UpstreamError] = []
        for vendor in vendors:
            try:
                match = await self.at(vendor)
                value = await read(match) if match is not None else None
            except UpstreamError as error:
                failures.append(error)
                continue
            if value is not None:
                return value
        real = [error for error in failures if not isinstance(error, Incomplete)]
        if real:
            raise real[0]
        return None
