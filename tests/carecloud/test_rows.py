"""Each documented operation over a real socket: the request is the documentation's sample, and so is the answer that is decoded."""

from collections.abc import AsyncIterator

import pytest

from loaders.carecloud.sandbox import CUSTOMER_SETTINGS
from tests.carecloud.interfaces import SEED
from tests.carecloud.samples import JOHN
from tests.operations.paper import Asked, Paper, opened, write

ID = "8bababca29337fcf"
KEY = {"vendorId": {"vendor": "CARECLOUD", "id": ID}}


ROWS: dict[int, Asked] = {
    1: Asked("{ rewards { name } }", {"rewards": [{"name": "Letní balíček 2017"}]}),
    2: write("loginCustomer", "customerId", {"customerId": ID},
             loginType="EMAIL", login="example@crmcarecloud.com", password="password_example"),
    3: Asked(
        "{ stores { id code name systemId partnerId changedAt position { latitude } "
        "address { line1 line3 postalCode city countryCode } } }",
        {"stores": [{
            "id": "86e05affc7a7abefc", "code": None, "name": "Ice Cream HQ", "systemId": "A23753", "partnerId": "86e05affc7a7abe",
            "address": {"line1": "Main", "line3": None, "postalCode": "11000", "city": "Prague", "countryCode": "cz"},
            "position": None, "changedAt": "2018-12-19T14:12:56+00:00",
        }]},
    ),
    4: write("registerCustomer", "customerId", {"customerId": ID}, **JOHN),
    5: write("addCustomerInterest", "interestRecordId", {"interestRecordId": "fdsdfe7nh640"},
             customer=KEY, interest="87d706e4864d02af7"),
    6: write("setCustomerProperty", "propertyRecordId", {"propertyRecordId": "fdsdfbfkdsioe7532"},
             customer=KEY, property="87d76e48264d026dpab0f7", value="x"),
    7: Asked(
        "{ rewards { code name note priority state imageUrls properties { propertyId value } changedAt } }",
        {"rewards": [{
            "code": None, "name": "Letní balíček 2017", "note": None, "priority": None, "state": 1, "imageUrls": [],
            "properties": [{"propertyId": "global", "value": True}], "changedAt": "2017-06-14T07:43:49.882375+00:00",
        }]},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
async def paper() -> AsyncIterator[Paper]:
    async with opened("carecloud", CUSTOMER_SETTINGS, {"CARECLOUD_URL": SEED}) as served:
        yield served


@pytest.mark.parametrize("number", ROWS)
async def test_row(paper: Paper, number: int) -> None:
    """What goes out is the sample request, and the sample answer comes back in our words."""
    async with paper.gateway() as gateway:
        await paper.holds(number, gateway, ROWS[number])
