"""Writes of leads, their actions and their documents."""

from collections.abc import Mapping
from typing import Annotated, cast

from loaders.footprints.records.lead import Lead
from loaders.footprints.records.written import ActionForm, Created, Done, LeadChange, LeadForm, ProspectForm, Uploaded, fields
from loaders.upstream.call import Call, Part, path
from loaders.upstream.client import Client
from loaders.upstream.decode import Zone, via

_CHECK_LEADS = "read the customer's `leads`, or `Query.leads`, to see whether it is there"
_CHECK_LEAD = "read the lead in its customer's `leads` to see whether it changed"
_CHECK_ACTIONS = "read the lead's `actions` to see whether it is there"


def _document(value: object, _zone: Zone) -> object:
    return value if isinstance(value, Mapping) and "_id" in value else None


_LEAD = cast("type[Lead | None]", Annotated[Lead | None, via(_document)])


class LeadWrites:
    """Posting creates something each time, so nothing here is ever sent twice."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def create(self, form: LeadForm, variables: Mapping[str, str]) -> Created:
        """Add a lead; `variables` are custom ones by name, of which the vendor ignores the undeclared. Docs: "Add Lead"."""
        call = Call("add lead", "POST", "/api/lead").with_form({**variables, **fields(form)})
        return await self._client.write(call, Created, check=_CHECK_LEADS)

    async def create_prospect(self, form: ProspectForm) -> Created:
        """Add a prospect: a form, or JSON where the session is an object. Docs: "Add prospect"."""
        call, sent = Call("add prospect", "POST", "/api/prospect"), fields(form)
        call = call.with_json(sent) if isinstance(form.avandor_session, Mapping) else call.with_form(sent)
        return await self._client.write(call, Created, check=_CHECK_LEADS)

    async def update(self, lead_id: str, change: LeadChange) -> Lead:
        """Change a lead, and return it as the vendor shows it then. Docs: "Update Lead"."""
        call = Call("update lead", "PUT", path("/api/lead/{id}", id=lead_id)).with_form(fields(change))
        return await self._client.write(call, _LEAD, check=_CHECK_LEAD) or Lead(id=lead_id)

    async def rate(self, lead_id: str, score: int, comment: str | None) -> Created:
        """Store a score from 1 to 10. The request line says POST, all samples PUT. Docs: "Update NPS"."""
        # The samples' key is "comment ", with a blank at its end; the table's has none.
        call = Call("update nps", "PUT", path("/api/lead/{id}/nps", id=lead_id)).with_form({"nps": score, "comment": comment})
        await self._client.write(call, Done, check="the vendor shows no score on any read; ask its support")
        return Created(id=lead_id)

    async def lose(self, lead_id: str, reason: str, comment: str | None) -> Lead:
        """Give a lead up, and return it. Docs: "Update Lost Lead"."""
        form = {"reasonLost": reason, "comment": comment}
        call = Call("update lost lead", "PUT", path("/api/lead/{id}/leadLost", id=lead_id)).with_form(form)
        return await self._client.write(call, _LEAD, check=_CHECK_LEAD) or Lead(id=lead_id)

    async def add_action(self, form: ActionForm) -> Created:
        """Add an action to a lead. Docs: "Add Lead Action"."""
        call = Call("add lead action", "POST", "/api/lead/action").with_form(fields(form))
        return await self._client.write(call, Created, check=_CHECK_ACTIONS)

    async def update_action(self, action_id: str, form: ActionForm) -> Created:
        """Change an action. Docs: "Update Lead Action"."""
        call = Call("update lead action", "PUT", path("/api/lead/action/{id}", id=action_id)).with_form(fields(form))
        await self._client.write(call, Done, check=_CHECK_ACTIONS)
        return Created(id=action_id)

    async def upload(self, lead_id: str, kind: str, documents: list[Part], action_id: str | None) -> Uploaded:
        """Send one to five PDFs as multipart, streamed from where they lie. Docs: "Upload Lead Documents"."""
        beside = [Part("leadActionId", action_id.encode())] if action_id else []
        address = path("/api/lead/{id}/{kind}", id=lead_id, kind=kind)
        call = Call("upload lead documents", "PUT", address, files=(*documents, *beside))
        return await self._client.write(call, Uploaded, check=_CHECK_ACTIONS)
