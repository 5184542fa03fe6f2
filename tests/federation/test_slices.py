"""A slice is an Apollo Federation subgraph that a router can compose, by what it says of itself."""

import pytest
from typer.testing import CliRunner

from gateway.cli import app
from gateway.engine.engine import Request
from gateway.process import composed
from gateway.registry import VENDORS, entries
from loaders.identity.handle import Handle, Kind
from resolvers.context import Caller
from resolvers.identity.key import Key
from schema.router import Telling
from tests.conftest import Gateway
from tests.federation.slices import SCOPES, Slices, codes

ENTITIES = {
    "footprints": {"Customer", "LoyaltyCampaign", "OfflineCampaign"},
    "open_loyalty": {"Customer", "RewardCampaign"},
    "carecloud": {"Customer", "Reward"},
    "tracksale": {"Customer", "Survey", "SurveyAnswer"},
    "prisma": {"Customer"},
}


async def test_five_slices_compose_without_a_hint(slices: Slices):
    """Apollo's composition finds neither an error nor anything to remark."""
    assert await slices.composed() == {"errors": [], "hints": []}


@pytest.mark.parametrize("vendor", VENDORS)
def test_whatever_a_slice_finds_by_id_is_an_entity_of_it(vendor: str):
    """So that other subgraphs can refer to it."""
    schema = composed(entries(), [vendor]).schema
    keyed = {line.split()[1] for line in schema.router_sdl.splitlines() if "@key(" in line and line.startswith("type")}

    assert keyed == ENTITIES[vendor]


async def test_a_slice_tells_a_router_its_sdl_and_nobody_its_introspection(slices: Slices):
    """To callers with a credential; the whole graph tells neither, as other tests have it."""
    told = await slices.ask("prisma", "{ _service { sdl } }")
    hidden = await slices.ask("prisma", "{ __schema { types { name } } }")
    unknown = await slices.ask("prisma", "{ _service { sdl } }", key="cg_not_a-key")

    assert told.json()["data"]["_service"]["sdl"].startswith("directive @oneOf")
    assert hidden.json()["errors"][0]["extensions"]["code"] == "INTROSPECTION_DISABLED"
    assert unknown.status_code == 401


def test_one_slice_tells_of_customers():
    """Of the list that all answer, for routers that mix up lists of several; each does where the operator says so."""
    one, every = (
        [
            vendor
            for vendor in VENDORS
            if "customers(" in composed(entries(), [vendor], Telling(customers=told)).schema.router_sdl
        ]
        for told in ("carecloud", None)
    )

    assert one == ["carecloud"]
    assert every == list(VENDORS)


def test_the_sdl_for_routers_leaves_the_scopes_to_the_slice():
    """Not every router takes a supergraph with scopes; descriptions and keys stay."""
    graph = composed(entries(), ["tracksale"])

    assert "@requiresScopes(" in graph.schema.as_str()
    assert "Scopes" not in graph.schema.router_sdl
    assert "@authenticated" not in graph.schema.router_sdl
    assert 'import: ["@key", "@shareable"]' in graph.schema.router_sdl
    assert '"""What the person wrote, as the vendor holds it; may hold HTML."""' in graph.schema.router_sdl


async def test_a_customers_own_token_is_not_told_the_sdl(tracksale_slice: Gateway):
    """A router asks with a key of its own."""
    own = Caller("user:1", Key((Handle(Kind.EMAIL, "ana.popescu0@example.com"),)), frozenset(SCOPES))

    answer = await tracksale_slice.engine.run(Request("{ _service { sdl } }"), own)

    assert answer.data is None
    assert codes(answer) == ["FORBIDDEN"]


def test_the_command_prints_the_sdl_for_routers():
    """Without scopes, unless they are asked for, here or by the setting."""
    command = ["schema", "--federation", "--only", "prisma"]
    plain, scoped = (CliRunner().invoke(app, [*command, *more]).stdout for more in ((), ("--scopes",)))
    by_setting = CliRunner().invoke(app, command, env={"GATEWAY_SDL_SCOPES": "on"}).stdout

    assert 'type Customer implements Node @key(fields: "id") {' in plain
    assert "@requiresScopes(" not in plain
    assert "@requiresScopes(" in scoped
    assert by_setting == scoped
