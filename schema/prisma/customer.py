"""What Prisma adds to a customer."""

from typing import Annotated

import strawberry
from strawberry.scalars import JSON

from resolvers.context import Info
from resolvers.identity.person import Person
from resolvers.prisma import customer as resolve
from schema.prisma.campaign import TargetedCampaign


async def _targeted_campaigns(
    root: strawberry.Parent[Person],
    info: Info,
    category: Annotated[
        str | None, strawberry.argument(description="Only campaigns of the category of this name; asked of the vendor.")
    ] = strawberry.UNSET,
    group: Annotated[
        str | None, strawberry.argument(description="Only campaigns of the group of this name; asked of the vendor.")
    ] = strawberry.UNSET,
) -> list[TargetedCampaign] | None:
    return await resolve.targeted_campaigns(root, info, category, group)  # type: ignore[return-value]  # records behind the view


@strawberry.type(description="A field of the customer schema that the installation defined at Prisma.")
class PrismaField:
    name: str = strawberry.field(description="The field's name at the vendor.")
    value: JSON | None = strawberry.field(
        description="Its value as it came: text, a number (moments are epoch milliseconds), a boolean, a list or an object."
    )


async def _profile(root: strawberry.Parent[Person], info: Info) -> list[PrismaField] | None:
    return await resolve.profile(root, info)  # type: ignore[return-value]  # as above


@strawberry.type
class PrismaCustomer:
    targeted_campaigns: list[TargetedCampaign] | None = strawberry.field(
        resolver=_targeted_campaigns,
        description="Prisma: campaigns active for this person, in the vendor's order. "
        "One call with a live visit, three without; the visit counts in the vendor's statistics and is reused.",
    )
    prisma_profile: list[PrismaField] | None = strawberry.field(
        resolver=_profile,
        description="Prisma: the person's row, by the installation's own fields, ordered by name; empty where there is none. "
        "One call; needs PRISMA_API_KEY.",
    )
