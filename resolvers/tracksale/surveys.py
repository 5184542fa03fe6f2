"""Surveys, what they got, and whether a person may be surveyed."""

from collections.abc import Sequence
from datetime import date

from loaders.identity.handle import Kind
from loaders.tracksale import Tracksale
from loaders.tracksale.answers import Answer
from loaders.tracksale.campaigns import DispatchLimits, Survey, SurveyCounters, Widget
from loaders.tracksale.dispatches import CampaignRef
from loaders.tracksale.periods import Period
from loaders.tracksale.reports import Category, NpsReport, Status
from resolvers.context import Context, Info
from resolvers.identity.person import Person
from resolvers.refusals import BadInput
from resolvers.selection import selected_names
from resolvers.tracksale.arguments import code_of, codes_of, days_of

_IN_THE_LIST = frozenset({"description", "mainChannel", "startsAt", "questions"})
"Fields of a survey that neither an answer nor a dispatch carries; all others follow from its code and name."

_WIRE = {Kind.EMAIL: "email", Kind.PHONE: "phone", Kind.EXTERNAL_ID: "identification"}


async def every_survey(context: Context) -> Sequence[Survey]:
    """List the surveys in the vendor's order; one call, nothing while cached."""
    return await context.vendor(Tracksale).reads.surveys.load(None)


async def survey(info: Info, code: str) -> Survey | None:
    """Find a survey by its code or global id; one call, nothing while it is cached."""
    return await info.context.vendor(Tracksale).reads.survey.load(code_of(code, "code"))


async def survey_node(info: Info, parts: tuple[str, ...]) -> Survey | None:
    """Find a survey by its global id, likewise."""
    return await survey(info, parts[0]) if len(parts) == 1 else None


async def survey_of_answer(answer: Answer, info: Info) -> Survey | None:
    """Return the survey that an answer is to. Costs one list for all answers, only where more than code and name is selected."""
    return await _known(info, answer.survey_code, answer.survey_name)


async def survey_of_dispatch(campaign: CampaignRef, info: Info) -> Survey | None:
    """Return the survey that was sent, likewise."""
    return await _known(info, campaign.code, campaign.name)


async def _known(info: Info, code: str | None, name: str | None) -> Survey | None:
    if code is None:
        return None
    if selected_names(info) & _IN_THE_LIST:
        found = await every_survey(info.context)
        return next((one for one in found if one.code == code), None) or Survey(code=code, name=name)
    return Survey(code=code, name=name)


async def counters(survey: Survey, info: Info, from_: date | None, to: date | None) -> SurveyCounters | None:
    """Return what a survey got in some days; one call for all surveys."""
    tracksale = info.context.vendor(Tracksale)
    return (await tracksale.reads.counters.load(days_of(tracksale, from_, to))).get(survey.code)


async def limits(survey: Survey, info: Info) -> DispatchLimits | None:
    """Return a survey's dispatch limits; one call for all surveys."""
    found = (await info.context.vendor(Tracksale).reads.limits.load(None)).get(survey.code)
    return found.limits if found else None


async def widget(info: Info, key: str) -> Widget | None:
    """Find a widget by its key; one call."""
    key = key.strip()
    if not key or len(key) > 200 or key in (".", ".."):
        raise BadInput("`key` is no widget's key; it is shown where the widget is customized.", path=("key",))
    return await info.context.vendor(Tracksale).reads.widget.load(key)


async def can_be_surveyed(person: Person, info: Info, survey_id: str) -> bool | None:
    """Tell whether the 90 days rule leaves the person free; one call. Null for who has no handle that the vendor knows.

    The vendor takes one handle: the e-mail address, else the phone number, else the identification.
    """
    tracksale, code = info.context.vendor(Tracksale), code_of(survey_id)
    handles = sorted(await person.handles(), key=lambda held: (held.kind, held.text))
    for kind in (Kind.EMAIL, Kind.PHONE, Kind.EXTERNAL_ID):
        for held in handles:
            if held.kind is kind:
                return await tracksale.reads.can_be_surveyed.load((code, _WIRE[kind], held.text))
    return None


async def nps(
    info: Info, from_: date | None, to: date | None, surveys: Sequence[str] | None, *, with_previous: bool
) -> NpsReport | None:
    """Return the score of some days, of all surveys where none is named; one call, with the period before it too."""
    tracksale = info.context.vendor(Tracksale)
    return await tracksale.reads.nps.load(Period(days_of(tracksale, from_, to), codes_of(surveys), with_previous))


async def categories(
    info: Info, from_: date | None, to: date | None, surveys: Sequence[str] | None
) -> Sequence[Category] | None:
    """List answers per category in the vendor's order; one call."""
    tracksale = info.context.vendor(Tracksale)
    return await tracksale.reads.categories.load(Period(days_of(tracksale, from_, to), codes_of(surveys)))


async def statuses(info: Info, from_: date | None, to: date | None, surveys: Sequence[str] | None) -> Sequence[Status] | None:
    """List answers per status in the vendor's order; one call."""
    tracksale = info.context.vendor(Tracksale)
    return await tracksale.reads.statuses.load(Period(days_of(tracksale, from_, to), codes_of(surveys)))
