"""Leads and prospects. Docs: "Leads"."""

from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from loaders.footprints.sandbox import fields, rules
from loaders.footprints.sandbox.catalogue import Row
from loaders.footprints.sandbox.clients import Clients
from loaders.footprints.sandbox.forms import JSON, Form, media_type, read_form, read_form_or_json, required
from loaders.footprints.sandbox.paging import page_of, positive
from loaders.footprints.sandbox.refusals import Refused
from loaders.footprints.sandbox.seeding import CRM_KEY
from loaders.footprints.sandbox.stamps import parse_naive
from loaders.footprints.sandbox.state import Lead, State
from loaders.footprints.sandbox.views import flat, listed

# Only leads with all four are listed; the sample asks for pages of 10, which is the default here.
_LISTED = ("locationId", "offerCategoryId", "offerId", "consultantId")
_PAGE_SIZE = 10


class Leads:
    """The endpoints below /api/lead that take no documents and no actions, and /api/prospect."""

    def __init__(self, state: State, clients: Clients) -> None:
        self._state = state
        self._clients = clients

    async def create(self, request: Request) -> Response:
        """POST /api/lead."""
        form = await read_form(request)
        written = rules.checked(form, fields.new_lead(self._state.catalogue))
        if not written:
            raise Refused(400, "the body names no field of a lead")
        created = _created_at(form, written.pop("timezone", None)) if written.pop("createdAt", None) else self._state.now()
        return JSONResponse({"_id": self._add(written, "lead", created)})

    async def prospect(self, request: Request) -> Response:
        """POST /api/prospect. A prospect is a lead in its first status."""
        body = await read_form_or_json(request)
        written = rules.checked(body, fields.PROSPECT)
        session = body.get("avandorSession", "")
        if isinstance(session, dict) and media_type(request) != JSON:
            raise Refused(400, "avandorSession: an object needs an application/json request")
        if not written:
            raise Refused(400, "the body names no field of a prospect")
        return JSONResponse({"_id": self._add({**written, "avandorSession": session}, "prospect", self._state.now())})

    async def listing(self, request: Request) -> Response:
        """GET /api/lead: a bare array, newest first, both days included (in UTC); it does not say how many there are."""
        query = request.query_params
        start, end = (rules.day(name, query[name]) if query.get(name) else None for name in ("startDate", "endDate"))
        size, page = positive(query, "pageSize", _PAGE_SIZE), positive(query, "page", 1)
        key = query.get("appKey")
        found = [
            lead
            for lead in self._state.leads.values()
            if all(lead.fields.get(name) for name in _LISTED)
            and (not key or lead.application_key == key)
            and (start is None or str(lead.created_at.date()) >= str(start))
            and (end is None or str(lead.created_at.date()) <= str(end))
        ]
        found.sort(key=lambda lead: (lead.created_at, lead.id), reverse=True)
        return JSONResponse([listed(self._state, lead) for lead in page_of(found, page, size)])

    async def update(self, request: Request) -> Response:
        """PUT /api/lead/{leadId}."""
        lead = self._state.lead(request.path_params["lead_id"])
        written = rules.checked(await read_form(request), fields.changed_lead(self._state.catalogue))
        if not written:
            raise Refused(400, "the body names no field that can be updated")
        status = str(written.pop("status", lead.status))
        if status != "customer" and set(written) & set(fields.CONTRACT):
            raise Refused(400, "contract fields are only accepted with status customer")
        if status == "customer":
            lead.fields.setdefault("contractId", self._state.new_id())
        return self._changed(lead, status, written)

    async def rate(self, request: Request) -> Response:
        """PUT /api/lead/{leadId}/nps. The request line says POST; all four samples say PUT."""
        lead = self._state.lead(request.path_params["lead_id"])
        form = await read_form(request)
        required(form, "nps")
        # 1 to 10 here, 0 to 10 when the lead is added.
        score = rules.number(1, 10)("nps", form["nps"])
        self._comment(lead, form)
        self._changed(lead, lead.status, {"nps": score})
        return JSONResponse({"status": "success"})

    async def lose(self, request: Request) -> Response:
        """PUT /api/lead/{leadId}/leadLost."""
        lead = self._state.lead(request.path_params["lead_id"])
        form = await read_form(request)
        required(form, "reasonLost")
        reason = rules.one_of(fields.REASONS)("reasonLost", form["reasonLost"])
        self._comment(lead, form)
        return self._changed(lead, "lost", {"reasonLost": reason})

    def _add(self, written: Row, status: str, at: datetime) -> str:
        if "userFamilyDetalis" in written:
            written["userFamilyDetails"] = written.pop("userFamilyDetalis")
        client = self._clients.of_lead(written)
        lead = Lead(self._state.new_id(), client.id, status, written, at, self._state.now(), at, CRM_KEY, [(status, at)])
        self._state.leads[lead.id] = lead
        return lead.id

    def _changed(self, lead: Lead, status: str, written: Row) -> Response:
        now = self._state.now()
        lead.fields |= written
        lead.move(status, now)
        lead.updated_at = now
        return JSONResponse(flat(lead))

    def _comment(self, lead: Lead, form: Form) -> None:
        """The samples name it `comment%20`, the tables `comment`: both are taken."""
        comment = form.get("comment", form.get("comment ", ""))
        if rules.text("comment", comment):
            lead.comments.append(self._state.new_id())


def _created_at(form: Form, zone: object) -> datetime:
    """`createdAt` is local to `timezone`, or to the account's zone."""
    return parse_naive(str(form["createdAt"]), zone) if isinstance(zone, ZoneInfo) else parse_naive(str(form["createdAt"]))
