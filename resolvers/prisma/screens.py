"""Pages, and the funnels behind their banners. Docs: Prisma, "Banners and Popups", "Funnel steps"."""

from collections.abc import Sequence

from loaders.prisma import Prisma
from loaders.prisma.address import funnel_url
from loaders.prisma.records.screen import Banner, Popup, Screen
from loaders.prisma.records.step import Step
from resolvers.context import Info
from resolvers.prisma.people import Named, customer_id_of
from resolvers.prisma.sessions import one_of
from resolvers.writes import Checks, Written, perform

MOST_PLACEHOLDERS = 100


async def sync_page(
    info: Info,
    customer: Named | None,
    visit_id: str | None,
    location: str,
    placeholders: Sequence[str],
    popups: bool,  # noqa: FBT001  # the input's own field
    idempotency_key: str | None,
) -> Written[Screen]:
    """Count a page view and return the page's banners and popup. One call with a live visit, three without."""
    prisma, checks = info.context.vendor(Prisma), Checks()
    one_of(checks, customer, visit_id, "visit")
    checks.that(location, "input.page", "expected the address or name of the page or screen")
    checks.that(placeholders or popups, "input.placeholders", "expected at least one, as no popup is asked for")
    most = f"expected at most {MOST_PLACEHOLDERS}"
    checks.that(len(placeholders) <= MOST_PLACEHOLDERS, "input.placeholders", most)
    for index, placeholder in enumerate(placeholders):
        checks.that(placeholder, f"input.placeholders.{index}", "expected a placeholder's id")
    customer_id = await customer_id_of(info, customer, checks)
    if checks.errors:
        return checks.refused()

    async def write() -> Screen:
        owner = await prisma.sessions.owner(visit_id) if visit_id else None
        visit = visit_id or (await prisma.sessions.visit(customer_id or "")).id
        visitor = owner.customer_id if owner else customer_id
        return await prisma.writes.sync_page(visit, visitor, location, placeholders, popups=popups)

    return await perform(
        info,
        shape=Screen,
        write=write,
        stale=lambda _: (),
        idempotency_key=idempotency_key,
    )


async def advance_funnel(
    info: Info,
    customer: Named | None,
    visit_id: str | None,
    campaign_id: str,
    tracking_token: str,
    step_data: object,
    idempotency_key: str | None,
) -> Written[Step]:
    """Open a campaign's funnel, or with `step_data` go on to its next step. One call with a live visit, three without."""
    prisma, checks = info.context.vendor(Prisma), Checks()
    one_of(checks, customer, visit_id, "visit")
    checks.that(campaign_id, "input.campaign", "expected the id of the banner's, popup's or row's campaign")
    checks.that(tracking_token, "input.trackingToken", "expected the token that came with the campaign")
    data = step_data if isinstance(step_data, dict) else None
    checks.that(step_data is None or data is not None, "input.stepData", "expected an object of values by the fields' names")
    customer_id = await customer_id_of(info, customer, checks)
    if checks.errors:
        return checks.refused()
    owner = await prisma.sessions.owner(visit_id) if visit_id else None
    visitor = owner.customer_id if owner else customer_id

    async def write() -> Step:
        visit = visit_id or (await prisma.sessions.visit(customer_id or "")).id
        return await prisma.writes.advance(visit, campaign_id, tracking_token, data)

    return await perform(
        info,
        shape=Step,
        write=write,
        stale=lambda _: (prisma.tags.customer(visitor),) if visitor else (),
        idempotency_key=idempotency_key,
    )


def address(info: Info, shown: Banner | Popup, *, as_popup: bool) -> str:
    """Return the address at which a browser shows the funnel behind a banner or popup. Makes no call."""
    settings = info.context.vendor(Prisma).settings
    return funnel_url(settings, shown.campaign_id, shown.tracking_token, shown.visit_id, as_popup=as_popup)
