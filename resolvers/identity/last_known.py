"""What each vendor last told of people's handles, for when it can't be asked.

A vendor in trouble blanks its own fields. It would blank others' too where they find a person by what it alone tells, such as the
number of a card. So its rows' handles are remembered, and nothing else of them, and learned from where asking again fails.
"""

from dataclasses import replace
from typing import cast

from loaders.identity.handle import Kind
from loaders.identity.row import Row
from loaders.upstream.cache.cache import EVERYTHING, Cache, Moment
from loaders.upstream.cache.entry import PERSON, Entry
from loaders.upstream.cache.memory import MemoryCache
from loaders.upstream.clock import Clock
from loaders.upstream.errors import Ambiguous, Rejected, UpstreamError
from loaders.upstream.flight import takes
from loaders.upstream.scope import current
from resolvers.identity.key import Key
from resolvers.identity.match import Known

_SIZE = 600
"Bytes of a row without its record."


class LastKnown:
    """Rows by the vendor's id and by every handle but phones, which people share; as old as a person's data may be served stale.

    It goes by the same drops as the cache, and is kept without one: it is never what a field shows, only how others are asked.
    """

    def __init__(self, cache: Cache, clock: Clock, max_bytes: int) -> None:
        self._clock = clock
        self._cache = cache.beside(MemoryCache(clock, max_bytes // _SIZE, max_bytes))

    def moment(self) -> Moment:
        """Return the moment of now: what is asked from now on may be remembered as long as nothing drops it meanwhile."""
        return self._cache.moment()

    def note(self, row: Row, asked: Moment, *, is_enriched: bool = False) -> None:
        """Remember a row as old as the oldest that the request used of its vendor; one `is_enriched` by a call more has a place of
        its own, so that a plain one doesn't take its.
        """
        used = current().ledger.used.get(row.vendor)
        if used is None:
            return
        until = self._clock.monotonic() + PERSON.fresh_s - (self._clock.now() - used.stored_at).total_seconds()
        tags = frozenset({EVERYTHING, row.vendor, self._cache.key(row.vendor, "customer", row.id)})
        entry = Entry(replace(row, record=None), used.stored_at, until, until + PERSON.stale_s, tags, _SIZE)
        for name in self._names(row, is_enriched=is_enriched):
            held = self._cache.peek(name)
            if held is not None and (held.is_nobody or _row(held).id != row.id):
                self._cache.keep(name, replace(entry, value=None, is_nobody=True), asked)
            elif held is None or held.stored_at < used.stored_at:
                self._cache.keep(name, entry, asked)

    def recall(self, vendor: str, key: Key, known: Known, error: UpstreamError, *, is_enriched: bool = False) -> Row | None:
        """Return the row that a vendor in trouble last told of this person; None where it said no itself, where the request takes
        nothing as old, or where several had the handle. Costs no call.
        """
        scope, now = current(), self._clock.monotonic()
        if scope.skips_cache or isinstance(error, (Rejected, Ambiguous)):
            return None
        for kind, text in self._asked(vendor, key, known):
            entry = self._cache.peek(self._name(vendor, kind, text, is_enriched=is_enriched))
            if entry is None or not takes(scope, entry, now):
                continue
            row = _row(entry)
            if kind is None or not known.contradicts(row, kind):
                scope.ledger.note(vendor, entry.stored_at, 0.0, is_stale=True, tags=entry.tags)
                return row
        return None

    def _names(self, row: Row, *, is_enriched: bool) -> list[str]:
        held = [(None, row.id), *((one.kind, one.text) for one in row.handles if one.kind is not Kind.PHONE)]
        return [self._name(row.vendor, kind, text, is_enriched=is_enriched) for kind, text in held]

    def _name(self, vendor: str, kind: Kind | None, text: str, *, is_enriched: bool) -> str:
        return self._cache.key(vendor, "enriched" if is_enriched else "row", kind.name if kind else "ID", text)

    @staticmethod
    def _asked(vendor: str, key: Key, known: Known) -> list[tuple[Kind | None, str]]:
        by_id: list[tuple[Kind | None, str]] = [(None, key.vendor_id)] if key.vendor == vendor and key.vendor_id else []
        return by_id + [(kind, text) for kind in Kind if kind is not Kind.PHONE for text in known.texts(kind)]


def _row(entry: Entry) -> Row:
    return cast("Row", entry.value)
