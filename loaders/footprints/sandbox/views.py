"""Documents as the vendor shows them: the profile with its leads inside, a row of the lead list, and the flat answer of a PUT."""

from datetime import datetime

from loaders.footprints.sandbox.catalogue import Row, named
from loaders.footprints.sandbox.stamps import iso, naive, shown
from loaders.footprints.sandbox.state import Client, Lead, State

_EMPTY_LISTS = (
    "kidsAge",
    "interests",
    "preferences",
    "employees",
    "marketingChannels",
    "pointsOfPresence",
    "personalAssistance",
)
_ICONS = {"visit": "icon-remove-red-eye", "sale": "icon-shopping-cart", "contact": "icon-phone"}


def profile(state: State, client: Client) -> Row:
    """The answer of "Get customers"."""
    return {
        "_id": client.id,
        **{name: [] for name in _EMPTY_LISTS},
        **_shown(client.fields),
        "timestamp": iso(client.changed_at),
        "createdAt": iso(client.created_at),
        "type": "B2C",
        "__v": client.version,
        "interactionsTimeline": _timeline(state, client),
        "leads": [_held(lead) for lead in state.leads_of(client)],
    }


def listed(state: State, lead: Lead) -> Row:
    """A row of "Get Leads": consultant, offer and SKU as objects, the category's name beside its id."""
    lists, fields = state.catalogue, lead.fields
    offer = lists.offers[str(fields["offerId"])]
    sku = lists.skus.get(str(fields.get("skuId")))
    user = lists.business_users[str(fields["consultantId"])]
    return {
        "_id": lead.id,
        "clientId": lead.client_id,
        "status": lead.status,
        **{name: shown(value) for name, value in fields.items() if name not in ("skuId", "consultantId", "contractId")},
        "industryId": "5b8561bd0bb67c30c35df800",
        "agreeToCollect": True,
        "deviceType": "desktop",
        **_marks(lead),
        "updatedAt": iso(lead.updated_at),
        "offerCategory": lists.categories[str(fields["offerCategoryId"])]["name"],
        "offer": {**named(offer), "price": offer["price"]},
        **({"sku": {**named(sku), "price": sku["price"]}} if sku else {}),
        "consultant": {"_id": user["_id"], "name": f"{user['firstName']} {user['lastName']}"},
    }


def flat(lead: Lead) -> Row:
    """The answer of "Update Lead" and "Update Lost Lead": plain ids and naive stamps."""
    return {
        "_id": lead.id,
        **_shown(lead.fields),
        **({"comments": lead.comments[-1]} if lead.comments else {}),
        "timestamp": naive(lead.created_at),
        "createdAt": naive(lead.created_at),
        "updatedAt": naive(lead.updated_at),
        "status": lead.status,
        "assignedBefore": 1 if "consultantId" in lead.fields else 0,
    }


def _held(lead: Lead) -> Row:
    """A lead inside a profile: references stay plain ids, and the category comes again as an object with `id`."""
    return {
        "_id": lead.id,
        "clientId": lead.client_id,
        "status": lead.status,
        "history": [_entry(lead, i, status, at) for i, (status, at) in enumerate(lead.history)],
        "interactions": [],
        "comments": lead.comments,
        "kidsAge": [],
        "__v": 1,
        "type": "B2C",
        **_marks(lead),
        "offerCategory": {"consultants": [], **_if_known("id", lead.fields.get("offerCategoryId"))},
        "application": {"name": "CRM Application", "id": "67a6ff12cf74a7140931626c"},
        "applicationKey": lead.application_key,
        **_shown(lead.fields),
    }


def _marks(lead: Lead) -> Row:
    return {
        "actionRequired": lead.status not in ("customer", "lost"),
        "isMultipart": False,
        "isComplete": True,
        "timestamp": iso(lead.created_at),
        "timestampStatusChange": iso(lead.status_changed_at),
        "createdAt": iso(lead.created_at),
    }


def _entry(lead: Lead, index: int, status: str, at: datetime) -> Row:
    copied = ("userFirstName", "userLastName", "userEmail", "userPhone", "offerCategoryId")
    return {
        "__v": 0,
        "leadId": lead.id,
        **{name: lead.fields[name] for name in copied if name in lead.fields},
        "status": status,
        "applicationKey": lead.application_key,
        "isMultipart": False,
        "isComplete": True,
        "timestamp": iso(at),
        "createdAt": iso(at),
        "_id": f"5b7b{lead.id[5:]}{index:x}",
    }


def _timeline(state: State, client: Client) -> list[Row]:
    """Leads and tracked activity, oldest first; `offerCategoryId` is an object here, despite its name."""
    entries = [(lead.created_at, _interaction(state, lead)) for lead in state.leads_of(client)]
    entries += [(at, _activity(kind)) for at, kind in client.tracked]
    entries.sort(key=lambda entry: entry[0])
    return [{"createdAt": iso(at), "timestamp": iso(at), **entry} for at, entry in entries]


def _interaction(state: State, lead: Lead) -> Row:
    category = state.catalogue.categories.get(str(lead.fields.get("offerCategoryId")))
    return {
        "icon": "icon-location-city",
        "offlineCampaignId": lead.fields.get("offlineCampaignId"),
        "offerCategoryId": _category(state, category, iso(lead.created_at)) if category else None,
        "leadId": lead.id,
    }


def _category(state: State, category: Row, stamp: str) -> Row:
    """Here an offer's `__v` is text. Its price is the catalogue's: the page's example is of an offer that has none ("")."""
    offers = [offer for offer in state.catalogue.offers.values() if offer["offerCategory"] == category]
    stamps = {"createdAt": stamp, "timestamp": stamp}
    copied = {
        "description": "",
        "offerCategoryId": category["_id"],
        "userId": "59f855060e3f1a7c9247c4b1",
        "__v": "0",
    }
    return {
        "applicationKeys": [],
        "consultants": [],
        "locations": list(state.catalogue.locations)[:2],
        "offers": [{**named(offer), **copied, "price": offer["price"], **stamps} for offer in offers],
        "__v": 2,
        **stamps,
        "description": "",
        **category,
    }


def _activity(kind: str) -> Row:
    """Tracked activity has a place in the customer's profile, but no lead; the documentation shows no such entry."""
    return {"icon": _ICONS.get(kind, "icon-touch-app"), "offlineCampaignId": None, "offerCategoryId": None}


def _if_known(name: str, value: object) -> Row:
    return {} if value is None else {name: value}


def _shown(fields: Row) -> Row:
    return {name: shown(value) for name, value in fields.items()}
