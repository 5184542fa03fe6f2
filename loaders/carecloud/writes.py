"""What the vendor is told. Every write is one call, apart from a token of one's own for a person who logs in."""

from typing import Any

from loaders.carecloud.auth import CareCloudAuth
from loaders.carecloud.registration import Registration
from loaders.carecloud.sessions import Sessions
from loaders.carecloud.settings import CareCloudSettings
from loaders.upstream.call import Call, path
from loaders.upstream.client import Client
from loaders.upstream.decode import Enveloped, Record, wire
from loaders.upstream.errors import Refusal


class CustomerWritten(Record, frozen=True):
    """A customer who was registered or logged in."""

    id: str = wire("customer_id")


class Noted(Record, frozen=True):
    """A record that was made of a customer."""

    id: str
    customer_id: str


class _InterestMade(Record, frozen=True):
    id: str = wire("interest_record_id")


class _PropertyMade(Record, frozen=True):
    id: str = wire("property_record_id")


class Writes:
    """Writes of the seed's operations 2, 4, 5 and 6."""

    def __init__(self, client: Client, settings: CareCloudSettings, auth: CareCloudAuth, sessions: Sessions) -> None:
        self._client = client
        self._settings = settings
        self._auth = auth
        self._sessions = sessions

    async def register(self, new: Registration) -> CustomerWritten:
        """Create a customer. Who is logged in with it gets a token of their own: the gateway's is shared.

        Docs: "customers" (seed: flat body; today: wrapped), `autologin` works on the customer interface only.
        """
        call = Call("register customer", "POST", "/customers").with_json(new.body(self._settings.body))
        token = await self._auth.person_token() if new.is_logged_in and not self._settings.is_enterprise else None
        if token is not None:
            call = self._as(token, call)
        check = "ask `customer` by the e-mail to see whether it was created"
        written = (await self._client.write(call, Enveloped[CustomerWritten], check=check)).data
        if token is not None:
            self._sessions.keep(written.id, token)
        return written

    async def log_in(self, login_type: str, value: str, password: str) -> CustomerWritten:
        """Log a person in with a token of their own, and keep it for reads about them. 1 call and 1 for the token.

        Raises Rejected where the vendor doesn't take the person's credentials. Docs: step 4 of "Authentication" (seed, whose
        URL is torn off); on the customer interface, also where the gateway works on the enterprise one.
        """
        token = await self._auth.person_token()
        body = {"login_type": login_type, "login_value": value, "password": password}
        # The token was made a moment ago, so it is the person's credentials that are not taken, and nobody has to be woken.
        refusal = Refusal("INVALID_CREDENTIALS", "wrong login or password", ("password",))
        where = path("/tokens/{id}/actions/login", id=token)
        call = Call("log customer in", "POST", where, url=self._settings.customer_url, refusal=refusal).with_json(body)
        check = "it changed nothing but a session; log in again"
        written = await self._client.write(self._as(token, call), Enveloped[CustomerWritten], check=check)
        if not self._settings.is_enterprise:
            self._sessions.keep(written.data.id, token)
        return written.data

    async def add_interest(self, customer_id: str, interest_id: str) -> Noted:
        """Note an interest. Docs: "interest-records" (seed; its sample's `interst-records` is a slip of the pen)."""
        where = path("/customers/{id}/interest-records", id=customer_id)
        call = Call("add interest", "POST", where).with_json(
            {"interest_record": {"interest_id": interest_id, "customer_id": customer_id}}
        )
        check = "read the customer's `interests` to see whether it was noted"
        made = (await self._client.write(call, Enveloped[_InterestMade], check=check)).data
        return Noted(id=made.id, customer_id=customer_id)

    async def set_property(self, customer_id: str, property_id: str, value: Any) -> Noted:
        """Set a property to any JSON value. Docs: "property-records" (seed, whose sample leaves the value out)."""
        record: dict[str, object] = {"property_id": property_id, "property_value": value}
        if self._settings.body == "seed":
            record["customer_id"] = customer_id
        where = path("/customers/{id}/property-records", id=customer_id)
        call = Call("set property", "POST", where).with_json({"property_record": record})
        check = "read the customer's `properties` to see whether it was set"
        made = (await self._client.write(call, Enveloped[_PropertyMade], check=check)).data
        return Noted(id=made.id, customer_id=customer_id)

    def _as(self, token: str, call: Call) -> Call:
        return call.with_headers(("Authorization", self._auth.credentials(token)))
