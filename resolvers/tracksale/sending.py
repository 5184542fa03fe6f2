"""Surveys that go out: links, dispatches, draft lots."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from loaders.tracksale import Tracksale
from loaders.tracksale.outcomes import DispatchOutcome, SentLot, SurveyLink
from loaders.tracksale.writes import MOST_CUSTOMERS
from resolvers.context import Info
from resolvers.tracksale.arguments import code_of
from resolvers.tracksale.customers import Body, Given, bodies, check_count, seconds
from resolvers.writes import Checks, Written, perform

_LOT = re.compile(r"[A-Za-z0-9_-]{1,64}")


async def create_links(
    info: Info, checks: Checks, survey: str, customers: Sequence[Given], idempotency_key: str | None
) -> Written[list[SurveyLink]]:
    """Make links. One call, and finding the people who are named by a key. Nothing becomes stale."""
    tracksale, code = info.context.vendor(Tracksale), checked_code(checks, survey)
    check_count(checks, "input.customers", customers, MOST_CUSTOMERS)
    rows = await bodies(info, checks, customers[:MOST_CUSTOMERS])
    if checks.errors or code is None:
        return checks.refused()
    return await perform(
        info,
        shape=list[SurveyLink],
        write=lambda: tracksale.writes.create_links(code, rows),
        stale=lambda _: (),
        idempotency_key=idempotency_key,
    )


async def dispatch(
    info: Info,
    checks: Checks,
    survey: str,
    customers: Sequence[Given],
    times: tuple[datetime | None, datetime | None],
    idempotency_key: str | None,
) -> Written[DispatchOutcome]:
    """Send at a time, or add to the draft lot; `times` are when to send and when the survey ends. One call, and finding people."""
    tracksale, code = info.context.vendor(Tracksale), checked_code(checks, survey)
    check_count(checks, "input.customers", customers, MOST_CUSTOMERS)
    begin_s, end_s = seconds(checks, "input.scheduleAt", times[0]), seconds(checks, "input.finishAt", times[1])
    _check_future(info, checks, "input.scheduleAt", begin_s)
    _check_future(info, checks, "input.finishAt", end_s)
    if begin_s is not None and end_s is not None:
        checks.that(begin_s < end_s, "input.finishAt", "expected a moment after `scheduleAt`")
    body: Body = {"customers": await bodies(info, checks, customers[:MOST_CUSTOMERS])}
    body |= {name: value for name, value in (("schedule_time", begin_s), ("finish_time", end_s)) if value is not None}
    if checks.errors or code is None:
        return checks.refused()
    return await perform(
        info,
        shape=DispatchOutcome,
        write=lambda: tracksale.writes.dispatch(code, body),
        stale=_lots_of(tracksale, code),
        idempotency_key=idempotency_key,
    )


async def send_lot(
    info: Info, checks: Checks, survey: str, lot: str, at: datetime | None, idempotency_key: str | None
) -> Written[SentLot]:
    """Send a draft lot at a moment, or now. One call."""
    tracksale, code, lot_code = info.context.vendor(Tracksale), checked_code(checks, survey), _checked_lot(checks, lot)
    time_s = seconds(checks, "input.at", at)
    _check_future(info, checks, "input.at", time_s)
    if checks.errors or code is None or lot_code is None:
        return checks.refused()
    return await perform(
        info,
        shape=SentLot,
        write=lambda: tracksale.writes.send_lot(code, lot_code, time_s or 0),
        stale=_lots_of(tracksale, code),
        idempotency_key=idempotency_key,
    )


async def discard_lot(info: Info, checks: Checks, survey: str, lot: str, idempotency_key: str | None) -> Written[bool]:
    """Drop a draft lot. One call."""
    tracksale, code, lot_code = info.context.vendor(Tracksale), checked_code(checks, survey), _checked_lot(checks, lot)
    if checks.errors or code is None or lot_code is None:
        return checks.refused()
    return await perform(
        info,
        shape=bool,
        write=lambda: tracksale.writes.discard_lot(code, lot_code),
        stale=_lots_of(tracksale, code),
        idempotency_key=idempotency_key,
    )


def checked_code(checks: Checks, survey: str) -> str | None:
    """Return the code of an input's survey, or note that it is none."""
    return checks.attempt("input.survey", lambda: code_of(survey))


def _checked_lot(checks: Checks, lot: str) -> str | None:
    checks.that(_LOT.fullmatch(lot.strip()), "input.lot", "expected a lot's code, such as ABCDEFG123")
    return lot.strip() if _LOT.fullmatch(lot.strip()) else None


def _check_future(info: Info, checks: Checks, path: str, moment_s: int | None) -> None:
    if moment_s is not None:
        checks.that(moment_s >= info.context.clock.now().timestamp(), path, "expected a moment that is still to come")


def _lots_of(tracksale: Tracksale, code: str) -> Callable[[object], tuple[str, ...]]:
    """What a change of a campaign's lots makes stale."""
    tags = tracksale.tags.of_lots(code)
    return lambda _: tags
