"""What is read of Tracksale. Everything about people comes from reports over days; none has a filter by person."""

from collections.abc import Iterable, Sequence
from typing import Annotated
from zoneinfo import ZoneInfo

from loaders.tracksale.answers import Answer
from loaders.tracksale.book import Book
from loaders.tracksale.campaigns import LimitedSurvey, Survey, SurveyCounters, Widget
from loaders.tracksale.dispatches import DraftLot, DraftLots
from loaders.tracksale.lots import LotReads
from loaders.tracksale.periods import Period
from loaders.tracksale.reports import Category, NpsReport, Status
from loaders.tracksale.settings import TracksaleSettings
from loaders.tracksale.spellings import one_or_many, truth
from loaders.tracksale.tags import TracksaleTags
from loaders.upstream.cache.entry import CATALOGUE, PERSON, UNKEPT, Ttl
from loaders.upstream.call import Call, Pairs, path
from loaders.upstream.client import Client
from loaders.upstream.decode import Record, via, wire
from loaders.upstream.errors import UpstreamError
from loaders.upstream.vendor import Plumbing
from loaders.upstream.windows.calendar import Days
from loaders.upstream.windows.chunks import Windows

_Surveys = Annotated[list[Survey], via(one_or_many)]
_Counters = Annotated[list[SurveyCounters], via(one_or_many)]
_Limits = Annotated[list[LimitedSurvey], via(one_or_many)]
_FULL: Pairs = (
    ("tags", "true"),
    ("review", "1"),
    ("nps_secondary", "1"),
    ("open_question", "1"),
    ("csat", "1"),
    ("return_update_time", "true"),
)


class CanImpact(Record, frozen=True, kw_only=True):
    """The 90 days rule's verdict."""

    can_impact: Annotated[bool, via(truth)] = wire("can_impact")


