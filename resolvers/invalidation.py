"""Dropping from the cache what shows a vendor, a person or a campaign, at somebody's word instead of by a write of ours."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from loaders.identity.handle import Handle
from loaders.upstream.cache.cache import EVERYTHING
from loaders.upstream.errors import Ambiguous, Incomplete, NotConfigured, Refusal, Rejected, UpstreamError
from loaders.upstream.vendor import Vendor
from resolvers import ids
from resolvers.audit import concerns
from resolvers.context import Context, Info
from resolvers.identity.key import Key
from resolvers.identity.match import Match
from resolvers.identity.person import Person
from resolvers.refusals import BadInput
from resolvers.writes import Checks, UserError, Written, perform

_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be dropped: at one vendor or at all, what shows a person or a campaign; or all of a vendor's, or everything.

    `campaign` is the vendor's own id.
    """

    vendor: str | None = None
    customer: Key | None = None
    campaign: str | None = None
    is_everything: bool = False


class Dropped(msgspec.Struct, frozen=True):
    """What was dropped: how many tags, at which vendors; of these, which know nobody by the key, and which couldn't be asked."""

    vendors: list[str]
    tags: int
    unknown_at: list[str] = []
    unreached: list[str] = []


@dataclass(slots=True)
class Found:
    """The tags of a target, and by vendor what kept us from finding more of them."""

    vendors: list[str]
    tags: set[str] = field(default_factory=set)
    unknown_at: list[str] = field(default_factory=list)
    failures: dict[str, UpstreamError] = field(default_factory=dict)


async def tags_of(context: Context, target: Target) -> Found:
    """Return the tags of what shows the target. Raises NotConfigured, and Ambiguous where the key is several people's.

    A person costs what finding them at each vendor meant costs, nothing where that is cached; the vendor's own id is taken at its
    word, without a call. At a vendor that knows nobody by the key, or can't be asked, it is what it answered about the handles.
    """
    if target.is_everything:
        return Found(list(context.vendors), {EVERYTHING})
    vendors = _meant(context, target.vendor)
    found = Found([vendor.name for vendor in vendors])
    if target.customer is None and target.campaign is None:
        found.tags.update(found.vendors)
    if target.campaign is not None:
        found.tags.update(tag for vendor in vendors for tag in vendor.tags.of_campaign(target.campaign))
    if target.customer is not None:
        await _add_person(context, vendors, target.customer, found)
    return found


async def drop(context: Context, target: Target) -> tuple[Dropped, list[UpstreamError]]:
    """Drop a target in this process and all that share its store; costs and raises what `tags_of` does."""
    found = await tags_of(context, target)
    await context.forget(found.tags)
    dropped = Dropped(found.vendors, len(found.tags), found.unknown_at, list(found.failures))
    # One vendor that is down may be why several could not be asked.
    return dropped, list({failure.vendor: failure for failure in found.failures.values()}.values())


async def invalidate(info: Info, target: Target | None, checks: Checks, idempotency_key: str | None) -> Written[Dropped]:
    """Drop a target, as a mutation; a vendor that can't be asked who the person is, is an error beside what was dropped."""
    if target is not None and target.customer is not None:
        concerns(info, target.customer)
    if target is None or checks.errors:
        return checks.refused()
    failures: list[UpstreamError] = []

    async def write() -> Dropped:
        try:
            dropped, failed = await drop(info.context, target)
        except Ambiguous as error:
            raise Rejected(error.vendor, 409, (Refusal("AMBIGUOUS_CUSTOMER", error.reason, ("customer",)),)) from error
        failures.extend(failed)
        return dropped

    written = await perform(
        info,
        shape=Dropped,
        write=write,
        stale=lambda _: (),
        idempotency_key=idempotency_key,
    )
    for failure in failures:
        info.context.report(failure, info)
    siblings = info.context.cache.siblings
    if siblings > 1 and written.result is not None:
        told = f"one of this gateway's {siblings} processes has dropped it; they share nothing, unless GATEWAY_CACHE_URL names a store"
        return replace(written, user_errors=[UserError("NOT_SHARED", told)])
    return written


def checked(
    checks: Checks, vendor: str | None, customer: Key | None, campaign: str | None, *, is_everything: bool, at: str = "input"
) -> Target:
    """Make a target, or note what is wrong with it: it names one thing, and nothing at all never means everything."""
    named = [thing for thing in (vendor, customer, campaign) if thing is not None]
    checks.that(not (is_everything and named), f"{at}.everything", "expected alone, or leave it out")
    wanted = "expected `vendor`, `customer` or `campaign`, or `everything: true` to drop all there is"
    checks.that(is_everything or named or checks.errors, at, wanted)
    checks.that(customer is None or campaign is None, f"{at}.campaign", "expected `customer` or `campaign`, not both")
    checks.that(campaign is None or vendor is not None, f"{at}.campaign", "expected a global id, or `vendor` beside its own id")
    checks.that(campaign is None or _is_id(campaign), f"{at}.campaign", "expected a campaign's id")
    return Target(vendor, customer, campaign, is_everything)


def campaign_of(text: str, types: Collection[tuple[str, str]], vendor: str | None) -> tuple[str | None, str]:
    """Return the vendor and its own id of a campaign: of a global id, or of the vendor's own id, which needs `vendor` beside it.

    `types` are the types of campaigns, each with its vendor. Raises BadInput for the id of something else or of another vendor.
    """
    try:
        found = ids.decode(text)
    except BadInput:
        return vendor, text.strip()
    owner = dict(types).get(found.type_name)
    if owner is None or (vendor is not None and vendor != owner):
        raise BadInput(f"This is the id of a {found.type_name}, not of a campaign of {vendor or 'any vendor'}.")
    return owner, found.parts[-1]


def _meant(context: Context, vendor: str | None) -> list[Vendor]:
    if vendor is None:
        return list(context.vendors.values())
    if vendor not in context.vendors:
        raise NotConfigured(vendor)
    return [context.vendors[vendor]]


async def _add_person(context: Context, vendors: Sequence[Vendor], key: Key, found: Found) -> None:
    """Add the tags of a person: by the id at each vendor, and by every handle that the key or a vendor's row has."""
    person = context.person(key)
    answers = await asyncio.gather(*(_asked(person, key, vendor.name) for vendor in vendors))
    handles: set[Handle] = {
        *key.handles,
        *(held for match in answers if isinstance(match, Match) for held in match.row.handles),
    }
    for vendor, answer in zip(vendors, answers, strict=True):
        found.tags.update(tag for held in handles for tag in vendor.tags.of_handle(held))
        if isinstance(answer, Match):
            found.tags.update(vendor.tags.of_person(answer.id, answer.row))
        elif isinstance(answer, UpstreamError):
            found.failures[vendor.name] = answer
        elif key.vendor == vendor.name and key.vendor_id is not None:
            found.tags.update(vendor.tags.of_person(key.vendor_id, None))
        else:
            found.unknown_at.append(vendor.name)


async def _asked(person: Person, key: Key, vendor: str) -> Match | UpstreamError | None:
    """Return the vendor's row, its failure, or None for nobody; the vendor whose own id the key is isn't asked."""
    if key.vendor == vendor:
        return None
    try:
        return await person.at(vendor)
    except Ambiguous:
        raise
    except Incomplete:
        return None
    except UpstreamError as error:
        return error


def _is_id(text: str) -> bool:
    return 1 <= len(text) <= _LONGEST_ID and text.isprintable()
