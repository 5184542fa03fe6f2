"""Reads of the list of everybody's codes, which also tells whose profile is whose."""

from dataclasses import dataclass

from loaders.footprints.pair import pair
from loaders.footprints.records.loyalty import CodeHolder, CodePage, LoyaltyCode
from loaders.footprints.tags import FootprintsTags
from loaders.upstream.batch import singly
from loaders.upstream.bulk import ENDLESS, NOT_TO_BE_HAD, Bulk, gives_way, pages_of
from loaders.upstream.cache.entry import ROSTER, WINDOW
from loaders.upstream.call import Call
from loaders.upstream.client import Client
from loaders.upstream.errors import UpstreamError
from loaders.upstream.tags import keep_own_tags
from loaders.upstream.vendor import Plumbing

MOST_PAGES = 500


@dataclass(frozen=True, slots=True)
class CodeQuery:
    """A part of the list: one campaign's codes, or those that contain a text, or all."""

    campaign: str | None = None
    search: str | None = None


class CodeReads:
    """The list is paged; its page size is unstated and taken from page 1."""

    def __init__(self, plumbing: Plumbing, client: Client, tags: FootprintsTags) -> None:
        self._client = client
        self._bulk = Bulk(plumbing.kit.clock)
        self._region = plumbing.kit.region
        self._pages = plumbing.read(
            "code_page",
            singly(self._page),
            key=lambda key: (key[0].campaign or "", key[0].search or "", str(key[1])),
            ttl=WINDOW,
            tags=lambda key, _page: (tags.codes, *((tags.campaign(key[0].campaign),) if key[0].campaign else ())),
        )
        self._holders = plumbing.read(
            "code_holders", singly(self._index), key=lambda _: (), ttl=ROSTER, tags=lambda _key, _rows: (tags.code_holders,)
        )

    async def page(self, query: CodeQuery, number: int) -> CodePage:
        """Return one page of the list, from 1, in the vendor's order. One call. Docs: "Code List"."""
        return await self._pages.load((query, number))

    async def everybodys(self, people: int) -> dict[tuple[str, str], list[LoyaltyCode]] | None:
        """Return everybody's codes by whose e-mail and phone they are, or None where asking for each of so many people takes fewer
        calls. The rows have no place, no date of change and no date of their own on which they expire.

        Costs a call per page, those of the last minute none; no call where this request has read them all already.
        """
        is_begun = self._pages.is_asked((CodeQuery(), 1))
        if not is_begun and not self._bulk.is_worth_a_look(people):
            return None
        try:
            first = await self.page(CodeQuery(), 1)
            pages = pages_of(first.total, len(first.codes))
            is_read = is_begun and self._pages.is_asked((CodeQuery(), pages))
            if not is_read and not self._bulk.is_cheaper(pages if pages <= MOST_PAGES else ENDLESS, people):
                return None
            found: dict[tuple[str, str], list[LoyaltyCode]] = {}
            for row in await self._rows(first):
                held = pair(row.holder.email, row.holder.phone, self._region) if row.holder else None
                if held is not None:
                    found.setdefault(held.key, []).append(row)
            return found
        except NOT_TO_BE_HAD:
            self._bulk.is_cheaper(ENDLESS, people)
            return None
        except UpstreamError as error:
            if gives_way(error, is_begun=is_begun):
                return None
            raise

    async def holders(self) -> dict[str, CodeHolder]:
        """Return everybody who holds a code, by profile id; of a longer list than 500 pages those on the first 500.

        Costs ceil(codes / rows of page 1) calls, at most 500, whatever the number of people; kept for ten minutes.
        """
        return await self._holders.load(None)

    async def _page(self, key: tuple[CodeQuery, int]) -> CodePage:
        query, number = key
        form = {"campaignInternalId": query.campaign, "searchTerm": query.search, "page": number}
        return await self._client.read(Call("list codes", "POST", "/api/loyaltyCode/list").with_form(form), CodePage)

    async def _index(self, _key: None) -> dict[str, CodeHolder]:
        rows = await self._rows(await self.page(CodeQuery(), 1))
        keep_own_tags()  # What a code is worth changes often, who holds one doesn't.
        return {row.holder.id: row.holder for row in rows if row.holder}

    async def _rows(self, first: CodePage) -> list[LoyaltyCode]:
        """Read the pages after the first, all at once, and no more than 500 in all."""
        pages: list[CodePage | UpstreamError] = [first]
        if first.codes:
            count = -(-(first.total or len(first.codes)) // len(first.codes))
            rest = range(2, min(count, MOST_PAGES) + 1)
            pages += await self._pages.load_many((CodeQuery(), number) for number in rest)
        rows: list[LoyaltyCode] = []
        for page in pages:
            if isinstance(page, UpstreamError):
                raise page
            rows += page.codes
        return rows
