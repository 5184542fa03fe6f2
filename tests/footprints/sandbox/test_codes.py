"""Loyalty campaigns and the codes that customers hold."""

from datetime import timedelta

import pytest

from tests.footprints.sandbox.tenant import ANA, Vendor

WINTER, LOYAL, DEMO, NEXT = "e2h11c3its", "17ytx3n52qm", "3irf2dmn8ks", "4ihf47mngkb"


async def test_campaigns_come_in_two_widths(vendor: Vendor) -> None:
    """The active ones name their location, the full list has its id and text for a number."""
    active = await vendor.ask("GET", "/api/loyaltyCode/active-campaigns")
    everything = await vendor.ask("GET", "/api/loyaltyCode/campaigns")

    assert [each["internalId"] for each in active["campaigns"]] == [DEMO, LOYAL, WINTER]
    assert all(set(each["location"]) == {"name"} and each["total"] > 0 for each in active["campaigns"])
    assert len(everything["campaigns"]) == 6
    assert all("location" not in each and each["loyaltySettings"]["codeLength"] == "8" for each in everything["campaigns"])
    assert {each["salesCost"] for each in everything["campaigns"]} == {None}


async def test_check_and_history_show_one_expiry_in_two_ways(vendor: Vendor) -> None:
    """Naive and two hours ahead in `check`, UTC in the history."""
    code = await vendor.ask("POST", "/api/loyaltyCode/check", data={**ANA, "campaignInternalId": DEMO})
    past = await vendor.ask("POST", "/api/loyaltyCode/history", data=ANA)

    row = next(each for each in past["codes"] if each["campaign"]["internalId"] == DEMO)
    assert code["status"] == past["status"] == "success"
    assert (code["code"], code["prize_status"]) == (row["code"], row["status"]) == (row["code"], "associated")
    assert code["expire_code_date"] == "2026-07-08 15:30:15"
    assert row["expire_code_date"] == "2026-07-08T12:30:15.250Z"
    assert len(past["codes"]) == 3


async def test_redeemed_code_is_read_back(vendor: Vendor) -> None:
    """Once; the second time, and for another customer's code, the vendor says no."""
    pair = {**ANA, "campaignInternalId": DEMO}
    code = (await vendor.ask("POST", "/api/loyaltyCode/check", data=pair))["code"]
    await vendor.ask("POST", "/api/loyaltyCode/change", data={**pair, "code": "WRONG"}, status=404)
    await vendor.ask("POST", "/api/loyaltyCode/change", data=pair, status=400)

    assert await vendor.ask("POST", "/api/loyaltyCode/change", data={**pair, "code": code}) == {"status": "success"}

    assert (await vendor.ask("POST", "/api/loyaltyCode/check", data=pair))["prize_status"] == "redeemed"
    refused = await vendor.ask("POST", "/api/loyaltyCode/change", data={**pair, "code": code}, status=400)
    assert refused["message"] == "the code is already redeemed"


async def test_expired_code_is_not_redeemed(vendor: Vendor) -> None:
    """The campaign's expiry of codes counts."""
    pair = {**ANA, "campaignInternalId": DEMO}
    code = (await vendor.ask("POST", "/api/loyaltyCode/check", data=pair))["code"]
    vendor.clock.time += timedelta(days=121)

    refused = await vendor.ask("POST", "/api/loyaltyCode/change", data={**pair, "code": code}, status=400)

    assert refused["message"] == "the code has expired"


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"campaignInternalId": NEXT}, 404),
        ({"campaignInternalId": "unknown"}, 404),
        ({"campaignInternalId": ""}, 400),
        ({"userPhone": ""}, 400),
        ({"userEmail": "nobody@example.com"}, 404),
    ],
)
async def test_no_code(vendor: Vendor, wrong: dict[str, str], status: int) -> None:
    """No code, no campaign, no customer."""
    await vendor.ask("POST", "/api/loyaltyCode/check", data={**ANA, "campaignInternalId": DEMO, **wrong}, status=status)


async def test_code_list_is_paged_in_the_body(vendor: Vendor) -> None:
    """Every code of everybody with its customer; the history leaves out the blocked ones."""
    headers = {"content-type": "application/x-www-form-urlencoded"}
    first = await vendor.ask("POST", "/api/loyaltyCode/list", headers=headers)
    total, size = first["totalResults"], len(first["clients"])
    rows = list(first["clients"])
    for page in range(2, -(-total // size) + 1):
        rows += (await vendor.ask("POST", "/api/loyaltyCode/list", data={"page": str(page)}))["clients"]

    assert len(rows) == total == len({row["code"] for row in rows})
    assert {row["status"] for row in rows} == {"associated", "redeemed", "blocked"}
    assert any("hostess" not in row for row in rows)
    past_end = await vendor.ask("POST", "/api/loyaltyCode/list", data={"page": "9999"})
    assert past_end == {"status": "success", "clients": [], "totalResults": total}
    blocked = next(row for row in rows if row["status"] == "blocked")
    pair = {name: blocked["client"][name] for name in ("userEmail", "userPhone")}
    past = await vendor.ask("POST", "/api/loyaltyCode/history", data=pair)
    assert blocked["code"] not in [each["code"] for each in past["codes"]]


async def test_code_list_filters(vendor: Vendor) -> None:
    """By campaign, and by a part of the code but not of the customer."""
    one = await vendor.ask("POST", "/api/loyaltyCode/list", data={"campaignInternalId": WINTER, "searchTerm": "", "page": "1"})
    code = one["clients"][0]["code"]
    found = await vendor.ask("POST", "/api/loyaltyCode/list", data={"searchTerm": code[1:6]})
    nobody = await vendor.ask("POST", "/api/loyaltyCode/list", data={"searchTerm": "Popescu"})

    assert {row["campaign"]["internalId"] for row in one["clients"]} == {WINTER}
    assert code in [row["code"] for row in found["clients"]]
    assert nobody == {"status": "success", "clients": [], "totalResults": 0}
