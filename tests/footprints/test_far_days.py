"""Days at the ends of the calendar are days like others."""

import pytest

from tests.conftest import Gateway


@pytest.mark.parametrize("days", ['from: "0001-01-01", to: "9999-12-31"', 'from: "1900-01-01"'])
async def test_leads_of_all_time(gateway: Gateway, days: str) -> None:
    """Nothing is asked for beyond what the vendor can hold."""
    answer = await gateway.query(f"{{ leads({days}, first: 1) {{ nodes {{ id }} }} }}")

    assert answer.errors == []
    assert len(answer.data["leads"]["nodes"]) == 1


@pytest.mark.parametrize(
    ("days", "told"), [('to: "0001-01-01"', "2000-01-01 or later"), ('from: "9999-12-31"', "must not be after")]
)
async def test_days_that_hold_nothing_are_refused(gateway: Gateway, days: str, told: str) -> None:
    """With a word that says what would be right."""
    answer = await gateway.query(f"{{ leads({days}) {{ nodes {{ id }} }} }}")

    (error,) = answer.errors
    assert error["extensions"]["code"] == "BAD_USER_INPUT"  # type: ignore[index]  # as every error has
    assert told in str(error["message"])
