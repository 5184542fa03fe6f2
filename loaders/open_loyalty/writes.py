"""Writes of reward campaigns and purchases; each is sent once. Which entries they make stale says `tags.py`."""

from collections.abc import Callable
from datetime import tzinfo
from typing import Annotated, TypeVar

import msgspec

from loaders.open_loyalty.reads import Reads
from loaders.open_loyalty.records.shapes import unwrapped
from loaders.open_loyalty.routes import NAME, Routes
from loaders.open_loyalty.terms import Terms, form_of, mistakes_in, terms_of
from loaders.upstream.call import Call, Part, path
from loaders.upstream.client import Client
from loaders.upstream.decode import Record, Unread, via, wire
from loaders.upstream.errors import Refusal, Rejected
from loaders.upstream.values import listed

S = TypeVar("S")

PHOTO_PART = "photo[file]"


class Saved(Record, frozen=True):
    """The campaign that was written."""

    id: str = wire("campaignId")


class Bought(msgspec.Struct, frozen=True):
    """What a purchase yielded: usually one coupon code, from version 2.10 of the vendor on maybe several."""

    customer_id: str
    campaign_id: str
    coupons: list[str]


class _Coupon(Record, frozen=True):
    code: str


class Buying(Record, frozen=True):
    """Up to 2.9.1 `coupon`, from 2.10 on `coupons`."""

    coupon: Annotated[str | None, via(unwrapped("code"))] = wire("coupon", default=None)
    coupons: Annotated[list[_Coupon], via(listed)] = wire("coupons", default=[])

    @property
    def codes(self) -> list[str]:
        single = [] if self.coupon is None else [self.coupon]
        return single + [coupon.code for coupon in self.coupons if coupon.code != self.coupon]


class Writes:
    """What the vendor is told. All but buying takes an admin: refused before anything is sent where the role is a seller's."""

    def __init__(self, client: Client, routes: Routes, reads: Reads, zone: tzinfo) -> None:
        self._client = client
        self._routes = routes
        self._reads = reads
        self._zone = zone

    async def create(self, terms: Terms) -> Saved:
        """Make a campaign. Docs: "Create a new campaign"."""
        call = self._admins(Call("create campaign", "POST", "/api/campaign"))
        form = {"campaign": form_of(terms, self._zone)}
        return await self._client.write(
            call.with_form(form), Saved, check="read `rewardCampaigns` to see whether the campaign is there"
        )

    async def update(self, campaign_id: str, change: Callable[[Terms], Terms]) -> Saved:
        """Read a campaign past the cache, change it and write all of it: 2 calls, of which one writes.

        The vendor has no partial update, and no way to notice that somebody else wrote in between. Docs: "Update a campaign".
        """
        call = self._admins(Call("update campaign", "PUT", self._routes.campaign(campaign_id)))
        held = await self._reads.campaign_now(campaign_id)
        if held is None:
            raise _no_campaign()
        terms = change(terms_of(held))
        mistakes = tuple(mistakes_in(terms))
        if mistakes:
            raise Rejected(NAME, 400, mistakes)
        form = {"campaign": form_of(terms, self._zone)}
        return await self._sent(call.with_form(form), Saved, check="read the campaign to see whether it changed")

    async def set_active(self, campaign_id: str, *, active: bool) -> Saved:
        """Switch a campaign on or off. Docs: "Change campaign's status"."""
        # Other words in this place lead to other routes, such as the photo's.
        status = "active" if active else "inactive"
        call = self._admins(Call("switch campaign", "POST", path("/api/campaign/{id}/{status}", id=campaign_id, status=status)))
        return await self._sent(call, Saved, check="read the campaign's `active` to see which it is")

    async def buy(self, customer_id: str, campaign_id: str) -> Bought:
        """Spend the customer's points on a campaign. The vendor has no key by which it would notice a repetition.

        Docs: "Buy reward campaign for a specific customer", both roles'.
        """
        # The sample sends a form's header with nothing behind it.
        call = Call("buy", "POST", self._routes.buy(customer_id, campaign_id)).with_form({})
        check = "read the customer's `purchases` to see whether the newest is this one"
        try:
            bought = await self._client.write(call, Buying, check=check)
        except Rejected as error:
            if error.status != 404:
                raise
            words = "there is no such campaign, or it can't be bought from now"
            raise Rejected(NAME, 404, (Refusal("NOT_FOUND", words, ("campaign",)),)) from error
        return Bought(customer_id, campaign_id, bought.codes)

    async def set_photo(self, campaign_id: str, photo: Part) -> Saved:
        """Put a photo (a part named PHOTO_PART) in the place of whatever there was, streamed from its file.

        The sample posts a path as text; what works is a file. Docs: "Add a photo to the campaign".
        """
        call = self._admins(Call("set photo", "POST", self._photo(campaign_id), files=(photo,)))
        await self._sent(call, Unread, check="read the campaign's `photoUrl` and look at it")
        return Saved(id=campaign_id)

    async def remove_photo(self, campaign_id: str) -> Saved:
        """Remove the photo, if there is one. Docs: "Remove campaign's photo"."""
        call = self._admins(Call("remove photo", "DELETE", self._photo(campaign_id)))
        await self._sent(call, Unread, check="read the campaign's `hasPhoto` to see whether it is gone")
        return Saved(id=campaign_id)

    def _photo(self, campaign_id: str) -> str:
        return path("/api/campaign/{id}/photo", id=campaign_id)

    def _admins(self, call: Call) -> Call:
        return self._routes.admin_only(call)

    async def _sent(self, call: Call, shape: type[S], *, check: str) -> S:
        try:
            return await self._client.write(call, shape, check=check)
        except Rejected as error:
            if error.status != 404:
                raise
            raise _no_campaign() from error


def _no_campaign() -> Rejected:
    return Rejected(NAME, 404, (Refusal("NOT_FOUND", "there is no such campaign", ("campaign",)),))
