"""Finding customers, on the enterprise interface. Beyond the seed, which has no lookup. Docs: "Customers", "Cards"."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar
from urllib.parse import quote

from loaders.carecloud.facets import BATCH, Facet
from loaders.carecloud.listing import PER_PAGE, Listed, Listing
from loaders.carecloud.records.customer import (
    Card,
    CardPage,
    Customer,
    CustomerPage,
    SourceRecord,
    SourceRecordPage,
)
from loaders.carecloud.tags import CareCloudTags
from loaders.identity.handle import Kind
from loaders.upstream.batch import narrowed
from loaders.upstream.cache.entry import PERSON, SEARCH
from loaders.upstream.call import Call, Pairs, path
from loaders.upstream.client import Client
from loaders.upstream.decode import Enveloped
from loaders.upstream.errors import UpstreamError
from loaders.upstream.vendor import Plumbing

T = TypeVar("T")

_BATCH = 50
_LONGEST = 3_500
"Characters of one query; the vendor's servers take URLs of about 4 kB."

_MOST_PAGES = 20
"2,000 rows for the at most 50 people of a batch: a longer answer comes from a server that ignores the filter."


class People:
    """Lookups by handle and by id; lists of one batch share calls, 50 keys to each.

    E-mails, cards and external ids are not unique at this vendor, so that each finds several rows. Deleted and inactive people are
    nobody, whatever finds them.
    """

    def __init__(
        self, plumbing: Plumbing, client: Client, listing: Listing, tags: CareCloudTags, source_id: str | None
    ) -> None:
        self._client = client
        self._listing = listing
        self._of_source: Pairs = (("customer_source_id", source_id),) if source_id else ()
        self.customer = plumbing.read(
            "customer", narrowed(self._customers), key=lambda id_: (id_,), ttl=PERSON, tags=tags.by_id, max_batch=_BATCH
        )
        self.by_email = plumbing.read(
            "by_email",
            narrowed(self._by_email),
            key=lambda email: (email,),
            ttl=SEARCH,
            tags=_found_by(tags, Kind.EMAIL),
            max_batch=_BATCH,
        )
        self.by_phone = plumbing.read(
            "by_phone", self._by_phone, key=lambda phone: (phone,), ttl=SEARCH, tags=_found_by(tags, Kind.PHONE)
        )
        self.cards_by_number = plumbing.read(
            "cards_by_number",
            narrowed(self._cards_by_number),
            key=lambda number: (number,),
            ttl=SEARCH,
            tags=_held_by(tags, Kind.LOYALTY_CARD),
            max_batch=_BATCH,
        )
        self.by_external_id = plumbing.read(
            "by_external_id",
            narrowed(self._by_external_id),
            key=lambda external_id: (external_id,),
            ttl=SEARCH,
            tags=_held_by(tags, Kind.EXTERNAL_ID),
            max_batch=_BATCH,
        )
        cards = Facet(plumbing, listing, tags, "cards", CardPage, sort="card_id")
        self.cards = plumbing.read("cards", cards.of, key=lambda id_: (id_,), ttl=PERSON, tags=tags.by_id, max_batch=BATCH)
        """A customer's cards, blocked ones among them."""
        self._sources = Facet(
            plumbing, listing, tags, "customer-source-records", SourceRecordPage, sort="customer_source_record_id"
        )
        self.source_records = plumbing.read(
            "source_records", self._source_records, key=lambda id_: (id_,), ttl=PERSON, tags=tags.by_id, max_batch=BATCH
        )

    async def _customers(self, keys: list[str]) -> list[Customer | UpstreamError | None]:
        """Active customers by id, None for who is not or gone; 1 call. Docs: "Customers", `customer_ids[]`."""
        if len(keys) == 1:
            call = Call("customer", "GET", path("/customers/{id}", id=keys[0]))
            found = await self._client.find(call, Enveloped[Customer])
            return [found.data if found and found.data.is_active else None]
        rows = await self._rows("customers", "/customers", "customer_ids", keys, CustomerPage, sort="customer_id")
        by_id = {row.id: row for row in rows if row.is_active}
        return [by_id.get(key) for key in keys]

    async def _by_email(self, keys: list[str]) -> list[list[Customer] | UpstreamError]:
        """Active customers per e-mail, which is compared in any case; 1 call per 50, and 1 per 100 rows.

        Docs: "Customers", `email` and `email_list[]`.
        """
        rows = await self._rows(
            "customers by email", "/customers", "email_list", keys, CustomerPage, "email", sort="customer_id"
        )
        return _grouped(keys, await self._active(rows), lambda row: [(row.about.email or "").strip().lower()])

    async def _by_phone(self, keys: list[str]) -> list[list[Customer] | UpstreamError]:
        """Active customers of one phone, in E.164; 1 call each, since there is no list. Docs: "Customers", `phone`: digits
        with the country prefix and no plus.
        """
        (phone,) = keys
        rows = await self._rows(
            "customers by phone", "/customers", "", [phone.removeprefix("+")], CustomerPage, "phone", sort="customer_id"
        )
        return [await self._active(rows)]

    async def _active(self, rows: list[Customer]) -> list[Customer]:
        """Keep the active; what was read of them need not be asked by id again."""
        active = [row for row in rows if row.is_active]
        await self.customer.prime_many((row.id, row) for row in active)
        return active

    async def _cards_by_number(self, keys: list[str]) -> list[list[Card] | UpstreamError]:
        """Cards that are not blocked, per number; 1 call per 50, and 1 more for those that are nobody's first number.

        Docs: "Cards", `card_number_list[]`; `search_secondary_card_number` searches the secondary numbers only.
        """
        rows = [card for card in await self._cards_of(keys) if card.is_active and card.customer_id]
        found = _by_key(rows, lambda card: [card.number])
        missing = [key for key in keys if key not in found]
        if missing:
            second = [card for card in await self._cards_of(missing, secondary=True) if card.is_active and card.customer_id]
            found.update(_by_key(second, lambda card: [card.secondary_number]))
        return [found.get(key, []) for key in keys]

    async def _cards_of(self, keys: list[str], *, secondary: bool = False) -> list[Card]:
        more: Pairs = (("search_secondary_card_number", "true"),) if secondary else ()
        return await self._rows("cards", "/cards", "card_number_list", keys, CardPage, "card_number", sort="card_id", more=more)

    async def _by_external_id(self, keys: list[str]) -> list[list[SourceRecord] | UpstreamError]:
        """Source records per external id, of the configured source; 1 call per 50. Docs: "Customer source records"."""
        rows = await self._rows(
            "source records by external id",
            "/customer-source-records",
            "external_ids",
            keys,
            SourceRecordPage,
            sort="customer_source_record_id",
            more=self._of_source,
        )
        return _grouped(keys, [row for row in rows if row.customer_id], lambda row: [row.external_id])

    async def _source_records(self, keys: list[str]) -> list[list[SourceRecord] | UpstreamError]:
        """Customers' external ids, of the configured source."""
        return await self._sources.of(keys, self._of_source)

    async def _rows(
        self,
        operation: str,
        where: str,
        many: str,
        keys: list[str],
        shape: type[Listed[T]],
        one: str | None = None,
        *,
        sort: str,
        more: Pairs = (),
    ) -> list[T]:
        """Read the rows of a list filter, split where the URL would be too long; a single key goes under its own name."""
        rows: list[T] = []
        for chunk in _chunks(keys, many):
            query: Pairs = ((one, chunk[0]),) if one and len(chunk) == 1 else tuple((f"{many}[]", key) for key in chunk)
            call = Call(operation, "GET", where, (*query, *more), keys=len(chunk))
            rows += await self._listing.every(call, shape, sort=sort, per_page=PER_PAGE, most_pages=_MOST_PAGES)
        return rows


