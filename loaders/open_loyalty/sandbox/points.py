"""Points transfers. Beyond the seed: docs 3.2, source 2.9.1."""

import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from loaders.open_loyalty.sandbox.answers import answer
from loaders.open_loyalty.sandbox.forms import BLANK, EXTRA, INVALID, Errors, Tree, branch, form_error, read_form
from loaders.open_loyalty.sandbox.member_rows import transfer_row
from loaders.open_loyalty.sandbox.members import Customer, Transfer
from loaders.open_loyalty.sandbox.paging import listed
from loaders.open_loyalty.sandbox.programme import Programme
from loaders.open_loyalty.sandbox.searching import Match, moment

_FIELDS: dict[str, tuple[str, ...]] = {"customer": (), "points": (), "comment": ()}


class Points:
    """Listing, adding and spending points."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    async def all(self, request: Request) -> Response:
        """Newest first; contains-matching like the customer list."""
        now = self._programme.now()
        query = {name: value for name, value in request.query_params.items() if value}
        found = [
            (customer, transfer)
            for customer in self._programme.customers.values()
            if _is_of(customer, query)
            for transfer in customer.transfers
            if query.get("type", transfer.type) == transfer.type
            and query.get("state", transfer.state(now)) == transfer.state(now)
            and _expires(transfer, query)
        ]
        found.sort(key=lambda pair: pair[1].created_at, reverse=True)
        return answer(listed(request, "pointsTransfers", found, lambda pair: transfer_row(*pair, now), searched=True))

    async def add(self, request: Request) -> Response:
        customer, points, comment = self._read(await read_form(request))
        return _made(self._programme.add(customer, points, self._programme.now(), "admin", comment))

    async def spend(self, request: Request) -> Response:
        """More than there is, is the form's error and not a purchase's."""
        customer, points, comment = self._read(await read_form(request))
        now = self._programme.now()
        if points > customer.points(now):
            raise form_error(_FIELDS, {("points",): "Not enough points"})
        return _made(self._programme.spend(customer, points, now, "admin", comment))

    def _read(self, form: Tree) -> tuple[Customer, float, str | None]:
        transfer = branch(form, "transfer")
        if transfer is None:
            raise form_error(_FIELDS, {})
        values = {name: value for name, value in transfer.items() if isinstance(value, str) and value}
        customer = self._programme.customers.get(values.get("customer", ""))
        points = values.get("points", "")
        errors: Errors = {}
        if set(transfer) - set(_FIELDS):
            errors[()] = EXTRA
        if customer is None:
            errors["customer",] = INVALID if "customer" in values else BLANK
        if not re.fullmatch(r"\d+(\.\d+)?", points):
            errors["points",] = INVALID if points else BLANK
        elif float(points) == 0:
            errors["points",] = "This value should be greater than 0."
        if errors or customer is None:
            raise form_error(_FIELDS, errors)
        return customer, float(points), values.get("comment")


def _made(transfer: Transfer) -> Response:
    return answer({"pointsTransferId": transfer.id})


def _is_of(customer: Customer, query: Mapping[str, str]) -> bool:
    match = Match.asked(query)
    facts = {
        "customerEmail": customer.email,
        "customerPhone": customer.phone,
        "customerFirstName": customer.first_name,
        "customerLastName": customer.last_name,
    }
    if query.get("customerId", customer.id) != customer.id:
        return False
    return all(match.text(fact, query[name]) for name, fact in facts.items() if name in query)


def _expires(transfer: Transfer, query: Mapping[str, str]) -> bool:
    limit = moment(query.get("willExpireTill"))
    return limit is None or (transfer.expire_at is not None and transfer.expire_at <= limit)
