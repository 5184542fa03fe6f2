"""What is read can be kept where another process reads it."""

import pytest

from loaders.footprints.pair import Pair
from loaders.footprints.reads.catalogue import Place
from loaders.footprints.reads.codes import CodeQuery
from loaders.upstream.cache.portable import Portable
from loaders.upstream.windows.calendar import Days
from tests.footprints.conftest import ANA, LEAD, LOYAL, Desk, at


@pytest.mark.parametrize(
    "name",
    [
        *("profile", "pair", "holders", "page", "window", "actions", "types", "history", "code", "campaigns", "offline"),
        *("categories", "offers", "skus", "locations", "users", "channels", "session", "nobody"),
    ],
)
async def test_values_survive_the_way_to_another_process(desk: Desk, name: str) -> None:
    """Every kind of value that is kept comes out of its bytes as it went in."""
    reads, pair = desk.vendor.reads, Pair(ANA.email, "0722100000")
    ways = {
        "profile": lambda: reads.people.profile(pair),
        "pair": lambda: reads.people.pair_of(at(0)),
        "holders": reads.codes.holders,
        "page": lambda: reads.codes.page(CodeQuery(), 1),
        "window": lambda: reads.leads.created(Days(ANA.birth_date, ANA.birth_date.replace(year=2100))),
        "actions": lambda: reads.leads.actions(LEAD),
        "types": reads.leads.action_types,
        "history": lambda: reads.loyalty.history(pair),
        "code": lambda: reads.loyalty.code(pair, LOYAL),
        "campaigns": reads.loyalty.campaigns,
        "offline": reads.loyalty.offline_campaigns,
        "categories": reads.catalogue.offer_categories,
        "offers": reads.catalogue.offers,
        "skus": reads.catalogue.skus,
        "locations": lambda: reads.catalogue.locations(Place()),
        "users": reads.catalogue.business_users,
        "channels": reads.catalogue.channels,
        "session": lambda: reads.people.session_tags("unknown"),
        "nobody": lambda: reads.people.profile(Pair(ANA.email, "0722100001")),
    }
    value = await ways[name]()
    packing = Portable()

    assert packing.unpack(packing.pack(value)) == value
