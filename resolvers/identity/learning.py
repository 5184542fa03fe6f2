"""One vendor's lookups, tried again and again with what is learned of the person elsewhere."""

from collections.abc import Awaitable, Callable, Iterable, Sequence

from loaders.identity.handle import Kind
from loaders.identity.lookup import Directory, Lookup, Texts
from loaders.identity.row import Row
from loaders.upstream.errors import Ambiguous, UpstreamError
from resolvers.identity.key import Key
from resolvers.identity.match import Known, Match, Rule, mark, one_of, tries

Look = Callable[[Lookup, Texts], Awaitable[Sequence[Row]]]
"Asks the vendor, and returns the rows that really hold the handles."

IsTaken = Callable[[Row, Match], bool]
"Whether the operator's links give a row to somebody else than the source."


class Shared:
    """Phone numbers that turned out to be several people's while one person was looked for, and how many people's."""

    def __init__(self) -> None:
        self._people: dict[str, int] = {}

    def note(self, rows: Sequence[Row], texts: Texts) -> None:
        """Note what a lookup found."""
        if texts.keys() == {Kind.PHONE} and len(rows) > 1:
            number = texts[Kind.PHONE]
            self._people[number] = max(len(rows), self._people.get(number, 0))

    def check(self, vendor: str, numbers: Iterable[str]) -> None:
        """Raise Ambiguous where one of the numbers is several people's, so that nothing may rest on it."""
        for number in numbers:
            if number in self._people:
                raise Ambiguous(vendor, Kind.PHONE.words, self._people[number])


class Learning:
    """Takes what sources tell until the vendor's row is found.

    Phones are shared: a row found by nothing but its number waits until it is known whether what else it holds is the person's,
    or nobody can tell. Nothing is guessed where the number is several people's, here or at a vendor that was asked.
    """

    def __init__(
        self,
        vendor: str,
        directory: Directory,
        key: Key,
        doubtful: Match | None,
        look: Look,
        is_taken: IsTaken,
        shared: Shared,
    ) -> None:
        self._vendor = vendor
        self._directory = directory
        self.known = Known(key.handles)
        self._doubtful = doubtful
        self._look = look
        self._is_taken = is_taken
        self._shared = shared
        self._several: list[tuple[Sequence[Row], Texts]] = []
        self._done: set[object] = {mark(lookup, texts) for lookup, texts in tries(directory, self.known, set())}

    @property
    def has_asked(self) -> bool:
        """Whether the vendor could be asked at all."""
        return bool(self._done)

    @property
    def open_kinds(self) -> frozenset[Kind]:
        """The kinds of handles that would settle whether the row in doubt is the person's; none where there is no doubt."""
        return self.known.lacks(self._doubtful.row, Kind.PHONE) if self._doubtful else frozenset()

    async def found_with(self, source: Match) -> Match | None:
        """Learn from a source, and try what that allows."""
        self.known.learn(source.row.handles)
        if (settled := self._undoubted()) is not None:
            return settled
        for lookup, texts in tries(self._directory, self.known, self._done):
            self._done.add(mark(lookup, texts))
            match = await self._looked_up(lookup, texts, source)
            if match is not None:
                return match
        return self._undoubted()

    def settled(self, failures: Sequence[UpstreamError]) -> Match | None:
        """Return what is left when no source can tell more, or raise why there is nothing."""
        for rows, texts in self._several:
            one_of(rows, texts, self.known)
        if self._doubtful is not None:
            self._shared.check(self._vendor, self._doubtful.row.texts(Kind.PHONE))
            return self._doubtful
        if failures:
            raise failures[0]
        return None

    def _undoubted(self) -> Match | None:
        """Return the row that was in doubt if it no longer is, and forget it if it is somebody else's."""
        if self._doubtful is None or self.open_kinds:
            return None
        if self.known.contradicts(self._doubtful.row, Kind.PHONE):
            self._doubtful = None
        elif self._doubtful.rule is not Rule.KEY:
            return Match(self._doubtful.row, Rule[self.known.shared(self._doubtful.row).name])
        return self._doubtful

    async def _looked_up(self, lookup: Lookup, texts: Texts, source: Match) -> Match | None:
        rows = await self._look(lookup, texts)
        is_weak = texts.keys() == {Kind.PHONE}
        try:
            row = one_of(rows, texts, self.known)
        except Ambiguous:
            if not is_weak:
                raise
            self._several.append((rows, texts))  # A stronger handle may still tell which of them.
            return None
        if row is None or self._is_taken(row, source):
            return None
        match = Match(row, Rule[max(texts).name])
        if is_weak:
            self._doubtful = self._doubtful or match
            return None
        return match
