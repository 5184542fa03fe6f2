"""How Tracksale finds people: only in the answers of the default window, so it is asked last."""

from datetime import timedelta

from loaders.identity.handle import Handle, Kind, handle
from loaders.identity.lookup import Directory, Lookup, Texts
from loaders.identity.row import Row
from loaders.tracksale.people import Crowd
from loaders.tracksale.reads import Reads
from loaders.upstream.windows.calendar import Days

DEFAULT_DAYS = 365
"How far back answers are read unless somebody asks for other days."

_KINDS = (Kind.EXTERNAL_ID, Kind.EMAIL, Kind.PHONE)


def default_days(reads: Reads) -> Days:
    """The last 365 days up to now, in the account's calendar."""
    today = reads.answers.today()
    return Days(today - timedelta(days=DEFAULT_DAYS), today)


def directory(reads: Reads, region: str | None) -> Directory:
    """Build it. Every lookup reads the same window as a person's answers do, so that all of them together are one call."""

    async def rows(wanted: Handle) -> list[Row]:
        return Crowd(await reads.answers.load(default_days(reads))).rows(wanted)

    async def by_id(text: str) -> Row | None:
        """Try the id as what it may be; a person who was known by a weaker handle before is found by it still."""
        wanted = (handle(kind, text, region) for kind in _KINDS)
        for found in [await rows(held) for held in wanted if held is not None]:
            if len(found) == 1:
                return found[0]
        return None

    def lookup(kind: Kind) -> Lookup:
        async def find(texts: Texts) -> list[Row]:
            return await rows(Handle(kind, texts[kind]))

        return Lookup(frozenset({kind}), find)

    return Directory(by_id, tuple(lookup(kind) for kind in _KINDS), carries=frozenset(_KINDS), is_scan=True)
