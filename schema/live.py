"""What is told as it happens. Only in the whole graph: routers stream no subgraph's subscriptions without a licence."""

import strawberry

from resolvers import customer as people
from resolvers.context import Info
from schema.customer import Customer
from schema.key import key_of
from schema.query import By


async def _changed(info: Info, by: By) -> Customer | None:
    return await people.find(info, key_of(info.context, by))  # type: ignore[return-value]  # a record behind the view


@strawberry.type(description="What is told as it happens, over WebSocket or as server-sent events.")
class Subscription:
    # A field like Query.customer: gateway/engine/live.py runs it anew whenever something it used has changed.
    customer_changed: Customer | None = strawberry.field(
        resolver=_changed,
        description=(
            "The person anew, each time that a write, an invalidation or a renewed entry of the cache changed what is selected "
            "here; nothing at the start, and nothing that is as it was. Beginning costs what the same `customer` costs; waiting "
            "costs no call; a change costs the calls for what was dropped, and none for what the cache still holds."
        ),
    )
