"""Roots that belong to CareCloud."""

from typing import Annotated

import strawberry

from resolvers.carecloud import catalogue as resolve
from resolvers.context import Info
from schema.carecloud.reward import Group, Reward, Valid
from schema.carecloud.store import Store


@strawberry.type(description="CareCloud: what customers may be interested in.")
class Interest:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    name: str | None = strawberry.field(description="Its name.")


@strawberry.type(description="CareCloud: a property that customers may have.")
class CustomerProperty:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    name: str | None = strawberry.field(description="Its name.")
    description: str | None = strawberry.field(description="What it means.")
    data_type: str | None = strawberry.field(description="The vendor's word for the kind of its values, such as `date`.")
    is_required: bool | None = strawberry.field(description="Whether every customer must have it.")
    is_unique: bool | None = strawberry.field(description="Whether no two customers may have the same value.")


@strawberry.type(description="CareCloud: a system that customers come from, with ids of its own.")
class CustomerSource:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    name: str | None = strawberry.field(description="Its name.")
    text_id: str | None = strawberry.field(description="Its name for programs.")


async def _stores(
    info: Info,
    visible_for_customers: Annotated[
        bool | None, strawberry.argument(description="Only those that customers may see, or only the others.")
    ] = strawberry.UNSET,
) -> list[Store] | None:
    visible = None if visible_for_customers is strawberry.UNSET else visible_for_customers
    return await resolve.stores(info, visible)  # type: ignore[return-value]  # records behind the view


async def _rewards(
    info: Info,
    valid: Valid = strawberry.UNSET,
    group: Group = strawberry.UNSET,
    name: Annotated[str | None, strawberry.argument(description="A part of the name.")] = strawberry.UNSET,
    code: Annotated[str | None, strawberry.argument(description="The whole code.")] = strawberry.UNSET,
    store: Annotated[
        strawberry.ID | None, strawberry.argument(description="A store where it is used, by the vendor's id.")
    ] = strawberry.UNSET,
) -> list[Reward] | None:
    wanted = resolve.filters(
        is_valid=None if valid is strawberry.UNSET else valid,
        reward_group=group.value if group else None,
        name=name or None,
        code=code or None,
        store_id=store or None,
    )
    return await resolve.rewards(info, wanted)  # type: ignore[return-value]  # as above


async def _interests(info: Info) -> list[Interest] | None:
    return await resolve.interests(info)  # type: ignore[return-value]  # as above


async def _properties(info: Info) -> list[CustomerProperty] | None:
    return await resolve.customer_properties(info)  # type: ignore[return-value]  # as above


async def _sources(info: Info) -> list[CustomerSource] | None:
    return await resolve.customer_sources(info)  # type: ignore[return-value]  # as above


@strawberry.type
class CareCloudQuery:
    stores: list[Store] | None = strawberry.field(
        resolver=_stores, description="CareCloud: stores, ordered by the vendor's ids. One call per 100."
    )
    rewards: list[Reward] | None = strawberry.field(
        resolver=_rewards,
        description="CareCloud: the project's rewards, ordered by the vendor's ids, whatever their state. One call per 100.",
    )
    interests: list[Interest] | None = strawberry.field(
        resolver=_interests, description="CareCloud: what `addCustomerInterest` takes. One call per 100."
    )
    customer_properties: list[CustomerProperty] | None = strawberry.field(
        resolver=_properties, description="CareCloud: what `setCustomerProperty` takes. One call per 100."
    )
    customer_sources: list[CustomerSource] | None = strawberry.field(
        resolver=_sources, description="CareCloud: the systems that `registerCustomer` takes ids of. One call per 100."
    )
