"""What several tests of writes send."""

from typing import Any

from tests.carecloud.interfaces import data_of
from tests.conftest import Gateway
from tests.operations.sample import Wire

ANA = "ana.popescu0@example.com"
ANA_ID = "8ea200000000000000"

REGISTER = """mutation R($input: RegisterCustomerInput!) {
  registerCustomer(input: $input) { customerId customer { id firstName email } userErrors { code message path } } }"""

JOHN: dict[str, Any] = {
    "gender": "MALE",
    "firstName": "John",
    "lastName": "Smith",
    "email": "happy_customer@crmcarecloud.com",
    "languageId": "en",
    "store": "86e05affc7a7abefc",
    "birthDate": "1993-01-21",
    "phone": "+420 221 634 695",
    "address": {"lines": ["Old Town Square", "35"], "postalCode": "11000", "city": "Prague", "countryCode": "cz"},
    "sources": [{"customerSource": "0b1788109b8", "externalId": "94826712"}],
    "properties": [{"property": "wedding_date", "name": "Date of wedding", "value": "2001-08-13"}],
    "socialNetwork": {"id": "twitter", "token": "38e123j1jedu12d1jnjqwd"},
}


def sample(name: str) -> Any:
    """The body that a sample request of the documentation has, with what we change of it on purpose."""
    return Wire("carecloud").request(name).expected["json"]


async def done(gateway: Gateway, document: str, **given: object) -> Any:
    """Make a mutation that must not fail, and return its payload."""
    (payload,) = data_of(await gateway.query(document, input=given)).values()
    return payload
