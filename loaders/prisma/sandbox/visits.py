"""Traces, visits and activities. Docs: Prisma, "Traces"."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from loaders.prisma.sandbox.body import Body, Refused
from loaders.prisma.sandbox.edn import Value
from loaders.prisma.sandbox.installation import Installation
from loaders.prisma.sandbox.traces import Activity
from loaders.prisma.sandbox.wire import answer, body_of

_ENDINGS = frozenset({"conversion", "dismiss"})
_TYPES = _ENDINGS | {"location", "action", "entry-point", "funnel-step", "event"}
_PREFIX = "trail-action/"


@dataclass(frozen=True, slots=True)
class Visits:
    """The three calls of the trace API; what cannot be created answers 500, as documented."""

    installation: Installation

    async def start_trace(self, request: Request) -> Response:
        """POST /api/traces/trace. Without a customer-id the person is anonymous, and gets one."""
        body = await body_of(request)
        token = body.optional_text("app-token")
        if token is not None:
            self._demand_application(token)
        customer_id = body.customer_id("customer-id")
        if customer_id is None:
            trace = self.installation.traces.start(self.installation.customers.create({}).id, is_anonymous=True)
        else:
            trace = self.installation.traces.start(customer_id)
        # The documentation's samples print trace ids in capitals and visit ids in small letters.
        return answer(request, {"trace-id": str(trace.id).upper(), "customer-id": trace.customer_id})

    async def start_visit(self, request: Request) -> Response:
        """POST /api/traces/:trace-id/trail. Of the three fields, platform and language are optional."""
        body = await body_of(request)
        trace = self.installation.traces.trace(request.path_params["trace_id"])
        if trace is None:
            raise Refused(500, "The visit could not be created: no such trace")
        trace.demand_open()
        body.optional_text("language")
        body.optional_text("platform")
        trail = self.installation.traces.visit(trace, body.word("channel"))
        return answer(request, {"trail-id": str(trail.id)})

    async def record(self, request: Request) -> Response:
        """POST /api/traces/trail/:trail-id/action; answers 200 without a body."""
        body = await body_of(request)
        trail = self.installation.traces.trail(request.path_params["trail_id"])
        if trail is None:
            raise Refused(500, "The activity could not be created: no such visit")
        trail.trace.demand_open()
        activity = Activity(trail, body.text("name"), _type(body), _data(body))
        if activity.type in _ENDINGS:
            self._end(activity)
        self.installation.traces.activities.append(activity)
        return Response(status_code=200)

    def _demand_application(self, token: str) -> None:
        """The documentation knows only 200 and 500 here, so a wrong token is a trace that could not be created."""
        try:
            self.installation.demand_application(token)
        except Refused as refused:
            raise Refused(500, f"The trace could not be created: {refused.reason}") from refused

    def _end(self, activity: Activity) -> None:
        """Close the campaign for the person and spend the trace."""
        trace = activity.trail.trace
        token = dict(activity.data).get("tracking-token")
        interaction = self.installation.traces.interaction(token, trace.customer_id)
        if interaction is None:
            raise Refused(400, f"data: {activity.type} needs a tracking-token obtained in the channel")
        customer = self.installation.customers.find(trace.customer_id)
        if customer is not None:
            customer.closed.add(interaction.campaign.id)
        trace.is_spent = True


def _type(body: Body) -> str:
    """A keyword such as :trail-action/conversion; in JSON without the prefix."""
    word = body.word("type")
    name = word if body.is_json else word.removeprefix(_PREFIX)
    if name not in _TYPES or (name == word) != body.is_json:
        raise Refused(400, f"type: expected {'' if body.is_json else ':' + _PREFIX}{{{'|'.join(sorted(_TYPES))}}}, got {word}")
    return name


def _data(body: Body) -> tuple[tuple[str, Value], ...]:
    return tuple((item.text("name"), item.fields.get("value")) for item in body.items("data"))
