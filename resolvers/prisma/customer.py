"""What Prisma shows of a customer."""

from dataclasses import dataclass

import strawberry

from loaders.prisma import Prisma
from loaders.prisma.reads import Wanted
from loaders.prisma.records.campaign import TargetedCampaign
from resolvers.context import Info
from resolvers.identity.person import Person


@dataclass(frozen=True, slots=True)
class ProfileField:
    """One field of the installation's own customer schema."""

    name: str
    value: object


async def targeted_campaigns(
    root: strawberry.Parent[Person], info: Info, category: str | None, group: str | None
) -> list[TargetedCampaign]:
    """The campaigns active for the person, in the vendor's order; none where Prisma's id of them is not known.

    Costs one call with a live visit, three without (trace, visit, active), however many filters an operation has for them.
    """
    prisma = info.context.vendor(Prisma)
    customer_id = await root.id_at(Prisma.name)
    if customer_id is None:
        return []
    return await prisma.reads.campaigns.load(Wanted(customer_id, category or None, group or None))


async def profile(root: strawberry.Parent[Person], info: Info) -> list[ProfileField]:
    """The fields of the person's row by name; empty where Prisma has none. One call; needs PRISMA_API_KEY."""
    prisma = info.context.vendor(Prisma)
    customer_id = await root.id_at(Prisma.name)
    row = None if customer_id is None else await prisma.reads.profiles.load(customer_id)
    return [ProfileField(name, value) for name, value in sorted((row or {}).items())]
