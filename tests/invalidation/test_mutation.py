"""`invalidateCache`: what is dropped at an operator's word, what is refused, and what is said of a vendor that can't be asked."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from gateway.sandbox.faults import Fault
from gateway.sandbox.town import Town
from resolvers import ids
from tests.conftest import Gateway, make
from tests.invalidation.asking import ANA, CAMPAIGN, READS, SURVEY, Asking, id_of, still

DOCUMENT = """mutation ($input: InvalidateCacheInput!) { invalidateCache(input: $input) {
  dropped { vendors tags unknownAt unreached } userErrors { code message path } } }"""
BY_EMAIL = {"email": ANA.email}
NOBODY = '{ customer(by: {email: "nobody.here@example.com"}) { id } }'

OF_ANA = {
    "footprints profile",
    "footprints history",
    "footprints actions",
    "footprints leads",
    "footprints codes",
    "open_loyalty member",
    "open_loyalty available",
    "open_loyalty audience",
    "carecloud person",
    "carecloud interests",
    "tracksale answers",
    "tracksale lots",
    "tracksale counters",
    "tracksale nps",
    "prisma campaigns",
}


def of(vendor: str, names: "set[str] | None" = None) -> set[str]:
    """Those of the reads, or of all, that are a vendor's."""
    return {name for name in (READS if names is None else names) if name.startswith(vendor)}


KINDS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "everything": ({"everything": True}, set(READS)),
    "a vendor": ({"vendor": "CARECLOUD"}, of("carecloud")),
    "a person": ({"customer": BY_EMAIL}, OF_ANA),
    "a person by the graph's id": ({"customer": {"id": ids.encode("Customer", "carecloud", id_of("carecloud"))}}, OF_ANA),
    "a person at one vendor": ({"customer": BY_EMAIL, "vendor": "OPEN_LOYALTY"}, of("open_loyalty", OF_ANA)),
    "a person at Prisma": ({"customer": {"externalId": "C100000"}, "vendor": "PRISMA"}, {"prisma campaigns"}),
    "a reward campaign": (
        {"campaign": ids.encode("RewardCampaign", CAMPAIGN)},
        {"open_loyalty campaigns", "open_loyalty available", "open_loyalty audience"},
    ),
    "a survey by its code": (
        {"vendor": "TRACKSALE", "campaign": SURVEY},
        of("tracksale"),
    ),
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def asking(town: Town) -> AsyncIterator[Asking]:
    """A gateway of this module's own; nothing is written to the stand-ins."""
    made = still(town)
    asking = Asking(made, town)
    await asking.everything()
    yield asking
    await made.process.close()


@pytest.fixture
def calm(town: Town) -> Town:
    """The stand-ins, without faults before and after."""
    town.reset()
    return town


async def drop(asking: Asking, **given: object) -> dict[str, Any]:
    """Drop what is given; return what was dropped."""
    answer = await asking.gateway.query(DOCUMENT, input=given)
    assert answer.errors == []
    assert answer.data["invalidateCache"]["userErrors"] == []
    found: dict[str, Any] = answer.data["invalidateCache"]["dropped"]
    return found


@pytest.mark.parametrize("what", KINDS)
async def test_what_is_named_is_asked_again_and_nothing_else(asking: Asking, what: str):
    """By reads, out of two dozen; other people and other vendors stay, and so does a person's visit unless all goes."""
    given, expected = KINDS[what]

    await drop(asking, **given)

    assert await asking.everything() == expected


@pytest.mark.parametrize(("settings", "codes"), [({}, ["NOT_SHARED"]), ({"GATEWAY_CACHE_URL": "off"}, [])])
async def test_one_of_several_processes_says_that_it_is_not_all(sandbox: Town, settings: dict[str, str], codes: list[str]):
    """Where they share no store; where nothing is kept there is nothing to be said."""
    gateway = make({**sandbox.settings, "GATEWAY_WORKERS": "2", **settings})
    answer = await gateway.query(DOCUMENT, input={"everything": True})
    await gateway.process.close()

    told = answer.data["invalidateCache"]
    assert told["dropped"]["tags"] == 1
    assert [error["code"] for error in told["userErrors"]] == codes


