"""What can be changed at Open Loyalty."""

from dataclasses import fields
from typing import Annotated, cast

import strawberry

from loaders.open_loyalty.terms import Terms
from loaders.open_loyalty.writes import Bought, Saved
from resolvers.context import Info
from resolvers.open_loyalty import campaigns, photos, writes
from resolvers.writes import Checks, Written
from schema.customer import Customer
from schema.key import key_of
from schema.open_loyalty.campaign import RewardCampaign
from schema.open_loyalty.inputs import (
    BuyRewardInput,
    CreateRewardCampaignInput,
    LabelInput,
    RemoveRewardCampaignPhotoInput,
    RewardType,
    SetRewardCampaignActiveInput,
    SetRewardCampaignPhotoInput,
    UpdateRewardCampaignInput,
)
from schema.write import UserError, mutation, user_errors


async def _written_campaign(root: strawberry.Parent[Written[Saved]], info: Info) -> RewardCampaign | None:
    return await campaigns.written(root.result, info)  # type: ignore[return-value]  # a record behind the view


@strawberry.type(description="A reward campaign that was written.")
class RewardCampaignPayload:
    campaign: RewardCampaign | None = strawberry.field(
        resolver=_written_campaign, description="The campaign as it is now: one call, none where only its id is asked for."
    )
    user_errors: list[UserError] = user_errors()


async def _buyer(root: strawberry.Parent[Bought], info: Info) -> Customer | None:
    return campaigns.buyer(root, info)  # type: ignore[return-value]  # as above


async def _bought_campaign(root: strawberry.Parent[Bought], info: Info) -> RewardCampaign | None:
    return await campaigns.written(Saved(id=root.campaign_id), info)  # type: ignore[return-value]  # as above


@strawberry.type(description="What buying a reward yielded.")
class BoughtReward:
    coupons: list[str] = strawberry.field(description="The coupon codes, usually one.")
    campaign: RewardCampaign | None = strawberry.field(
        resolver=_bought_campaign, description="What was bought, as it is now: one call, none where only its id is asked for."
    )
    customer: Customer | None = strawberry.field(resolver=_buyer, description="Who bought it, with the purchase.")


@strawberry.type(description="A reward that was bought.")
class BuyRewardPayload:
    result: BoughtReward | None = strawberry.field(name="purchase", description="What was bought; null where it was refused.")
    user_errors: list[UserError] = user_errors()


async def _buy_reward(
    info: Info,
    input: Annotated[BuyRewardInput, strawberry.argument(description="Who buys what.")],  # noqa: A002
) -> BuyRewardPayload | None:
    checks = Checks()
    customer = checks.attempt("input.customer", lambda: key_of(info.context, input.customer))
    return await writes.buy_reward(info, customer, input.campaign, checks, input.idempotency_key)  # type: ignore[return-value]  # as above


async def _create(
    info: Info,
    input: Annotated[CreateRewardCampaignInput, strawberry.argument(description="The campaign.")],  # noqa: A002
) -> RewardCampaignPayload | None:
    terms = Terms(**_given(input))  # type: ignore[arg-type]  # the input has the names and types of Terms
    return await writes.create_campaign(info, terms, Checks(), input.idempotency_key)  # type: ignore[return-value]  # as above


async def _update(
    info: Info,
    input: Annotated[UpdateRewardCampaignInput, strawberry.argument(description="What changes.")],  # noqa: A002
) -> RewardCampaignPayload | None:
    return await writes.update_campaign(info, input.campaign, _given(input), Checks(), input.idempotency_key)  # type: ignore[return-value]  # as above


async def _set_active(
    info: Info,
    input: Annotated[SetRewardCampaignActiveInput, strawberry.argument(description="Which campaign, and whether.")],  # noqa: A002
) -> RewardCampaignPayload | None:
    return await writes.set_campaign_active(info, input.campaign, input.active, input.idempotency_key)  # type: ignore[return-value]  # as above


async def _set_photo(
    info: Info,
    input: Annotated[SetRewardCampaignPhotoInput, strawberry.argument(description="Which campaign, and its photo.")],  # noqa: A002
) -> RewardCampaignPayload | None:
    photo = cast("photos.Uploaded", input.photo)
    return await photos.set_photo(info, input.campaign, photo, input.idempotency_key)  # type: ignore[return-value]  # as above


async def _remove_photo(
    info: Info,
    input: Annotated[RemoveRewardCampaignPhotoInput, strawberry.argument(description="Which campaign.")],  # noqa: A002
) -> RewardCampaignPayload | None:
    return await photos.remove_photo(info, input.campaign, input.idempotency_key)  # type: ignore[return-value]  # as above


def _given(given: CreateRewardCampaignInput | UpdateRewardCampaignInput) -> dict[str, object]:
    """Return what an input has of Terms, by the names of Terms; what was left out is absent."""
    names = {field.name for field in fields(Terms)}
    held = {name: value for name, value in vars(given).items() if name in names and value is not strawberry.UNSET}
    if isinstance(given, CreateRewardCampaignInput):
        held = {name: value for name, value in held.items() if value is not None}
    return {name: _plain(value) for name, value in held.items()}


def _plain(value: object) -> object:
    if isinstance(value, RewardType):
        return value.value
    if isinstance(value, list):
        return tuple((item.key, item.value) if isinstance(item, LabelInput) else item for item in value)
    return value


@strawberry.type
class OpenLoyaltyMutation:
    buy_reward: BuyRewardPayload | None = mutation(
        resolver=_buy_reward,
        description="Open Loyalty: spend a person's points on a reward. Sent once; give an idempotencyKey to ask again safely.",
    )
    create_reward_campaign: RewardCampaignPayload | None = mutation(
        resolver=_create, description="Open Loyalty: make a reward campaign. Takes an admin."
    )
    update_reward_campaign: RewardCampaignPayload | None = mutation(
        resolver=_update,
        description="Open Loyalty: change a reward campaign. It is read, changed and written whole, so fields left out stay. "
        "Takes an admin.",
    )
    set_reward_campaign_active: RewardCampaignPayload | None = mutation(
        resolver=_set_active, description="Open Loyalty: switch a reward campaign on or off. Takes an admin."
    )
    set_reward_campaign_photo: RewardCampaignPayload | None = mutation(
        resolver=_set_photo, description="Open Loyalty: give a reward campaign a photo, by a multipart request. Takes an admin."
    )
    remove_reward_campaign_photo: RewardCampaignPayload | None = mutation(
        resolver=_remove_photo, description="Open Loyalty: take a reward campaign's photo away. Takes an admin."
    )
