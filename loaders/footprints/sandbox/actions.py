"""Actions on leads. Docs: "Add Lead Action" to "Get Lead Action Types"."""

from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from loaders.footprints.sandbox import rules
from loaders.footprints.sandbox.catalogue import Row, named
from loaders.footprints.sandbox.fields import lead_action
from loaders.footprints.sandbox.forms import read_form, required
from loaders.footprints.sandbox.refusals import Refused
from loaders.footprints.sandbox.stamps import iso
from loaders.footprints.sandbox.state import Action, State


class Actions:
    """The endpoints at /api/lead/action, /api/lead/actions and /api/lead/action-types."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def add(self, request: Request) -> Response:
        """POST /api/lead/action."""
        form = await read_form(request)
        lead_id, type_id = required(form, "leadId", "leadActionTypeId")
        written = rules.checked(form, lead_action(self._state.catalogue))
        now = self._state.now()
        lead = self._state.lead(lead_id)
        action = Action(self._state.new_id(), lead.id, type_id, str(written.get("actionDetail", "")), now, now, now)
        self._state.actions[action.id] = action
        return self._write(action, written)

    async def update(self, request: Request) -> Response:
        """PUT /api/lead/action/{actionId}. The same four fields; those that are sent change."""
        action = self._state.actions.get(request.path_params["action_id"])
        if action is None:
            raise Refused(404, "lead action not found")
        written = rules.checked(await read_form(request), lead_action(self._state.catalogue))
        if not written:
            raise Refused(400, "the body names no field of a lead action")
        return self._write(action, written)

    async def of_lead(self, request: Request) -> Response:
        """GET /api/lead/actions/{leadId}. The page's example is no JSON (`[ data: [{`); `{"data": [...]}` is meant."""
        lead = self._state.lead(request.path_params["lead_id"])
        found = [action for action in self._state.actions.values() if action.lead_id == lead.id]
        return JSONResponse({"data": [self._shown(action) for action in found]})

    async def types(self, _: Request) -> Response:
        """GET /api/lead/action-types."""
        return JSONResponse({"data": list(self._state.catalogue.action_types.values())})

    def _write(self, action: Action, written: Row) -> Response:
        action.lead_id = self._state.lead(str(written.get("leadId", action.lead_id))).id
        action.type_id = str(written.get("leadActionTypeId", action.type_id))
        action.detail = str(written.get("actionDetail", action.detail))
        date = written.get("date")
        action.date = date if isinstance(date, datetime) else action.date
        action.updated_at = self._state.now()
        return JSONResponse({"status": "success", "_id": action.id})

    def _shown(self, action: Action) -> Row:
        """`leadActionTypeId` is written as an id and read as an object."""
        return {
            "_id": action.id,
            "leadId": action.lead_id,
            "actionDetail": action.detail,
            "leadActionTypeId": named(self._state.catalogue.action_types[action.type_id]),
            "attachments": action.attachments,
            "date": iso(action.date),
            "createdAt": iso(action.created_at),
            "updatedAt": iso(action.updated_at),
        }
