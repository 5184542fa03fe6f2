"""Rewards."""

from datetime import datetime
from enum import Enum
from typing import Annotated

import strawberry
from strawberry.scalars import JSON

from loaders.carecloud.records.reward import Reward as RewardRecord
from resolvers.carecloud.catalogue import TYPE
from schema.carecloud.store import Store
from schema.node import Node
from schema.view import global_id, shows


@strawberry.enum(description="CareCloud: where a reward is used. `Reward.group` tells it by number.")
class RewardGroup(Enum):
    CASH_DESK = strawberry.enum_value(0, description="At the till.")
    CATALOGUE = strawberry.enum_value(1, description="From the catalogue, for points.")
    CAMPAIGN = strawberry.enum_value(2, description="In a campaign.")
    SIMPLE = strawberry.enum_value(4, description="A simple one.")


Valid = Annotated[
    bool | None, strawberry.argument(description="Only what is valid now, or only what is not; both unless given.")
]
Group = Annotated[RewardGroup | None, strawberry.argument(description="Only rewards of this group.")]


@strawberry.type(description="CareCloud: a word that rewards are sorted by.")
class RewardTag:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    name: str | None = strawberry.field(description="The word.")


@strawberry.type(description="CareCloud: an additional property of a reward or a customer.")
class PropertyRecord:
    id: strawberry.ID | None = strawberry.field(description="The vendor's id of the record.")
    property_id: strawberry.ID = strawberry.field(description="The vendor's id of the property.")
    name: str | None = strawberry.field(description="The property's name.")
    value: JSON | None = strawberry.field(description="Text, number, boolean, list or object.")
    changed_at: datetime | None = strawberry.field(description="When it was changed last.")


@strawberry.federation.type(keys=["id"], description="CareCloud: a reward.")
@shows(RewardRecord)
class Reward(Node):
    id: strawberry.ID = global_id(TYPE)
    code: str | None = strawberry.field(description="Its code; not unique.")
    name: str | None = strawberry.field(description="Its name, in the installation's language.")
    note: str | None = strawberry.field(description="A remark.")
    subtitle: str | None = strawberry.field(description="A second title.")
    valid_from: datetime | None = strawberry.field(
        description="From when it is good; null where the vendor keeps it to itself, which is the rule: ask with `valid`."
    )
    valid_to: datetime | None = strawberry.field(description="Until when it is good; null likewise.")
    valid_time_from: str | None = strawberry.field(
        description="From what time of the day, as `HH:MM:SS` in the project's zone."
    )
    valid_time_to: str | None = strawberry.field(description="Until what time of the day, likewise.")
    state: int | None = strawberry.field(description="0 deleted, 1 active, 2 inactive.")
    points_cost: float | None = strawberry.field(description="What it costs, in points.")
    group: int | None = strawberry.field(
        description="`RewardGroup` by the vendor's number: 0 cash desk, 1 catalogue, 2 campaign, 4 simple."
    )
    type_id: str | None = strawberry.field(description="The vendor's id of its type.")
    priority: int | None = strawberry.field(description="1 to 9.")
    is_automated: bool | None = strawberry.field(description="Whether it is applied without being asked for.")
    url: str | None = strawberry.field(description="Its page on the web.")
    image_urls: list[str] = strawberry.field(description="Pictures of it.")
    tags: list[RewardTag] = strawberry.field(description="Words it is sorted by.")
    properties: list[PropertyRecord] = strawberry.field(description="Additional properties.")
    stores: list[Store] = strawberry.field(description="Where it is used. Makes the vendor's answer large.")
    changed_at: datetime | None = strawberry.field(description="When it was changed last.")
