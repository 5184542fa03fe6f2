"""Points: records, the balance of the wallet, and what adds to it or takes from it."""

from starlette.responses import JSONResponse, Response

from loaders.carecloud.sandbox.body import Body
from loaders.carecloud.sandbox.call import Call
from loaders.carecloud.sandbox.catalogue import CURRENCY_ID, POINT_TYPE_ID
from loaders.carecloud.sandbox.errors import bad
from loaders.carecloud.sandbox.listing import between, equals, listed, matching
from loaders.carecloud.sandbox.rows import FOREVER, Row, amount, text

_MONEY_PER_POINT = 0.1


def get_points(call: Call) -> Response:
    """Point records of all customers in reach."""
    times = between(call, "created_at", "create_point_time_from", "create_point_time_to")
    kept = matching(call.within(call.books.points), equals(call, "customer_id", "point_type_id"), times)
    return listed(call, "points", kept)


def get_customer_points(call: Call) -> Response:
    """One customer's point records, expired ones included."""
    rows = call.books.points.of(text(call.person(), "customer_id"))
    return listed(call, "points", matching(rows, equals(call, "point_type_id")))


def points_overview(call: Call) -> Response:
    """The balance in one object. The interval bounds what was earned and redeemed, never what is available."""
    wanted = call.query.text("customer_id")
    if wanted is None:
        raise bad("customer_id", "required")
    customer_id = text(call.subject(wanted), "customer_id")
    first, last = call.query.day("date_from") or "", call.query.day("date_to") or "~"

    def within(row: Row) -> bool:
        return first <= text(row, "created_at")[:10] <= last

    balance = available(call, customer_id)
    overview = {
        "earned_points": sum(amount(row, "assigned_points") for row in call.books.points.of(customer_id) if within(row)),
        "redeemed_points": sum(amount(row, "amount") for row in call.books.redemptions.of(customer_id) if within(row)),
        "available_points": balance,
        "available_points_money_value": [{"currency_id": CURRENCY_ID, "value": round(balance * _MONEY_PER_POINT, 2)}],
    }
    return JSONResponse({"data": overview})


def assign_points(call: Call) -> Response:
    """Give a customer points: a new point record."""
    customer_id, points, point_type_id = _order(call)
    point_id = call.books.new_id("point")
    call.books.points.add(
        {
            "point_id": point_id,
            "customer_id": customer_id,
            "assigned_points": points,
            "available_points": points,
            "point_type_id": point_type_id,
            "partner_id": call.body.text("partner_id"),
            "valid_to": FOREVER,
            "state": 1,
            "created_at": call.now,
            "note": call.body.text("note") or None,
        }
    )
    return call.created("point_id", point_id)


def reduce_points(call: Call) -> Response:
    """Take points from a customer; the id is the redemption's, which no list shows."""
    customer_id, points, _ = _order(call)
    if points > available(call, customer_id):
        # The guide lists no reason of its own for this action, so it is the general one.
        raise bad("amount", "not_allowed_value", points, "not enough points")
    return call.created("point_id", redeem(call, customer_id, points))


def available(call: Call, customer_id: str) -> float:
    """The points a customer may spend now."""
    return sum(amount(row, "available_points") for row in _spendable(call, customer_id))


def redeem(call: Call, customer_id: str, points: float) -> str:
    """Spend points, those that expire first before the others; return the redemption's id."""
    left = points
    for row in sorted(_spendable(call, customer_id), key=lambda row: text(row, "valid_to")):
        spent = min(left, amount(row, "available_points"))
        row["available_points"] = amount(row, "available_points") - spent
        left -= spent
    point_id = call.books.new_id("redemption")
    call.books.redemptions.add({"point_id": point_id, "customer_id": customer_id, "amount": points, "created_at": call.now})
    return point_id


def _spendable(call: Call, customer_id: str) -> list[Row]:
    rows = call.books.points.of(customer_id)
    return [row for row in rows if row["state"] == 1 and text(row, "valid_to") >= call.now]


def _order(call: Call) -> tuple[str, float, str]:
    body: Body = call.body
    body.need("amount", "customer_id", "partner_id")
    points = body.positive("amount")
    customer = call.alive(call.subject(body.text("customer_id")))
    call.known(call.books.partners, "partner_id", body.text("partner_id"))
    point_type_id = body.text("point_type_id") or POINT_TYPE_ID
    call.known(call.books.point_types, "point_type_id", point_type_id)
    return text(customer, "customer_id"), points, point_type_id
