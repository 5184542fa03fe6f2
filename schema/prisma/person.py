"""People at Prisma, and what happens to them."""

import strawberry

from loaders.prisma.records.visit import BusinessEvent
from resolvers.context import Info
from resolvers.prisma import people as resolve
from resolvers.prisma.customers import Upserted
from schema.customer import Customer
from schema.write import UserError, user_errors


async def _customer(root: strawberry.Parent[Upserted | BusinessEvent], info: Info) -> Customer | None:
    return await resolve.customer_of(info, root.customer_id)  # type: ignore[return-value]  # a record behind the view


@strawberry.type(description="A person who is known to Prisma now.")
class TargetedCustomer:
    customer_id: str = strawberry.field(description="Prisma's id of the person.")
    customer: Customer | None = strawberry.field(
        resolver=_customer, description="The person; null while no vendor can say that it knows them."
    )


@strawberry.type(description="The campaign that a business event triggered.")
class TriggeredCampaign:
    campaign: str | None = strawberry.field(description="The campaign's name.")
    trace_id: strawberry.ID = strawberry.field(description="The trace made for its funnel: give it to `startVisit`.")
    tracking_token: str = strawberry.field(description="Names this offer to this person: give it to `advanceFunnel`.")
    customer_id: str | None = strawberry.field(description="Prisma's id of the person, also where they were found or created.")
    customer: Customer | None = strawberry.field(
        resolver=_customer, description="The person; null while no vendor can say that it knows them."
    )


@strawberry.type(description="What `upsertTargetedCustomer` did.")
class UpsertTargetedCustomerPayload:
    result: TargetedCustomer | None = strawberry.field(
        name="targetedCustomer", description="The person; null where it was refused."
    )
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="What `triggerBusinessEvent` did.")
class TriggerBusinessEventPayload:
    result: TriggeredCampaign | None = strawberry.field(
        name="event", description="The campaign that was triggered; null where none was, or where it was refused."
    )
    user_errors: list[UserError] = user_errors()
