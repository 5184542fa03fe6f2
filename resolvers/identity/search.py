"""The search for one person, vendor by vendor, with the handles learned so far.

Wave 1 asks a vendor with the caller's own key (`direct`); wave 2 with handles learned from the vendors that knew the key;
wave 3 with handles from vendors that were found in wave 2, in the installation's order, so that nothing waits in a circle.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from loaders.identity.handle import Kind
from loaders.identity.row import Row
from loaders.upstream.errors import Ambiguous, Incomplete, UpstreamError
from resolvers.identity.key import Key
from resolvers.identity.match import Known, Match, Rule, mark, one_of, tries
from resolvers.identity.neighbourhood import Neighbourhood

Find = Callable[[str], Awaitable[Match | None]]

_PATIENCE_S = 0.25
"How long a scan that runs anyway is waited for before a call of our own is made for what it may tell."


class Search:
    """Finds one person; every vendor and wave is asked once, however many fields need it."""

    def __init__(self, around: Neighbourhood, key: Key) -> None:
        self._around = around
        self._key = key
        self._tasks: dict[tuple[str, str], asyncio.Task[Match | None]] = {}

    async def direct(self, vendor: str) -> Match | None:
        """Ask the vendor with what the caller gave, nothing learned elsewhere."""
        return await asyncio.shield(self._task("direct", vendor, self._direct))

    async def found(self, vendor: str) -> Match | None:
        """Ask the vendor with the key, then with what others know, the cheapest knowledge first."""
        return await asyncio.shield(self._task("found", vendor, self._found))

    def start(self, vendor: str) -> None:
        """Begin to ask a vendor without waiting for it."""
        self._task("found", vendor, self._found)

    async def anchor(self) -> Match | None:
        """Return the first vendor's row in the order that knows the key itself; None if nobody does.

        Raises Ambiguous where the key is several people's, and a vendor's error where one that could not be asked might know.
        """
        failures: list[UpstreamError] = []
        for vendor in self._around.asking_order():
            try:
                match = await self.direct(vendor)
            except Incomplete as error:
                # A vendor that was named and can't be asked by its own id is a failure: nobody else knows that id.
                if self._key.vendor == vendor:
                    failures.append(error)
                continue
            except Ambiguous:
                raise
            except UpstreamError as error:
                failures.append(error)
                continue
            if match is not None and not match.row.is_assumed:
                return match
        if failures:
            raise failures[0]
        return None

    def _task(self, wave: str, vendor: str, find: Find) -> "asyncio.Task[Match | None]":
        task = self._tasks.get((wave, vendor))
        if task is None:

            async def run() -> Match | None:
                return await find(vendor)

            task = asyncio.create_task(run())
            task.add_done_callback(_seen)
            self._tasks[wave, vendor] = task
        return task

    async def _direct(self, vendor: str) -> Match | None:
        key, directory = self._key, self._around.directories[vendor]
        if key.vendor == vendor:
            row = key.row or (await directory.by_id(key.vendor_id) if key.vendor_id else None)
            return Match(row, Rule.KEY) if row else None
        known = Known(key.handles)
        for lookup, texts in tries(directory, known, set()):
            row = one_of(await lookup.find(texts), texts, known)
            if row is not None:
                return Match(row, Rule.KEY)
        return None

    async def _found(self, vendor: str) -> Match | None:
        linked = await self._linked(vendor)
        if linked is not None:
            return linked
        match = await self.direct(vendor)
        if match is not None and not await self._is_contradicted(match):
            return match
        return await self._learned(vendor)

    async def _learned(self, vendor: str) -> Match | None:
        """Try the vendor's lookups again with every source's handles; a source's failure counts only if nobody knows."""
        directory, known, done = self._around.directories[vendor], Known(self._key.handles), set[object]()
        done.update(mark(lookup, texts) for lookup, texts in tries(directory, known, done))
        failures: list[UpstreamError] = []
        async for source in self._sources(vendor, failures):
            known.learn(source.row.handles)
            for lookup, texts in tries(directory, known, done):
                done.add(mark(lookup, texts))
                row = one_of(await lookup.find(texts), texts, known)
                if row is not None and not self._is_linked_elsewhere(row, source):
                    return Match(row, Rule[max(texts).name])
        if failures:
            raise failures[0]
        if not done and directory.lookups:
            raise self._incomplete(vendor)
        return None

    async def _sources(self, vendor: str, failures: list[UpstreamError]) -> AsyncIterator[Match]:
        """Yield vendors that know the person and hold a kind of handle that this one is asked by, the cheapest first.

        A scan is no source, unless the caller named the person by that very vendor or another field has it running.
        """
        wanted, mine = self._around.wanted(vendor), self._around.rank(vendor)
        useful = [
            name
            for name, directory in self._around.directories.items()
            if name != vendor and directory.carries & wanted and (not directory.is_scan or name == self._key.vendor)
        ]
        waves: list[tuple[str, Find]] = [(name, self.direct) for name in useful]
        waves += [(name, self.found) for name in useful if self._around.rank(name) < mine]
        if not self._around.directories[
            vendor
        ].is_scan:  # What it holds of a person shows by e-mail or phone; a call more is not worth it.
            earlier = [name for name in self._around.directories if self._around.rank(name) < mine]
            waves += [(name, self._overheard) for name in earlier if self._around.directories[name].carries & wanted]
            waves += [(name, self._enriched(wanted)) for name in earlier]
        for name, find in waves:
            try:
                match = await find(name)
            except Incomplete:
                continue
            except UpstreamError as error:
                failures.append(error)
                continue
            if match is not None and not match.row.is_assumed:
                yield match

    async def _overheard(self, vendor: str) -> Match | None:
        """Return what a scan knows that runs anyway, if it knows it soon: a slow vendor holds nobody up, and a failed one is not asked."""
        task = self._tasks.get(("found", vendor)) if self._around.directories[vendor].is_scan else None
        if task is None:
            return None
        await asyncio.wait({task}, timeout=_PATIENCE_S)
        return task.result() if task.done() and not task.cancelled() and task.exception() is None else None

    def _enriched(self, wanted: frozenset[Kind]) -> Find:
        """Find a row and add the wanted kinds of handles that cost a call more."""

        async def find(name: str) -> Match | None:
            extras = self._around.directories[name].extras
            match = await self.found(name) if wanted & extras.keys() else None
            if match is None:
                return None
            row = match.row
            for kind in sorted(wanted & extras.keys()):
                row = await extras[kind](row)
            return Match(row, match.rule)

        return find

    async def _linked(self, vendor: str) -> Match | None:
        """Follow the operator's link, if the file has one for this person; asks the vendors that the file links with."""
        links = self._around.links
        if vendor not in links.vendors or self._key.vendor == vendor:
            return None
        for other in self._around.directories:
            if other == vendor or other not in links.vendors:
                continue
            try:
                match = await self.direct(other)
            except UpstreamError:
                continue
            partner = links.partner(other, match.id, vendor) if match else None
            if partner is not None:
                row = await self._around.directories[vendor].by_id(partner)
                return Match(row, Rule.LINK) if row else None
        return None

    def _is_linked_elsewhere(self, row: Row, source: Match) -> bool:
        partner = self._around.links.partner(row.vendor, row.id, source.vendor)
        return partner is not None and partner != source.id

    async def _is_contradicted(self, match: Match) -> bool:
        """Whether a row found by a phone number differs from the anchor in something stronger: phones are shared."""
        if self._key.vendor is not None or {held.kind for held in self._key.handles} != {Kind.PHONE}:
            return False
        anchor = await self.anchor()
        if anchor is None or anchor.vendor == match.vendor:
            return False
        return Known(anchor.row.handles).contradicts(match.row, Kind.PHONE)

    def _incomplete(self, vendor: str) -> Incomplete:
        needs = min((lookup.needs for lookup in self._around.directories[vendor].lookups), key=len)
        words = " and ".join(kind.words for kind in sorted(needs))
        return Incomplete(vendor, f"finds people by {words}, and no vendor knows that of this person")


def _seen(task: "asyncio.Task[Match | None]") -> None:
    if not task.cancelled():
        task.exception()  # Whoever needs it gets it raised; a vendor that was asked ahead and not needed is no error.
