"""Writes of profiles and of loyalty codes."""

from collections.abc import Callable
from typing import Any

import msgspec
import strawberry

from loaders.footprints import Footprints
from loaders.footprints.pair import Pair, pair
from loaders.footprints.records.profile import Profile
from loaders.footprints.records.written import Created, ProfileForm, WrittenCode
from resolvers.context import Info
from resolvers.footprints.campaigns import LOYALTY
from resolvers.footprints.writes.given import at, contact, given, identifier, local_id, person, variables
from resolvers.identity.key import Key
from resolvers.identity.person import Person
from resolvers.writes import Checks, Written, perform, vendor_id_of

WhoseKey = Callable[[], Key]


async def update_profile(info: Info, source: object, whose: WhoseKey, idempotency_key: str | None) -> Written[Created]:
    """Change a profile; one call beyond finding it. Docs: "Update customer".

    How the vendor finds the record is not said; the sample sends e-mail and phone, so both always go along, and its external id.
    """
    vendor, checks, values = info.context.vendor(Footprints), Checks(), given(source)
    checks.that(values, "input", "expected at least one field to change")
    contact(info, checks, values)
    person(checks, values, info.context.clock.now().astimezone(vendor.zone).date())
    checks.that(all(age >= 0 for age in values.get("kids_ages", [])), "input.kidsAges", "expected ages of at least 0")
    custom = variables(checks, values, (field.encode_name for field in msgspec.structs.fields(ProfileForm)))
    found = await _profile(info, whose, checks)
    if found:
        _check_handles(checks, values, found[0])
    if checks.errors or found is None:
        return checks.refused()
    held, before = found
    form = ProfileForm(**{"email": before.email, "phone": before.phone, "external_id": held.external_id, **values})
    after = pair(form.email, form.phone, info.context.around.region) or before

    async def write() -> Created:
        written = await vendor.writes.people.update(held.id, form, custom)
        await vendor.reads.people.remember(held.id, form.email, form.phone)
        return written

    tags = vendor.tags
    return await perform(
        info,
        shape=Created,
        write=write,
        stale=lambda _: (tags.pair(before), tags.pair(after), tags.profile(held.id), tags.customer(held.id), tags.codes),
        idempotency_key=idempotency_key,
    )


async def delete_profile(info: Info, _source: object, whose: WhoseKey, idempotency_key: str | None) -> Written[Created]:
    """Delete a profile; one call beyond finding it. Docs: "Delete customer", which knows the record by the external id alone."""
    vendor, checks = info.context.vendor(Footprints), Checks()
    found = await _profile(info, whose, checks)
    if found and not found[0].external_id:
        checks.refuse(
            "input.customer", "this profile has no external id, and the vendor deletes by nothing else; set one first"
        )
    if checks.errors or found is None:
        return checks.refused()
    held, known = found
    profile_id, external_id = held.id, str(held.external_id)
    return await perform(
        info,
        shape=Created,
        write=lambda: vendor.writes.people.delete(profile_id, external_id),
        stale=lambda _: (
            *vendor.tags.of_person(profile_id, None),
            vendor.tags.pair(known),
            vendor.tags.pair_of(profile_id),
            vendor.tags.code_holders,
        ),
        idempotency_key=idempotency_key,
    )


async def redeem_code(info: Info, source: object, whose: WhoseKey, idempotency_key: str | None) -> Written[WrittenCode]:
    """Redeem a person's code; one call beyond finding them. Docs: "Change Code Status"."""
    vendor, checks, values = info.context.vendor(Footprints), Checks(), given(source)
    identifier(checks, values, "campaign", "code")
    local_id(values, "campaign", LOYALTY)
    found = await _profile(info, whose, checks)
    if checks.errors or found is None:
        return checks.refused()
    _, known = found
    return await perform(
        info,
        shape=WrittenCode,
        write=lambda: vendor.writes.people.redeem(known, values["campaign"], values["code"]),
        stale=lambda _: (vendor.tags.pair(known), vendor.tags.codes),
        idempotency_key=idempotency_key,
    )


async def customer(root: strawberry.Parent[Created], info: Info) -> Person | None:
    """Return the person whose profile was written; their fields are read anew."""
    return info.context.person(Key(vendor=Footprints.name, vendor_id=root.id))


async def _profile(info: Info, whose: WhoseKey, checks: Checks) -> tuple[Profile, Pair] | None:
    """Return the profile of the person a write concerns and what names them in a call, or note why there is none."""
    key = checks.attempt("input.customer", whose)
    profile_id = await vendor_id_of(info, key, Footprints.name, checks, "input.customer")
    if profile_id is None:
        return None
    row = await info.context.vendor(Footprints).people.by_id(profile_id)
    held = row.record if row else None
    known = info.context.vendor(Footprints).people.pair(row) if row else None
    if known is None or not isinstance(held, Profile):
        checks.refuse("input.customer", "footprints knows nobody by this handle any more", code="UNKNOWN_CUSTOMER")
        return None
    return held, known


def _check_handles(checks: Checks, values: dict[str, Any], held: Profile) -> None:
    """New e-mails and phones need the external id: with them alone the vendor would look for somebody else."""
    for name in ("email", "phone"):
        can_change = name not in values or held.external_id or "external_id" in values
        checks.that(can_change, at(name), "expected none: this profile has no external id, so e-mail and phone say whose it is")
