"""Leads and what was done about them. Docs: Footprints, "Leads"."""

from enum import Enum
from typing import Annotated

from loaders.footprints.records.catalogue import LeadActionType, Offer, OfferCategory, Sku
from loaders.footprints.records.shapes import Day, Id, Moment, NamedReference, Text, Words, reference
from loaders.upstream.decode import Record, Zone, via, wire
from loaders.upstream.values import listed


class LeadStatus(Enum):
    """How far a lead has come; the values are the vendor's words."""

    PROSPECT = "prospect"
    LEAD = "lead"
    SALE_LEAD = "sale_lead"
    OPPORTUNITY = "opportunity"
    CUSTOMER = "customer"
    LOST = "lost"


def _status(word: str | None) -> LeadStatus | None:
    return next((status for status in LeadStatus if status.value == word), None)


def _category(value: object, zone: Zone) -> object:
    """A category's name alone in the lead list, an object with `id` in a profile."""
    return {"_id": "", "name": value} if isinstance(value, str) and value else reference(value, zone)


class LeadStatusChange(Record, frozen=True):
    """A lead entered a status."""

    status_text: Text = wire("status", default=None)
    changed_at: Moment = wire("createdAt", default=None)

    @property
    def status(self) -> LeadStatus | None:
        """The status, or None for a word that the documentation doesn't list."""
        return _status(self.status_text)


class Lead(Record, frozen=True):
    """A lead as a list, a profile or the answer to a change shows it: references are objects in the first, ids in the others."""

    id: str = wire("_id")
    client_id: Id = wire("clientId", default=None)
    status_text: Text = wire("status", default=None)
    first_name: Text = wire("userFirstName", default=None)
    last_name: Text = wire("userLastName", default=None)
    email: Text = wire("userEmail", default=None)
    phone: Text = wire("userPhone", default=None)
    birthday: Day = wire("userBirthday", default=None)
    created_at: Moment = wire("createdAt", default=None)
    updated_at: Moment = wire("updatedAt", default=None)
    status_changed_at: Moment = wire("timestampStatusChange", default=None)
    offer: Annotated[Offer | None, via(reference)] = wire("offer", default=None)
    offer_id: Id = wire("offerId", default=None)
    sku: Annotated[Sku | None, via(reference)] = wire("sku", default=None)
    sku_id: Id = wire("skuId", default=None)
    sku_external_id: Text = wire("skuExternalId", default=None)
    location_id: Id = wire("locationId", default=None)
    channel_id: Id = wire("channelId", default=None)
    offline_campaign_id: Id = wire("offlineCampaignId", default=None)
    contract_id: Id = wire("contractId", default=None)
    consultant: NamedReference = wire("consultant", default=None)
    category_reference: Annotated[OfferCategory | None, via(reference)] = wire("offerCategoryId", default=None)
    category_beside: Annotated[OfferCategory | None, via(_category)] = wire("offerCategory", default=None)
    history: Annotated[list[LeadStatusChange], via(listed)] = wire("history", default=[])

    @property
    def status(self) -> LeadStatus | None:
        """The status, or None for a word that the documentation doesn't list; `status_text` has the word."""
        return _status(self.status_text)

    @property
    def offer_category(self) -> OfferCategory | None:
        """The catalogue the lead is about, put together from its id and from the object or name beside it."""
        known, beside = self.category_reference, self.category_beside
        if known is None or beside is None:
            return known or (beside if beside and beside.id else None)
        return OfferCategory(id=known.id, name=known.name or beside.name)


class LeadAction(Record, frozen=True):
    """Something done about a lead."""

    id: str = wire("_id")
    lead_id: Id = wire("leadId", default=None)
    detail: Text = wire("actionDetail", default=None)
    date: Moment = wire("date", default=None)
    created_at: Moment = wire("createdAt", default=None)
    updated_at: Moment = wire("updatedAt", default=None)
    # The name says id; a read holds an object.
    type: Annotated[LeadActionType | None, via(reference)] = wire("leadActionTypeId", default=None)
    attachments: Words = wire("attachments", default=[])
