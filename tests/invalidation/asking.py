"""Reads of every kind, about one person, another one and nobody in particular, and which of them reach a vendor."""

import re
from dataclasses import dataclass
from urllib.parse import unquote_plus

from gateway.engine.engine import Engine
from gateway.process import assemble
from gateway.reading import read_settings
from gateway.registry import entries
from gateway.sandbox.recorded import Received
from gateway.sandbox.town import Town
from loaders.sandbox.people import people
from loaders.upstream.clock import SystemClock
from resolvers import ids
from tests.conftest import BASE, Gateway
from tests.graphs import graph_of

ANA, OTHER = people()[0], people()[3]
CAMPAIGN = "000096cf-32a3-43bd-9034-4df343e5fd93"
SURVEY = "51"


class StillClock(SystemClock):
    """The machine's clock for the vendors; nothing that is kept grows older by it."""

    def monotonic(self) -> float:
        return 1_000.0


def still(town: Town) -> Gateway:
    """A gateway that asks again only what was dropped, however long a test takes."""
    vendors = entries()
    process = assemble(read_settings({**BASE, **town.settings}, vendors), vendors, graph=graph_of(vendors), clock=StillClock())
    return Gateway(process, Engine(process))


def id_of(vendor: str, number: int = 0) -> str:
    """A person's id at a vendor."""
    spelling = people()[number].at(vendor)
    assert spelling
    return spelling.id


_ANA_CODES = rf"POST /api/loyaltyCode/history.*{re.escape(ANA.email)}"
READS: dict[str, tuple[str, str]] = {
    "footprints profile": ("footprints", rf"GET /api/client\?.*{re.escape(ANA.email)}"),
    "footprints other": ("footprints", rf"GET /api/client\?.*{re.escape(OTHER.email)}"),
    "footprints history": ("footprints", _ANA_CODES),
    "footprints actions": ("footprints", r"GET /api/lead/actions/"),
    "footprints leads": ("footprints", r"GET /api/lead\?"),
    "footprints codes": ("footprints", r"POST /api/loyaltyCode/list"),
    "footprints campaigns": ("footprints", r"GET /api/loyaltyCode/campaigns"),
    "open_loyalty member": ("open_loyalty", rf"GET /api/admin/customer\?.*{re.escape(ANA.email)}"),
    "open_loyalty other": ("open_loyalty", rf"GET /api/admin/customer\?.*{re.escape(OTHER.email)}"),
    "open_loyalty available": ("open_loyalty", r"GET /api/admin/customer/.*/campaign/available"),
    "open_loyalty campaigns": ("open_loyalty", r"GET /api/campaign\?"),
    "open_loyalty audience": ("open_loyalty", rf"GET /api/campaign/{CAMPAIGN}/customers/visible"),
    "carecloud person": ("carecloud", rf"GET .*/customers\?.*{re.escape(ANA.email)}"),
    "carecloud other": ("carecloud", rf"GET .*/customers\?.*{re.escape(OTHER.email)}"),
    "carecloud interests": ("carecloud", rf"GET .*/customers/{id_of('carecloud')}/interest-records"),
    "carecloud stores": ("carecloud", r"GET .*/stores"),
    "tracksale answers": ("tracksale", r"GET /v2/report/answer"),
    "tracksale lots": ("tracksale", r"GET /(v2/report/)?dispatch"),
    "tracksale surveys": ("tracksale", r"GET /v2/campaign\?$"),
    "tracksale counters": ("tracksale", r"GET /v2/campaign\?start"),
    "tracksale drafts": ("tracksale", rf"GET /v2/campaign/{SURVEY}/draft-lot"),
    "tracksale nps": ("tracksale", r"GET /v2/report/nps"),
    "prisma campaigns": ("prisma", r"POST /api/campaigns/active.*C100000"),
    "prisma visit": ("prisma", r"POST /api/traces/.*/trail"),
}
"By a name for it, the vendor and what a call of the read looks like: `METHOD /path?query body`."

_BY = '{ customer(by: {email: "%s"}) { %s } }'
_OF_PERSON = (
    "purchases { couponCode } availableRewards { nodes { id } } interests { interestId } targetedCampaigns { id } "
    "leads { nodes { id actions { id } } } loyaltyCodes { code } surveyAnswers { nodes { score } }"
)
_GLOBAL_ID = ids.encode("RewardCampaign", CAMPAIGN)
QUERIES = (
    _BY % (ANA.email, _OF_PERSON),
    _BY % (OTHER.email, "purchases { couponCode } rewards { id } leads { nodes { id } }"),
    "{ leads { nodes { id } } stores { id } surveys { id } loyaltyCodes(first: 1) { nodes { code } } nps { nps } }",
    "{ campaigns(vendor: [FOOTPRINTS, OPEN_LOYALTY]) { nodes { id } } }",
    f"{{ survey(code: {SURVEY}) {{ draftLots {{ code }} counters {{ answers }} dispatches {{ nodes {{ code }} }} }} }}",
    f'{{ node(id: "{_GLOBAL_ID}") {{ ... on RewardCampaign {{ visibleTo {{ nodes {{ firstName }} }} }} }} }}',
)


@dataclass(frozen=True, slots=True)
class Asking:
    """A gateway that has read everything once."""

    gateway: Gateway
    town: Town

    async def everything(self) -> set[str]:
        """Ask everything; return the reads that reached a vendor."""
        self.town.reset()
        for query in QUERIES:
            answer = await self.gateway.query(query)
            assert answer.errors == []
        return {
            name
            for name, (vendor, pattern) in READS.items()
            if any(re.match(pattern, line(call)) for call in self.town.houses[vendor].calls)
        }

    async def written(self, document: str, **variables: object) -> None:
        """Make a mutation that is accepted."""
        answer = await self.gateway.query(document, **variables)
        assert answer.errors == []
        (payload,) = answer.data.values()
        assert payload["userErrors"] == []


def line(call: Received) -> str:
    """A call as text."""
    query = "&".join(f"{name}={value}" for name, value in call.query)
    return unquote_plus(f"{call.method} {call.path}?{query} {call.body.decode(errors='replace')}").replace("\n", " ").strip()
