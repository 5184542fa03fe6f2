"""The roots that span vendors."""

import asyncio
from collections.abc import Collection, Mapping
from enum import Enum
from typing import Annotated

import strawberry
from graphql import GraphQLError

from loaders.upstream.breaker import State
from loaders.upstream.errors import UpstreamError
from resolvers import customer as people
from resolvers.campaigns import CampaignSource, campaigns
from resolvers.context import Info
from resolvers.identity.person import Person
from resolvers.nodes import NodeSource, node
from resolvers.refusals import BadInput
from resolvers.status import statuses
from schema.campaign import Campaign, CampaignConnection
from schema.customer import Customer
from schema.key import CustomerKey, key_of
from schema.node import Node
from schema.vendor import Vendor


@strawberry.enum(description="Whether a vendor is being asked.")
class CircuitState(Enum):
    CLOSED = strawberry.enum_value(State.CLOSED, description="It is asked.")
    OPEN = strawberry.enum_value(State.OPEN, description="It failed too often a moment ago and is left alone for a while.")
    HALF_OPEN = strawberry.enum_value(State.HALF_OPEN, description="One call at a time tries whether it answers again.")


MOST_KEYS = 100


@strawberry.federation.type(shareable=True, description="How one vendor is doing, by what this process knows.")
class VendorStatus:
    vendor: Vendor = strawberry.field(description="The vendor.")
    configured: bool = strawberry.field(description="Whether this installation has settings for it.")
    reachable: bool | None = strawberry.field(description="Whether it answered the last call; null before the first.")
    circuit: CircuitState = strawberry.field(description="Whether it is being asked.")
    calls_left: int | None = strawberry.field(description="Calls left in the budget's window; null where no limit is known.")
    last_error: str | None = strawberry.field(
        description="What went wrong last, as `CODE: reason`: a code of docs/troubleshooting.md; without personal data."
    )


By = Annotated[CustomerKey, strawberry.argument(description="How the person is named.")]
First = Annotated[int | None, strawberry.argument(description="How many items, 0 to 100.")]
After = Annotated[str | None, strawberry.argument(description="A cursor of this list, to continue behind it.")]


async def _customer(info: Info, by: By) -> Customer | None:
    return await people.find(info, key_of(info.context, by))  # type: ignore[return-value]  # a record behind the view


async def _customers(
    info: Info, by: Annotated[list[CustomerKey], strawberry.argument(description="At most 100 ways to name people.")]
) -> list[Customer | None]:
    if len(by) > MOST_KEYS:
        raise BadInput(f"`by` takes at most {MOST_KEYS} keys, got {len(by)}; ask in several requests.", path=("by",))
    return await asyncio.gather(*(_attempt(info, one) for one in by))  # type: ignore[return-value]  # as above; an error blanks its own place


async def _attempt(info: Info, by: CustomerKey) -> Person | UpstreamError | GraphQLError | None:
    try:
        return await people.find(info, key_of(info.context, by))
    except (UpstreamError, GraphQLError) as error:
        return error


async def _me(info: Info) -> Customer | None:
    key = info.context.caller.customer
    return None if key is None else await people.find(info, key)  # type: ignore[return-value]  # as above


async def _vendors(info: Info) -> list[VendorStatus]:
    return statuses(info.context)  # type: ignore[return-value]  # as above


@strawberry.type
class People:
    """The roots of every slice: the same person by the same key, whichever subgraph a router asks."""

    customer: Customer | None = strawberry.federation.field(
        resolver=_customer, shareable=True, description="A person; null when no vendor knows them."
    )
    customers: list[Customer | None] = strawberry.federation.field(
        resolver=_customers,
        shareable=True,
        description="At most 100 people, in the order of the keys; null where nobody knows the person, and with an error of its own "
        "where a key is wrong. Bulk reads are shared.",
    )
    me: Customer | None = strawberry.federation.field(
        resolver=_me, shareable=True, description="The person that the caller's token names; null for other callers."
    )
    vendors: list[VendorStatus] = strawberry.federation.field(
        resolver=_vendors,
        shareable=True,
        description="How the vendors are doing, by what the process asked knows. Makes no call.",
    )


def across(nodes: Mapping[str, NodeSource], sources: Mapping[str, CampaignSource], campaign_types: Collection[str]) -> type:
    """Make the roots that span all vendors, over their nodes and campaigns."""
    found_as_campaigns = {name: source for name, source in nodes.items() if name in campaign_types}

    async def _node(info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="A global id.")]) -> Node | None:  # noqa: A002
        return await node(nodes, info, id)  # type: ignore[return-value]  # as above

    async def _nodes(
        info: Info,
        ids: Annotated[list[strawberry.ID], strawberry.argument(description="At most 100 global ids.")],
    ) -> list[Node | None]:
        if len(ids) > MOST_KEYS:
            raise BadInput(f"`ids` takes at most {MOST_KEYS} ids, got {len(ids)}.", path=("ids",))

        async def one(text: str) -> object | None:
            try:
                return await node(nodes, info, text)
            except (UpstreamError, GraphQLError) as error:
                return error

        return await asyncio.gather(*(one(text) for text in ids))  # type: ignore[return-value]  # as above

    async def _campaign(
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The campaign's global id.")],  # noqa: A002
    ) -> Campaign | None:
        return await node(found_as_campaigns, info, id, "a campaign")  # type: ignore[return-value]  # as above

    async def _campaigns(
        info: Info,
        vendor: Annotated[
            list[Vendor] | None, strawberry.argument(description="Only these vendors' campaigns.")
        ] = strawberry.UNSET,
        active: Annotated[
            bool | None, strawberry.argument(description="Only those that run now, or only those that don't.")
        ] = strawberry.UNSET,
        first: First = 20,
        after: After = strawberry.UNSET,
    ) -> CampaignConnection | None:
        names = [str(getattr(one, "value", one)) for one in vendor] if vendor else None
        return await campaigns(sources, info, names, active if active is not strawberry.UNSET else None, first, after or None)  # type: ignore[return-value]  # as above

    @strawberry.type
    class Across:
        node: Node | None = strawberry.field(resolver=_node, description="The object with that id; null if it is gone.")
        nodes: list[Node | None] = strawberry.field(resolver=_nodes, description="The objects with those ids, in order.")
        campaign: Campaign | None = strawberry.field(resolver=_campaign, description="One campaign of any vendor.")
        campaigns: CampaignConnection | None = strawberry.field(
            resolver=_campaigns, description="All vendors' campaigns, ordered by vendor and id. One list read per vendor."
        )

    return Across
