"""What everybody has before the first request: a profile, up to four leads with their actions, up to three codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import cast

from loaders.footprints.sandbox.catalogue import Catalogue, Row, named, object_id
from loaders.footprints.sandbox.credentials import SETTINGS
from loaders.footprints.sandbox.state import Action, Client, Code, Lead, State
from loaders.sandbox.people import Person, Spelling

CRM_KEY = "072f34176f42a855da5ff3b1"
"""The application that leads written through /api/lead belong to."""

_LEADS = (4, 0, 1, 2, 3)
_STATUSES = ("sale_lead", "customer", "lead", "lost", "opportunity", "prospect")
_CODES = (3, 0, 1, 2, 1, 2, 0)
_CODE_STATUSES = ("associated", "redeemed", "associated", "blocked")
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class _Offer:
    """An offer's id, its category's, and its first SKU."""

    id: object
    category: object
    sku: Row


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What leads refer to; all but offers by id."""

    offers: Sequence[_Offer]
    channels: Sequence[str]
    locations: Sequence[str]
    business_users: Sequence[str]
    offline_campaigns: Sequence[str]
    action_types: Sequence[str]

    @classmethod
    def of(cls, lists: Catalogue) -> "_Shelf":
        """Lay out what the lists hold."""
        categories = {row["name"]: id_ for id_, row in lists.categories.items()}
        names = (lists.channels, lists.locations, lists.business_users, lists.offline_campaigns, lists.action_types)
        offers = [
            _Offer(
                offer["_id"],
                categories[cast("Row", offer["offerCategory"])["name"]],
                next(sku for sku in lists.skus.values() if sku["offer"] == named(offer)),
            )
            for offer in lists.offers.values()
        ]
        return cls(offers, *(list(rows) for rows in names))


def fill(state: State, people: Sequence[Person], started: datetime) -> None:
    """Add everyone this vendor knows; all dates lie before `started`."""
    shelf = _Shelf.of(state.catalogue)
    for person in people:
        spelling = person.at("footprints")
        if spelling is None:
            continue
        client = _client(person, spelling, started)
        state.clients[client.id] = client
        for k in range(_LEADS[person.number % 5]):
            lead = _lead(shelf, client, person.number, k, started)
            state.leads[lead.id] = lead
            state.actions.update({action.id: action for action in _actions(shelf, lead, person.number, k)})
        for k in range(_CODES[person.number % 7]):
            code = _code(state, client, person.number, k)
            state.codes[code.code] = code


def _client(person: Person, spelling: Spelling, started: datetime) -> Client:
    number = person.number
    fields: Row = {
        "userFirstName": spelling.first_name,
        "userLastName": spelling.last_name,
        "userEmail": spelling.email or "",
        "userPhone": spelling.phone or "",
        "userCountry": "Romania",
        "userCity": person.city,
        "userAddress": f"Str. Test nr.{number + 1}" if number % 4 else "",
        "userSex": "male" if person.first_name in ("Bogdan", "Dan", "Florin", "Horia", "Liviu", "Nicu") else "female",
    }
    if spelling.external_id:
        fields["userExternalId"] = spelling.external_id
    if number % 4 == 0:
        fields["nationalId"] = f"{1 + number % 2}{person.birth_date:%y%m%d}{400000 + number}"
    if number % 13 != 12:
        fields["userBirthday"] = "" if number % 11 == 5 else person.birth_date
    if number % 6 == 0:
        fields |= {"interests": ["books", "cars"], "kidsAge": [6, 14], "hasKids": True, "noOfKids": 2}
        fields["marketingChannels"] = [{"channel": "sms", "type": "owner", "agreed": number % 12 == 0}]
    created = started - timedelta(days=800 - number, minutes=number)
    return Client(spelling.id, fields, created, created, version=number % 3)


def _lead(shelf: _Shelf, client: Client, number: int, k: int, started: datetime) -> Lead:
    created = started - timedelta(days=(number * 7 + k * 53) % 700 + 1, hours=k, minutes=number)
    status = _STATUSES[(number + k) % len(_STATUSES)]
    contact = {name: client.fields[name] for name in ("userFirstName", "userLastName", "userEmail", "userPhone", "userCountry")}
    birthday = {"userBirthday": client.fields["userBirthday"]} if "userBirthday" in client.fields else {}
    personal = {"userFamilyDetails": "married", "userIncome": str(3000 + 7 * number), "agreeTandc": True, "isAdult": True}
    changed = created + timedelta(hours=20)
    return Lead(
        id=object_id("5ce3", number * 16 + k),
        client_id=client.id,
        status=status,
        fields={**contact, **birthday, **personal, **_references(shelf, number, k, status)},
        created_at=created,
        updated_at=changed,
        status_changed_at=created if status == "lead" else changed,
        application_key=SETTINGS["FOOTPRINTS_APP_KEY"] if number % 2 else CRM_KEY,
        history=[("lead", created)] if status == "lead" else [("lead", created), (status, changed)],
    )


def _references(shelf: _Shelf, number: int, k: int, status: str) -> Row:
    """Every third lead has only a category: List Leads leaves those out."""
    offer = shelf.offers[(number + k) % len(shelf.offers)]
    found: Row = {"offerCategoryId": offer.category, "channelId": shelf.channels[number % len(shelf.channels)]}
    if (number + k) % 3 == 2:
        return found
    found |= {"offerId": offer.id, "locationId": shelf.locations[number % len(shelf.locations)]}
    found["consultantId"] = shelf.business_users[(number + k) % len(shelf.business_users)]
    if k == 0:
        found["offlineCampaignId"] = shelf.offline_campaigns[number % len(shelf.offline_campaigns)]
    if status in ("opportunity", "customer", "sale_lead"):
        found |= {"skuId": offer.sku["_id"], "skuExternalId": offer.sku["externalId"]}
    if status == "customer":
        found["contractId"] = object_id("5ebe97", number * 16 + k)
    return found


def _actions(shelf: _Shelf, lead: Lead, number: int, k: int) -> list[Action]:
    types = shelf.action_types
    days = [lead.created_at + timedelta(hours=6 * (j + 1)) for j in range((3 - k) % 3 if number % 2 else 2 - k % 3)]
    return [
        Action(object_id("5fbc33", number * 64 + k * 4 + j), lead.id, types[(k + j) % len(types)], f"Step {j + 1}", at, at, at)
        for j, at in enumerate(days)
    ]


def _code(state: State, client: Client, number: int, k: int) -> Code:
    campaigns = list(state.campaigns.values())
    campaign = campaigns[(0, 1, 3, 5, 2)[(number + k) % 5]]
    return Code(
        code="".join(_ALPHABET[byte % 32] for byte in sha256(f"code {number} {k}".encode()).digest()[:8]),
        campaign=campaign,
        client_id=client.id,
        prize=k % len(campaign.prizes),
        status=_CODE_STATUSES[(number + k) % 4],
        updated_at=campaign.start + timedelta(days=number % 9 + 1, hours=k),
        has_hostess=(number + k) % 3 != 2,
    )
