"""What each vendor last told of people's handles, for when it can't be asked.

A vendor in trouble blanks its own fields. It would blank others' too where they find a person by what it alone tells, such as the
number of a card. So its rows' handles are remembered, and nothing else of them, and learned from where asking again fails.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Collection
from dataclasses import replace
from typing import cast

from loaders.identity.handle import Kind
from loaders.identity.lookup import Texts
from loaders.identity.row import Row
from loaders.upstream.cache.cache import EVERYTHING, Cache, Moment
from loaders.upstream.cache.entry import PERSON, Entry
from loaders.upstream.clock import Clock
from loaders.upstream.errors import Ambiguous, Rejected, UpstreamError
from loaders.upstream.flight import takes
from loaders.upstream.scope import current
from resolvers.identity.key import Key
from resolvers.identity.match import Known

_ROW = 2_700
"Bytes of a row without its record, with three handles by which it is found; measured."
_ENRICHED = "+"
"Ends the name of a row that a call more added to, so that a plain one doesn't take its place."


class LastKnown:
    """Rows by the vendor's id and by every handle but phones, which people share; as old as a person's data may be served stale.

    Names are the tags by which the cache drops a person or a handle, and what is dropped there is dropped here. It is kept without
    a cache too: it is never what a field shows, only how others are asked.
    """

    def __init__(self, cache: Cache, clock: Clock, max_bytes: int) -> None:
        self._cache = cache
        self._clock = clock
        self._most = max_bytes // _ROW
        self._rows: OrderedDict[str, Entry] = OrderedDict()
        self._holders: defaultdict[str, set[str]] = defaultdict(set)
        "Names of the rows that hold a handle."
        cache.follow(self._forget)

    def moment(self) -> Moment:
        """Return the moment of now: what is asked from now on may be remembered as long as nothing drops it meanwhile."""
        return self._cache.moment()

    def note(self, row: Row, asked: Moment, *, is_enriched: bool = False) -> None:
        """Remember a row as old as the oldest that the request used of its vendor."""
        used = current().ledger.used.get(row.vendor)
        name, handles = self._name(row.vendor, row.id, is_enriched=is_enriched), self._handles(row)
        tags = frozenset({EVERYTHING, row.vendor, name.removesuffix(_ENRICHED), *handles})
        held = self._rows.get(name)
        is_newer = used is not None and (held is None or held.stored_at < used.stored_at)
        if used is None or not is_newer or not self._most or not self._cache.spares(tags, asked):
            return
        now = self._clock.monotonic()
        until = now + PERSON.fresh_s - (self._clock.now() - used.stored_at).total_seconds()
        self._drop(name)
        self._rows[name] = Entry(replace(row, record=None), used.stored_at, until, until + PERSON.stale_s, tags)
        for handle in handles:
            self._holders[handle].add(name)
        while len(self._rows) > self._most or (self._rows and not next(iter(self._rows.values())).is_usable(now)):
            self._drop(next(iter(self._rows)))

    def recall(self, vendor: str, key: Key, known: Known, error: UpstreamError, *, is_enriched: bool = False) -> Row | None:
        """Return the row that a vendor in trouble last told of this person; None where it said no itself, where the request takes
        nothing as old, or where several hold the handle. Costs no call.
        """
        scope = current()
        if scope.skips_cache or isinstance(error, (Rejected, Ambiguous)):
            return None
        if key.vendor == vendor and key.vendor_id:
            entry = self._usable(self._name(vendor, key.vendor_id, is_enriched=is_enriched))
            return self._told(entry) if entry else None
        for kind, text in [(one, text) for one in Kind if one is not Kind.PHONE for text in known.texts(one)]:
            names = self._holders.get(self._cache.key(vendor, kind.name.lower(), text), ())
            entries = [entry for name in names if name.endswith(_ENRICHED) == is_enriched and (entry := self._usable(name))]
            if len(entries) == 1 and not known.contradicts(_row(entries[0]), kind):
                return self._told(entries[0])
        return None

    def deny(self, vendor: str, texts: Texts) -> None:
        """Forget whom a vendor no longer knows by these handles together."""
        names = {
            name
            for kind, text in texts.items()
            for name in self._holders.get(self._cache.key(vendor, kind.name.lower(), text), ())
            if all(text in _row(self._rows[name]).texts(kind) for kind, text in texts.items())
        }
        for name in names:
            self._drop(name)

    def deny_id(self, vendor: str, id_: str) -> None:
        """Forget whom a vendor no longer knows by this id of its own."""
        for is_enriched in (False, True):
            self._drop(self._name(vendor, id_, is_enriched=is_enriched))

    def _usable(self, name: str) -> Entry | None:
        entry = self._rows.get(name)
        return entry if entry is not None and takes(current(), entry, self._clock.monotonic()) else None

    def _told(self, entry: Entry) -> Row:
        row = _row(entry)
        current().ledger.note(row.vendor, entry.stored_at, 0.0, is_stale=True, tags=entry.tags)
        return row

    def _forget(self, tags: Collection[str]) -> None:
        for tag in tags:
            if ":" in tag:
                names = {tag, tag + _ENRICHED, *self._holders.get(tag, ())}
            else:
                names = {name for name in self._rows if tag == EVERYTHING or name.startswith(f"{tag}:")}
            for name in names:
                self._drop(name)

    def _drop(self, name: str) -> None:
        entry = self._rows.pop(name, None)
        for handle in self._handles(_row(entry)) if entry else ():
            self._holders[handle].discard(name)
            if not self._holders[handle]:
                del self._holders[handle]

    def _name(self, vendor: str, id_: str, *, is_enriched: bool) -> str:
        return self._cache.key(vendor, "customer", id_) + _ENRICHED * is_enriched

    def _handles(self, row: Row) -> list[str]:
        return [
            self._cache.key(row.vendor, one.kind.name.lower(), one.text) for one in row.handles if one.kind is not Kind.PHONE
        ]


def _row(entry: Entry) -> Row:
    return cast("Row", entry.value)
