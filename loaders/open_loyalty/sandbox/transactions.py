"""Till receipts. Beyond the seed: docs 3.2, source 2.9.1."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from loaders.open_loyalty.sandbox.answers import answer
from loaders.open_loyalty.sandbox.member_rows import transaction_row
from loaders.open_loyalty.sandbox.members import Customer, Transaction
from loaders.open_loyalty.sandbox.paging import listed
from loaders.open_loyalty.sandbox.programme import Programme
from loaders.open_loyalty.sandbox.searching import Match


class Transactions:
    """The transaction list, the same for an admin and a seller."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    async def all(self, request: Request) -> Response:
        """Newest first; contains-matching like the customer list."""
        query = {name: value for name, value in request.query_params.items() if value}
        found = [
            (customer, transaction)
            for customer in self._programme.customers.values()
            for transaction in customer.transactions
            if _is_wanted(customer, transaction, query)
        ]
        found.sort(key=lambda pair: pair[1].at, reverse=True)
        return answer(listed(request, "transactions", found, lambda pair: transaction_row(*pair), searched=True))


def _is_wanted(customer: Customer, transaction: Transaction, query: Mapping[str, str]) -> bool:
    match = Match.asked(query)
    facts = {
        "customerData_email": customer.email,
        "customerData_phone": customer.phone,
        "customerData_loyaltyCardNumber": customer.card,
        "customerData_name": f"{customer.first_name} {customer.last_name}",
        "documentNumber": transaction.document,
    }
    # Nothing here was returned, and nothing came from a point of sale.
    exact = {"customerId": customer.id, "documentType": "sell", "posId": ""}
    if any(name in query and query[name] != fact for name, fact in exact.items()):
        return False
    return all(match.text(fact, query[name]) for name, fact in facts.items() if name in query)