def _chunks(keys: Sequence[str], name: str) -> Iterator[list[str]]:
    chunk: list[str] = []
    length = 0
    for key in keys:
        size = len(f"{name}%5B%5D=&") + len(quote(key, safe=""))
        if chunk and length + size > _LONGEST:
            yield chunk
            chunk, length = [], 0
        chunk.append(key)
        length += size
    yield chunk


def _by_key(rows: Iterable[T], names: Callable[[T], Iterable[str | None]]) -> dict[str, list[T]]:
    found: defaultdict[str, list[T]] = defaultdict(list)
    for row in rows:
        for name in names(row):
            if name:
                found[name].append(row)
    return found


def _grouped(keys: list[str], rows: Iterable[T], names: Callable[[T], Iterable[str | None]]) -> list[list[T] | UpstreamError]:
    found: Mapping[str, list[T]] = _by_key(rows, names)
    return [found.get(key, []) for key in keys]


def _found_by(tags: CareCloudTags, kind: Kind) -> Callable[[str, list[Customer]], Iterable[str]]:
    return lambda key, rows: (tags.handle(kind, key), *(tags.customer(row.id) for row in rows))


def _held_by(tags: CareCloudTags, kind: Kind) -> Callable[[str, Sequence[Card] | Sequence[SourceRecord]], Iterable[str]]:
    return lambda key, rows: (tags.handle(kind, key), *(tags.customer(row.customer_id or "") for row in rows))
