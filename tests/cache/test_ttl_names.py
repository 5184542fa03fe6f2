"""How long what is kept: the table, and the settings that override it read by read."""

import re

import pytest

from gateway.process import Process, assemble
from gateway.reading import read_settings
from gateway.registry import VENDORS, entries
from gateway.sandbox.town import Town
from gateway.settings import BrokenSettings
from loaders.upstream.cache.entry import CATALOGUE, CLOSED_WINDOW, PERSON, ROSTER, SESSION, UNKEPT, WINDOW, Ttl
from tests.conftest import BASE, make
from tests.graphs import graph_of

MINUTE, HOUR, DAY = 60, 3_600, 86_400
ANA = "ana.popescu0@example.com"

# What shows each vendor's reads: people, what they have, and the vendor's own lists.
READS = {
    "footprints": 'loyaltyCodes(first: 5) { nodes { code } } leads(from: "2026-01-01", first: 1) { nodes { id } } channels { id }',
    "open_loyalty": f'customer(by: {{email: "{ANA}"}}) {{ purchases {{ used }} loyalty {{ points }} }} rewardCampaigns {{ totalCount }}',
    "carecloud": f'customer(by: {{email: "{ANA}"}}) {{ rewards {{ id }} vouchers {{ code }} loyaltyCards {{ number }} }} stores {{ id }}',
    "tracksale": f'customer(by: {{email: "{ANA}"}}) {{ surveyAnswers {{ nodes {{ score }} }} }} surveys {{ code }}',
}


def assembled(town: Town, **settings: str) -> Process:
    vendors = entries()
    return assemble(read_settings({**BASE, **town.settings, **settings}, vendors), vendors, graph=graph_of(vendors))


def names(town: Town, vendor: str) -> list[str]:
    """The settings of a vendor's reads, as the sentence about a wrong one lists them."""
    with pytest.raises(BrokenSettings) as caught:
        assembled(town, **{f"{vendor.upper()}_TTL_NOTHING": "1"})
    (sentence,) = caught.value.complaints
    assert sentence.startswith(f"{vendor.upper()}_TTL_NOTHING: no such read, expected one of ")
    return [f"{vendor.upper()}_TTL_{name}" for name in re.findall(r"[A-Z_]{3,}", sentence.partition("one of ")[2])]


@pytest.mark.parametrize(
    ("ttl", "least", "most"),
    [
        (CATALOGUE, MINUTE, 12 * HOUR),
        (ROSTER, MINUTE, HOUR),
        (PERSON, 5, MINUTE),
        (WINDOW, 5, 5 * MINUTE),
        (CLOSED_WINDOW, DAY, DAY),
        (SESSION, MINUTE, HOUR),
        (UNKEPT, 0, 0),
    ],
)
def test_the_table(ttl: Ttl, least: float, most: float) -> None:
    """Catalogues for minutes to hours, people for seconds to a minute, closed windows for a day."""
    assert least <= ttl.fresh_s <= most
    assert ttl.nobody_s <= ttl.fresh_s


def test_nobody_is_kept_briefly_and_days_without_rows_are_no_nobody() -> None:
    """A person may register any moment; a closed day on which nothing happened stays so."""
    assert PERSON.nobody_s < PERSON.fresh_s
    assert (WINDOW.nobody_s, CLOSED_WINDOW.nobody_s) == (WINDOW.fresh_s, CLOSED_WINDOW.fresh_s)


@pytest.mark.parametrize("vendor", VENDORS)
async def test_a_ttl_of_no_read_keeps_the_gateway_from_starting(sandbox: Town, vendor: str) -> None:
    """The sentence names the setting and all that there are; each of those is taken."""
    taken = names(sandbox, vendor)

    assert len(taken) > 3
    process = assembled(sandbox, **dict.fromkeys(taken, "7"))
    assert process.settings.vendors[vendor].ttl.keys() == {
        name.removeprefix(f"{vendor.upper()}_TTL_").lower() for name in taken
    }
    await process.close()


@pytest.mark.parametrize("vendor", READS)
async def test_every_read_is_overridden_by_its_setting(sandbox: Town, vendor: str) -> None:
    """With 0 for all reads of a vendor nothing of it is kept: asked again, it costs what it cost before."""
    house = sandbox.houses[vendor]
    settings = dict.fromkeys(names(sandbox, vendor), "0")
    tokens = {"GATEWAY_CACHE_TTL": "600", **settings}
    gateway = make({**house.settings, **tokens}, only=[vendor])
    calls = []
    for _ in range(2):
        answer = await gateway.query(f"{{ {READS[vendor]} }}")
        assert answer.errors == []
        calls.append(sorted(f"{call.method} {call.path}" for call in house.calls if not _is_token(call.path)))
        house.reset()
    await gateway.process.close()

    assert calls[0] == calls[1] != []


async def test_a_reads_own_setting_wins_over_the_common_one(sandbox: Town) -> None:
    """`GATEWAY_CACHE_TTL=0` keeps nothing but what is named."""
    settings = {**sandbox.tracksale.settings, "GATEWAY_CACHE_TTL": "0", "TRACKSALE_TTL_SURVEYS": "600"}
    gateway = make(settings, only=["tracksale"])
    for _ in range(2):
        await gateway.query('{ surveys { code } nps(from: "2026-01-01", to: "2026-02-01") { nps } }')
    await gateway.process.close()

    assert sandbox.tracksale.hits("GET /v2/campaign") == 1
    assert sandbox.tracksale.hits("GET /v2/report/nps") == 2


@pytest.mark.parametrize(
    ("value", "words"),
    [("soon", "expected a number"), ("-1", "expected at least 0"), ("nan", ""), ("inf", "")],
)
def test_a_ttl_that_is_no_number_of_seconds(sandbox: Town, value: str, words: str) -> None:
    """One sentence that names the setting."""
    with pytest.raises(BrokenSettings) as caught:
        assembled(sandbox, TRACKSALE_TTL_ANSWERS=value)

    (sentence,) = caught.value.complaints
    assert sentence.startswith("TRACKSALE_TTL_ANSWERS: ")
    assert words in sentence


def _is_token(path: str) -> bool:
    return path.endswith(("/token", "/login_check", "/login", "/refresh"))
