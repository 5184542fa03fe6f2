"""The customer: what spans vendors. Each vendor's part adds its own fields, see `schema/subgraph.py`."""

from datetime import date
from enum import Enum

import strawberry

from loaders.identity.handle import Kind
from resolvers import customer as resolve
from resolvers.context import Info
from resolvers.identity.match import Rule
from resolvers.identity.person import Person
from schema.node import Node
from schema.scopes import PERSONAL
from schema.vendor import Vendor
from schema.view import shows


@strawberry.enum(description="What a match of a person at a vendor rests on.")
class MatchRule(Enum):
    KEY = strawberry.enum_value(Rule.KEY, description="The vendor knows the very handle that was asked for.")
    EMAIL = strawberry.enum_value(Rule.EMAIL, description="An equal e-mail address learnt from another vendor.")
    PHONE = strawberry.enum_value(Rule.PHONE, description="An equal phone number learnt from another vendor.")
    EXTERNAL_ID = strawberry.enum_value(Rule.EXTERNAL_ID, description="An equal customer number learnt from another vendor.")
    LOYALTY_CARD = strawberry.enum_value(Rule.LOYALTY_CARD, description="An equal card number learnt from another vendor.")
    LINK = strawberry.enum_value(Rule.LINK, description="The operator's link file says so.")


@strawberry.federation.type(shareable=True, description="One vendor's row of the person.")
class Identity:
    vendor: Vendor = strawberry.field(description="The vendor that knows the person.")
    id: str = strawberry.field(description="The vendor's own id of the person.")
    rule: MatchRule = strawberry.field(name="matchedBy", description="What the match rests on.")


async def _email(root: strawberry.Parent[Person]) -> str | None:
    return await root.text(Kind.EMAIL)


async def _phone(root: strawberry.Parent[Person]) -> str | None:
    return await root.text(Kind.PHONE)


async def _external_id(root: strawberry.Parent[Person]) -> str | None:
    return await root.text(Kind.EXTERNAL_ID)


async def _card(root: strawberry.Parent[Person]) -> str | None:
    return await root.text(Kind.LOYALTY_CARD)


async def _first_name(root: strawberry.Parent[Person]) -> str | None:
    return await root.first_name()


async def _last_name(root: strawberry.Parent[Person]) -> str | None:
    return await root.last_name()


async def _birth_date(root: strawberry.Parent[Person]) -> date | None:
    return await root.birth_date()


async def _id(root: strawberry.Parent[Person], info: Info) -> strawberry.ID:
    found = await resolve.global_id(root, info, PERSONAL)
    if found is None:
        raise LookupError("a customer that nobody knows has no id")
    return strawberry.ID(found)


async def _identities(root: strawberry.Parent[Person], info: Info) -> list[Identity]:
    return await resolve.identities(root, info)  # type: ignore[return-value]  # records behind the view


@strawberry.type(description="A person, as all vendors together know them.")
@shows(Person)
class Customer(Node):
    id: strawberry.ID = strawberry.field(
        resolver=_id,
        description="Opaque; the same whatever handle the person was found by. Costs one call, none where already found. "
        "Of a person whom only their e-mail, phone or number names, it takes the scope `people:personal`.",
    )
    first_name: str | None = strawberry.federation.field(
        shareable=True,
        resolver=_first_name,
        description="First name, from the first vendor in the installation's order that has one.",
    )
    last_name: str | None = strawberry.federation.field(shareable=True, resolver=_last_name, description="Last name, likewise.")
    email: str | None = strawberry.federation.field(
        shareable=True, resolver=_email, description="E-mail address in lower case, likewise."
    )
    phone: str | None = strawberry.federation.field(
        shareable=True, resolver=_phone, description="Phone number in E.164, likewise."
    )
    birth_date: date | None = strawberry.federation.field(
        shareable=True, resolver=_birth_date, description="Birth date, likewise."
    )
    external_id: str | None = strawberry.federation.field(
        shareable=True,
        resolver=_external_id,
        description="The organization's own customer number. May cost a call more than the other profile fields.",
    )
    loyalty_card_number: str | None = strawberry.federation.field(
        shareable=True, resolver=_card, description="The number on the loyalty card, likewise."
    )
    identities: list[Identity] = strawberry.federation.field(
        shareable=True,
        resolver=_identities,
        description="Which vendors know this person, under which id, and what the match rests on. Asks all vendors.",
    )
