"""What a customer has, and what the project offers."""

from typing import Any

import pytest

from tests.carecloud.sandbox.project import Caller, at


async def test_everyone_has_something_different_and_ana_has_enough(user: Caller) -> None:
    async def sizes(number: int) -> dict[str, int]:
        facets = (
            "rewards",
            "vouchers",
            "cards",
            "points",
            "purchases",
            "status-records",
            "property-records",
            "interest-records",
        )
        return {facet: len(await user.rows(f"/customers/{at(number)}/{facet}")) for facet in facets}

    ana, nobody = await sizes(0), await sizes(285)
    assert ana["rewards"] >= 3 and ana["vouchers"] >= 1 and ana["points"] >= 2 and ana["purchases"] >= 2
    assert nobody != ana
    assert (await sizes(10))["rewards"] == 0
    assert (await sizes(3))["vouchers"] == 0
    assert (await sizes(4))["points"] == 0


async def test_rewards_are_filtered_by_hidden_validity_and_shown_in_the_callers_language(user: Caller) -> None:
    english = await user.rows("/rewards", {"is_valid": "true", "name": "ice"})
    user.headers["Accept-Language"] = "cs, en-gb;q=0.8"
    czech = await user.rows("/rewards", {"code": "ICE"})

    assert [row["name"] for row in english] == ["Free ice cream"]
    assert [row["name"] for row in czech] == ["Zmrzlina zdarma"]
    assert len(await user.rows("/rewards", {"is_valid": "false"})) == 3
    assert len(await user.rows("/rewards", {"code": "TEN"})) == 2
    assert {row["reward_group"] for row in await user.rows("/rewards", {"reward_group": "2"})} == {2}
    assert len(await user.rows("/rewards", {"valid_from": "2026-03-11"})) == 1


async def test_reward_stores_are_listed_only_on_request(user: Caller) -> None:
    path = f"/customers/{at(0)}/rewards"
    assert all(row["store_list"] == [] for row in await user.rows(path))
    full = await user.rows(path, {"without_stores": "false"})
    assert full[0]["store_list"][0]["store_id"] == "86e05affc7a7abefc"
    assert (await user.get(f"/rewards/{full[0]['reward_id']}")).json()["data"] == full[0]


async def test_the_seeds_own_rows_are_there(seed: Caller) -> None:
    """Its answers have no total, its reward a colon in a record id and a boolean value."""
    rewards = (await seed.get("/rewards", {"name": "2017"})).json()["data"]
    stores = (await seed.get("/stores", {"system_id": "A23753"})).json()["data"]

    assert set(rewards) == {"rewards"} and set(stores) == {"stores"}
    [reward], [store] = rewards["rewards"], stores["stores"]
    assert (reward["reward_id"], reward["priority"], reward["note"]) == ("8bdf68d3838b4e009991819e85", None, None)
    assert reward["last_change"] == "2017-06-14 10:43:49.882375"
    assert reward["additional_properties"][0]["property_record_id"] == "global:8bdf68d3838b4e009991819e85"
    assert reward["additional_properties"][0]["property_value"] is True
    assert (store["store_id"], store["name"], store["contact_email"]) == ("86e05affc7a7abefc", "Ice Cream HQ", "")
    assert store["gps_coordinates"] == {"gps_longitude": 0, "gps_latitude": 0}


@pytest.mark.parametrize(
    ("params", "count"),
    [
        ({}, 4),
        ({"visible_for_customer": "1"}, 3),
        ({"visible_for_customer": "0"}, 1),
        ({"property_id": "provided_services"}, 1),
        ({"property_id": "provided_services", "property_value": "none"}, 0),
    ],
)
async def test_stores_are_filtered(portal: Caller, params: Any, count: int) -> None:
    assert len(await portal.rows("/stores", params)) == count


@pytest.mark.parametrize(
    "path", ["interests", "customer-properties", "customer-sources", "statuses", "reward-types", "partners"]
)
async def test_project_lists_are_public(portal: Caller, user: Caller, path: str) -> None:
    assert await portal.rows(f"/{path}") == await user.rows(f"/{path}") != []


async def test_vouchers_are_valid_applied_or_expired_and_carry_their_reward(user: Caller) -> None:
    path = f"/customers/{at(0)}/vouchers"
    [valid] = await user.rows(path, {"is_valid": "true", "is_applied": "false"})
    [applied] = await user.rows(path, {"is_applied": "true"})
    [expired] = await user.rows(path, {"is_valid": "false"})

    assert valid["applied_date"] is None and applied["value"] == 3.49
    assert len({row["voucher_id"] for row in (valid, applied, expired)}) == 3
    assert valid["reward_group"] == "1" and valid["reward"]["reward_group"] == 1
    mine = await user.rows("/vouchers", {"customer_id": at(0), "reward_id": valid["reward"]["reward_id"]})
    assert valid["voucher_id"] in {row["voucher_id"] for row in mine}
    assert valid in await user.rows(f"/rewards/{valid['reward']['reward_id']}/vouchers")


async def test_purchases_show_items_only_on_request(user: Caller) -> None:
    path = f"/customers/{at(0)}/purchases"
    assert all(row["purchase_items"] == [] for row in await user.rows(path))
    assert all(row["purchase_items"] for row in await user.rows(path, {"purchase_items_extension": "true"}))
    assert len(await user.rows(path, {"payment_time_from": "2026-01-01 00:00:00"})) == 1


async def test_one_status_is_valid_now(user: Caller) -> None:
    assert len(await user.rows(f"/customers/{at(2)}/status-records")) == 3
    assert len(await user.rows(f"/customers/{at(2)}/status-records", {"valid_now": "true"})) == 1


async def test_property_values_are_of_any_type(user: Caller) -> None:
    rows = {row["property_id"]: row for row in await user.rows(f"/customers/{at(0)}/property-records")}
    assert {name: row["property_value"] for name, row in rows.items()} == {
        "wedding_date": "2001-08-13",
        "newsletter": True,
        "visit_count": 0,
    }
    assert rows["wedding_date"]["last_change"] == "2019-04-15 14:37:3.574408"
    assert rows["wedding_date"]["property_record_id"] == f"wedding_date:{at(0)}"
