"""Rewards. Docs: "rewards" in the customer interface's use cases (seed); more of their fields beyond it."""

from datetime import datetime
from typing import Annotated, Any

from loaders.carecloud.records.store import Store
from loaders.upstream.decode import Record, via, wire
from loaders.upstream.values import instant, listed, number, text, whole


class RewardTag(Record, frozen=True):
    """A word that rewards are sorted by."""

    id: str = wire("tag_id")
    name: Annotated[str | None, via(text)] = wire("name", default=None)


class Property(Record, frozen=True):
    """An additional property of a reward or a customer; its value is text, number, boolean, list or object."""

    property_id: str = wire("property_id")
    id: Annotated[str | None, via(text)] = wire("property_record_id", default=None)
    name: Annotated[str | None, via(text)] = wire("property_name", default=None)
    value: Any = wire("property_value", default=None)
    changed_at: Annotated[datetime | None, via(instant)] = wire("last_change", default=None)


class Reward(Record, frozen=True):
    """A reward. Its validity dates exist as filters only; servers that show them all the same are read."""

    id: str = wire("reward_id")
    code: Annotated[str | None, via(text)] = wire("code", default=None)
    name: Annotated[str | None, via(text)] = wire("name", default=None)
    note: Annotated[str | None, via(text)] = wire("note", default=None)
    subtitle: Annotated[str | None, via(text)] = wire("subtitle", default=None)
    valid_from: Annotated[datetime | None, via(instant)] = wire("valid_from", default=None)
    valid_to: Annotated[datetime | None, via(instant)] = wire("valid_to", default=None)
    valid_time_from: Annotated[str | None, via(text)] = wire("valid_time_from", default=None)
    valid_time_to: Annotated[str | None, via(text)] = wire("valid_time_to", default=None)
    state: Annotated[int | None, via(whole)] = wire("state", default=None)
    points_cost: Annotated[float | None, via(number)] = wire("points_cost", default=None)
    group: Annotated[int | None, via(whole)] = wire("reward_group", default=None)
    type_id: Annotated[str | None, via(text)] = wire("reward_type_id", default=None)
    priority: Annotated[int | None, via(whole)] = wire("priority", default=None)
    is_automated: bool | None = wire("is_automated", default=None)
    url: Annotated[str | None, via(text)] = wire("reward_external_url", default=None)
    image_urls: Annotated[list[str], via(listed)] = wire("image_urls", default=[])
    tags: Annotated[list[RewardTag], via(listed)] = wire("tags", default=[])
    properties: Annotated[list[Property], via(listed)] = wire("additional_properties", default=[])
    stores: Annotated[list[Store], via(listed)] = wire("store_list", default=[])
    changed_at: Annotated[datetime | None, via(instant)] = wire("last_change", default=None)


class RewardPage(Record, frozen=True):
    """A page of rewards; the seed's has no total."""

    rows: Annotated[list[Reward] | None, via(listed)] = wire("rewards", default=None)
    total: Annotated[int | None, via(whole)] = wire("total_items", default=None)
