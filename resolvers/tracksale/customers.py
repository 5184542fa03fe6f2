"""Customers as writes send them: checked, and completed from the person they are where one is named."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from loaders.identity.handle import Kind
from loaders.tracksale.answers import Answer
from loaders.upstream.errors import Ambiguous, Incomplete
from resolvers.audit import concerns
from resolvers.context import Info
from resolvers.identity.key import Key
from resolvers.writes import Checks

Tags = Sequence[tuple[str, str]]
Body = dict[str, object]

_NO_NAME = "expected a name: the vendor requires one"


@dataclass(frozen=True, slots=True)
class Given:
    """A customer as an input gives them: by a key, by their own fields, or by both, of which the fields win."""

    path: str
    key: Key | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    identification: str | None = None
    tags: Tags = ()


async def bodies(info: Info, checks: Checks, given: Sequence[Given], *, needs_name: bool = False) -> list[Body]:
    """Return customers in the vendor's names; mistakes go to `checks`. A person named by a key costs what knowing them costs.

    Asked last, when all that the input alone tells was checked: nobody is looked up while there are mistakes.
    """
    handles = [info.context.handle(Kind.EMAIL, one.email) or info.context.handle(Kind.PHONE, one.phone) for one in given]
    named = [one.key or (Key((held,)) if held else None) for one, held in zip(given, handles, strict=True)]
    concerns(info, *(key for key in named if key is not None))
    for one in given:
        _check(info, checks, one, needs_name=needs_name)
    if checks.errors:
        return []
    return await asyncio.gather(*(_body(info, checks, one, needs_name=needs_name) for one in given))


def check_count(checks: Checks, path: str, given: Sequence[object], most: int) -> None:
    """Note an empty list or one that is too long for one call."""
    checks.that(1 <= len(given) <= most, path, f"expected 1 to {most}, got {len(given)}")


def tag_rows(checks: Checks, path: str, tags: Tags) -> list[dict[str, str]]:
    """Return tags in the vendor's names; both parts of each are required."""
    for place, (name, value) in enumerate(tags):
        checks.that(name.strip(), f"{path}.{place}.name", "expected a name")
        checks.that(value.strip(), f"{path}.{place}.value", "expected a value")
    return [{"name": name.strip(), "value": value.strip()} for name, value in tags]


def seconds(checks: Checks, path: str, moment: datetime | None) -> int | None:
    """Return a moment in Unix seconds."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        checks.refuse(path, "expected an offset, such as 2026-01-31T12:00:00Z")
        return None
    return int(moment.timestamp())


def handle_body(answer: Answer, wanted: Mapping[str, str]) -> Body:
    """Name a person to the vendor as their own answer spells them, the strongest handle alone; `wanted` where it has none."""
    for name, text in (("identification", answer.identification), ("email", answer.email), ("phone", answer.phone)):
        if text:
            return {name: text}
    return dict(wanted)


def _check(info: Info, checks: Checks, given: Given, *, needs_name: bool) -> None:
    """Note what is wrong with a customer whoever they are."""
    if given.email is not None:
        checks.that(info.context.handle(Kind.EMAIL, given.email), f"{given.path}.email", "expected one like ana@example.com")
    if given.phone is not None:
        held = info.context.handle(Kind.PHONE, given.phone)
        checks.that(held, f"{given.path}.phone", "expected a valid phone number, such as +40722100000")
    if given.key is None:
        checks.that((given.name or "").strip() or not needs_name, f"{given.path}.name", _NO_NAME)
        is_reached = (given.email or "").strip() or (given.phone or "").strip()
        checks.that(is_reached, given.path, "expected `email` or `phone`, or a `customer` who has one")
    tag_rows(checks, f"{given.path}.tags", given.tags)


async def _body(info: Info, checks: Checks, given: Given, *, needs_name: bool) -> Body:
    """Return a customer who was checked, completed from the person that a key names."""
    known = await _known(info, checks, given)
    phone = info.context.handle(Kind.PHONE, given.phone)
    body: Body = {
        "name": (given.name or "").strip() or known.get("name"),
        "email": (given.email or "").strip() or known.get("email"),
        "phone": phone.text if phone else known.get("phone"),
        "identification": (given.identification or "").strip() or known.get("identification"),
        "tags": tag_rows(checks, f"{given.path}.tags", given.tags) or None,
    }
    if known:
        checks.that(body["name"] or not needs_name, f"{given.path}.name", _NO_NAME)
        unreached = "no vendor tells an e-mail address or phone number of this person"
        checks.that(body["email"] or body["phone"], f"{given.path}.customer", unreached)
    return {field: value for field, value in body.items() if value is not None}


async def _known(info: Info, checks: Checks, given: Given) -> dict[str, str]:
    """Return what is known of the person that a key names, by the vendor's names; empty with a note where nobody knows them."""
    if given.key is None:
        return {}
    path = f"{given.path}.customer"
    person = info.context.person(given.key)
    try:
        match = await person.anchor()
        handles = await person.handles()
    except Ambiguous as error:
        checks.refuse(path, error.reason, code="AMBIGUOUS_CUSTOMER")
        return {}
    except Incomplete as error:
        checks.refuse(path, error.reason, code="UNKNOWN_CUSTOMER")
        return {}
    if match is None:
        checks.refuse(
            path, "nobody is known by this handle; give another one, or the customer's own fields", code="UNKNOWN_CUSTOMER"
        )
        return {}
    found = {"name": " ".join(part for part in (match.row.first_name, match.row.last_name) if part)}
    for kind, name in ((Kind.EMAIL, "email"), (Kind.PHONE, "phone"), (Kind.EXTERNAL_ID, "identification")):
        texts = sorted(held.text for held in handles if held.kind is kind)
        if texts:
            found[name] = texts[0]
    return found
