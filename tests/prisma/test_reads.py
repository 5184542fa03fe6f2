"""What the graph shows of Prisma, asked through the front door, and what it costs."""

import json
from typing import Any

import pytest

from loaders.prisma.settings import PrismaSettings
from tests.prisma.conftest import Installation, Open, decoded, sent

COLD = ["POST /api/traces/trace", "POST /api/traces/…/trail", "POST /api/campaigns/active"]
QUERY = "query($id: String!) { customer(by: {externalId: $id}) { targetedCampaigns { id name } } }"
FORMATS = pytest.mark.parametrize("format_", ["edn", "json"])


@FORMATS
async def test_targeted_campaigns(opened: Open, format_: str) -> None:
    """All that the contract promises of a campaign, from a trace, a visit and one read."""
    prisma = opened(PRISMA_FORMAT=format_)
    data = await prisma.data("""{ customer(by: {externalId: "C100000"}) { targetedCampaigns {
        __typename id vendor name active startsAt endsAt category group title message trackingToken details
        ... on Campaign { same: id }
    } } }""")
    first = data["customer"]["targetedCampaigns"][0]
    assert first["id"] == first["same"] == "17592186045418"
    assert (first["__typename"], first["vendor"], first["name"], first["active"]) == (
        "TargetedCampaign",
        "PRISMA",
        "Welcome",
        True,
    )
    assert (first["category"], first["group"], first["title"]) == ("Loyalty", "Onboarding", "Bun venit!")
    assert first["startsAt"].endswith("+00:00") and first["startsAt"] < first["endsAt"]
    assert first["details"]["tracking-token"] == first["trackingToken"]
    assert prisma.calls() == COLD
    assert sent(prisma.house.calls[1]) == ({"channel": "web"} if format_ == "json" else {":channel": ":web"})


async def test_the_order_is_the_vendors(prisma: Installation) -> None:
    data = await prisma.data(QUERY, id="C100000")
    names = [campaign["name"] for campaign in data["customer"]["targetedCampaigns"]]
    assert names == ["Welcome", "Test drive weekend", "Car insurance renewal", "Gold card upgrade"]


async def test_asked_again_costs_nothing(prisma: Installation) -> None:
    first = await prisma.data(QUERY, id="C100000")
    assert await prisma.data(QUERY, id="C100000") == first
    assert prisma.calls() == COLD


async def test_with_a_live_visit_it_costs_one_call(opened: Open) -> None:
    prisma = opened(PRISMA_TTL_CAMPAIGNS="0")
    await prisma.data(QUERY, id="C100000")
    await prisma.data(QUERY, id="C100000")
    assert prisma.calls() == [*COLD, COLD[2]]


async def test_several_filters_of_a_person_are_one_call(prisma: Installation) -> None:
    """All campaigns are asked for and cut here; a filter alone is the vendor's to apply, and one that isn't given is not sent."""
    data = await prisma.data("""{ customer(by: {externalId: "C100000"}) {
        all: targetedCampaigns { name }
        nulls: targetedCampaigns(category: null, group: null) { name }
        sales: targetedCampaigns(category: "Sales") { name }
        cars: targetedCampaigns(category: "Sales", group: "Cars") { name }
        none: targetedCampaigns(group: "Boats") { name }
    } }""")
    customer = data["customer"]
    assert customer["all"] == customer["nulls"]
    assert [len(customer[name]) for name in ("all", "sales", "cars", "none")] == [4, 2, 1, 0]
    assert [prisma.house.hits(line) for line in ("POST /api/traces/trace", "POST /api/campaigns/active")] == [1, 1]
    await prisma.data(
        '{ customer(by: {externalId: "C100002"}) { targetedCampaigns(category: "Sales", group: "Cars") { name } } }'
    )
    bodies: list[Any] = [sent(call) for call in prisma.house.matching("POST /api/campaigns/active")]
    filters = [{name: body[name] for name in (":category", ":group") if name in body} for body in bodies]
    assert filters == [{}, {":category": "Sales", ":group": "Cars"}]


@pytest.mark.parametrize("external_id", ["C100009", "C999999", "C100204"])
async def test_nobody_has_no_campaigns(prisma: Installation, external_id: str) -> None:
    """Who opted out, who doesn't exist, and who is known to others only."""
    assert await prisma.data(QUERY, id=external_id) == {"customer": {"targetedCampaigns": []}}


@pytest.mark.parametrize(
    ("kind", "key", "expected"),
    [
        ("external_id", 'externalId: "C100000"', "C100000"),
        ("external_id", 'vendorId: {vendor: PRISMA, id: "C100000"}', "C100000"),
        ("loyalty_card", 'loyaltyCardNumber: "8000000000000"', "8000000000000"),
        ("email", 'email: " Ana.Popescu0@Example.com "', "ana.popescu0@example.com"),
    ],
)
async def test_the_customer_id_is_the_handle_that_the_installation_says(
    opened: Open, kind: str, key: str, expected: str
) -> None:
    """E-mails go in lower case, the others as they are; nothing is asked to find the person."""
    prisma = opened(PRISMA_CUSTOMER_ID=kind)
    await prisma.data(f"{{ customer(by: {{{key}}}) {{ targetedCampaigns {{ id }} }} }}")
    assert prisma.calls() == COLD
    body: Any = sent(prisma.house.calls[0])
    assert body[":customer-id"] == expected


