"""Dropping what the cache holds: the one mutation that is no vendor's."""

from collections.abc import Collection
from typing import Annotated

import strawberry

from resolvers import invalidation
from resolvers.context import Info
from resolvers.writes import Checks
from schema.key import CustomerKey, key_of
from schema.vendor import Vendor
from schema.write import UserError, idempotency_key, mutation, user_errors


@strawberry.input(description="What to drop: a vendor's, what shows a person or a campaign, or everything.")
class InvalidateCacheInput:
    vendor: Vendor | None = strawberry.field(
        default=None, description="Only what this vendor answered; alone, all that it answered. Null for every vendor."
    )
    customer: CustomerKey | None = strawberry.field(
        default=None,
        description="What shows this person. Costs what finding them costs, nothing where that is cached; "
        "with `vendorId` and the same `vendor`, no call at all.",
    )
    campaign: strawberry.ID | None = strawberry.field(
        default=None, description="What shows this campaign, by its global id, or by the vendor's own beside `vendor`."
    )
    everything: bool = strawberry.field(default=False, description="All that is kept, of all vendors; given alone.")
    idempotency_key: str | None = idempotency_key()


@strawberry.type(description="What was dropped: it is asked of the vendors again when somebody wants it.")
class DroppedFromCache:
    vendors: list[Vendor] = strawberry.field(description="The vendors whose answers were dropped.")
    tags: int = strawberry.field(description="How many tags were dropped, each with all the answers that carry it.")
    unknown_at: list[Vendor] = strawberry.field(
        description="Of these, the ones that know nobody by this key: what they answered about its handles was dropped."
    )
    unreached: list[Vendor] = strawberry.field(
        description="Of these, the ones that could not be asked who the person is: what is kept by their id of the person "
        "stays until it expires. Ask again, or name the person by that id."
    )


@strawberry.type(description="What was dropped.")
class InvalidateCachePayload:
    result: DroppedFromCache | None = strawberry.field(
        name="dropped", description="What was dropped; null where it was refused."
    )
    user_errors: list[UserError] = user_errors()


def dropping(types: Collection[tuple[str, str]]) -> type:
    """Make the part of Mutation, over the types of campaigns, each with its vendor."""

    async def _invalidate(
        info: Info,
        input: Annotated[InvalidateCacheInput, strawberry.argument(description="What to drop.")],  # noqa: A002
    ) -> InvalidateCachePayload | None:
        checks = Checks()
        vendor = None if input.vendor is None else str(getattr(input.vendor, "value", input.vendor))
        whom, which = input.customer, input.campaign
        customer = None if whom is None else checks.attempt("input.customer", lambda: key_of(info.context, whom))
        campaign = None
        if which is not None:
            named = checks.attempt("input.campaign", lambda: invalidation.campaign_of(which, types, vendor))
            vendor, campaign = named or (vendor, None)
        target = invalidation.checked(checks, vendor, customer, campaign, is_everything=input.everything)
        return await invalidation.invalidate(info, target, checks, input.idempotency_key)  # type: ignore[return-value]  # a record behind the view

    @strawberry.type
    class Dropping:
        invalidate_cache: InvalidateCachePayload | None = mutation(
            resolver=_invalidate,
            description="Drop what the cache holds, in every process that shares it: what changed at a vendor past the gateway.",
        )

    return Dropping
