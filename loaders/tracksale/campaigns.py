"""Campaigns and widgets. Docs: "Campaign List", "Widget"."""

from datetime import datetime
from typing import Annotated

from loaders.tracksale.spellings import truth
from loaders.upstream.decode import Record, via, wire
from loaders.upstream.values import instant, listed, mapped, text, whole

Text = Annotated[str | None, via(text)]
Count = Annotated[int | None, via(whole)]


class Question(Record, frozen=True, kw_only=True):
    """A question of a campaign; `secondary` is asked after it."""

    id: Annotated[str, via(text)]
    type: Text = None
    title: Text = None
    question: Text = None
    secondary: Text = None


class Survey(Record, frozen=True, kw_only=True):
    """A campaign. The vendor doesn't say whether it runs nor when it ends; it begins when it is created."""

    code: Annotated[str, via(text)]
    name: Text = None
    description: Text = None
    main_channel: Text = None
    starts_at: Annotated[datetime | None, via(instant)] = wire("create_time", default=None)
    questions: Annotated[list[Question], via(listed)] = []

    @property
    def id(self) -> str:
        return self.code

    @property
    def active(self) -> bool | None:
        return None

    @property
    def ends_at(self) -> datetime | None:
        return None


class SurveyCounters(Record, frozen=True, kw_only=True):
    """What a campaign got in some days. Filled only where the request names the days."""

    code: Annotated[str, via(text)]
    detractors: Count = None
    passives: Count = None
    promoters: Count = None
    dispatches: Count = None
    comments: Count = None
    answers: Count = None


class DispatchLimit(Record, frozen=True, kw_only=True):
    """How many dispatches a period allows and how many are left; null where the feature is unused."""

    limit: Count = None
    remaining: Count = None


class DispatchLimits(Record, frozen=True, kw_only=True):
    """The limits per period."""

    daily: Annotated[DispatchLimit, via(mapped)] = DispatchLimit()
    weekly: Annotated[DispatchLimit, via(mapped)] = DispatchLimit()
    monthly: Annotated[DispatchLimit, via(mapped)] = DispatchLimit()


class LimitedSurvey(Record, frozen=True, kw_only=True):
    """A campaign's limits."""

    code: Annotated[str, via(text)]
    limits: Annotated[DispatchLimits, via(mapped)] = wire("dispatch_limits", default=DispatchLimits())


class WidgetViews(Record, frozen=True, kw_only=True):
    """How often a widget was opened."""

    daily: Count = None
    weekly: Count = None
    monthly: Count = None


class WidgetLimits(Record, frozen=True, kw_only=True):
    """How often a widget may be opened; `reached` is text that may be there although there is no limit."""

    daily: Count = None
    weekly: Count = None
    monthly: Count = None
    has_limit: Annotated[bool | None, via(truth)] = None
    reached: Text = wire("limit_reached", default=None)


class Widget(Record, frozen=True, kw_only=True):
    """A survey inside of a web site."""

    id: Annotated[str, via(text)]
    name: Text = None
    views: Annotated[WidgetViews, via(mapped)] = WidgetViews()
    limits: Annotated[WidgetLimits, via(mapped)] = WidgetLimits()
