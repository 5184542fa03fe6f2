"""Campaigns, their counters and limits, and widgets."""

from tests.tracksale.sandbox.account import Vendor


async def test_campaigns_are_arrays_even_of_one(vendor: Vendor) -> None:
    """The list and the single campaign both answer arrays."""
    every = (await vendor.get("/v2/campaign")).json()
    assert [row["code"] for row in every] == [51, 52, 53]
    assert (await vendor.get("/v2/campaign/52")).json() == [every[1]]
    types = {question["type"] for row in every for question in row["questions"]}
    assert types == {"NPS", "CSAT", "Single Choice", "Review", "Open Question", "Secondary NPS"}
    assert "dispatch_limits" not in every[0]


async def test_counters_need_both_dates(vendor: Vendor) -> None:
    """Without a whole period the counters are null."""
    counters = ("detractors", "passives", "promoters", "dispatches", "comments", "answers")
    for params in ({}, {"start": "2025-01-01"}):
        (row,) = (await vendor.get("/v2/campaign/51", **params)).json()
        assert [row[name] for name in counters] == [None] * 6

    (row,) = (await vendor.get("/v2/campaign/51", start="2023-01-01", end="2026-03-10")).json()
    assert row["answers"] == row["detractors"] + row["passives"] + row["promoters"] > 0
    assert row["answers"] > row["comments"] > 0
    assert row["answers"] == len(await vendor.answers(codes="51"))


async def test_dispatch_limits_are_null_where_unused(vendor: Vendor) -> None:
    first, _, third = (await vendor.get("/v2/campaign", dispatch_limits="1")).json()
    assert first["dispatch_limits"]["daily"] == {"limit": None, "remaining": None}
    assert third["dispatch_limits"]["daily"] == {"limit": 600, "remaining": 600}


async def test_a_widget_may_contradict_itself(vendor: Vendor) -> None:
    widget = (await vendor.get("/v2/widget/widget51")).json()
    assert widget["views"] == {"daily": 2, "weekly": 0, "monthly": 0}
    assert (widget["limits"]["has_limit"], widget["limits"]["limit_reached"]) == (False, "daily")
