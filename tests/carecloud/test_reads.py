"""What is read of people and of the project, through the front door, and what it costs."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import pytest
import pytest_asyncio

from gateway.sandbox.town import Town
from loaders.carecloud import CareCloud
from loaders.carecloud.listing import Listing
from loaders.carecloud.records.customer import CustomerPage
from loaders.upstream.call import Call
from loaders.upstream.errors import TooLarge
from tests.carecloud.interfaces import ENTERPRISE, codes_of, data_of, on_interface
from tests.conftest import Gateway

ANA = "ana.popescu0@example.com"


@pytest_asyncio.fixture(loop_scope="session")
async def carecloud(sandbox: Town) -> Any:
    """A gateway over this vendor alone."""
    async with on_interface(sandbox, "bearer-enterprise") as gateway:
        yield gateway


def asked(sandbox: Town) -> list[tuple[str, Mapping[str, str]]]:
    """Paths and parameters of what was asked, logins apart, paging left out."""
    paging = {"count", "offset", "sort_field", "sort_direction"}
    return [
        (call.path.removeprefix(ENTERPRISE), {name: value for name, value in call.query if name not in paging})
        for call in sandbox.carecloud.calls
        if not call.path.endswith("/actions/login")
    ]


async def customer(gateway: Gateway, selection: str, **by: object) -> Any:
    answer = await gateway.query(f"query Q($by: CustomerKey!) {{ customer(by: $by) {{ {selection} }} }}", by=dict(by))
    return data_of(answer)["customer"]


@pytest.mark.parametrize(
    ("by", "calls"),
    [
        ({"email": ANA.upper()}, 1),
        ({"phone": "0722 100 000"}, 1),
        ({"vendorId": {"vendor": "CARECLOUD", "id": "8ea200000000000000"}}, 1),
        ({"externalId": "C100000"}, 2),
        ({"loyaltyCardNumber": "8000000000000"}, 2),
    ],
)
async def test_a_person_is_the_same_by_every_handle(carecloud: Gateway, sandbox: Town, by: dict[str, object], calls: int):
    """Same id, same record; e-mail, phone and id cost one call, external id and card two."""
    found = await customer(carecloud, "id firstName lastName email phone birthDate", **by)

    assert found == {
        "id": "Q3VzdG9tZXI6Y2FyZWNsb3VkOjhlYTIwMDAwMDAwMDAwMDAwMA",
        "firstName": "Ana",
        "lastName": "Popescu",
        "email": ANA,
        "phone": "+40722100000",
        "birthDate": "1950-01-01",
    }
    assert len(asked(sandbox)) == calls


async def test_a_secondary_card_number_finds_its_holder(carecloud: Gateway, sandbox: Town):
    """It is searched for only where nobody has the number as the first."""
    found = await customer(carecloud, "email", loyaltyCardNumber="AX000000")

    assert found == {"email": ANA}
    assert [query for path, query in asked(sandbox) if path == "/cards"] == [
        {"card_number": "AX000000"},
        {"card_number": "AX000000", "search_secondary_card_number": "true"},
    ]


@pytest.mark.parametrize("number", [112, 152, 172])
async def test_the_deleted_and_the_inactive_are_nobody(carecloud: Gateway, sandbox: Town, number: int):
    """A former row with the same e-mail doesn't make the person ambiguous, and its id leads nowhere."""
    person = sandbox.people[number]
    spelling = person.at("carecloud")
    assert spelling is not None

    assert await customer(carecloud, "firstName", email=person.email) == {"firstName": person.first_name}
    former = "8ea1" + spelling.id[4:]
    assert await customer(carecloud, "id", vendorId={"vendor": "CARECLOUD", "id": former}) is None


async def test_a_shared_landline_is_nobodys(carecloud: Gateway, sandbox: Town):
    """Several people share it, so nobody is guessed."""
    answer = await carecloud.query('{ customer(by: {phone: "+40213150000"}) { id } }')

    assert codes_of(answer) == ["IDENTITY_AMBIGUOUS"]


