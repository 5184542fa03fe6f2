"""Lists that customers have: one call for each customer, or the project's whole list where that is fewer. Docs: "Vouchers", "Cards",
"Purchases", "Points", "Customer source records".
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from loaders.carecloud.listing import Listed, Listing, rest
from loaders.carecloud.tags import CareCloudTags
from loaders.upstream.bulk import ENDLESS, NOT_TO_BE_HAD, Bulk, gives_way, pages_of
from loaders.upstream.cache.entry import LIST
from loaders.upstream.call import Call, Pairs, path
from loaders.upstream.errors import UpstreamError
from loaders.upstream.tags import keep_own_tags
from loaders.upstream.vendor import Plumbing

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

    def __init__(
        self, plumbing: Plumbing, listing: Listing, tags: CareCloudTags, name: str, shape: type[Listed[H]], *, sort: str
    ) -> None:
        self._listing = listing
        self._name, self._shape, self._sort = name, shape, sort
        self._operation = name.replace("-", " ").removeprefix("customer ")
        self._bulk = Bulk(plumbing.kit.clock)
        self._pages = plumbing.read(
            f"{sort.removesuffix('_id')}_page",
            self._page,
            key=lambda page: (str(page[1]), *(f"{name}={value}" for name, value in page[0])),
            ttl=LIST,
            tags=lambda _key, _page: (tags.lists,),
        )

    async def of(self, customer_ids: list[str], filters: Pairs = ()) -> list[list[H] | UpstreamError]:
        """Return the lists per customer: 1 call each below 10 customers; from there on the project's, 1 call per 1,000 rows, if
        it has fewer pages than there are customers. No call where this request has read the project's already.
        """
        everybodys = await self._everybodys(len(customer_ids), filters)
        if everybodys is not None:
            keep_own_tags()  # What drops a customer's drops the project's list too.
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
        is_begun = self._pages.is_asked((filters, 0))
        if not is_begun and not self._bulk.is_worth_a_look(customers, filters):
            return None
        try:
            first = await self._pages.load((filters, 0))
            size = len(first.rows or ()) if first else 0
            pages = pages_of(first.total, size) if first else ENDLESS
            is_read = is_begun and pages < ENDLESS and (pages <= 1 or self._pages.is_asked((filters, (pages - 1) * size)))
            if not (is_read or self._bulk.is_cheaper(pages, customers, filters)) or first is None:
                return None
            most = max(pages, customers)
            rows = await rest(lambda offset: self._pages.load((filters, offset)), first, per_page=PER_PAGE, most_pages=most)
        except NOT_TO_BE_HAD:
            self._bulk.is_cheaper(ENDLESS, customers, filters)
            return None
        except UpstreamError as error:
            if gives_way(error, is_begun=is_begun):
                return None
            raise
        found: defaultdict[str, list[H]] = defaultdict(list)
        for row in rows:
            if row.customer_id:
                found[row.customer_id].append(row)
        return found

    async def _page(self, keys: list[tuple[Pairs, int]]) -> list[Listed[H] | UpstreamError | None]:
        ((filters, offset),) = keys
        call = Call(self._operation, "GET", f"/{self._name}", filters)
        return [await self._listing.page(call, self._shape, sort=self._sort, per_page=PER_PAGE, offset=offset)]

    async def _of_one(self, customer_id: str, filters: Pairs) -> list[H] | UpstreamError:
        call = Call(self._operation, "GET", path(f"/customers/{{id}}/{self._name}", id=customer_id), filters)
        try:
            return await self._listing.every(call, self._shape, sort=self._sort)
        except UpstreamError as error:
            return error
