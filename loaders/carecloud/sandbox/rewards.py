"""Rewards: project-wide, and those open to one customer."""

from collections.abc import Callable

from starlette.responses import Response

from loaders.carecloud.sandbox.call import Call
from loaders.carecloud.sandbox.listing import Keep, equals, listed, matching, named, valid
from loaders.carecloud.sandbox.rows import Row, text


def get_rewards(call: Call) -> Response:
    """Every reward of the project, whatever its state. GET, though the seed's sample line says POST."""
    kept = matching(call.books.rewards.all(), *_filters(call), equals(call, "reward_type_id"), _hidden(call, "partner_id"))
    return listed(call, "rewards", kept, reward_view(call), bare_in_seed=True)


def get_customer_rewards(call: Call) -> Response:
    """The active rewards open to one customer."""
    customer = call.person()
    mine = [row for row in call.books.rewards.all() if row["state"] == 1 and _is_open(call, row, customer)]
    return listed(call, "rewards", matching(mine, *_filters(call)), reward_view(call))


def get_reward(call: Call) -> Response:
    """One reward, stores included: `without_stores` is a parameter of the lists only."""
    return call.one(with_stores(call, call.found(call.books.rewards, call.path["reward_id"])))


def with_stores(call: Call, reward: Row) -> Row:
    """A reward with its stores filled in."""
    ids = reward["_stores"]
    assert isinstance(ids, list)
    return {**reward, "store_list": [call.books.stores.get(store_id) for store_id in ids]}


def reward_view(call: Call) -> Callable[[Row], Row]:
    """How a reward is shown in a list: `store_list` stays empty unless `without_stores=false` asks for it."""
    full = call.query.flag("without_stores") is False
    return lambda reward: with_stores(call, reward) if full else reward


def _is_open(call: Call, reward: Row, customer: Row) -> bool:
    """Who may use which reward: by person number, so that people differ. Some may use none, new customers all."""
    number = customer["_number"]
    if not isinstance(number, int):
        return True
    place = call.books.rewards.all().index(reward)
    return number % 11 != 10 and (number + place) % 3 != 0


def _filters(call: Call) -> list[Keep]:
    query = call.query
    query.choice("reward_group", ("0", "1", "2", "4", "5"))
    keeps = [named(call), equals(call, "code", "reward_group"), valid(call, "is_valid", "_valid_from", "_valid_to")]
    if (store_id := query.text("store_id")) is not None:
        keeps.append(lambda row: store_id in _ids(row, "_stores"))
    if (start := query.day("valid_from")) is not None:
        keeps.append(lambda row: text(row, "_valid_from") >= start)
    if (end := query.day("valid_to")) is not None:
        keeps.append(lambda row: text(row, "_valid_to")[:10] <= end)
    if (automated := query.flag("is_automated")) is not None:
        keeps.append(lambda row: row["is_automated"] is automated)
    if types := query.many("customer_type_id"):
        keeps.append(lambda row: row["_customer_type_id"] in types)
    if tags := query.many("tag_ids"):
        keeps.append(lambda row: any(tag in tags for tag in _ids(row, "tags", "tag_id")))
    return keeps


def _hidden(call: Call, name: str) -> Keep:
    value = call.query.text(name)
    return lambda row: value is None or row[f"_{name}"] == value


def _ids(row: Row, field: str, key: str = "") -> list[object]:
    values = row[field]
    assert isinstance(values, list)
    return [value[key] for value in values] if key else values