async def test_a_handle_that_costs_more_is_asked_for_alone(carecloud: Gateway, sandbox: Town):
    """External id and card number take a call each, of the person's own lists; blocked cards are left out."""
    person = sandbox.people[3]

    found = await customer(carecloud, "externalId loyaltyCardNumber", email=person.email)

    assert found == {"externalId": person.external_id, "loyaltyCardNumber": person.card}
    assert sorted(path.rsplit("/", 1)[-1] for path, _ in asked(sandbox)) == ["cards", "customer-source-records", "customers"]


@pytest.mark.parametrize(
    ("handle", "lookups"),
    [("email", ["/customers"]), ("externalId", ["/customer-source-records", "/customers"])],
)
async def test_fifty_people_share_the_lookup(carecloud: Gateway, sandbox: Town, handle: str, lookups: list[str]):
    """One call for all e-mails; two for all external ids."""
    people = [person for person in sandbox.people if "carecloud" in person.known_to][:50]
    keys = [{handle: person.email if handle == "email" else person.external_id} for person in people]

    answer = await carecloud.query("query Q($by: [CustomerKey!]!) { customers(by: $by) { id email } }", by=keys)

    assert [one["email"] for one in data_of(answer)["customers"]] == [person.email for person in people]
    assert [path for path, _ in asked(sandbox)] == lookups
    assert max(len(call.path) + sum(len(n) + len(v) + 10 for n, v in call.query) for call in sandbox.carecloud.calls) < 4096


async def test_rewards_cost_two_calls(carecloud: Gateway, sandbox: Town):
    """One to find the person, one for the rewards; again within their life, none. They are nodes."""
    found = await customer(carecloud, "rewards { id name code validFrom validTo state }", email=ANA)

    assert len(found["rewards"]) >= 3
    assert all(reward["validTo"] is None and reward["state"] == 1 for reward in found["rewards"])
    assert [path for path, _ in asked(sandbox)] == ["/customers", "/customers/8ea200000000000000/rewards"]
    first = found["rewards"][0]
    again = await carecloud.query("query N($id: ID!) { node(id: $id) { ... on Reward { id name } } }", id=first["id"])
    assert again.data == {"node": {"id": first["id"], "name": first["name"]}}
    await customer(carecloud, "rewards { id }", email=ANA)
    assert len(asked(sandbox)) == 3


async def test_stores_of_rewards_are_asked_for_where_they_are_selected(carecloud: Gateway, sandbox: Town):
    """The vendor leaves them out of lists unless told otherwise."""
    found = await customer(carecloud, "rewards(valid: true) { stores { name } }", email=ANA)

    assert all(reward["stores"] for reward in found["rewards"])
    assert asked(sandbox)[-1][1] == {"is_valid": "true", "without_stores": "false"}


async def test_what_a_person_has(carecloud: Gateway, sandbox: Town):
    """Vouchers, points, cards, bills, a level, interests and properties: one call each, and two lists of names."""
    found = await customer(
        carecloud,
        """vouchers { code appliedAt reward { name } } points { available earned redeemed moneyValues { value } }
        pointRecords(first: 1) { totalCount nodes { assigned } pageInfo { hasNextPage } }
        loyaltyCards { number state } carecloudPurchases(first: 1) { nodes { totalPrice paidAt } pageInfo { endCursor } }
        customerStatus { name validTo } interests { interestId name } properties { propertyId value }""",
        email=sandbox.people[10].email,
    )

    assert [voucher["appliedAt"] is None for voucher in found["vouchers"]] == [True]
    assert found["points"]["redeemed"] == 20.5
    assert found["pointRecords"]["totalCount"] == 3
    assert found["pointRecords"]["pageInfo"]["hasNextPage"]
    assert [card["number"] for card in found["loyaltyCards"]] == [sandbox.people[10].card]
    assert found["customerStatus"]["name"] == "Silver"
    assert [interest["name"] for interest in found["interests"]] == ["Sport"]
    assert {one["propertyId"]: one["value"] for one in found["properties"]} == {"newsletter": True, "visit_count": 10}
    assert len(asked(sandbox)) == 1 + 8 + 2


async def test_a_local_time_is_the_projects(carecloud: Gateway, sandbox: Town):
    """The level ends one second before midnight in the project's zone, shown in UTC."""
    found = await customer(carecloud, "customerStatus { validTo }", email=ANA)

    assert found["customerStatus"]["validTo"].endswith(("21:59:59+00:00", "20:59:59+00:00"))


