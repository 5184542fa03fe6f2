"""Finding members of the programme by the vendor's lists. Beyond the seed: routes of source 2.9.1, shapes of docs 3.2."""

import re
from dataclasses import dataclass
from typing import Literal

from loaders.identity.handle import Kind
from loaders.open_loyalty import tags
from loaders.open_loyalty.paging import every, window
from loaders.open_loyalty.records.customer import Customer, CustomerPage
from loaders.upstream.cache.entry import PERSON
from loaders.upstream.call import Call, path
from loaders.upstream.client import Client
from loaders.upstream.errors import Ambiguous, Rejected, UpstreamError
from loaders.upstream.vendor import Plumbing

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

    def __init__(self, plumbing: Plumbing, client: Client) -> None:
        self._client = client
        self.search = plumbing.read("customers", self._search, key=_search_key, ttl=PERSON, tags=_of_search)
        self.exact = plumbing.read("exact", self._exact, key=_search_key, ttl=PERSON, tags=_of_search)
        self.customer = plumbing.read(
            "customer", self._customer, key=lambda id_: (id_,), ttl=PERSON, tags=lambda id_, _row: (tags.customer(id_),)
        )

    async def _search(self, keys: list[Search]) -> list[list[Customer] | UpstreamError]:
        """Rows whose field holds the text, newest members first; 1 call per 100 hits, at most 1000 hits, for an admin.

        GET /api/admin/customer. `strict=false` counts as true there, so it is sent as 1 or left out.
        """
        (wanted,) = keys
        query = ((wanted.field, wanted.text), *((("strict", "1"),) if wanted.is_strict else ()))
        call = Call("customer", "GET", "/api/admin/customer", query)

        async def ask(page: int, size: int) -> CustomerPage:
            return await self._client.read(call.with_query(*window(page, size)), CustomerPage)

        found = await every(ask, key=lambda row: row.id, most_pages=_MOST_PAGES)
        for row in found:
            await self.customer.prime(row.id, row)
        return [found]

    async def _exact(self, keys: list[Search]) -> list[list[Customer] | UpstreamError]:
        """Rows whose field equals the text, capitals included; 1 call, for an admin or a seller.

        POST /api/pos/search/customer, which refuses to show more than three hits.
        """
        (wanted,) = keys
        call = Call("pos/search/customer", "POST", "/api/pos/search/customer")
        try:
            page = await self._client.read(call.with_form({"search": {wanted.field: wanted.text}}), CustomerPage)
        except Rejected as error:
            if any(refusal.message == "too many results" for refusal in error.refusals):
                raise Ambiguous(error.vendor, _KINDS[wanted.field].words, 4) from error
            raise
        return [page.rows]

    async def _customer(self, keys: list[str]) -> list[Customer | UpstreamError | None]:
        """One member with purchases, None if there is none; 1 call, for an admin. GET /api/customer/{customer}."""
        (customer_id,) = keys
        return [await self._client.find(Call("customer/{id}", "GET", path("/api/customer/{id}", id=customer_id)), Customer)]


def _search_key(search: Search) -> tuple[str, str, str]:
    return search.field, search.text, "strict" if search.is_strict else ""


def _of_search(_key: Search, rows: list[Customer]) -> list[str]:
    return [tags.customer(row.id) for row in rows]
