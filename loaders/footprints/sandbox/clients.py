"""Customer profiles. Docs: "Customers"."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from loaders.footprints.sandbox import rules
from loaders.footprints.sandbox.catalogue import Row
from loaders.footprints.sandbox.fields import CLIENT
from loaders.footprints.sandbox.forms import Form, read_form, required
from loaders.footprints.sandbox.refusals import Refused
from loaders.footprints.sandbox.state import Client, State
from loaders.footprints.sandbox.views import profile


class Clients:
    """The endpoints at /api/client."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def get(self, request: Request) -> Response:
        """GET /api/client: one object, found by e-mail and phone, or by national id.

        The page names the national id but no parameter for it; this is the name it has in "Update customer".
        """
        query: Form = dict(request.query_params)
        if query.get("nationalId"):
            client = self._state.client_by("nationalId", str(query["nationalId"]))
        else:
            client = self._state.client_by_pair(*contact(query))
        return JSONResponse(profile(self._state, _found(client)))

    async def update(self, request: Request) -> Response:
        """PUT /api/client. How the record is found is not said: external id, then e-mail with phone, then national id."""
        written = rules.checked(await read_form(request), CLIENT)
        client = _found(self._by_any(written))
        client.fields |= _read_names(written)
        client.version += 1
        client.changed_at = self._state.now()
        return JSONResponse({"status": "success"})

    async def delete(self, request: Request) -> Response:
        """DELETE /api/client, with a form body. Deletes the leads and codes, too."""
        (external_id,) = required(await read_form(request), "userExternalId")
        self._state.forget(_found(self._state.client_by("userExternalId", external_id)))
        return JSONResponse({"status": "success"})

    def of_lead(self, written: Row) -> Client:
        """Return the one client a new lead's e-mail and phone fit, or a new client."""
        email, phone = str(written.get("userEmail", "")), str(written.get("userPhone", ""))
        if email and phone and (known := self._state.client_by_pair(email, phone)):
            return known
        now = self._state.now()
        fields = {name: value for name, value in _read_names(written).items() if name in CLIENT or name == "userFamilyDetails"}
        client = Client(self._state.new_id(), fields, now, now)
        self._state.clients[client.id] = client
        return client

    def _by_any(self, written: Row) -> Client | None:
        handles = {name: str(written.get(name, "")) for name in ("userExternalId", "userEmail", "userPhone", "nationalId")}
        external_id, email, phone, national_id = handles.values()
        if not (external_id or national_id or (email and phone)):
            raise Refused(400, "missing parameter: userEmail, userPhone")
        return (
            (external_id and self._state.client_by("userExternalId", external_id))
            or (email and phone and self._state.client_by_pair(email, phone))
            or (national_id and self._state.client_by("nationalId", national_id))
            or None
        )


def contact(form: Form) -> tuple[str, str]:
    """Read the pair of e-mail and phone that names a customer everywhere. Raises Refused (400)."""
    email, phone = required(form, "userEmail", "userPhone")
    return rules.email("userEmail", email), rules.phone("userPhone", phone)


def _found(client: Client | None) -> Client:
    if client is None:
        raise Refused(404, "client not found")
    return client


def _read_names(written: Row) -> Row:
    """Reads spell userFamilyDetails right."""
    return {"userFamilyDetails" if name == "userFamilyDetalis" else name: value for name, value in written.items()}
