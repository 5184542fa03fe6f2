"""Finding members of the programme by the vendor's lists. Beyond the seed: routes of source 2.9.1, shapes of docs 3.2."""

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from loaders.identity.handle import Kind
from loaders.open_loyalty.paging import every, window
from loaders.open_loyalty.records.customer import Customer, CustomerPage
from loaders.open_loyalty.roll import Roll
from loaders.open_loyalty.tags import OpenLoyaltyTags
from loaders.upstream.batch import settled, singly
from loaders.upstream.cache.entry import PERSON, SEARCH
from loaders.upstream.call import Call, path
from loaders.upstream.client import Client
from loaders.upstream.errors import Ambiguous, Rejected, UpstreamError
from loaders.upstream.vendor import Plumbing

_BATCH = 100
_MOST_PAGES = 10
_PLAIN = re.compile(r"[a-z0-9@._]+")

Field = Literal["email", "phone", "loyaltyCardNumber"]

_KINDS: dict[Field, Kind] = {"email": Kind.EMAIL, "phone": Kind.PHONE, "loyaltyCardNumber": Kind.LOYALTY_CARD}


@dataclass(frozen=True, slots=True)
class Search:
    """One field to look in for a text; strict is "equal" where the vendor can do that, else it is "contains"."""

    field: Field
    text: str
    is_strict: bool = False

    @classmethod
    def for_equal(cls, field: Field, text: str) -> "Search":
        """Ask for equality, unless the text has characters that the vendor escapes, with which strict finds nothing."""
        return cls(field, text, is_strict=_PLAIN.fullmatch(text) is not None)


class Members:
    """People by handle and by id."""

    def __init__(self, plumbing: Plumbing, client: Client, tags: OpenLoyaltyTags) -> None:
        self._client = client
        self._roll = Roll(plumbing, client, tags)

        def of_search(key: Search, rows: list[Customer]) -> Iterable[str]:
            return (tags.handle(_KINDS[key.field], key.text), *(tags.customer(row.id) for row in rows))

        self.search = plumbing.read("customers", self._search, key=_search_key, ttl=SEARCH, tags=of_search, max_batch=_BATCH)
        self.exact = plumbing.read("exact", singly(self._exact), key=_search_key, ttl=SEARCH, tags=of_search)
        self.customer = plumbing.read(
            "customer", self._customer, key=lambda id_: (id_,), ttl=PERSON, tags=tags.by_id, max_batch=_BATCH
        )

    async def _search(self, keys: list[Search]) -> list[list[Customer] | UpstreamError]:
        """Rows whose field holds the text: 1 call for each, or the whole list where that is fewer."""
        everybody = await self._roll.everybody(len(keys))
        if everybody is None:
            return list(await asyncio.gather(*(settled(self._searched(wanted)) for wanted in keys)))
        return [everybody.found(wanted) for wanted in keys]

    async def _searched(self, wanted: Search) -> list[Customer]:
        """Rows whose field holds the text, newest members first; 1 call per 100 hits, at most 1000 hits, for an admin.

        GET /api/admin/customer. `strict=false` counts as true there, so it is sent as 1 or left out.
        """
        query = ((wanted.field, wanted.text), *((("strict", "1"),) if wanted.is_strict else ()))
        call = Call("customer", "GET", "/api/admin/customer", query)

        async def ask(page: int, size: int) -> CustomerPage:
            return await self._client.read(call.with_query(*window(page, size)), CustomerPage)

        found = await every(ask, key=lambda row: row.id, most_pages=_MOST_PAGES)
        await self.customer.prime_many((row.id, row) for row in found)
        return found

    async def _exact(self, wanted: Search) -> list[Customer]:
        """Rows whose field equals the text, capitals included; 1 call, for an admin or a seller.

        POST /api/pos/search/customer, which refuses to show more than three hits.
        """
        call = Call("pos/search/customer", "POST", "/api/pos/search/customer")
        try:
            page = await self._client.read(call.with_form({"search": {wanted.field: wanted.text}}), CustomerPage)
        except Rejected as error:
            if any(refusal.message == "too many results" for refusal in error.refusals):
                raise Ambiguous(error.vendor, _KINDS[wanted.field].words, 4) from error
            raise
        return page.rows

    async def _customer(self, keys: list[str]) -> list[Customer | UpstreamError | None]:
        """Members with purchases, None for who isn't there: 1 call for each, or the whole list where that is fewer."""
        everybody = await self._roll.everybody(len(keys))
        if everybody is None:
            return list(await asyncio.gather(*(settled(self._details(customer_id)) for customer_id in keys)))
        return [everybody.get(customer_id) for customer_id in keys]

    async def _details(self, customer_id: str) -> Customer | None:
        """One member; 1 call, for an admin. GET /api/customer/{customer}."""
        call = Call("customer/{id}", "GET", path("/api/customer/{id}", id=customer_id))
        return await self._client.find(call, Customer)


def _search_key(search: Search) -> tuple[str, str, str]:
    return search.field, search.text, "strict" if search.is_strict else ""
