"""Reward campaigns. Docs: "Get the collection of campaigns", "Get campaign details", "Get available campaign for a customer"."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from loaders.upstream.decode import Record, via, wire
from loaders.upstream.values import instant, listed, mapped, number, text, whole


class Label(Record, frozen=True):
    """A key with a value, for information."""

    key: str = wire("key")
    value: Annotated[str | None, via(text)] = wire("value", default=None)


@dataclass(frozen=True, slots=True)
class Group:
    """A level or a segment by its id; the name is None where the vendor doesn't tell it."""

    id: str
    name: str | None


class Activity(Record, frozen=True):
    """When a campaign's rewards can be bought; without bounds always."""

    is_always: bool = wire("allTimeActive", default=True)
    start: Annotated[datetime | None, via(instant)] = wire("activeFrom", default=None)
    end: Annotated[datetime | None, via(instant)] = wire("activeTo", default=None)


class Visibility(Record, frozen=True):
    """When a campaign is shown; without bounds always."""

    is_always: bool = wire("allTimeVisible", default=True)
    start: Annotated[datetime | None, via(instant)] = wire("visibleFrom", default=None)
    end: Annotated[datetime | None, via(instant)] = wire("visibleTo", default=None)


class RewardCampaign(Record, frozen=True):
    """A campaign whose reward customers buy with points. A field that is null at the vendor is absent in its answer."""

    id: str = wire("campaignId")
    name: Annotated[str | None, via(text)] = wire("name", default=None)
    reward: Annotated[str | None, via(text)] = wire("reward", default=None)
    short_description: Annotated[str | None, via(text)] = wire("shortDescription", default=None)
    conditions_description: Annotated[str | None, via(text)] = wire("conditionsDescription", default=None)
    usage_instruction: Annotated[str | None, via(text)] = wire("usageInstruction", default=None)
    active: bool | None = wire("active", default=None)
    cost_in_points: Annotated[float | None, via(number)] = wire("costInPoints", default=None)
    single_coupon: bool | None = wire("singleCoupon", default=None)
    unlimited: bool | None = wire("unlimited", default=None)
    limit: Annotated[int | None, via(whole)] = wire("limit", default=None)
    limit_per_user: Annotated[int | None, via(whole)] = wire("limitPerUser", default=None)
    level_ids: Annotated[list[str], via(listed)] = wire("levels", default=[])
    segment_ids: Annotated[list[str], via(listed)] = wire("segments", default=[])
    level_names: Annotated[dict[str, str], via(mapped)] = wire("levelNames", default={})
    segment_names: Annotated[dict[str, str], via(mapped)] = wire("segmentNames", default={})
    coupons: Annotated[list[str], via(listed)] = wire("coupons", default=[])
    "Every code, bought or not: a secret of the programme."
    labels: Annotated[list[Label], via(listed)] = wire("labels", default=[])
    activity: Activity = wire("campaignActivity", default=Activity())
    visibility: Visibility = wire("campaignVisibility", default=Visibility())
    usage_left: Annotated[int | None, via(whole)] = wire("usageLeft", default=None)
    visible_for_customers_count: Annotated[int | None, via(whole)] = wire("visibleForCustomersCount", default=None)
    users_count: Annotated[int | None, via(whole)] = wire("usersWhoUsedThisCampaignCount", default=None)
    has_photo: bool | None = wire("hasPhoto", default=None)
    "Absent for sellers."
    usage_left_for_customer: Annotated[int | None, via(whole)] = wire("usageLeftForCustomer", default=None)
    "Only in what one customer may buy; so is the next."
    can_be_bought: bool | None = wire("canBeBoughtByCustomer", default=None)
    # Beyond the seed, source 2.9.1; kept because an update must write them back.
    more_information_link: Annotated[str | None, via(text)] = wire("moreInformationLink", default=None)
    brand_description: Annotated[str | None, via(text)] = wire("brandDescription", default=None)
    reward_value: Annotated[float | None, via(number)] = wire("rewardValue", default=None)
    tax: Annotated[float | None, via(number)] = wire("tax", default=None)
    tax_price_value: Annotated[float | None, via(number)] = wire("taxPriceValue", default=None)
    point_value: Annotated[float | None, via(number)] = wire("pointValue", default=None)
    transaction_percentage: Annotated[float | None, via(number)] = wire("transactionPercentageValue", default=None)
    days_inactive: Annotated[int | None, via(whole)] = wire("daysInactive", default=None)
    days_valid: Annotated[int | None, via(whole)] = wire("daysValid", default=None)

    @property
    def starts_at(self) -> datetime | None:
        """When the activity begins; None for always."""
        return None if self.activity.is_always else self.activity.start

    @property
    def ends_at(self) -> datetime | None:
        """When the activity ends; None for never."""
        return None if self.activity.is_always else self.activity.end

    @property
    def visible_from(self) -> datetime | None:
        """When it begins to be shown; None for always."""
        return None if self.visibility.is_always else self.visibility.start

    @property
    def visible_until(self) -> datetime | None:
        """When it stops being shown; None for never."""
        return None if self.visibility.is_always else self.visibility.end

    @property
    def levels(self) -> list[Group]:
        """The levels it is for, in the vendor's order."""
        return [Group(id_, self.level_names.get(id_)) for id_ in self.level_ids]

    @property
    def segments(self) -> list[Group]:
        """The segments it is for, in the vendor's order."""
        return [Group(id_, self.segment_names.get(id_)) for id_ in self.segment_ids]


class CampaignPage(Record, frozen=True):
    """A page of campaigns."""

    rows: Annotated[list[RewardCampaign], via(listed)] = wire("campaigns")
    total: int | None = wire("total", default=None)
