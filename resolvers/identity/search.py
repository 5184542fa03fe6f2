"""The search for one person, vendor by vendor, with the handles learned so far.

Wave 1 asks a vendor with the caller's own key (`direct`); wave 2 with handles learned from the vendors that knew the key;
wave 3 with handles from vendors that were found in wave 2, in the order of the search, so that nothing waits in a circle.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from functools import partial

from loaders.identity.handle import Kind
from loaders.identity.lookup import Lookup, Texts
from loaders.identity.row import Row
from loaders.upstream.errors import Ambiguous, Incomplete, UpstreamError
from resolvers.identity.key import Key
from resolvers.identity.learning import Learning, Shared
from resolvers.identity.linking import Find, linked
from resolvers.identity.match import Known, Match, Rule, equal_to, one_of, tries
from resolvers.identity.neighbourhood import Neighbourhood

Kinds = frozenset[Kind]
Ask = Callable[[str, Kinds], Awaitable[Match | None]]

_PATIENCE_S = 0.25
"How long a scan that runs anyway is waited for before a call of our own is made for what it may tell."


class Search:
    """Finds one person; every vendor and wave is asked once, however many fields need it."""

    def __init__(self, around: Neighbourhood, key: Key) -> None:
        self._around = around
        self._key = key
        self._asked = around.last_known.moment()
        self.shared = Shared()
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
                match = await find(vendor)
                self._note(match)
                return match

            task = asyncio.create_task(run())
            task.add_done_callback(_seen)
            self._tasks[wave, vendor] = task
        return task

    async def _direct(self, vendor: str) -> Match | None:
        key, directory = self._key, self._around.directories[vendor]
        if key.vendor == vendor:
            row = key.row or (await self._with_id(vendor, key.vendor_id) if key.vendor_id else None)
            return Match(row, Rule.KEY) if row else None
        known = Known(key.handles)
        for lookup, texts in tries(directory, known, set()):
            row = one_of(await self._rows(vendor, lookup, texts), texts, known)
            if row is not None:
                return Match(row, Rule.KEY)
        return None

    async def _with_id(self, vendor: str, id_: str) -> Row | None:
        row = await self._around.directories[vendor].by_id(id_)
        if row is None:
            self._around.last_known.deny_id(vendor, id_)
        return row

    async def _rows(self, vendor: str, lookup: Lookup, texts: Texts) -> Sequence[Row]:
        rows = equal_to(await lookup.find(texts), texts)
        self.shared.note(rows, texts)
        if not rows:
            self._around.last_known.deny(vendor, texts)
        return rows

    async def _found(self, vendor: str) -> Match | None:
        linked = await self.linked(vendor)
        if linked is not None:
            return linked
        match = await self.direct(vendor)
        if match is None or await self._is_doubtful(match):
            return await self._learned(vendor, match)
        return match

    async def _learned(self, vendor: str, doubtful: Match | None) -> Match | None:
        """Try the vendor's lookups again with every source's handles; a source's failure counts only if nobody knows."""
        directory, failures = self._around.directories[vendor], list[UpstreamError]()
        look = partial(self._rows, vendor)
        learning = Learning(vendor, directory, self._key, doubtful, look, self._is_linked_elsewhere, self.shared)
        async for source in self._sources(vendor, failures, learning):
            match = await learning.found_with(source)
            if match is not None:
                return match
        match = learning.settled(failures)
        if match is None and not learning.has_asked and directory.lookups:
            raise self._incomplete(vendor)
        return match

    async def _sources(self, vendor: str, failures: list[UpstreamError], learning: Learning) -> AsyncIterator[Match]:
        """Yield vendors that know the person and hold a kind of handle that this one is asked by, the cheapest first; while a
        match is in doubt, those only that may settle it. Last comes what those that failed were last known to tell.

        A scan is no source, unless the caller named the person by that very vendor, another field has it running, or nobody else
        knows the key.
        """
        directories, wanted, is_known = self._around.directories, self._around.wanted(vendor), False
        failed = dict[tuple[str, bool], UpstreamError]()
        for name, find in self._waves(vendor):
            is_enriching, is_last = find == self._enriched, find == self._anchored
            # What a scan holds of a person shows by e-mail or phone; a call more is worth it only to settle a doubt.
            needed = learning.open_kinds or (frozenset() if is_enriching and directories[vendor].is_scan else wanted)
            tells = directories[name].extras.keys() if is_enriching else directories[name].carries
            if not tells & needed or (is_last and is_known):
                continue
            try:
                match = await find(name, needed)
            except Incomplete:
                continue
            except UpstreamError as error:
                failures.append(error)
                failed[name, is_enriching] = error
                continue
            if match is not None and not match.row.is_assumed:
                is_known = True
                yield match
        for (name, is_enriched), failure in failed.items():
            if row := self._around.last_known.recall(name, self._key, learning.known, failure, is_enriched=is_enriched):
                yield Match(row, Rule.KEY)

    def _waves(self, vendor: str) -> Iterator[tuple[str, Ask]]:
        """Yield whom to ask and how; a vendor's own search waits for those only that come before it, so never in a circle."""
        directories, mine = self._around.directories, self._around.rank(vendor)
        others = [name for name in directories if name != vendor]
        listed = [name for name in others if not directories[name].is_scan or name == self._key.vendor]
        earlier = [name for name in others if self._around.rank(name) < mine]
        yield from ((name, self._by_key) for name in listed)
        yield from ((name, self._by_all) for name in listed if name in earlier)
        if not directories[vendor].is_scan:
            yield from ((name, self._overheard) for name in earlier)
        yield from ((name, self._enriched) for name in earlier)
        yield from ((name, self._anchored) for name in others if directories[name].is_scan)

    async def _by_key(self, vendor: str, _: Kinds) -> Match | None:
        return await self.direct(vendor)

    async def _by_all(self, vendor: str, _: Kinds) -> Match | None:
        return await self.found(vendor)

    async def _overheard(self, vendor: str, _: Kinds) -> Match | None:
        """Return what a scan knows that runs anyway, if it knows it soon: a slow vendor holds nobody up, and a failed one is not asked."""
        task = self._tasks.get(("found", vendor)) if self._around.directories[vendor].is_scan else None
        if task is None:
            return None
        await asyncio.wait({task}, timeout=_PATIENCE_S)
        return task.result() if task.done() and not task.cancelled() and task.exception() is None else None

    async def _enriched(self, vendor: str, wanted: Kinds) -> Match | None:
        """Find a row and add the wanted kinds of handles that cost a call more."""
        extras = self._around.directories[vendor].extras
        match = await self.found(vendor)
        if match is None:
            return None
        row = match.row
        for kind in sorted(wanted & extras.keys()):
            row = await extras[kind](row)
        enriched = Match(row, match.rule)
        self._note(enriched, is_enriched=True)
        return enriched

    def _note(self, match: Match | None, *, is_enriched: bool = False) -> None:
        """Remember what a vendor tells of its people, so far as others may learn from it."""
        if match is None or match.row.is_assumed:
            return
        directory = self._around.directories[match.vendor]
        if (directory.carries or directory.extras) and not directory.is_scan:
            self._around.last_known.note(match.row, self._asked, is_enriched=is_enriched)

    async def _anchored(self, vendor: str, _: Kinds) -> Match | None:
        """Return a scan's row where nobody else knows the key: whether anybody does is asked anyway."""
        match = await self.anchor()
        return match if match is not None and match.vendor == vendor else None

    async def linked(self, vendor: str) -> Match | None:
        """Follow the operator's link, if the file has one for this person; asks the vendors that the file links with."""
        return await linked(self._around, self._key, vendor, self.direct)

    def _is_linked_elsewhere(self, row: Row, source: Match) -> bool:
        partner = self._around.links.partner(row.vendor, row.id, source.vendor)
        return partner is not None and partner != source.id

    async def _is_doubtful(self, match: Match) -> bool:
        """Whether a row rests on a phone number alone and isn't what the number stands for: phones are shared."""
        if self._key.vendor is not None or {held.kind for held in self._key.handles} != {Kind.PHONE} or match.row.is_assumed:
            return False
        anchor = await self.anchor()
        return anchor is not None and anchor.vendor != match.vendor

    def _incomplete(self, vendor: str) -> Incomplete:
        needs = min((lookup.needs for lookup in self._around.directories[vendor].lookups), key=len)
        words = " and ".join(kind.words for kind in sorted(needs))
        return Incomplete(vendor, f"finds people by {words}, and no vendor knows that of this person")


def _seen(task: "asyncio.Task[Match | None]") -> None:
    if not task.cancelled():
        task.exception()  # Whoever needs it gets it raised; a vendor that was asked ahead and not needed is no error.
