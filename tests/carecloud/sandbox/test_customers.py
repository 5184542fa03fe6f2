"""Looking customers up."""

from typing import Any

import pytest

from tests.carecloud.sandbox.project import ANA, EVERYBODY, Caller, at


@pytest.mark.parametrize(
    ("params", "numbers"),
    [
        ({"email": ANA}, [0]),
        ({"email": "nobody@example.com"}, []),
        ({"email_list[]": [EVERYBODY[3].email, EVERYBODY[1].email, "nobody@example.com"]}, [1, 3]),
        ({"customer_ids[]": [at(7), at(5)]}, [5, 7]),
        ({"phone": EVERYBODY[4].phone[1:]}, [4]),
        ({"phone": EVERYBODY[280].phone[1:]}, [280, 281]),
        ({"first_name": "Ana", "last_name": "Popescu", "birthdate": "01.01.1950"}, [0]),
        ({"email": ANA, "first_name": "Dan"}, []),
        ({"unknown": "ignored", "email": ANA}, [0]),
    ],
)
async def test_customers_are_found_by_every_filter(user: Caller, params: Any, numbers: list[int]) -> None:
    assert [row["customer_id"] for row in await user.rows("/customers", params)] == [at(number) for number in numbers]


async def test_a_person_may_have_a_dead_row_beside_the_live_one(user: Caller) -> None:
    states = {n: [row["state"] for row in await user.rows("/customers", {"email": EVERYBODY[n].email})] for n in (112, 172)}
    assert states == {112: [0, 1], 172: [2, 1]}


async def test_source_filter_counts_the_webshops_customers(user: Caller) -> None:
    webshop = (await user.rows("/customer-sources", {"customer_source_text_id": "webshop_registration"}))[0][
        "customer_source_id"
    ]
    rows = await user.rows("/customers", {"customer_source_id": webshop, "count": "1"})
    assert [row["customer_id"] for row in rows] == [at(5)]


async def test_pages_are_of_a_hundred_and_tell_the_total(user: Caller) -> None:
    known = sum(person.at("carecloud") is not None for person in EVERYBODY) + 3
    first = (await user.get("/customers")).json()["data"]
    last = (await user.get("/customers", {"offset": "200", "count": "500"})).json()["data"]

    assert (len(first["customers"]), first["total_items"]) == (100, known)
    assert (len(last["customers"]), last["total_items"]) == (known - 200, known)


async def test_rows_are_sorted_on_request(user: Caller) -> None:
    rows = await user.rows("/customers", {"sort_field": "customer_id", "sort_direction": "DESC", "count": "300"})
    ids = [row["customer_id"] for row in rows]
    assert ids == sorted(ids, reverse=True)


@pytest.mark.parametrize(
    ("params", "numbers"),
    [
        ({"card_number": EVERYBODY[0].card}, [0]),
        ({"card_number_list[]": [EVERYBODY[2].card, EVERYBODY[9].card]}, [2, 9]),
        ({"card_number": EVERYBODY[0].card, "search_secondary_card_number": "true"}, []),
        ({"card_number": f"AX{EVERYBODY[4].card[-6:]}", "search_secondary_card_number": "true"}, [4]),
        ({"customer_id": at(3), "state": "0"}, [3]),
        ({"customer_id": at(3), "is_valid": "true"}, [3]),
    ],
)
async def test_cards_carry_their_holder(user: Caller, params: Any, numbers: list[int]) -> None:
    assert [row["customer_id"] for row in await user.rows("/cards", params)] == [at(number) for number in numbers]


@pytest.mark.parametrize(
    ("params", "numbers"),
    [
        ({"external_ids[]": ["C100000", "C100007"]}, [0, 7]),
        ({"external_id": "C100003"}, [3]),
        ({"external_ids[]": "C100000", "external_id": "C100003"}, [0]),
        ({"external_ids[]": "W00005", "customer_source_id": "0b1788109b8"}, []),
        ({"external_ids[]": "W00005"}, [5]),
    ],
)
async def test_external_ids_lead_to_customers(user: Caller, params: Any, numbers: list[int]) -> None:
    rows = await user.rows("/customer-source-records", params)
    assert [row["customer_id"] for row in rows] == [at(number) for number in numbers]


async def test_search_needs_all_four_values(user: Caller) -> None:
    whole = {"first_name": "Ana", "last_name": "Popescu", "birthdate": "1950-01-01", "card_number": EVERYBODY[0].card}
    path = "/customers/actions/search-customers"
    assert await user.rows(path, {**whole, "mode": "strict"}) == [{"customer_id": at(0), "match": 100}]
    del whole["card_number"]
    assert await user.rows(path, whole) == []


async def test_customers_show_the_documented_oddities(user: Caller) -> None:
    """Upper-case e-mail, phone without a plus, absent double opt-in, an impossible birth date, nothing private."""
    ana, odd = [(await user.get(f"/customers/{at(number)}")).json()["data"] for number in (0, 235)]

    assert ana["personal_information"]["email"] == ANA.upper()
    assert ana["personal_information"]["phone"] == "40722100000"
    assert ana["personal_information"]["address"]["address3"] is None
    assert "doi_phone" not in ana and "doi_email" not in odd
    assert odd["personal_information"]["birthdate"] == "985-02-12"
    assert not any(name.startswith("_") for name in ana)
