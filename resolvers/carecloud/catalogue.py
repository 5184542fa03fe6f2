"""What the whole project offers: stores, rewards, and the lists to choose from when a customer is written."""

from loaders.carecloud import CareCloud
from loaders.carecloud.catalogue import Filters
from loaders.carecloud.records.catalogue import CustomerProperty, CustomerSource, Interest, Status
from loaders.carecloud.records.reward import Reward
from loaders.carecloud.records.store import Store
from resolvers.context import Info
from resolvers.selection import selected_names

TYPE = "Reward"


async def stores(info: Info, is_visible: bool | None) -> list[Store]:  # noqa: FBT001  # called with the field's own arguments
    """List the stores, ordered by their ids (the seed's interface has an order of its own); 1 call per 100. Docs: "stores"."""
    visible = filters(visible_for_customer=None if is_visible is None else str(int(is_visible)))
    return await info.context.vendor(CareCloud).catalogue.stores.load(visible)


async def rewards(info: Info, wanted: Filters) -> list[Reward]:
    """List the project's rewards, ordered likewise, whatever their state; 1 call per 100. Docs: "rewards"."""
    return await info.context.vendor(CareCloud).catalogue.rewards.load((*wanted, *stores_wanted(info)))


async def reward_node(info: Info, parts: tuple[str, ...]) -> Reward | None:
    """Return one reward by its id, None if it is gone; 1 call. Docs: "Rewards", beyond the seed."""
    return await info.context.vendor(CareCloud).catalogue.reward.load(parts[0]) if len(parts) == 1 else None


async def interests(info: Info) -> list[Interest]:
    """List what customers may be interested in; 1 call per 100."""
    return await info.context.vendor(CareCloud).catalogue.interests.load(())


async def customer_properties(info: Info) -> list[CustomerProperty]:
    """List the properties that customers may have; 1 call per 100."""
    return await info.context.vendor(CareCloud).catalogue.customer_properties.load(())


async def customer_sources(info: Info) -> list[CustomerSource]:
    """List the systems that customers come from; 1 call per 100."""
    return await info.context.vendor(CareCloud).catalogue.customer_sources.load(())


async def status_named(info: Info, status_id: str | None) -> Status | None:
    """Return a level of the programme; all people's share 1 call."""
    listed = await info.context.vendor(CareCloud).catalogue.statuses.load(())
    return next((status for status in listed if status.id == status_id), None)


async def interest_named(info: Info, interest_id: str) -> Interest | None:
    """Return an interest; all people's share 1 call."""
    return next((interest for interest in await interests(info) if interest.id == interest_id), None)


def stores_wanted(info: Info, *path: str) -> Filters:
    """What makes the vendor fill in the stores of rewards, a large answer, where they are selected below the path."""
    return filters(without_stores="false") if "stores" in selected_names(info, *path) else ()


def filters(**given: object) -> Filters:
    """Make query parameters of what was given; booleans are text, and empty text asks for nothing."""
    return tuple((name, _text(value)) for name, value in given.items() if value is not None and value != "")


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
