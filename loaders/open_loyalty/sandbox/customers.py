"""Finding customers, their details and their status. Beyond the seed: routes of source 2.9.1, shapes of docs 3.2."""

from collections.abc import Mapping
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from loaders.open_loyalty.sandbox.answers import Refused, answer
from loaders.open_loyalty.sandbox.forms import EXTRA, Tree, branch, form_error, read_form
from loaders.open_loyalty.sandbox.member_rows import customer_row, status_row
from loaders.open_loyalty.sandbox.members import Customer
from loaders.open_loyalty.sandbox.paging import listed
from loaders.open_loyalty.sandbox.programme import Programme
from loaders.open_loyalty.sandbox.searching import Match, is_true

_MOST_HITS = 3
_SEARCHED = ("loyaltyCardNumber", "phone", "email", "firstName", "lastName", "city", "postcode")


class Customers:
    """The customer routes."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    async def all(self, request: Request) -> Response:
        """GET /api/admin/customer and /api/customer; newest members first, several rows where a phone is shared."""
        query = {name: value for name, value in request.query_params.items() if value}
        found = [customer for customer in self._programme.customers.values() if self._is_wanted(customer, query)]
        return answer(listed(request, "customers", found, customer_row, searched=True))

    async def one(self, request: Request) -> Response:
        customer = self._programme.customer(request.path_params["customer"])
        segments = [{"segmentId": one.id, "name": one.name, "active": True} for one in self._programme.segments_of(customer)]
        return answer(customer_row(customer) | {"segments": segments})

    async def status(self, request: Request) -> Response:
        return answer(status_row(self._programme, self._programme.customer(request.path_params["customer"])))

    async def search(self, request: Request) -> Response:
        """POST /api/pos/search/customer: exact, and refused when there are too many hits."""
        wanted = _wanted(branch(await read_form(request), "search"))
        found = [customer for customer in self._programme.customers.values() if wanted.items() <= _facts(customer).items()]
        if len(found) > _MOST_HITS:
            raise Refused(400, {"error": "too many results"})
        return answer({"customers": [customer_row(customer) for customer in found]})

    def _is_wanted(self, customer: Customer, query: Mapping[str, str]) -> bool:
        return _has_texts(customer, query) and _has_numbers(customer, query) and self._is_recent(customer, query)

    def _is_recent(self, customer: Customer, query: Mapping[str, str]) -> bool:
        now = self._programme.now()
        if "daysFromLastTransaction" in query:
            since = now - timedelta(days=_number(query["daysFromLastTransaction"]))
            if not any(transaction.at >= since for transaction in customer.transactions):
                return False
        if "hoursFromLastUpdate" in query:
            return customer.updated_at >= now - timedelta(hours=_number(query["hoursFromLastUpdate"]))
        return True


def _has_texts(customer: Customer, query: Mapping[str, str]) -> bool:
    match = Match.asked(query)
    facts = {
        "email": customer.email,
        "phone": customer.phone,
        "firstName": customer.first_name,
        "lastName": customer.last_name,
    }
    if not all(match.text(fact, query[name]) for name, fact in facts.items() if name in query):
        return False
    if "loyaltyCardNumber" in query and not match.code(customer.card, query["loyaltyCardNumber"]):
        return False
    if "emailOrPhone" not in query:
        return True
    # With `strict` it searches for literal asterisks, and never matches.
    either = (customer.email, customer.phone)
    return not match.is_strict and any(match.text(fact, query["emailOrPhone"]) for fact in either)


def _has_numbers(customer: Customer, query: Mapping[str, str]) -> bool:
    count = len(customer.transactions)
    facts = {
        "transactionsCount": count,
        "transactionsAmount": customer.amount,
        "averageTransactionAmount": round(customer.amount / count, 2) if count else 0,
    }
    if any(name in query and fact != _number(query[name]) for name, fact in facts.items()):
        return False
    manual = query.get("manuallyAssignedLevel")
    return manual is None or is_true(manual) == (customer.manual_level is not None)


def _number(text: str) -> float:
    # PHP reads what isn't a number as 0.
    try:
        return float(text)
    except ValueError:
        return 0


def _wanted(search: Tree | None) -> dict[str, str]:
    if search is None:
        raise form_error(dict.fromkeys(_SEARCHED, ()), {})
    if set(search) - set(_SEARCHED):
        raise form_error(dict.fromkeys(_SEARCHED, ()), {(): EXTRA})
    return {name: value for name, value in search.items() if isinstance(value, str) and value}


def _facts(customer: Customer) -> dict[str, str | None]:
    address = customer.address if isinstance(customer.address, dict) else {}
    return {
        "loyaltyCardNumber": customer.card,
        "phone": customer.phone,
        "email": customer.email,
        "firstName": customer.first_name,
        "lastName": customer.last_name,
        "city": address.get("city"),
        "postcode": address.get("postal"),
    }
