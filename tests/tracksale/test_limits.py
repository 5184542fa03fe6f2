"""Settings, and the vendor's limit of calls."""

import pytest

from gateway.settings import BrokenSettings
from tests.tracksale.conftest import Desk, Open


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"TRACKSALE_BUDGET": "plenty"}, "expected calls in 300 s from 1 to 1000, or off"),
        ({"TRACKSALE_BUDGET": "2000"}, "expected calls in 300 s from 1 to 1000, or off"),
        ({"TRACKSALE_TIMEZONE": "Brazil/Nowhere"}, "expected a time zone's name"),
        ({"TRACKSALE_TOKEN": ""}, "TRACKSALE_TOKEN is missing"),
    ],
)
async def test_wrong_settings_are_named(opened: Open, settings: dict[str, str], words: str) -> None:
    """The gateway doesn't start, and says what would be right."""
    with pytest.raises(BrokenSettings, match=words):
        opened(**settings)


async def test_the_budget_may_be_off(opened: Open) -> None:
    """`off` counts nothing; the default stays below the vendor's limit."""
    assert opened(TRACKSALE_BUDGET="off").vendor.client.budget.left is None
    assert opened().vendor.client.budget.left == 900


async def test_a_locked_account_is_left_alone(desk: Desk) -> None:
    """405 with a CAPTCHA is never repeated: the circuit opens for five minutes."""
    desk.house.fault("405")
    for _ in range(3):
        answer = await desk.query("{ surveys { code } }")
        assert answer.errors[0]["extensions"]["code"] in ("VENDOR_RATE_LIMITED", "VENDOR_UNAVAILABLE")  # type: ignore[index]  # JSON
    assert len(desk.calls()) == 1

    desk.house.fault(None)
    desk.clock.turn(301)
    assert await desk.data("{ surveys { code } }")