@pytest.mark.parametrize("vendor", ["footprints", "open_loyalty", "carecloud", "tracksale"])
async def test_a_vendors_own_id_costs_no_call_there(asking: Asking, vendor: str):
    """It is taken at its word."""
    asking.town.reset()

    dropped = await drop(asking, vendor=vendor.upper(), customer={"vendorId": {"vendor": vendor.upper(), "id": id_of(vendor)}})

    assert asking.town.calls() == 0
    assert dropped["vendors"] == [vendor.upper()]
    assert dropped["unknownAt"] == []
    again = await asking.everything()
    known_by_id = of(vendor, OF_ANA) - {"open_loyalty audience"}
    assert known_by_id <= again <= of(vendor)


async def test_who_isnt_known_is_asked_for_again(asking: Asking, calm: Town):
    """That nobody knew them is dropped by the handle; the answer says who knows nobody."""
    await asking.gateway.query(NOBODY)
    calm.reset()
    await asking.gateway.query(NOBODY)
    assert calm.calls() == 0

    dropped = await drop(asking, customer={"email": "Nobody.Here@example.com"})

    assert {"CARECLOUD", "OPEN_LOYALTY", "TRACKSALE"} <= set(dropped["unknownAt"])
    calm.reset()
    await asking.gateway.query(NOBODY)
    assert calm.carecloud.hits(r"GET .*/customers") == 1
    assert calm.open_loyalty.hits("GET /api/admin/customer") == 1


async def test_a_handle_of_several_people_drops_nothing(asking: Asking):
    """A shared landline: no guess, and it says what to give instead."""
    await asking.everything()

    answer = await asking.gateway.query(DOCUMENT, input={"customer": {"phone": "+40213150000"}})

    payload = answer.data["invalidateCache"]
    assert payload["dropped"] is None
    assert [(error["code"], error["path"]) for error in payload["userErrors"]] == [
        ("AMBIGUOUS_CUSTOMER", ["input", "customer"])
    ]
    assert await asking.everything() == set()


async def test_a_vendor_that_is_down_is_told(gateway: Gateway, sandbox: Town):
    """The others' entries go, the error names the vendor, and what was found there by the handle goes too."""
    sandbox.carecloud.fault(Fault.ERROR_500)

    answer = await gateway.query(DOCUMENT, input={"customer": BY_EMAIL})

    dropped = answer.data["invalidateCache"]["dropped"]
    assert dropped["unreached"] == ["CARECLOUD"]
    assert "CARECLOUD" in dropped["vendors"]
    assert dropped["unknownAt"] == []
    assert {error["extensions"]["vendor"] for error in answer.errors} == {"CARECLOUD"}  # type: ignore[index]  # errors of ours
    assert {error["extensions"]["code"] for error in answer.errors} == {"VENDOR_UNAVAILABLE"}  # type: ignore[index]  # likewise


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({}, "input"),
        ({"everything": True, "vendor": "PRISMA"}, "input.everything"),
        ({"customer": BY_EMAIL, "campaign": CAMPAIGN, "vendor": "OPEN_LOYALTY"}, "input.campaign"),
        ({"campaign": CAMPAIGN}, "input.campaign"),
        ({"campaign": "a\u0000b", "vendor": "OPEN_LOYALTY"}, "input.campaign"),
        ({"campaign": ids.encode("RewardCampaign", CAMPAIGN), "vendor": "TRACKSALE"}, "input.campaign"),
        ({"campaign": ids.encode("Customer", "carecloud", "x")}, "input.campaign"),
        ({"customer": {"email": "nobody"}}, "input.customer"),
    ],
)
async def test_what_makes_no_sense_is_refused(asking: Asking, given: dict[str, Any], path: str):
    """Naming nothing never means everything; nothing is asked or dropped."""
    asking.town.reset()
    answer = await asking.gateway.query(DOCUMENT, input=given)

    payload = answer.data["invalidateCache"]
    assert payload["dropped"] is None
    assert [".".join(error["path"]) for error in payload["userErrors"]] == [path]
    assert asking.town.calls() == 0


async def test_a_vendor_without_settings_is_an_error(town: Town):
    """As everywhere else."""
    gateway = make({name: value for name, value in town.settings.items() if not name.startswith("PRISMA")})
    answer = await gateway.query(DOCUMENT, input={"vendor": "PRISMA"})
    await gateway.process.close()

    assert [error["extensions"]["code"] for error in answer.errors] == ["VENDOR_NOT_CONFIGURED"]  # type: ignore[index]  # errors of ours


async def test_a_repeated_key_drops_once(asking: Asking):
    """The first outcome is given again."""
    given = {"vendor": "CARECLOUD", "idempotencyKey": "once"}
    first = await drop(asking, **given)
    assert await asking.everything() == of("carecloud")

    assert await drop(asking, **given) == first
    assert await asking.everything() == set()
