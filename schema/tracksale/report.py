"""What answers add up to."""

from typing import Optional

import strawberry


@strawberry.type(description="The net promoter score of some days: shares in percent, score -100 to 100.")
class NpsReport:
    dispatches: int | None = strawberry.field(description="How many surveys were sent.")
    promoters: int | None = strawberry.field(description="How many scored 9 or 10.")
    passives: int | None = strawberry.field(description="How many scored 7 or 8.")
    detractors: int | None = strawberry.field(description="How many scored 0 to 6.")
    promoters_percentage: float | None = strawberry.field(description="Share of promoters, in percent.")
    passives_percentage: float | None = strawberry.field(description="Share of passives, in percent.")
    detractors_percentage: float | None = strawberry.field(description="Share of detractors, in percent.")
    nps: float | None = strawberry.field(description="Share of promoters less share of detractors, -100 to 100.")
    previous: Optional["NpsReport"] = strawberry.field(  # a type that names itself
        description="The same of the period before; null unless `compare` asked for it."
    )


@strawberry.type(description="A subject that answers are sorted under.")
class SurveyCategory:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    name: str | None = strawberry.field(description="Its name.")
    color: str | None = strawberry.field(description="Its colour, such as #F8D347.")
    total: int | None = strawberry.field(description="How many answers.")
    nps: float | None = strawberry.field(description="Their net promoter score, -100 to 100.")


@strawberry.type(description="A stage of handling answers.")
class SurveyStatus:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    name: str | None = strawberry.field(description="Its name, in the account's language.")
    color: str | None = strawberry.field(description="Its colour, such as #F8D347.")
    total: int | None = strawberry.field(description="How many answers are at it.")


@strawberry.type(description="What a survey got in some days.")
class SurveyCounters:
    dispatches: int | None = strawberry.field(description="How many surveys were sent.")
    answers: int | None = strawberry.field(description="How many were answered.")
    comments: int | None = strawberry.field(description="How many answers have a comment.")
    promoters: int | None = strawberry.field(description="How many scored 9 or 10.")
    passives: int | None = strawberry.field(description="How many scored 7 or 8.")
    detractors: int | None = strawberry.field(description="How many scored 0 to 6.")


@strawberry.type(description="How many dispatches a period allows; null where the account doesn't use limits.")
class DispatchLimit:
    limit: int | None = strawberry.field(description="How many are allowed.")
    remaining: int | None = strawberry.field(description="How many are left.")


@strawberry.type(description="Dispatch limits per period.")
class DispatchLimits:
    daily: DispatchLimit = strawberry.field(description="Per day.")
    weekly: DispatchLimit = strawberry.field(description="Per week.")
    monthly: DispatchLimit = strawberry.field(description="Per month.")


@strawberry.type(description="How often a widget was opened.")
class WidgetViews:
    daily: int | None = strawberry.field(description="Today.")
    weekly: int | None = strawberry.field(description="This week.")
    monthly: int | None = strawberry.field(description="This month.")


@strawberry.type(description="How often a widget may be opened.")
class WidgetLimits:
    daily: int | None = strawberry.field(description="Per day.")
    weekly: int | None = strawberry.field(description="Per week.")
    monthly: int | None = strawberry.field(description="Per month.")
    has_limit: bool | None = strawberry.field(description="Whether limits are used at all.")
    reached: str | None = strawberry.field(
        name="limitReached", description="The period whose limit was reached; may be there although there is no limit."
    )


@strawberry.type(description="A survey inside of a web site.")
class SurveyWidget:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    name: str | None = strawberry.field(description="Its name.")
    views: WidgetViews = strawberry.field(description="How often it was opened.")
    limits: WidgetLimits = strawberry.field(description="How often it may be opened.")
