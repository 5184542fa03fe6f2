"""Lists that customers have: one call for each customer, or the project's whole list where that is fewer. Docs: "Vouchers", "Cards",
"Purchases", "Points", "Customer source records".
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from loaders.carecloud.listing import Listed, Listing
from loaders.upstream.bulk import ENDLESS, NOT_TO_BE_HAD, Bulk, pages_of
from loaders.upstream.call import Call, Pairs, path
from loaders.upstream.clock import Clock
from loaders.upstream.errors import UpstreamError

BATCH = 100
PER_PAGE = 1000

OfCustomer = tuple[str, Pairs]
"A customer's id, and query parameters in the vendor's words."


class Held(Protocol):
    """What a row says of whose it is."""

    @property
    def customer_id(self) -> str | None:
        """The customer's id."""


H = TypeVar("H", bound=Held)


class Facet(Generic[H]):
    """One kind of list: `/customers/{id}/<name>` for one customer, `/<name>` for all. `sort` is the row's id on the wire."""

    def __init__(self, listing: Listing, clock: Clock, name: str, shape: type[Listed[H]], *, sort: str) -> None:
        self._listing = listing
        self._name, self._shape, self._sort = name, shape, sort
        self._operation = name.replace("-", " ").removeprefix("customer ")
        self._bulk = Bulk(clock)

    async def of(self, customer_ids: list[str], filters: Pairs = ()) -> list[list[H] | UpstreamError]:
        """Return the lists per customer: 1 call each below 10 customers; from there on the project's, 1 call per 1,000 rows, if
        it has fewer pages than there are customers.
        """
        if self._bulk.is_worth_a_look(len(customer_ids), filters):
            everybodys = await self._everybodys(len(customer_ids), filters)
            if everybodys is not None:
                return [everybodys.get(customer_id, []) for customer_id in customer_ids]
        return list(await asyncio.gather(*(self._of_one(customer_id, filters) for customer_id in customer_ids)))

    async def of_each(self, keys: Sequence[OfCustomer]) -> list[list[H] | UpstreamError]:
        """The same for customers with a filter each."""
        found: dict[OfCustomer, list[H] | UpstreamError] = {}
        for filters in dict.fromkeys(filters for _, filters in keys):
            customer_ids = [customer_id for customer_id, wanted in keys if wanted == filters]
            lists = await self.of(customer_ids, filters)
            found.update({(customer_id, filters): rows for customer_id, rows in zip(customer_ids, lists, strict=True)})
        return [found[key] for key in keys]

    async def _everybodys(self, customers: int, filters: Pairs) -> dict[str, list[H]] | None:
        """The project's rows by customer; None where asking each customer takes fewer calls."""
        call = Call(self._operation, "GET", f"/{self._name}", filters, keys=customers)
        try:
            first = await self._listing.page(call, self._shape, sort=self._sort, per_page=PER_PAGE)
            pages = pages_of(first.total, len(first.rows or ())) if first else ENDLESS
            if not self._bulk.is_cheaper(pages, customers, filters) or first is None:
                return None
            rows = await self._listing.rest(call, first, self._shape, sort=self._sort, per_page=PER_PAGE, most_pages=customers)
        except NOT_TO_BE_HAD:
            self._bulk.is_cheaper(ENDLESS, customers, filters)
            return None
        found: defaultdict[str, list[H]] = defaultdict(list)
        for row in rows:
            if row.customer_id:
                found[row.customer_id].append(row)
        return found

    async def _of_one(self, customer_id: str, filters: Pairs) -> list[H] | UpstreamError:
        call = Call(self._operation, "GET", path(f"/customers/{{id}}/{self._name}", id=customer_id), filters)
        try:
            return await self._listing.every(call, self._shape, sort=self._sort)
        except UpstreamError as error:
            return error
