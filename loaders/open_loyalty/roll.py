"""Everybody in the programme, for lookups of many people at once: there is no filter by a list of handles or ids.

Beyond the seed: GET /api/admin/customer of source 2.9.1 without a filter; its rows bring the purchases along.
"""

import re
from collections.abc import Sequence
from typing import Protocol

from loaders.open_loyalty.paging import PER_PAGE, every, window
from loaders.open_loyalty.records.customer import Customer, CustomerPage
from loaders.open_loyalty.tags import OpenLoyaltyTags
from loaders.upstream.bulk import ENDLESS, NOT_TO_BE_HAD, Bulk, gives_way, pages_of
from loaders.upstream.cache.entry import LIST
from loaders.upstream.call import Call
from loaders.upstream.client import Client
from loaders.upstream.errors import UpstreamError
from loaders.upstream.tags import keep_own_tags
from loaders.upstream.vendor import Plumbing

_WORTH_A_LOOK = 50
"People for whom the list is looked at: most programmes have thousands of members, and for fewer people a look would rarely pay."


class Wanted(Protocol):
    """What is looked for in a field; strict is "equal", else it is "contains"."""

    @property
    def field(self) -> str:
        """`email`, `phone` or `loyaltyCardNumber`."""

    @property
    def text(self) -> str:
        """The text, in lower case."""

    @property
    def is_strict(self) -> bool:
        """Whether nothing else may stand in the field."""


class Roll:
    """Reads the member list where that takes fewer calls than asking for each."""

    def __init__(self, plumbing: Plumbing, client: Client, tags: OpenLoyaltyTags) -> None:
        self._client = client
        self._bulk = Bulk(plumbing.kit.clock, worth_a_look=_WORTH_A_LOOK)
        self._pages = plumbing.read(
            "customer_page",
            self._page,
            key=lambda page: (str(page[0]), str(page[1])),
            ttl=LIST,
            tags=lambda _key, _page: (tags.people, tags.audiences),
        )

    async def everybody(self, people: int) -> "Everybody | None":
        """Return all members, 1 call per 100, or None where asking for each of so many people is cheaper.

        No call where this request has read them already, however few people are looked for.
        """
        is_begun = self._pages.is_asked((1, PER_PAGE))
        if not is_begun and not self._bulk.is_worth_a_look(people):
            return None
        try:
            first = await self._pages.load((1, PER_PAGE))
            # Where nobody is listed the vendor doesn't serve the list as documented: somebody is looked for who is known elsewhere.
            pages = pages_of(first.total, len(first.rows)) if first.rows else ENDLESS
            is_read = is_begun and (pages == 1 or self._pages.is_asked((pages, PER_PAGE)))
            return await self._all() if is_read or self._bulk.is_cheaper(pages, people) else None
        except NOT_TO_BE_HAD:
            self._bulk.is_cheaper(ENDLESS, people)
            return None
        except UpstreamError as error:
            if gives_way(error, is_begun=is_begun):
                return None
            raise

    async def _all(self) -> "Everybody":
        everybody = Everybody(await every(lambda page, size: self._pages.load((page, size)), key=lambda row: row.id))
        keep_own_tags()  # What drops somebody drops the pages too.
        return everybody

    async def _page(self, keys: list[tuple[int, int]]) -> list[CustomerPage | UpstreamError]:
        ((page, size),) = keys
        call = Call("customer", "GET", "/api/admin/customer")
        return [await self._client.read(call.with_query(*window(page, size)), CustomerPage)]


class Everybody:
    """All members, each written down once as searches compare them: in lower case, numbers without blanks and punctuation."""

    def __init__(self, rows: Sequence[Customer]) -> None:
        self._by_id = {row.id: row for row in rows}
        self._written = {
            "email": [((row.email or "").strip().lower(), row) for row in rows],
            "phone": [(re.sub(r"\D", "", row.phone or ""), row) for row in rows],
            "loyaltyCardNumber": [((row.loyalty_card or "").strip().lower(), row) for row in rows],
        }

    def get(self, customer_id: str) -> Customer | None:
        """Return the member with that id."""
        return self._by_id.get(customer_id)

    def found(self, wanted: Wanted) -> list[Customer]:
        """Return whom the vendor's own search would find."""
        written = self._written[wanted.field]
        if wanted.is_strict:
            return [row for text, row in written if text == wanted.text]
        return [row for text, row in written if wanted.text in text]
