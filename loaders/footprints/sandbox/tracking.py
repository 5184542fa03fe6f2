"""Web and mobile tracking: sessions, actions, beacons, positions. Docs: "Web Data Tracking", "Mobile Data Tracking".

Forms only: the vendor's mobile SDK sends JSON and other spellings, but the page, which this stand-in follows, does not.
"""

from collections.abc import Mapping
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from loaders.footprints.sandbox import rules
from loaders.footprints.sandbox.credentials import SETTINGS
from loaders.footprints.sandbox.forms import Form, read_form, required
from loaders.footprints.sandbox.refusals import Refused
from loaders.footprints.sandbox.rules import Check
from loaders.footprints.sandbox.state import Client, State

_RECEIPT = rules.mapping({"name": rules.text, "value": rules.number()}, needs=("name", "value"))
# The tables say "request type" where they mean the action type.
_EXTRA: Mapping[str, Mapping[str, Check]] = {
    "visit": dict.fromkeys(("brands", "tenants", "interests"), rules.many(rules.text)),
    "sale": {"receipts": rules.many(_RECEIPT)},
    "contact": {"appointmentDate": rules.stamp, "senderType": rules.one_of(("person", "organization"))},
    "feedback": {"rating": rules.number(1, 10)},
    "engagement": {"description": rules.text},
    "profiling": {"percentCompleted": rules.number(0, 100)},
}
_TECHNICAL = rules.mapping(dict.fromkeys(("screenSize", "browserUserAgent", "browserType", "appId", "deviceOs"), rules.text))
_NUMBERS = ("rssi", "distance", "txPower", "minor", "major")
_SENSOR = rules.mapping(
    {**dict.fromkeys(("uuid", "macAddress", "name"), rules.text), **dict.fromkeys(_NUMBERS, rules.number())}
)


class Tracking:
    """The endpoints below /jsapi and /mobileapi. They take an `appkey` in the body, and no access token."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._owners: dict[str, str | None] = {}
        "Client id, or None for a stranger, by uid, pid or mobileId."

    async def start_web(self, request: Request) -> Response:
        """POST /jsapi/init: a `uid` for a customer's e-mail, a `pid` for anybody else."""
        form = await _own_form(request)
        client = self._client_with(rules.checked(form, {"email": rules.email, "technicalInfo": _TECHNICAL}).get("email"))
        kind = "uid" if client else "pid"
        return JSONResponse({"status": "ok", kind: self._session(kind, client)})

    async def track_web(self, request: Request) -> Response:
        """POST /jsapi/send: `uid` holds the uid with uType c, or the pid with uType p."""
        form = await _own_form(request)
        session, kind = required(form, "uid", "uType")
        rules.one_of(("p", "c"))("uType", kind)
        client = self._owner("uid", session)
        if (kind == "c") != (client is not None):
            raise Refused(400, "uType: expected c for a uid, p for a pid")
        return self._track(form, client)

    async def start_mobile(self, request: Request) -> Response:
        """POST /mobileapi/init. That it needs an e-mail or a push token is known from the vendor's SDK, not from the page."""
        form = await _own_form(request)
        checks = {"userEmail": rules.email, "userPhone": rules.phone, "technicalInfo": _TECHNICAL}
        written = rules.checked(form, {**checks, "pushNotificationToken": rules.text})
        if not (written.get("userEmail") or written.get("pushNotificationToken")):
            raise Refused(400, "missing parameter: userEmail or pushNotificationToken")
        client = self._client_with(written.get("userEmail"))
        return JSONResponse({"status": "ok", "mobileId": self._session("mobile", client)})

    async def track_mobile(self, request: Request) -> Response:
        """POST /mobileapi/send."""
        form, client = await self._mobile(request)
        return self._track(form, client)

    async def sensors(self, request: Request) -> Response:
        """PUT /mobileapi/sensors: `sensors[0][uuid]`. The request line says POST; the samples with the right body say PUT."""
        form, _ = await self._mobile(request)
        rules.many(_SENSOR)("sensors", form.get("sensors"))
        return JSONResponse({"success": True})

    async def position(self, request: Request) -> Response:
        """PUT /mobileapi/geo. The request line says POST /mobileapi/sensors; every sample says this."""
        form, _ = await self._mobile(request)
        required(form, "lat", "lon")
        rules.checked(form, {"lat": rules.number(-90, 90), "lon": rules.number(-180, 180), "accuracy": rules.number(0)})
        return JSONResponse({"success": True})

    def _track(self, form: Form, client: Client | None) -> Response:
        action, request_type = required(form, "actionType", "requestType")
        rules.one_of(_EXTRA)("actionType", action)
        rules.one_of(("action",))("requestType", request_type)
        if "additionalData" in form:
            raise Refused(400, "additionalData: the parameter is spelled aditionalData")
        if "aditionalData" in form:
            rules.mapping(_EXTRA[action])("aditionalData", form["aditionalData"])
        if client:
            client.tracked.append((self._state.now(), action))
        return JSONResponse({})

    async def _mobile(self, request: Request) -> tuple[Form, Client | None]:
        form = await _own_form(request)
        (mobile_id,) = required(form, "mid")
        return form, self._owner("mid", mobile_id)

    def _client_with(self, email: object) -> Client | None:
        wanted = str(email or "").lower()
        known = self._state.clients.values()
        return next((each for each in known if wanted and str(each.fields.get("userEmail", "")).lower() == wanted), None)

    def _session(self, kind: str, client: Client | None) -> str:
        """The same customer has the same session id each time; strangers get a new one."""
        session = sha256(f"{kind} {client.id if client else len(self._owners)}".encode()).hexdigest()
        self._owners[session] = client.id if client else None
        return session

    def _owner(self, name: str, session: str) -> Client | None:
        if session not in self._owners:
            raise Refused(400, f"{name}: unknown, ask init for one")
        return self._state.clients.get(self._owners[session] or "")


async def _own_form(request: Request) -> Form:
    form = await read_form(request)
    if required(form, "appkey") != [SETTINGS["FOOTPRINTS_APP_KEY"]]:
        raise Refused(401, "appkey: unknown application")
    return form
