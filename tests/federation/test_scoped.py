"""A router that enforces scopes itself takes them from the slices' SDL, where the operator lets these tell them."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace

import pytest
import pytest_asyncio
from graphql import ConstDirectiveNode, ObjectTypeDefinitionNode, parse, value_from_ast_untyped

from gateway.engine.engine import Engine, Request
from gateway.process import assemble, composed
from gateway.reading import read_settings
from gateway.registry import VENDORS, entries
from gateway.sandbox.town import Town
from resolvers.context import Caller
from schema.scopes import Needs
from tests.conftest import BASE
from tests.federation.slices import SCOPES, Slices

QUERY = """query Who($by: CustomerKey!) {
  customer(by: $by) { id email leads(first: 1) { nodes { id } } surveyAnswers(first: 1) { nodes { id } } }
}"""
BY: dict[str, object] = {"by": {"email": "ana.popescu0@example.com"}}
LIFTED = {"Node.id", *(f"Campaign.{name}" for name in ("id", "vendor", "name", "active", "startsAt", "endsAt"))}
"What slices imply of interfaces: composition lifts the scopes of a subgraph's types to them, and slices have different types."


async def _sdl(vendor: str, settings: dict[str, str]) -> str:
    known = entries()
    process = assemble(read_settings(settings, known), known, only=[vendor])
    answer = await Engine(process).run(Request("{ _service { sdl } }"), Caller())
    await process.close()
    assert answer.data is not None
    return str(answer.data["_service"]["sdl"])


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def scoped(
    slices: Slices, town: Town, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Slices, list[str]]]:
    """The supergraph of slices that tell their scopes, beside what composition remarked."""
    settings = {**BASE, **town.settings, "GATEWAY_SDL_SCOPES": "on"}
    made = replace(slices, folder=tmp_path_factory.mktemp("scoped"))
    found = await made.composed_of({vendor: await _sdl(vendor, settings) for vendor in VENDORS})
    assert found["errors"] == []
    yield made, found["hints"]


def test_slices_that_tell_their_scopes_compose(scoped: tuple[Slices, list[str]]):
    """Composition remarks only that it adds up those of the types behind an interface."""
    _, hints = scoped

    assert {hint.partition(":")[0] for hint in hints} == {"MERGED_NON_REPEATABLE_DIRECTIVE_ARGUMENTS"}
    assert {hint.split('"')[1] for hint in hints} == LIFTED


def test_the_supergraph_says_what_the_gateway_enforces(scoped: tuple[Slices, list[str]]):
    """For every field of every object type; what takes no scope of Query takes a credential."""
    made, _ = scoped
    said = dict(_scopes((made.folder / "supergraph.graphql").read_text()))
    enforced = composed(entries()).needs

    assert len([needs for needs in said.values() if needs]) > 300
    assert {place: needs for place, needs in said.items() if needs} == {
        place: needs for place, needs in enforced.items() if place in said
    }
    assert said["Query", "vendors"] == ()


async def test_hive_gateway_enforces_them(scoped: tuple[Slices, list[str]]):
    """Who lacks a scope is told so by the router; the slice, which would let its key see that, isn't asked."""
    made, _ = scoped
    poorer = [scope for scope in SCOPES if scope != "surveys:read"]

    (all_of_it,) = await made.routed("hive_gateway", (QUERY, BY), scopes=SCOPES)
    (less,) = await made.routed("hive_gateway", (QUERY, BY), scopes=poorer)

    assert all_of_it.get("errors") is None
    assert all_of_it["data"]["customer"]["surveyAnswers"]["nodes"]
    assert less["data"]["customer"] == {**all_of_it["data"]["customer"], "surveyAnswers": None}
    assert [error["path"] for error in less["errors"]] == [["customer", "surveyAnswers"]]


def _scopes(supergraph: str) -> Iterator[tuple[tuple[str, str], Needs | None]]:
    """Each object type's field with its scopes; none of them but a credential is `()`, nothing at all is None."""
    for kind in parse(supergraph, no_location=True).definitions:
        if isinstance(kind, ObjectTypeDefinitionNode):
            for field in kind.fields or ():
                yield (kind.name.value, field.name.value), _of(field.directives or ())


def _of(directives: Sequence[ConstDirectiveNode]) -> Needs | None:
    named = {one.name.value: {argument.name.value: argument.value for argument in one.arguments or ()} for one in directives}
    if "requiresScopes" in named:
        return tuple(tuple(scopes) for scopes in value_from_ast_untyped(named["requiresScopes"]["scopes"]))
    return () if "authenticated" in named else None
