"""Roots that belong to Tracksale."""

from typing import Annotated

import strawberry

from resolvers.context import Info
from resolvers.tracksale import dispatches
from resolvers.tracksale import surveys as resolve
from schema.tracksale.arguments import After, First, From, Surveys, To
from schema.tracksale.dispatch import SurveyDispatchConnection
from schema.tracksale.report import NpsReport, SurveyCategory, SurveyStatus, SurveyWidget
from schema.tracksale.survey import Survey


async def _survey(
    info: Info, code: Annotated[strawberry.ID, strawberry.argument(description="The survey's code, or its `id`.")]
) -> Survey | None:
    return await resolve.survey(info, code)  # type: ignore[return-value]  # a record behind the view


async def _surveys(info: Info) -> list[Survey] | None:
    return await resolve.every_survey(info.context)  # type: ignore[return-value]  # as above


async def _nps(
    info: Info,
    from_: From = strawberry.UNSET,
    to: To = strawberry.UNSET,
    surveys: Surveys = strawberry.UNSET,
    compare: Annotated[bool | None, strawberry.argument(description="Also of the period before, as `previous`.")] = False,  # noqa: FBT002  # a field's argument
) -> NpsReport | None:
    return await resolve.nps(info, from_ or None, to or None, surveys or None, with_previous=bool(compare))  # type: ignore[return-value]  # as above


async def _widget(
    info: Info,
    key: Annotated[str, strawberry.argument(description="The widget's key, shown where it is customized.")],
) -> SurveyWidget | None:
    return await resolve.widget(info, key)  # type: ignore[return-value]  # as above


async def _dispatches(
    info: Info,
    from_: From = strawberry.UNSET,
    to: To = strawberry.UNSET,
    surveys: Surveys = strawberry.UNSET,
    first: First = 20,
    after: After = strawberry.UNSET,
) -> SurveyDispatchConnection | None:
    return await dispatches.dispatches(info, from_ or None, to or None, surveys or None, first, after or None)  # type: ignore[return-value]  # as above


async def _categories(
    info: Info, from_: From = strawberry.UNSET, to: To = strawberry.UNSET, surveys: Surveys = strawberry.UNSET
) -> list[SurveyCategory] | None:
    return await resolve.categories(info, from_ or None, to or None, surveys or None)  # type: ignore[return-value]  # as above


async def _statuses(
    info: Info, from_: From = strawberry.UNSET, to: To = strawberry.UNSET, surveys: Surveys = strawberry.UNSET
) -> list[SurveyStatus] | None:
    return await resolve.statuses(info, from_ or None, to or None, surveys or None)  # type: ignore[return-value]  # as above


@strawberry.type
class TracksaleQuery:
    survey: Survey | None = strawberry.field(
        resolver=_survey, description="Tracksale: one survey; null where there is none with that code. One call."
    )
    surveys: list[Survey] | None = strawberry.field(
        resolver=_surveys, description="Tracksale: all surveys, in the vendor's order. One call."
    )
    nps: NpsReport | None = strawberry.field(
        resolver=_nps, description="Tracksale: the net promoter score of some days, of all surveys or of some. One call."
    )
    survey_widget: SurveyWidget | None = strawberry.field(
        resolver=_widget, description="Tracksale: a survey inside of a web site; null where none has that key. One call."
    )
    survey_dispatches: SurveyDispatchConnection | None = strawberry.field(
        resolver=_dispatches,
        description="Tracksale: who was surveyed, by when the lot was created, newest first. One call per 10,000 rows cold.",
    )
    survey_categories: list[SurveyCategory] | None = strawberry.field(
        resolver=_categories, description="Tracksale: answers of some days by category. One call."
    )
    survey_statuses: list[SurveyStatus] | None = strawberry.field(
        resolver=_statuses, description="Tracksale: answers of some days by stage of handling. One call."
    )