async def test_vouchers_of_many_people_are_one_list(carecloud: Gateway, sandbox: Town):
    """All the project's vouchers are fewer calls than one per person."""
    people = [person for person in sandbox.people if "carecloud" in person.known_to][:40]
    keys = [{"email": person.email} for person in people]
    document = "query Q($by: [CustomerKey!]!) { customers(by: $by) { vouchers { code createdAt } } }"

    answer = await carecloud.query(document, by=keys)

    assert answer.errors == []
    assert [path for path, _ in asked(sandbox)] == ["/customers", "/vouchers"]
    singly = await customer(carecloud, "vouchers(applied: false) { code }", email=people[0].email)
    assert {one["code"] for one in singly["vouchers"]} <= {one["code"] for one in data_of(answer)["customers"][0]["vouchers"]}


async def test_the_projects_lists(carecloud: Gateway, sandbox: Town):
    """Stores and rewards, filtered by the vendor; what writes take."""
    answer = await carecloud.query(
        """{ stores(visibleForCustomers: false) { name } rewards(code: "TEN", valid: true) { code pointsCost tags { name } }
        interests { id } customerProperties { id dataType } customerSources { id textId } }"""
    )

    found = data_of(answer)
    assert [store["name"] for store in found["stores"]] == ["Depozit Iași"]
    assert [reward["pointsCost"] for reward in found["rewards"]] == [120.0, 80.5]
    assert len(found["interests"]) == 4
    assert len(asked(sandbox)) == 5


async def test_pages_are_read_to_the_end(carecloud: Gateway, sandbox: Town):
    """A list longer than a page takes more calls, by offset, in the order of ids."""
    listing = Listing(carecloud.process.vendors["carecloud"].client, is_plain=False)

    rows = await listing.every(Call("customers", "GET", "/customers"), CustomerPage, sort="customer_id")

    ids = [row.id for row in rows]
    assert ids == sorted(set(ids))
    pages = [dict(call.query) for call in sandbox.carecloud.calls if call.method == "GET"]
    assert [page["offset"] for page in pages] == ["0", "100", "200"]
    assert all(page["sort_field"] == "customer_id" and page["count"] == "100" for page in pages)


async def test_a_long_list_of_emails_is_split(carecloud: Gateway, sandbox: Town):
    """No URL is longer than the vendor's servers take."""
    vendor = carecloud.process.vendors["carecloud"]
    assert isinstance(vendor, CareCloud)

    found = await vendor.people.by_email.load_many([f"{'long' * 30}{number}@example.com" for number in range(50)])

    assert found == [[]] * 50
    asked_for = [call.query for call in sandbox.carecloud.calls if call.method == "GET"]
    assert [sum(name == "email_list[]" for name, _ in query) for query in asked_for] == [22, 22, 6]
    assert all(sum(len(quote(value, safe="")) + len(name) + 6 for name, value in query) < 4000 for query in asked_for)


async def test_a_list_without_end_is_an_error(carecloud: Gateway, sandbox: Town):
    """A server that ignores a filter must not make us read everybody."""
    listing = Listing(carecloud.process.vendors["carecloud"].client, is_plain=False)

    with pytest.raises(TooLarge, match="at most 20 rows"):
        await listing.every(Call("customers", "GET", "/customers"), CustomerPage, sort="customer_id", per_page=10, most_pages=2)


@pytest.mark.parametrize("auth", ["basic-customer", "bearer-customer"])
async def test_the_customer_interface_finds_nobody(sandbox: Town, auth: str):
    """An id that is given is taken at its word; what the vendor doesn't tell a server there is its refusal."""
    async with on_interface(sandbox, auth) as gateway:
        answer = await gateway.query(
            '{ customer(by: {vendorId: {vendor: CARECLOUD, id: "8ea200000000000000"}}) { id rewards { id } } }'
        )
        public = await gateway.query("{ stores { id } rewards { name validTo } }")

    assert answer.data == {"customer": {"id": "Q3VzdG9tZXI6Y2FyZWNsb3VkOjhlYTIwMDAwMDAwMDAwMDAwMA", "rewards": None}}
    assert codes_of(answer) == ["VENDOR_REJECTED"]
    assert "No customer is logged in" in str(answer.errors[0]["message"])
    assert "Letní balíček 2017" in [reward["name"] for reward in data_of(public)["rewards"]]
