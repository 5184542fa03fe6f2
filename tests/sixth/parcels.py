"""The sixth vendor's loader: parcels of a person, found by e-mail. In the product it would be `loaders/parcels/`."""

from pydantic import SecretStr

from loaders.identity.handle import Kind
from loaders.identity.lookup import Directory, Lookup, Texts
from loaders.identity.row import Row, handles
from loaders.upstream.cache.entry import PERSON
from loaders.upstream.call import Call
from loaders.upstream.client import Client
from loaders.upstream.decode import Record, wire
from loaders.upstream.errors import UpstreamError
from loaders.upstream.policy import Policy
from loaders.upstream.settings import VendorSettings
from loaders.upstream.vendor import Kit, Plumbing, Vendor


class ParcelsSettings(VendorSettings):
    """PARCELS_URL and PARCELS_TOKEN."""

    token: SecretStr


class Parcel(Record, frozen=True):
    """A parcel on its way."""

    code: str = wire("tracking_code")


class Addressee(Record, frozen=True):
    """A person with their parcels."""

    id: str = wire("addressee")
    email: str = wire("email")
    parcels: list[Parcel] = wire("parcels")


class Bearer:
    """A static token."""

    def __init__(self, token: SecretStr) -> None:
        self._token = token

    async def authorize(self, call: Call) -> Call:
        return call.with_headers(("Authorization", f"Bearer {self._token.get_secret_value()}"))

    def refused(self, call: Call) -> bool:
        return False


class Reads:
    """The one read."""

    def __init__(self, plumbing: Plumbing, client: Client) -> None:
        self._client = client
        self.addressee = plumbing.read("addressee", self._addressees, key=lambda email: (email,), ttl=PERSON)

    async def _addressees(self, emails: list[str]) -> list[Addressee | UpstreamError | None]:
        """One call per person."""
        return [
            await self._client.find(Call("addressee", "GET", "/addressee", query=(("email", email),)), Addressee)
            for email in emails
        ]


class Parcels(Vendor):
    """Parcels, found by e-mail."""

    name = "parcels"
    Settings = ParcelsSettings

    def __init__(self, settings: ParcelsSettings, kit: Kit) -> None:
        plumbing = Plumbing(self.name, settings, kit, Policy(timeout_s=settings.timeout_s))
        self.client = plumbing.client(Bearer(settings.token), zone="UTC")
        self.reads = Reads(plumbing, self.client)
        self.directory = Directory(
            by_id=self._by_id, lookups=(Lookup(frozenset({Kind.EMAIL}), self._by_email),), carries=frozenset({Kind.EMAIL})
        )

    async def _by_email(self, texts: Texts) -> list[Row]:
        found = await self.reads.addressee.load(texts[Kind.EMAIL])
        return [] if found is None else [Row(self.name, found.id, handles=handles(None, email=found.email), record=found)]

    async def _by_id(self, vendor_id: str) -> Row | None:
        found = await self.client.find(Call("addressee", "GET", f"/addressee/{vendor_id}"), Addressee)
        return None if found is None else Row(self.name, found.id, handles=handles(None, email=found.email), record=found)