async def test_people_without_the_handle_cannot_be_asked_for(prisma: Installation) -> None:
    """Where nobody knows the handle that Prisma needs, nothing is sent."""
    answer = await prisma.query('{ customer(by: {phone: "+40722100000"}) { targetedCampaigns { id } } }')
    assert (answer.data, prisma.calls()) == ({"customer": None}, [])


async def test_many_people_in_one_request(prisma: Installation) -> None:
    """Once per person: three calls each when cold, none again."""
    keys = ", ".join(f'{{externalId: "C1000{number:02}"}}' for number in range(12))
    query = f"{{ customers(by: [{keys}]) {{ targetedCampaigns {{ id }} }} }}"
    data = await prisma.data(query)
    assert all(customer["targetedCampaigns"] is not None for customer in data["customers"])
    assert len(prisma.calls()) == 36
    assert await prisma.data(query) == data
    assert len(prisma.calls()) == 36


async def test_profile(prisma: Installation) -> None:
    """The installation's own fields, by name; one call with the API key."""
    data = await prisma.data('{ customer(by: {externalId: "C100000"}) { prismaProfile { name value } } }')
    fields = {field["name"]: field["value"] for field in data["customer"]["prismaProfile"]}
    assert list(fields) == sorted(fields)
    assert fields["Email_address"] == "ana.popescu0@example.com"
    assert fields["updated-by"] == [{"id": 17592213056257}]
    assert prisma.calls() == ["GET /api/customers/find/C100000"]


async def test_a_profile_of_nobody_is_empty(prisma: Installation) -> None:
    data = await prisma.data('{ customer(by: {externalId: "C999999"}) { prismaProfile { name value } } }')
    assert data == {"customer": {"prismaProfile": []}}


async def test_a_profile_needs_an_api_key(opened: Open) -> None:
    """Without one the campaigns are there all the same, and the error names the setting."""
    prisma = opened(PRISMA_API_KEY="")
    answer = await prisma.query(
        '{ customer(by: {externalId: "C100000"}) { prismaProfile { name } targetedCampaigns(group: "Cars") { name } } }'
    )
    assert answer.data == {"customer": {"prismaProfile": None, "targetedCampaigns": [{"name": "Test drive weekend"}]}}
    (error,) = answer.errors
    assert "PRISMA_API_KEY" in str(error["message"])
    assert error["extensions"] == {"code": "VENDOR_NOT_CONFIGURED", "vendor": "PRISMA", "retryable": False}


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("500", "VENDOR_UNAVAILABLE"),
        ("closed", "VENDOR_UNAVAILABLE"),
        ("garbage", "VENDOR_MALFORMED"),
        ("half body", "VENDOR_UNAVAILABLE"),
        ("401", "VENDOR_AUTH_FAILED"),
        ("429", "VENDOR_RATE_LIMITED"),
        ("405", "VENDOR_REJECTED"),
    ],
)
@FORMATS
async def test_trouble_has_its_code(opened: Open, format_: str, fault: str, code: str) -> None:
    prisma = opened(PRISMA_FORMAT=format_)
    prisma.house.fault(fault)
    answer = await prisma.query(QUERY, id="C100000")
    assert answer.data == {"customer": {"targetedCampaigns": None}}
    assert [error["extensions"]["code"] for error in answer.errors] == [code]  # type: ignore[index]  # extensions are a dict
    assert len(prisma.calls()) <= 2


async def test_a_trace_that_cannot_be_made_is_tried_twice(prisma: Installation) -> None:
    """500 is the documented answer to bad input too, so it is asked once more at most. Docs: Prisma, "Trace"."""
    prisma.house.fault("500")
    await prisma.query(QUERY, id="C100000")
    assert prisma.calls() == ["POST /api/traces/trace"] * 2


async def test_no_error_holds_a_secret_or_a_person(opened: Open) -> None:
    prisma = opened(PRISMA_APP_TOKEN="not-the-token")
    answer = await prisma.query(QUERY, id="C100000")
    assert answer.errors
    assert "not-the-token" not in json.dumps(answer.errors)
    assert "C100000" not in json.dumps(answer.errors)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("format", "xml", "'edn' or 'json'"),
        ("customer_id", "phone", "'external_id', 'loyalty_card' or 'email'"),
        ("channel", "two words", "pattern"),
        ("app_token", "", "at least 1"),
    ],
)
def test_wrong_settings_are_explained(name: str, value: str, says: str) -> None:
    given = {"url": "http://localhost", "app_token": "token", name: value}
    with pytest.raises(ValueError, match=says) as caught:
        PrismaSettings.model_validate(given)
    assert value == "" or value not in str(caught.value)


def test_settings_do_not_print_secrets() -> None:
    settings = PrismaSettings.model_validate({"url": "http://localhost", "app_token": "hush", "api_key": "hush"})
    assert "hush" not in repr(settings)


def test_samples_are_of_their_format() -> None:
    """The helper that reads bodies keeps keywords and text apart."""
    assert decoded(b'{:a :b "c" "d"}', "edn") == {":a": ":b", "c": "d"}
