"""A project's list that is too long, forbidden or out of order: then each customer is asked for."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gateway.sandbox.town import serve_app
from loaders.carecloud.dialect import CareCloudDialect
from loaders.carecloud.facets import Facet
from loaders.carecloud.listing import Listing
from loaders.carecloud.records.customer import Card, CardPage
from loaders.carecloud.tags import CareCloudTags
from loaders.identity.handle import Handle, Kind
from loaders.upstream.cache.cache import Cache
from loaders.upstream.cache.memory import MemoryCache
from loaders.upstream.errors import UpstreamError
from loaders.upstream.policy import Policy
from loaders.upstream.scope import Scope, entered
from loaders.upstream.settings import VendorSettings
from loaders.upstream.vendor import Kit, Plumbing
from tests.upstream.clock import TurnedClock
from tests.upstream.credentials import NoCredentials
from tests.windows.reports import an_address

PEOPLE = [f"p{number}" for number in range(12)]


@dataclass(slots=True)
class Project:
    """A vendor with so many cards, in pages of at most `cap` rows."""

    cards: int
    cap: int = 1_000
    status: int = 200
    calls: list[str] = field(default_factory=list)
    clock: TurnedClock = field(default_factory=TurnedClock)
    port: int = 0
    cache: Cache = field(init=False)

    def __post_init__(self) -> None:
        self.cache = Cache(MemoryCache(self.clock, 1_000), b"secret")

    async def everybodys(self, request: Request) -> Response:
        start, count = int(request.query_params["offset"]), min(int(request.query_params["count"]), self.cap)
        self.calls.append("all")
        numbers = range(start, min(start + count, self.cards))
        rows = [{"card_id": f"{number:06}", "customer_id": f"p{number % 50}"} for number in numbers]
        return JSONResponse({"data": {"cards": rows, "total_items": self.cards}}, self.status)

    async def ones(self, request: Request) -> Response:
        self.calls.append("one")
        row = {"card_id": "c", "customer_id": request.path_params["id"]}
        return JSONResponse({"data": {"cards": [row], "total_items": 1}})

    def facet(self) -> Facet[Card]:
        kit = Kit(cache=self.cache, clock=self.clock)
        address = an_address() if not self.port else f"http://127.0.0.1:{self.port}"
        plumbing = Plumbing("carecloud", VendorSettings.model_validate({"url": address}), kit, Policy())
        client = plumbing.client(NoCredentials(), zone="UTC", dialect=CareCloudDialect())
        tags = CareCloudTags("carecloud", kit.cache)
        return Facet(plumbing, Listing(client, is_plain=False), tags, "cards", CardPage, sort="card_id")

    def asked(self) -> tuple[int, int]:
        """How often all were asked for since the last time, and how often one."""
        found = (self.calls.count("all"), self.calls.count("one"))
        self.calls.clear()
        return found


@pytest_asyncio.fixture
async def project() -> AsyncIterator[Project]:
    made = Project(cards=0)
    routes = [Route("/cards", made.everybodys), Route("/customers/{id}/cards", made.ones)]
    async with serve_app(Starlette(routes=routes)) as port:
        made.port = port
        yield made


@pytest.mark.parametrize(
    ("cards", "cap", "asked"),
    [
        (0, 1_000, (1, 0)),
        (1_000, 1_000, (1, 0)),
        (1_001, 1_000, (2, 0)),
        (11_000, 1_000, (11, 0)),
        (11_001, 1_000, (1, 12)),
        (1_100, 100, (11, 0)),
        (1_101, 100, (1, 12)),
    ],
)
async def test_twelve_customers(project: Project, cards: int, cap: int, asked: tuple[int, int]) -> None:
    """Up to eleven pages, as long as the vendor makes them, are fewer than twelve calls."""
    project.cards, project.cap = cards, cap

    lists = await project.facet().of(PEOPLE)

    assert project.asked() == asked
    assert all(
        isinstance(rows, list) and all(row.customer_id == name for row in rows)
        for name, rows in zip(PEOPLE, lists, strict=True)
    )


async def test_a_long_list_is_looked_at_every_ten_minutes(project: Project) -> None:
    """The look is a call; between two of them twelve customers cost twelve."""
    project.cards = 50_000
    facet = project.facet()
    for seconds, asked in ((0, (1, 12)), (599, (0, 12)), (2, (1, 12))):
        project.clock.turn(seconds)
        with entered(Scope()):
            await facet.of(PEOPLE)
        assert project.asked() == asked


@pytest.mark.parametrize("status", [403, 400, 404])
async def test_a_list_that_this_user_may_not_see(project: Project, status: int) -> None:
    """Everybody gets theirs all the same, and the list is left alone for ten minutes."""
    project.status = status
    facet = project.facet()
    for asked in ((1, 12), (0, 12)):
        with entered(Scope()):
            assert all(isinstance(rows, list) for rows in await facet.of(PEOPLE))
        assert project.asked() == asked


async def test_nine_customers_are_no_reason_to_look(project: Project) -> None:
    """Nor are twelve who are asked for by different filters."""
    facet = project.facet()
    await facet.of(PEOPLE[:9])
    assert project.asked() == (0, 9)

    await facet.of_each([(name, (("is_valid", str(number % 2)),)) for number, name in enumerate(PEOPLE)])
    assert project.asked() == (0, 12)


@pytest.mark.parametrize("cards", [900, 2_500])
async def test_a_list_that_the_request_has_read_serves_whoever_is_found_later(project: Project, cards: int) -> None:
    """However few they are; the next request asks for its own few singly."""
    project.cards = cards
    facet = project.facet()
    with entered(Scope()):
        await facet.of(PEOPLE)
        assert project.asked() == (-(-cards // 1_000), 0)

        (rows,) = await facet.of(["p20"])
        assert project.asked() == (0, 0)
        assert isinstance(rows, list)
        assert {row.customer_id for row in rows} == {"p20"}
    with entered(Scope()):
        await facet.of(["p21"])
        assert project.asked() == (0, 1)


async def test_a_list_that_was_too_long_serves_nobody(project: Project) -> None:
    """That its first page was looked at doesn't make it read, for the same request's few neither."""
    project.cards = 50_000
    facet = project.facet()
    await facet.of(PEOPLE)
    project.asked()

    await facet.of(["p20", "p21"])

    assert project.asked() == (0, 2)


async def test_a_list_in_trouble_gives_way_to_single_calls(project: Project) -> None:
    """The vendor may be in trouble with that alone; the list is tried as often as any read."""
    project.status = 503
    facet = project.facet()

    assert all(isinstance(rows, list) for rows in await facet.of(PEOPLE))
    assert project.asked() == (3, len(PEOPLE))


@pytest.mark.parametrize(
    ("status", "scope"), [(429, Scope()), (503, Scope(is_renewal=True))], ids=["too many calls", "renewal"]
)
async def test_a_list_that_failed_fails_those_alone_who_asked_for_it(project: Project, status: int, scope: Scope) -> None:
    """Where single calls would be too many, or nobody waits for them. Others of the request are asked for singly."""
    project.status = status
    facet = project.facet()
    with entered(scope):
        with pytest.raises(UpstreamError):
            await facet.of(PEOPLE)
        assert project.asked()[1] == 0

        if status == 503:
            assert all(isinstance(rows, list) for rows in await facet.of(["p20"]))
            assert project.asked() == (0, 1)


async def test_ten_more_within_the_half_minute_cost_nothing(project: Project) -> None:
    """The list's pages are kept as long as what is taken from them, unless somebody on them has changed."""
    project.cards = 2_500
    facet = project.facet()
    others = [f"p{number}" for number in range(20, 32)]
    for people, seconds, asked in ((PEOPLE, 0, (3, 0)), (others, 29, (0, 0)), (PEOPLE, 2, (3, 0))):
        project.clock.turn(seconds)
        with entered(Scope()):
            await facet.of(people)
        assert project.asked() == asked

    tags = CareCloudTags("carecloud", project.cache)
    for stale in (tags.of_person("p3", None), tags.of_registration("p99", []), tags.of_handle(Handle(Kind.EMAIL, "a@b.ro"))):
        await project.cache.forget(stale)
        with entered(Scope()):
            await facet.of(PEOPLE)
        assert project.asked() == (3, 0)
