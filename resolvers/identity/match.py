"""Whether a vendor's row is the person wanted: re-checked for equality, never guessed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice, product

from loaders.identity.handle import Handle, Kind
from loaders.identity.lookup import Directory, Lookup, Texts
from loaders.identity.row import Row
from loaders.upstream.errors import Ambiguous

_MOST_TRIES = 3


class Rule(Enum):
    """What a match rests on."""

    KEY = "KEY"
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    EXTERNAL_ID = "EXTERNAL_ID"
    LOYALTY_CARD = "LOYALTY_CARD"
    LINK = "LINK"


@dataclass(frozen=True, slots=True)
class Match:
    """A vendor's row of the person and why it is theirs."""

    row: Row
    rule: Rule

    @property
    def vendor(self) -> str:
        return self.row.vendor

    @property
    def id(self) -> str:
        return self.row.id


class Known:
    """The handles learned of one person so far, in the order they were learned."""

    def __init__(self, handles: Iterable[Handle] = ()) -> None:
        self._texts: defaultdict[Kind, dict[str, None]] = defaultdict(dict)
        self.learn(handles)

    def learn(self, handles: Iterable[Handle]) -> None:
        """Add handles; order within a kind is the order of learning."""
        for held in sorted(handles, key=lambda held: (held.kind, held.text)):
            self._texts[held.kind].setdefault(held.text)

    def texts(self, kind: Kind) -> list[str]:
        """Return the values of one kind."""
        return list(self._texts.get(kind, ()))

    def contradicts(self, row: Row, kind: Kind) -> bool:
        """Whether a row that matched by that kind differs in a stronger one."""
        return any(
            self._texts.get(stronger) and row.texts(stronger) and not row.texts(stronger) & self._texts[stronger].keys()
            for stronger in Kind
            if stronger < kind
        )

    def lacks(self, row: Row, kind: Kind) -> frozenset[Kind]:
        """Return the stronger kinds that a row matched by that kind holds and that nobody told of the person yet; none where one
        of them is known to be theirs.
        """
        if self.shared(row) < kind:
            return frozenset()
        return frozenset(one for one in Kind if one < kind and row.texts(one) and not self._texts.get(one))

    def shared(self, row: Row) -> Kind:
        """Return the strongest kind in which a row equals what is known; the weakest of all where there is none."""
        return next((kind for kind in Kind if row.texts(kind) & self._texts.get(kind, {}).keys()), max(Kind))


def tries(directory: Directory, known: Known, done: set[object]) -> list[tuple[Lookup, Texts]]:
    """List the lookups worth making with what is known, strongest first, leaving out those already done."""
    found: list[tuple[Lookup, Texts]] = []
    for lookup in sorted(directory.lookups, key=lambda lookup: (min(lookup.needs), lookup.calls)):
        kinds = sorted(lookup.needs)
        for texts in islice(product(*(known.texts(kind) for kind in kinds)), _MOST_TRIES):
            mark = (lookup.needs, texts)
            if mark not in done:
                found.append((lookup, dict(zip(kinds, texts, strict=True))))
    return found


def mark(lookup: Lookup, texts: Texts) -> object:
    """Return what `tries` knows a lookup by once it was made."""
    return (lookup.needs, tuple(texts[kind] for kind in sorted(lookup.needs)))


def equal_to(rows: Iterable[Row], texts: Mapping[Kind, str]) -> list[Row]:
    """Keep the rows that equal every handle asked for, each once: vendors match loosely.

    Accounts that are switched off give way to a living one: they are left from an earlier registration. Households share phones,
    so there it must hold the same stronger handle too.
    """
    equal = {row.id: row for row in rows if row.is_assumed or all(texts[kind] in row.texts(kind) for kind in texts)}
    living = [row for row in equal.values() if row.is_active]
    return [row for row in equal.values() if row.is_active or not any(_replaces(one, row, max(texts)) for one in living)]


def _replaces(living: Row, row: Row, weakest: Kind) -> bool:
    return weakest is not Kind.PHONE or any(held in living.handles for held in row.handles if held.kind is not Kind.PHONE)


def one_of(equal: Sequence[Row], texts: Mapping[Kind, str], known: Known) -> Row | None:
    """Pick the row that is the person: one that doesn't contradict a stronger handle.

    Raises Ambiguous where several rows share the handle and are not all somebody else's.
    """
    weakest = max(texts)
    fitting = [row for row in equal if not known.contradicts(row, weakest)]
    if fitting and len(equal) > 1:
        raise Ambiguous(fitting[0].vendor, weakest.words, len(equal))
    return fitting[0] if fitting else None
