"""`schema.graphql` is what clients build on: it is never stale, and it changes without breaking them.

A public name goes away in two steps: first it is deprecated, saying since when and what to use instead; a later version drops it.
"""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
)

from gateway.process import composed
from gateway.registry import entries
from schema.subgraph import public_sdl
from tests.clients.node import node

REASON = re.compile(r"Since \d{4}-\d\d-\d\d: use `\w+`.*|Since \d{4}-\d\d-\d\d: nothing replaces it.*", re.DOTALL)


CHANGES: list[tuple[str, str, list[str]]] = [
    ("type Query { a: Int b: Int }", "type Query { a: Int }", ["Field 'b' was removed from object type 'Query'"]),
    ("type Query { a: Int }", "type Query { a: Int b: Int }", []),
    ('type Query { a: Int b: Int @deprecated(reason: "Since 2026-11-21: use `a`.") }', "type Query { a: Int }", []),
    ("type Query { a: Int! }", "type Query { a: Int }", ["Field 'Query.a' changed type from 'Int!' to 'Int'"]),
]
"A schema, what became of it, and what of that breaks clients."

ALWAYS_SO = {f"Directive 'oneOf' was added to input object '{name}'" for name in ("CustomerKey", "TrackedActivityInput")}
"No breach: these took exactly one field from the first day, and only the published schema didn't say so."


def test_the_published_schema_is_not_stale(published: Path):
    """`make schema` prints it anew."""
    assert published.read_text() == public_sdl(composed(entries())) + "\n"


async def test_nothing_breaks_clients_of_the_last_version(published: Path, tmp_path: Path):
    """By graphql-inspector, against the version that was committed last, and was another one."""
    before = tmp_path / "before.graphql"
    before.write_text(_last_version(published))

    (breaking,) = json.loads(await node("inspector.mjs", str(before), str(published)))
    assert [line for line in breaking if line not in ALWAYS_SO] == []


async def test_breaking_changes_are_told_from_others(tmp_path: Path):
    """What was deprecated may go."""
    files = []
    for place, (before, after, _) in enumerate(CHANGES):
        for when, text in (("before", before), ("after", after)):
            files.append(tmp_path / f"{place}-{when}.graphql")
            files[-1].write_text(text)

    assert json.loads(await node("inspector.mjs", *map(str, files))) == [breaking for _, _, breaking in CHANGES]


def test_descriptions_tell_what_their_names_do_not(published: Path):
    """The schema's own, and none of those that would be as true of anything else."""
    schema = build_schema(published.read_text())
    kinds = {name: kind.description or "" for name, kind in schema.type_map.items()}

    assert "null, with an error" in (schema.description or "")
    assert [name for name, told in kinds.items() if told == "A page of a list." or "isoformat" in told] == []
    assert "zone" in kinds["DateTime"]
    assert "RewardGroup" in _field(schema, "Reward", "group")
    assert "docs/troubleshooting.md" in _field(schema, "VendorStatus", "lastError")
    assert schema.mutation_type
    assert schema.mutation_type.fields["deleteCustomerProfile"].args["input"].description == "Whose profile to delete."


def _field(schema: GraphQLSchema, kind: str, name: str) -> str:
    found = schema.type_map[kind]
    assert isinstance(found, GraphQLObjectType)
    return found.fields[name].description or ""


def test_deprecations_say_since_when_and_what_instead(published: Path):
    """Fields, arguments, input fields and enum values."""
    assert _unreasoned(build_schema(published.read_text())) == []


def test_a_deprecation_without_its_reason_is_found():
    """The rule itself."""
    toy = build_schema("""
        type Query {
          good: Int @deprecated(reason: "Since 2026-11-21: use `other`.")
          bare: Int @deprecated
          other(old: Int @deprecated(reason: "not used")): Kind
        }
        enum Kind { A B @deprecated(reason: "Since 2026-11-21: nothing replaces it.") C @deprecated(reason: "use A") }
    """)

    assert _unreasoned(toy) == ["Query.bare", "Query.other(old:)", "Kind.C"]


def _unreasoned(schema: GraphQLSchema) -> list[str]:
    return [name for name, reason in _deprecations(schema) if not REASON.fullmatch(reason)]


def _deprecations(schema: GraphQLSchema) -> Iterator[tuple[str, str]]:
    for type_name, kind in schema.type_map.items():
        held: dict[str, object] = {}
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            held = {f"{type_name}.{name}": field for name, field in kind.fields.items()}
            held |= {
                f"{type_name}.{name}({arg}:)": one for name, field in kind.fields.items() for arg, one in field.args.items()
            }
        elif isinstance(kind, GraphQLInputObjectType):
            held = {f"{type_name}.{name}": field for name, field in kind.fields.items()}
        elif isinstance(kind, GraphQLEnumType):
            held = {f"{type_name}.{name}": value for name, value in kind.values.items()}
        for name, one in held.items():
            reason = getattr(one, "deprecation_reason", None)
            if reason is not None:
                yield name, str(reason)


def _last_version(published: Path) -> str:
    """The newest committed text that differs from the one at hand; the one at hand where there is none."""
    folder, now = published.parent, published.read_text()
    commits = _git(folder, "log", "-20", "--format=%H", "--", published.name).split()
    versions = (_git(folder, "show", f"{commit}:{published.name}") for commit in commits)
    return next((text for text in versions if text and text != now), now)


def _git(folder: Path, *arguments: str) -> str:
    ran = subprocess.run(("git", *arguments), cwd=folder, capture_output=True, text=True, check=False)
    return ran.stdout if ran.returncode == 0 else ""
