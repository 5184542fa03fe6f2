"""What this stand-in remembers: clients, their leads, actions on leads, and who holds which code."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from loaders.footprints.sandbox.campaigns import LoyaltyCampaign
from loaders.footprints.sandbox.catalogue import Catalogue, Row, object_id
from loaders.footprints.sandbox.refusals import Refused


@dataclass(slots=True)
class Client:
    """A customer's profile. `fields` are named as reads name them."""

    id: str
    fields: Row
    created_at: datetime
    changed_at: datetime
    version: int = 0
    tracked: list[tuple[datetime, str]] = field(default_factory=list)
    "Tracked web and mobile activity: when, and the actionType."

    def answers_to(self, email: str, phone: str) -> bool:
        """Tell whether both belong to this client: e-mails in any case, phones national or international."""
        is_mine = str(self.fields.get("userEmail", "")).lower() == email.lower()
        return is_mine and _subscriber(str(self.fields.get("userPhone", ""))) == _subscriber(phone)


@dataclass(slots=True)
class Lead:
    """One lead. `fields` holds what was written, references as plain ids."""

    id: str
    client_id: str
    status: str
    fields: Row
    created_at: datetime
    updated_at: datetime
    status_changed_at: datetime
    application_key: str
    history: list[tuple[str, datetime]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def move(self, status: str, at: datetime) -> None:
        """Enter a status, and remember when."""
        if status != self.status:
            self.status, self.status_changed_at = status, at
            self.history.append((status, at))


@dataclass(slots=True)
class Action:
    """Something done about a lead."""

    id: str
    lead_id: str
    type_id: str
    detail: str
    date: datetime
    created_at: datetime
    updated_at: datetime
    attachments: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Code:
    """A loyalty code that a client holds: associated, redeemed or blocked."""

    code: str
    campaign: LoyaltyCampaign
    client_id: str
    prize: int
    status: str
    updated_at: datetime
    has_hostess: bool


class State:
    """All documents of one stand-in, by id."""

    def __init__(self, catalogue: Catalogue, campaigns: list[LoyaltyCampaign], now: Callable[[], datetime]) -> None:
        self.catalogue = catalogue
        self.campaigns = {campaign.internal_id: campaign for campaign in campaigns}
        self.now = now
        self.clients: dict[str, Client] = {}
        self.leads: dict[str, Lead] = {}
        self.actions: dict[str, Action] = {}
        self.codes: dict[str, Code] = {}
        self._written = 0

    def new_id(self) -> str:
        """Return an id that no document has."""
        self._written += 1
        return object_id("6e7a", self._written)

    def client_by_pair(self, email: str, phone: str) -> Client | None:
        """Return the client whose e-mail and phone these are. The documentation asks for both everywhere."""
        return next((client for client in self.clients.values() if client.answers_to(email, phone)), None)

    def client_by(self, name: str, value: str) -> Client | None:
        """Return the client with this `userExternalId` or `nationalId`."""
        return next((client for client in self.clients.values() if client.fields.get(name) == value), None)

    def lead(self, lead_id: str) -> Lead:
        """Return a lead. Raises Refused (404)."""
        if lead_id not in self.leads:
            raise Refused(404, "lead not found")
        return self.leads[lead_id]

    def leads_of(self, client: Client) -> list[Lead]:
        """Return a client's leads, oldest first."""
        mine = (lead for lead in self.leads.values() if lead.client_id == client.id)
        return sorted(mine, key=lambda lead: (lead.created_at, lead.id))

    def forget(self, client: Client) -> None:
        """Delete a client with everything that hangs on it."""
        del self.clients[client.id]
        self.codes = {key: code for key, code in self.codes.items() if code.client_id != client.id}
        self.leads = {key: lead for key, lead in self.leads.items() if lead.client_id != client.id}
        self.actions = {key: action for key, action in self.actions.items() if action.lead_id in self.leads}


def _subscriber(phone: str) -> str:
    """The documentation writes the same parameter `0700000000` and `+075364628484`: only the national digits count."""
    return phone.removeprefix("+").lstrip("0").removeprefix("40").lstrip("0")
