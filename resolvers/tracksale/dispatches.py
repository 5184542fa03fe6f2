"""Who was surveyed."""

from collections.abc import Sequence
from datetime import date

from loaders.tracksale import Tracksale
from loaders.tracksale.campaigns import Survey
from loaders.tracksale.dispatches import Dispatch, DraftLot, Lot, Recipient
from resolvers.context import Info
from resolvers.identity.person import Person
from resolvers.paging import Page, checked_first, newest_first, page
from resolvers.tracksale.answers import person_by
from resolvers.tracksale.arguments import codes_of, days_of


async def lots(
    survey: Survey, info: Info, from_: date | None, to: date | None, first: int | None, after: str | None
) -> Page[Lot]:
    """Page through a survey's lots by when they were created, newest first. One call for any window cold, for all surveys."""
    tracksale = info.context.vendor(Tracksale)
    days, windows = days_of(tracksale, from_, to), tracksale.reads.lots.by_lot
    checked_first(first)
    found = (lot for chunk in await windows.load(days) for lot in chunk if lot.campaign.code == survey.code)
    return newest_first(windows.cut(days, found), first, after, key=lambda lot: lot.code, at=lambda lot: lot.created_at)


async def dispatches(
    info: Info,
    from_: date | None,
    to: date | None,
    surveys: Sequence[str] | None,
    first: int | None,
    after: str | None,
) -> Page[Dispatch]:
    """Page through everyone surveyed, by when their lot was created, newest first. One call per 10,000 rows of a window cold."""
    tracksale = info.context.vendor(Tracksale)
    days, codes, windows = days_of(tracksale, from_, to), codes_of(surveys), tracksale.reads.lots.by_recipient
    checked_first(first)
    found = (row for chunk in await windows.load(days) for row in chunk if not codes or row.campaign.code in codes)
    return page(
        windows.cut(days, found),
        first,
        after,
        key=lambda row: _cursor_key(info, row),
        falling=lambda row: (row.lot.created_at.timestamp(),),
    )


async def draft_lots(survey: Survey, info: Info) -> Sequence[DraftLot]:
    """List the lots that wait to be sent or discarded, in the vendor's order; one call per survey."""
    return await info.context.vendor(Tracksale).reads.draft_lots.load(survey.code)


async def person_of(recipient: Recipient, info: Info) -> Person | None:
    """Return who was surveyed, or None where nobody knows them: being sent a survey leaves no trace to find a person by.

    Costs what finding the person costs, batched over all recipients.
    """
    person = person_by(info, recipient.identification, recipient.email, recipient.phone)
    return person if person is not None and await person.anchor() is not None else None


def _cursor_key(info: Info, row: Dispatch) -> str:
    """Hashed with the installation's secret: a row is known by its customer's handles only, which a plain hash lets guess."""
    return info.context.cache.key("tracksale", "dispatch", row.key)
