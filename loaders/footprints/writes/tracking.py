"""Tracking of the web and of mobile devices: an App Key in the body, no token. Docs: "Web Data Tracking", "Mobile Data Tracking"."""

from collections.abc import Mapping, Sequence

from pydantic import SecretStr

from loaders.footprints.records.shapes import Text
from loaders.footprints.records.written import Done
from loaders.upstream.call import Call
from loaders.upstream.client import Client
from loaders.upstream.decode import Record, wire
from loaders.upstream.errors import AuthFailed, Malformed

_CHECK = "nothing at the vendor tells whether it was kept; sent again, it may count twice"


class WebSession(Record, frozen=True):
    """A visitor on the web; `kind` is the vendor's `c` for a customer it knows and `p` for anybody else."""

    id: str
    kind: str


class MobileSession(Record, frozen=True):
    """A mobile device."""

    id: str


class _Session(Record, frozen=True):
    user: Text = wire("uid", default=None)
    visitor: Text = wire("pid", default=None)
    # The text speaks of uid and pid, the sample answers mobileId.
    mobile: Text = wire("mobileId", default=None)


class TrackingWrites:
    """Sessions, activity, beacons, positions."""

    def __init__(self, client: Client, app_key: SecretStr | None) -> None:
        self._client = client
        self._app_key = app_key

    async def start_web(self, fields: Mapping[str, object]) -> WebSession:
        """Begin to track a visitor. Docs: "Initialize web tracking session"."""
        call = self._call("init web session", "POST", "/jsapi/init", fields)
        found = await self._client.write(call, _Session, check=_CHECK)
        if found.user:
            return WebSession(id=found.user, kind="c")
        return WebSession(id=self._named(found.visitor, "uid or pid"), kind="p")

    async def track_web(self, session: WebSession, action: str, data: Mapping[str, object]) -> bool:
        """Store what a visitor did. `uid` holds the id of either kind. Docs: "Send web tracking data"."""
        fields = {"uid": session.id, "uType": session.kind, **_activity(action, data)}
        return await self._done(self._call("send web data", "POST", "/jsapi/send", fields))

    async def start_mobile(self, fields: Mapping[str, object]) -> MobileSession:
        """Begin to track a device. Docs: "Mobile Initialize tracking session"."""
        call = self._call("init mobile session", "POST", "/mobileapi/init", fields)
        found = await self._client.write(call, _Session, check=_CHECK)
        return MobileSession(id=self._named(found.mobile or found.user or found.visitor, "mobileId"))

    async def track_mobile(self, session: str, action: str, data: Mapping[str, object]) -> bool:
        """Store what a device's owner did. Docs: "Send mobile tracking screenview"."""
        fields = {"mid": session, **_activity(action, data)}
        return await self._done(self._call("send mobile data", "POST", "/mobileapi/send", fields))

    async def report_beacons(self, session: str, beacons: Sequence[Mapping[str, object]]) -> bool:
        """Store which beacons a device sees: `sensors[0][uuid]`. Docs: "Send mobile tracking sensors".

        The request line says POST, the samples with the right body PUT.
        """
        fields = {"mid": session, "sensors": list(beacons)}
        return await self._done(self._call("send sensors", "PUT", "/mobileapi/sensors", fields))

    async def report_position(self, session: str, position: Mapping[str, object]) -> bool:
        """Store where a device is. The request line says POST sensors, every sample PUT geo. Docs: "Send mobile tracking geolocation"."""
        return await self._done(self._call("send geolocation", "PUT", "/mobileapi/geo", {"mid": session, **position}))

    def _call(self, operation: str, method: str, path: str, fields: Mapping[str, object]) -> Call:
        if self._app_key is None:
            raise AuthFailed(self._client.vendor, "tracking needs the data source's App Key; set FOOTPRINTS_APP_KEY")
        return Call(operation, method, path).with_form({"appkey": self._app_key.get_secret_value(), **fields})

    async def _done(self, call: Call) -> bool:
        await self._client.write(call, Done, check=_CHECK)
        return True

    def _named(self, session: str | None, expected: str) -> str:
        if session is None:
            raise Malformed(self._client.vendor, path="$", expected=expected, got="none of them")
        return session


def _activity(action: str, data: Mapping[str, object]) -> dict[str, object]:
    # Misspelled on the page throughout; the vendor's own mobile library spells it right, for another dialect.
    return {"actionType": action, "requestType": "action", "aditionalData": data}
