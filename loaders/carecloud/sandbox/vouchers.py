"""Vouchers: read, created from a reward, applied."""

from datetime import timedelta

from starlette.responses import Response

from loaders.carecloud.sandbox.call import Call
from loaders.carecloud.sandbox.errors import bad, missing
from loaders.carecloud.sandbox.listing import equals, listed, matching, valid
from loaders.carecloud.sandbox.points import available, redeem
from loaders.carecloud.sandbox.query import spelling
from loaders.carecloud.sandbox.reward_catalogue import CATALOGUE, SIMPLE
from loaders.carecloud.sandbox.rewards import reward_view
from loaders.carecloud.sandbox.rows import Row, amount, local, text

_VALIDITY = timedelta(days=30)


def get_vouchers(call: Call) -> Response:
    """Vouchers of all customers in reach."""
    return _vouchers(call, matching(call.within(call.books.vouchers), equals(call, "customer_id")))


def get_customer_vouchers(call: Call) -> Response:
    """One customer's vouchers."""
    return _vouchers(call, call.books.vouchers.of(text(call.person(), "customer_id")))


def get_reward_vouchers(call: Call) -> Response:
    """Vouchers made from one reward."""
    reward_id = text(call.found(call.books.rewards, call.path["reward_id"]), "reward_id")
    return _vouchers(call, [row for row in call.within(call.books.vouchers) if row["_reward_id"] == reward_id])


def create_voucher(call: Call) -> Response:
    """Give a customer a voucher; only catalogue and simple rewards make one."""
    reward = call.found(call.books.rewards, call.path["reward_id"])
    call.body.need("customer_id")
    customer = call.alive(call.subject(call.body.text("customer_id")))
    if reward["reward_group"] not in (CATALOGUE, SIMPLE) or reward["state"] != 1:
        raise bad("reward_id", "not_allowed_value", reward["reward_id"], "only active catalogue and simple rewards")
    if not text(reward, "_valid_from") <= call.now <= text(reward, "_valid_to"):
        raise bad("reward_id", "not_allowed_value", reward["reward_id"], "outside its validity")
    voucher_id = call.books.new_id("voucher")
    code = call.body.text("code") or voucher_id[1:10].upper()
    if any(row["code"] == code for row in call.books.vouchers.all()):
        raise bad("code", "already_exists", code)
    call.books.vouchers.add(_voucher(call, voucher_id, code, text(customer, "customer_id"), reward))
    return call.created("voucher_id", voucher_id)


def apply_voucher(call: Call) -> Response:
    """Use a voucher up; what its reward costs in points is spent now."""
    voucher = call.found(call.books.vouchers, call.path["voucher_id"])
    own = call.own()
    if own is not None and voucher["customer_id"] != own:
        raise missing("vouchers", text(voucher, "voucher_id"))
    call.body.need("date_applied")
    applied = spelling("date_applied", call.body.text("date_applied"))
    if store_id := call.body.text("store_id"):
        call.known(call.books.stores, "store_id", store_id)
    cost = _check_usable(call, voucher)
    redeem(call, text(voucher, "customer_id"), cost)
    voucher.update(applied_date=applied, store_id=store_id or None, last_change=call.now)
    return call.done()


def _vouchers(call: Call, rows: list[Row]) -> Response:
    is_applied, store_id = call.query.flag("is_applied"), call.query.text("store_id")
    reward_id, shape = call.query.text("reward_id"), reward_view(call)

    def reward(row: Row) -> Row:
        return call.books.rewards.get(text(row, "_reward_id")) or {}

    def keep(row: Row) -> bool:
        # The store is where the reward may be used, not where the voucher was.
        stores = reward(row).get("_stores")
        return (
            (is_applied is None or (row["applied_date"] is not None) == is_applied)
            and (reward_id is None or row["_reward_id"] == reward_id)
            and (store_id is None or (isinstance(stores, list) and store_id in stores))
        )

    kept = matching(rows, equals(call, "code"), valid(call, "is_valid"), keep)
    return listed(call, "vouchers", kept, lambda row: {**row, "reward": shape(reward(row))})


def _voucher(call: Call, voucher_id: str, code: str, customer_id: str, reward: Row) -> Row:
    return {
        "voucher_id": voucher_id,
        "customer_id": customer_id,
        "store_id": None,
        "code": code,
        "value": None,
        "applied_date": None,
        "valid_from": call.now,
        "valid_to": local(call.at + _VALIDITY),
        "reward_group": str(reward["reward_group"]),
        "note": call.body.text("note"),
        "created_at": call.now,
        "last_change": call.now,
        "state": 1,
        "_reward_id": reward["reward_id"],
    }


def _check_usable(call: Call, voucher: Row) -> float:
    """Refuse a used, expired or unaffordable voucher with the vendor's own words; return its cost in points."""
    voucher_id = voucher["voucher_id"]
    if voucher["applied_date"] is not None:
        raise bad("voucher_id", "voucher_already_used", voucher_id)
    if text(voucher, "valid_to") < call.now:
        raise bad("voucher_id", "voucher_expired", voucher_id)
    cost = amount(call.books.rewards.get(text(voucher, "_reward_id")) or {}, "points_cost")
    if cost > available(call, text(voucher, "customer_id")):
        raise bad("voucher_id", "not_enough_points_for_voucher", voucher_id)
    return cost
