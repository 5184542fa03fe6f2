"""Reads of the list of everybody's codes, which also tells whose profile is whose."""

from dataclasses import dataclass

from loaders.footprints.reads.single import singly
from loaders.footprints.records.loyalty import CodeHolder, CodePage
from loaders.upstream.cache.entry import ROSTER, WINDOW
from loaders.upstream.call import Call
from loaders.upstream.client import Client
from loaders.upstream.errors import UpstreamError
from loaders.upstream.vendor import Plumbing

MOST_PAGES = 500


@dataclass(frozen=True, slots=True)
class CodeQuery:
    """A part of the list: one campaign's codes, or those that contain a text, or all."""

    campaign: str | None = None
    search: str | None = None


class CodeReads:
    """The list is paged; its page size is unstated and taken from page 1."""

    def __init__(self, plumbing: Plumbing, client: Client) -> None:
        self._client = client
        self._pages = plumbing.read(
            "code_page",
            singly(self._page),
            key=lambda key: (key[0].campaign or "", key[0].search or "", str(key[1])),
            ttl=WINDOW,
            tags=lambda _key, _value: ("footprints:codes",),
        )
        self._holders = plumbing.read("code_holders", singly(self._index), key=lambda _: (), ttl=ROSTER)

    async def page(self, query: CodeQuery, number: int) -> CodePage:
        """Return one page of the list, from 1, in the vendor's order. One call. Docs: "Code List"."""
        return await self._pages.load((query, number))

    async def holders(self) -> dict[str, CodeHolder]:
        """Return everybody who holds a code, by profile id.

        Costs ceil(codes / rows of page 1) calls, at most 500, whatever the number of people; kept for ten minutes.
        """
        return await self._holders.load(None)

    async def _page(self, key: tuple[CodeQuery, int]) -> CodePage:
        query, number = key
        form = {"campaignInternalId": query.campaign, "searchTerm": query.search, "page": number}
        return await self._client.read(Call("list codes", "POST", "/api/loyaltyCode/list").with_form(form), CodePage)

    async def _index(self, _key: None) -> dict[str, CodeHolder]:
        first = await self.page(CodeQuery(), 1)
        pages: list[CodePage | UpstreamError] = [first]
        if first.codes:
            count = -(-(first.total or len(first.codes)) // len(first.codes))
            rest = range(2, min(count, MOST_PAGES) + 1)
            pages += await self._pages.load_many((CodeQuery(), number) for number in rest)
        found: dict[str, CodeHolder] = {}
        for page in pages:
            if isinstance(page, UpstreamError):
                raise page
            found.update({row.holder.id: row.holder for row in page.codes if row.holder})
        return found
