"""Vouchers of customers: one call each, or all the project's at once where that is cheaper. Docs: "Vouchers"."""

import asyncio
from collections import defaultdict

from loaders.carecloud import tags
from loaders.carecloud.listing import Listing
from loaders.carecloud.records.account import Voucher, VoucherPage
from loaders.upstream.cache.entry import PERSON
from loaders.upstream.call import Call, Pairs, path
from loaders.upstream.errors import Rejected, UpstreamError
from loaders.upstream.vendor import Plumbing

_BATCH = 100
_WORTH_A_LOOK = 10
"Customers from which on the project's list is looked at: the look itself is a call."
_PER_PAGE = 1000

VouchersOf = tuple[str, Pairs]
"A customer's id, and query parameters in the vendor's words."


class Vouchers:
    """Reads vouchers by customer and filter."""

    def __init__(self, plumbing: Plumbing, listing: Listing) -> None:
        self._listing = listing
        self.read = plumbing.read(
            "vouchers",
            self._vouchers,
            key=lambda key: (key[0], *(f"{name}={value}" for name, value in key[1])),
            ttl=PERSON,
            tags=lambda key, _rows: (tags.customer(key[0]),),
            max_batch=_BATCH,
        )

    async def _vouchers(self, keys: list[VouchersOf]) -> list[list[Voucher] | UpstreamError]:
        """Vouchers per customer: 1 call each below 10 customers; from there on the project's, 1 call per 1,000, if they are
        fewer pages than customers.
        """
        found: dict[VouchersOf, list[Voucher] | UpstreamError] = {}
        for filters in dict.fromkeys(filters for _, filters in keys):
            customer_ids = [customer_id for customer_id, wanted in keys if wanted == filters]
            lists = await self._of_many(customer_ids, filters)
            found.update({(customer_id, filters): rows for customer_id, rows in zip(customer_ids, lists, strict=True)})
        return [found[key] for key in keys]

    async def _of_many(self, customer_ids: list[str], filters: Pairs) -> list[list[Voucher] | UpstreamError]:
        if len(customer_ids) >= _WORTH_A_LOOK:
            everybodys = await self._everybodys(len(customer_ids), filters)
            if everybodys is not None:
                return [everybodys.get(customer_id, []) for customer_id in customer_ids]
        return list(await asyncio.gather(*(self._of_one(customer_id, filters) for customer_id in customer_ids)))

    async def _everybodys(self, customers: int, filters: Pairs) -> dict[str, list[Voucher]] | None:
        """The project's vouchers by customer; None where asking each customer takes fewer calls."""
        call = Call("vouchers", "GET", "/vouchers", filters, keys=customers)
        try:
            first = await self._listing.page(call, VoucherPage, sort="voucher_id", per_page=_PER_PAGE)
        except Rejected:
            return None  # This user may not see everybody's.
        if first is None or first.total is None or -(-first.total // _PER_PAGE) >= customers:
            return None
        rows = await self._listing.rest(call, first, VoucherPage, sort="voucher_id", per_page=_PER_PAGE, most_pages=customers)
        found: defaultdict[str, list[Voucher]] = defaultdict(list)
        for row in rows:
            if row.customer_id:
                found[row.customer_id].append(row)
        return found

    async def _of_one(self, customer_id: str, filters: Pairs) -> list[Voucher] | UpstreamError:
        call = Call("vouchers", "GET", path("/customers/{id}/vouchers", id=customer_id), filters)
        try:
            return await self._listing.every(call, VoucherPage, sort="voucher_id")
        except UpstreamError as error:
            return error
