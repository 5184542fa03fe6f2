"""Vendors small enough to reason about: rows in memory, every lookup counted."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from loaders.identity.handle import Handle, Kind
from loaders.identity.lookup import Directory, Lookup, Texts
from loaders.identity.row import Row, handles
from loaders.upstream.cache.cache import Cache
from loaders.upstream.clock import SystemClock
from loaders.upstream.errors import Unavailable
from resolvers.identity.key import Key
from resolvers.identity.last_known import LastKnown
from resolvers.identity.links import Links
from resolvers.identity.neighbourhood import Neighbourhood
from resolvers.identity.person import Person


class Neighbour:
    """One vendor. `finds_by` lists the kinds of each lookup; matching is "contains", as some vendors do."""

    def __init__(
        self,
        name: str,
        finds_by: Sequence[frozenset[Kind]],
        rows: Sequence[Row],
        *,
        is_assumed: bool = False,
        is_scan: bool = False,
        number: str | None = None,
        tells: bool = True,
    ) -> None:
        self.name = name
        self.rows = rows
        self.asked: list[str] = []
        self.is_down = False
        self.answers = asyncio.Event()
        self.answers.set()
        self._is_scan = is_scan
        self._number = number
        self._tells = tells
        self._finds_by = finds_by
        self._is_assumed = is_assumed

    def directory(self) -> Directory:
        """What the identity sees of it."""
        return Directory(
            by_id=self._by_id,
            lookups=tuple(Lookup(needs, self._find) for needs in self._finds_by),
            carries=frozenset(held.kind for row in self.rows for held in row.handles if self._tells),
            extras={Kind.EXTERNAL_ID: self._numbered} if self._number else {},
            is_scan=self._is_scan,
        )

    async def _numbered(self, found: Row) -> Row:
        self._count("number")
        return replace(found, handles=found.handles | {Handle(Kind.EXTERNAL_ID, self._number or "")})

    async def _by_id(self, vendor_id: str) -> Row | None:
        self._count("id")
        return next((row for row in self.rows if row.id == vendor_id), None)

    async def _find(self, texts: Texts) -> list[Row]:
        self._count("+".join(kind.name for kind in sorted(texts)))
        await self.answers.wait()
        if self._is_assumed:
            return [Row(self.name, text, is_assumed=True) for text in texts.values()]
        return [
            row for row in self.rows if all(any(text[-6:] in held for held in row.texts(kind)) for kind, text in texts.items())
        ]

    def _count(self, what: str) -> None:
        self.asked.append(what)
        if self.is_down:
            raise Unavailable(self.name, "expected an answer, got none")


def row(vendor: str, row_id: str, **raw: str | None) -> Row:
    """A row with handles, phones of Romania."""
    return Row(vendor, row_id, handles=handles("RO", **raw))


def person(neighbours: Sequence[Neighbour], key: Key, links: Links | None = None) -> Person:
    """A person among these vendors, in this order."""
    directories = {neighbour.name: neighbour.directory() for neighbour in neighbours}
    last_known = LastKnown(Cache(None, b"secret"), SystemClock(), max_bytes=100_000)
    return Person(Neighbourhood(directories, last_known, links or Links(), "RO"), key)