class Reads:
    """Tracksale's reads. Reports are asked for whole accounts and cut here, so that surveys and people share calls."""

    def __init__(self, plumbing: Plumbing, client: Client, settings: TracksaleSettings, tags: TracksaleTags) -> None:
        self._client = client
        zone = ZoneInfo(settings.timezone)
        region = plumbing.kit.region

        def scores(_key: object, _value: object) -> Iterable[str]:
            return (tags.scores,)

        def lasting(period: Period) -> Ttl:
            return self.answers.ttl_of(period.days)

        def windows(name: str, extra: Pairs) -> Windows[Answer, Book]:
            async def ask(days: Days) -> list[Answer]:
                # Ten answers are returned unless a limit is named, and thirty days unless both ends are.
                query = (("start", str(days.first)), ("end", str(days.last)), ("limit", "-1"), *extra)
                return await client.read(Call("report/answer", "GET", "/v2/report/answer", query), list[Answer])

            return Windows(
                plumbing,
                name,
                tag=tags.answers,
                zone=zone,
                ask=ask,
                at=lambda answer: answer.answered_at,
                key=lambda answer: answer.id,
                hold=lambda answers: Book(answers, region),
            )

        self.answers = windows("answers", ())
        """Answers by days: a call for any window cold, none within the TTL, one later for its open days; for all people together.
        Docs: "Reports", Comments."""
        self.full_answers = windows("full_answers", _FULL)
        """Likewise with tags, the answers to further questions, and the time of the last change. Not shared with `answers`."""
        self.lots = LotReads(plumbing, client, settings, tags, zone)
        self.surveys = plumbing.read(
            "surveys", self._surveys, key=lambda _: (), ttl=CATALOGUE, tags=lambda _key, _rows: (tags.campaigns,)
        )
        """All campaigns in the vendor's order; one call. Docs: "Campaign List"."""
        self.survey = plumbing.read(
            "survey",
            self._each_survey,
            key=lambda code: (code,),
            ttl=CATALOGUE,
            tags=lambda code, _: (tags.campaigns, tags.campaign(code)),
            max_batch=100,
        )
        """A campaign by its code, or None. One call for one; several together are one call, for the list."""
        self.counters = plumbing.read(
            "counters",
            self._counters,
            key=lambda days: (days.key,),
            ttl=self.answers.ttl_of,
            tags=lambda _key, _rows: (tags.counters,),
        )
        """Each campaign's counters of some days by its code; one call for all campaigns. Docs: "Campaign List"."""
        self.limits = plumbing.read(
            "limits", self._limits, key=lambda _: (), ttl=PERSON, tags=lambda _key, _rows: (tags.limits,)
        )
        """Each campaign's dispatch limits by its code; one call for all campaigns. Docs: "Campaign List", dispatch_limits."""
        self.widget = plumbing.read("widget", self._widget, key=lambda key: (key,), ttl=PERSON)
        """A widget by its key, or None; one call. Docs: "Widget"."""
        self.can_be_surveyed = plumbing.read(
            "can_be_surveyed", self._can_be_surveyed, key=lambda asked: asked, ttl=UNKEPT, tags=lambda _k, _v: ()
        )
        """Whether the 90 days rule leaves a person free, by (campaign, kind of handle, handle); one call each, never kept.
        A POST that only reads. Docs: "Check 90 days rule"."""
        self.draft_lots = plumbing.read(
            "draft_lots",
            self._draft_lots,
            key=lambda code: (code,),
            ttl=PERSON,
            tags=lambda code, _: (tags.drafts(code), tags.campaign(code)),
        )
        """A campaign's draft lots; one call each. Docs: "Search for draft lots"."""
        self.nps = plumbing.read("nps", self._nps, key=lambda period: period.key, ttl=lasting, tags=scores)
        """The score of a period; one call. Whole days, `end` taken as inclusive. Docs: "Reports", NPS."""
        self.categories = plumbing.read("categories", self._categories, key=lambda period: period.key, ttl=lasting, tags=scores)
        """Answers per category of a period; one call. Docs: "Reports", Categories."""
        self.statuses = plumbing.read("statuses", self._statuses, key=lambda period: period.key, ttl=lasting, tags=scores)
        """Answers per status of a period; one call. Docs: "Reports", Get campaign status."""

    async def _surveys(self, _: list[None]) -> list[list[Survey]]:
        return [await self._client.read(Call("campaign", "GET", "/v2/campaign"), _Surveys)]

    async def _each_survey(self, codes: list[str]) -> Sequence[Survey | UpstreamError | None]:
        """Ask for the one; the page's address of it is torn off, so that a 404 is looked up in the list before it is believed."""
        if len(codes) == 1:
            call = Call("campaign/{code}", "GET", path("/v2/campaign/{code}", code=codes[0]))
            found = await self._client.find(call, _Surveys)
            if found:
                return [next((survey for survey in found if survey.code == codes[0]), None)]
        by_code = {survey.code: survey for survey in await self.surveys.load(None)}
        return [by_code.get(code) for code in codes]

    async def _counters(self, windows: list[Days]) -> list[dict[str, SurveyCounters]]:
        (days,) = windows
        call = Call("campaign", "GET", "/v2/campaign", (("start", str(days.first)), ("end", str(days.last))))
        rows = await self._client.read(call, _Counters)
        return [{row.code: row for row in rows}]

    async def _limits(self, _: list[None]) -> list[dict[str, LimitedSurvey]]:
        call = Call("campaign", "GET", "/v2/campaign", (("dispatch_limits", "1"),))
        rows = await self._client.read(call, _Limits)
        return [{row.code: row for row in rows}]

    async def _widget(self, keys: list[str]) -> list[Widget | None]:
        return [await self._client.find(Call("widget/{key}", "GET", path("/v2/widget/{key}", key=keys[0])), Widget)]

    async def _can_be_surveyed(self, asked: list[tuple[str, str, str]]) -> list[bool]:
        ((code, kind, text),) = asked
        call = Call("campaign/{code}/can-impact", "POST", path("/v2/campaign/{code}/can-impact", code=code))
        return [(await self._client.read(call.with_json({kind: text}), CanImpact)).can_impact]

    async def _draft_lots(self, codes: list[str]) -> list[list[DraftLot]]:
        call = Call("campaign/{code}/draft-lot", "GET", path("/v2/campaign/{code}/draft-lot", code=codes[0]))
        return [(await self._client.read(call, DraftLots)).lots]

    async def _nps(self, periods: list[Period]) -> list[NpsReport]:
        call = Call("report/nps", "GET", "/v2/report/nps", periods[0].query)
        return [await self._client.read(call, NpsReport)]

    async def _categories(self, periods: list[Period]) -> list[list[Category]]:
        call = Call("report/category", "GET", "/v2/report/category", periods[0].query)
        return [await self._client.read(call, list[Category])]

    async def _statuses(self, periods: list[Period]) -> list[list[Status]]:
        call = Call("report/status", "GET", "/v2/report/status", periods[0].query)
        return [await self._client.read(call, list[Status])]
