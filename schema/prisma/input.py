"""What Prisma's mutations are given."""

import strawberry
from strawberry.scalars import JSON

from schema.key import CustomerKey
from schema.prisma.session import ActivityType
from schema.write import idempotency_key

_PERSON = "The person, in whose visit it happens; a visit is made where none is kept. Either this or `visit`."
_VISIT = "Prisma's id of the visit in which it happens. Either this or `customer`."


@strawberry.input(description="A trace to start.")
class StartTraceInput:
    customer: CustomerKey | None = strawberry.field(
        default=None, description="The person; without one the trace is that of somebody anonymous, whom Prisma creates."
    )
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="A visit to start.")
class StartVisitInput:
    customer: CustomerKey | None = strawberry.field(
        default=None, description="The person, whose trace is used, or started where none is kept. Either this or `trace`."
    )
    trace: strawberry.ID | None = strawberry.field(
        default=None, description="Prisma's id of a trace. Either this or `customer`."
    )
    channel: str | None = strawberry.field(
        default=None, description="A channel that the installation knows, such as `web` or `atm`; the gateway's own by default."
    )
    language: str | None = strawberry.field(default=None, description="The device's language, such as `en-US`.")
    platform: str | None = strawberry.field(default=None, description="The platform, such as `Chrome Browser`.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="A value that belongs to an activity.")
class ActivityDatumInput:
    name: str = strawberry.field(description="Its name.")
    value: str = strawberry.field(description="The value.")


@strawberry.input(description="An activity to record.")
class RecordActivityInput:
    type: ActivityType = strawberry.field(description="What sort of thing happened.")
    customer: CustomerKey | None = strawberry.field(default=None, description=_PERSON)
    visit: strawberry.ID | None = strawberry.field(default=None, description=_VISIT)
    name: str | None = strawberry.field(default=None, description="Its name; that of the type by default.")
    tracking_token: str | None = strawberry.field(
        default=None, description="The campaign's token for this person; a conversion and a dismissal need it."
    )
    data: list[ActivityDatumInput] = strawberry.field(default_factory=list, description="What else is worth keeping.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="A page or screen that is being shown.")
class SyncPageInput:
    page: str = strawberry.field(description="Its address or name.")
    customer: CustomerKey | None = strawberry.field(default=None, description=_PERSON)
    visit: strawberry.ID | None = strawberry.field(default=None, description=_VISIT)
    placeholders: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="The ids of its placeholders, at most 100."
    )
    popups: bool = strawberry.field(default=True, description="Whether a popup may be shown.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="A campaign's funnel to open or to go on with.")
class AdvanceFunnelInput:
    campaign: strawberry.ID = strawberry.field(
        description="Prisma's id of the campaign of the banner or popup that was chosen."
    )
    tracking_token: str = strawberry.field(description="The token that came with it.")
    customer: CustomerKey | None = strawberry.field(default=None, description=_PERSON)
    visit: strawberry.ID | None = strawberry.field(default=None, description=_VISIT)
    step_data: JSON | None = strawberry.field(
        default=None,
        description="Left out to open the funnel. To go on, an object: the captured values by the fields' names, or an empty one.",
    )
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="A person to create at Prisma, or to update.")
class UpsertTargetedCustomerInput:
    customer: CustomerKey = strawberry.field(
        description="The person. Somebody new is named by the handle that is Prisma's customer id (`PRISMA_CUSTOMER_ID`)."
    )
    fields: JSON = strawberry.field(
        description="An object of values by the names of the installation's customer schema; absent fields keep their value."
    )
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="A business event that happened to a person.")
class TriggerBusinessEventInput:
    event: str = strawberry.field(description="Its name, as defined in the application's settings.")
    customer: CustomerKey | None = strawberry.field(default=None, description="The person. Either this or `search`.")
    search: JSON | None = strawberry.field(
        default=None,
        description="An object of values by the names of the customer schema; whoever has them is the person, and if nobody has, "
        "such a person is created. Either this or `customer`.",
    )
    context: JSON | None = strawberry.field(default=None, description="An object of further parameters.")
    force_funnel_restart: bool | None = strawberry.field(
        default=None, description="Whether a funnel that the person had begun starts anew."
    )
    idempotency_key: str | None = idempotency_key()
