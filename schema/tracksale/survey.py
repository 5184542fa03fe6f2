"""Surveys, but for what they got: see `history.py`."""

from datetime import datetime
from typing import Annotated

import strawberry

from loaders.tracksale.campaigns import Survey as Record
from resolvers.context import Info
from resolvers.tracksale import surveys
from schema.campaign import Campaign
from schema.node import Node
from schema.tracksale.arguments import From, To
from schema.tracksale.report import DispatchLimits, NpsReport, SurveyCounters
from schema.vendor import Vendor
from schema.view import constant, global_id, shows


@strawberry.type(description="A question of a survey.")
class SurveyQuestion:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    type: str | None = strawberry.field(description="NPS, CSAT, Review, Single Choice, Open Question, …, as the vendor has it.")
    title: str | None = strawberry.field(description="A short name.")
    question: str | None = strawberry.field(description="The question as it is asked.")
    secondary: str | None = strawberry.field(description="What is asked after it.")


async def _nps(
    root: strawberry.Parent[Record],
    info: Info,
    from_: From = strawberry.UNSET,
    to: To = strawberry.UNSET,
    compare: Annotated[bool | None, strawberry.argument(description="Also of the period before, as `previous`.")] = False,  # noqa: FBT002  # a field's argument
) -> NpsReport | None:
    return await surveys.nps(info, from_ or None, to or None, [root.code], with_previous=bool(compare))  # type: ignore[return-value]  # a record behind the view


async def _counters(
    root: strawberry.Parent[Record], info: Info, from_: From = strawberry.UNSET, to: To = strawberry.UNSET
) -> SurveyCounters | None:
    return await surveys.counters(root, info, from_ or None, to or None)  # type: ignore[return-value]  # as above


async def _limits(root: strawberry.Parent[Record], info: Info) -> DispatchLimits | None:
    return await surveys.limits(root, info)  # type: ignore[return-value]  # as above


@strawberry.type(description="A Tracksale campaign: its questions, answers and score.")
@shows(Record)
class Survey(Campaign, Node):
    id: strawberry.ID = global_id("Survey")
    vendor: Vendor = constant(Vendor.TRACKSALE, Vendor, "Always TRACKSALE.")
    name: str | None = strawberry.field(description="Its name for people.")
    active: bool | None = strawberry.field(description="Always null: the vendor doesn't tell whether a survey runs.")
    starts_at: datetime | None = strawberry.field(description="When it was created.")
    ends_at: datetime | None = strawberry.field(description="Always null: the vendor doesn't tell.")
    code: str = strawberry.field(description="The vendor's code of it.")
    description: str | None = strawberry.field(description="What it is about.")
    main_channel: str | None = strawberry.field(description="How it reaches people: Email, SMS, …")
    questions: list[SurveyQuestion] = strawberry.field(description="What is asked, in order.")
    nps: NpsReport | None = strawberry.field(resolver=_nps, description="Its net promoter score of some days. One call.")
    counters: SurveyCounters | None = strawberry.field(
        resolver=_counters, description="What it got in some days. One call for all surveys."
    )
    dispatch_limits: DispatchLimits | None = strawberry.field(
        resolver=_limits, description="How many dispatches are allowed and left. One call for all surveys."
    )
