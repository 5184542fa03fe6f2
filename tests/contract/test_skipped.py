"""What a query skips costs nothing."""

import pytest

from gateway.sandbox.town import Town
from tests.conftest import Gateway


@pytest.mark.parametrize(
    "selection",
    [
        "purchases @include(if: $all) { couponCode }",
        "purchases @skip(if: $none) { couponCode }",
        "... @include(if: $all) { purchases { couponCode } }",
        "...more @include(if: $all)",
    ],
)
async def test_the_vendor_of_a_skipped_field_is_not_asked(gateway: Gateway, sandbox: Town, selection: str):
    """With the same variables turned round it is."""
    document = f"""
    query Q($all: Boolean!, $none: Boolean!) {{
      customer(by: {{email: "ana.popescu0@example.com"}}) {{ rewards {{ id }} {selection} ...nothing @include(if: $all) @skip(if: $none) }}
    }}
    fragment more on Customer {{ purchases {{ couponCode }} }}
    fragment nothing on Customer {{ id ...more }}
    """

    skipped = await gateway.query(document, all=False, none=True)
    asked = len(sandbox.open_loyalty.calls)
    whole = await gateway.query(document, all=True, none=False)

    assert skipped.errors == []
    assert list(skipped.data["customer"]) == ["rewards"]
    assert asked == 0
    assert "purchases" in whole.data["customer"]
    assert sandbox.open_loyalty.hits("GET /api/admin/customer") == 1
