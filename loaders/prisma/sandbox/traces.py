"""Traces, their visits, and the tracking tokens issued in them."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from loaders.prisma.sandbox.body import Refused
from loaders.prisma.sandbox.campaigns import Campaign
from loaders.prisma.sandbox.edn import Value

_NAMESPACE = UUID("d17c100f-0668-400a-af91-967fe1a09a9e")


@dataclass(slots=True)
class Trace:
    """What groups a person's visits until they convert or dismiss; an anonymous person may become a known one."""

    id: UUID
    customer_id: str
    is_anonymous: bool
    is_spent: bool = False

    def demand_open(self) -> None:
        """Raise Refused with 400 once the trace is spent. Docs: Prisma, "Conversion and No interest"."""
        if self.is_spent:
            raise Refused(400, "trace-id: the trace ended with a conversion or a dismissal and cannot be used again")

    def demand_customer(self, customer_id: str | None) -> None:
        """Raise Refused with 400 if the visit is another person's."""
        if customer_id in (None, self.customer_id):
            return
        if not self.is_anonymous or customer_id is None:
            raise Refused(400, "customer-id: the visit belongs to another customer")
        self.customer_id, self.is_anonymous = customer_id, False


@dataclass(frozen=True, slots=True)
class Trail:
    """A visit."""

    id: UUID
    trace: Trace
    channel: str


@dataclass(frozen=True, slots=True)
class Interaction:
    """What a tracking token stands for."""

    trace: Trace
    campaign: Campaign


@dataclass(frozen=True, slots=True)
class Activity:
    """What somebody did in a visit; the API can record activities but not list them."""

    trail: Trail
    name: str
    type: str
    data: tuple[tuple[str, Value], ...]


class Traces:
    """Everything that was issued, by its identifier."""

    def __init__(self) -> None:
        self._traces: dict[UUID, Trace] = {}
        self._trails: dict[UUID, Trail] = {}
        self._interactions: dict[UUID, Interaction] = {}
        self.activities: list[Activity] = []

    def start(self, customer_id: str, *, is_anonymous: bool = False) -> Trace:
        """Start a trace."""
        trace = Trace(uuid5(_NAMESPACE, f"trace/{len(self._traces)}"), customer_id, is_anonymous)
        self._traces[trace.id] = trace
        return trace

    def visit(self, trace: Trace, channel: str) -> Trail:
        """Start a visit in a trace."""
        trail = Trail(uuid5(_NAMESPACE, f"trail/{len(self._trails)}"), trace, channel)
        self._trails[trail.id] = trail
        return trail

    def token(self, trace: Trace, campaign: Campaign) -> UUID:
        """The tracking token of a campaign in a trace; the same each time."""
        token = uuid5(trace.id, str(campaign.id))
        self._interactions[token] = Interaction(trace, campaign)
        return token

    def trace(self, trace_id: str) -> Trace | None:
        """The trace with this identifier, in either case of its letters."""
        return self._traces.get(_uuid(trace_id))

    def trail(self, trail_id: str | UUID) -> Trail | None:
        """The visit with this identifier."""
        return self._trails.get(_uuid(trail_id))

    def interaction(self, token: Value, customer_id: str) -> Interaction | None:
        """What a person's tracking token stands for; somebody else's token stands for nothing."""
        found = self._interactions.get(_uuid(token))
        return found if found and found.trace.customer_id == customer_id else None

    def spend(self) -> None:
        """Spend every trace, as if all visitors had converted elsewhere."""
        for trace in self._traces.values():
            trace.is_spent = True


def _uuid(value: Value) -> UUID:
    """The identifier in a text; what is none becomes one that was never issued."""
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError:
        return UUID(int=0)
