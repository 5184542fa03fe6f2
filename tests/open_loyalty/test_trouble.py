"""What a client is told when the vendor is in trouble."""

import pytest

from tests.open_loyalty.conftest import Open, codes

DOCUMENT = "query ($by: CustomerKey!) { customer(by: $by) { purchases { couponCode } } }"
CODES = {
    "hang": "VENDOR_TIMEOUT",
    "500": "VENDOR_UNAVAILABLE",
    "closed": "VENDOR_UNAVAILABLE",
    "garbage": "VENDOR_MALFORMED",
    "half body": "VENDOR_UNAVAILABLE",
    "401": "VENDOR_AUTH_FAILED",
    "429": "VENDOR_RATE_LIMITED",
}


@pytest.mark.parametrize("is_warm", [True, False])
@pytest.mark.parametrize("trouble", CODES)
async def test_trouble_has_its_code_with_and_without_a_token(opened: Open, trouble: str, is_warm: bool) -> None:  # noqa: FBT001
    shop = opened(OPEN_LOYALTY_TIMEOUT_S="1" if trouble == "hang" else "30")
    if is_warm:
        await shop.vendor.ping()
    shop.house.fault(trouble)

    answer = await shop.query(DOCUMENT, by={"email": "ana.popescu0@example.com"})

    assert set(codes(answer)) == {CODES[trouble]}
