"""Finding people: keys checked before any vendor is asked, and only the vendors asked that the selection needs."""

from collections.abc import Collection

from loaders.identity.handle import Kind
from loaders.upstream.errors import UpstreamError
from resolvers import ids
from resolvers.context import Context, Info
from resolvers.identity.key import Key
from resolvers.identity.match import Match
from resolvers.identity.person import Person
from resolvers.refusals import BadInput, Forbidden
from resolvers.selection import names_at_once, selected_names

TYPE = "Customer"


def key_of_handle(context: Context, kind: Kind, raw: str) -> Key:
    """Make a key from a handle as a person would type it, or raise BadInput saying what would be right."""
    held = context.handle(kind, raw)
    if held is None:
        raise BadInput(_WANTED[kind])
    return Key((held,))


def key_of_id(text: str) -> Key:
    """Make a key from a customer's global id, or raise BadInput."""
    found = ids.decode(text)
    if found.type_name != TYPE or len(found.parts) != 2:
        raise BadInput(f"This is the id of a {found.type_name}, not of a Customer.")
    return Key(vendor=found.parts[0], vendor_id=found.parts[1])


def key_of_vendor(context: Context, vendor: str, vendor_id: str) -> Key:
    """Make a key from a vendor's own id; at a vendor whose ids are handles, the handle is the key."""
    vendor_id = vendor_id.strip()
    if not vendor_id:
        raise BadInput("`vendorId.id` is empty; give the vendor's own id of the person.")
    directory = context.around.directories.get(vendor)
    if directory is not None and directory.id_kind is not None:
        return key_of_handle(context, directory.id_kind, vendor_id)
    return Key(vendor=vendor, vendor_id=vendor_id)


async def find(info: Info, key: Key) -> Person | None:
    """Return the person if some vendor knows them, else None; costs what the cheapest proof of that costs.

    Vendors whose fields are selected are asked first and at once; one of them that knows the person is proof enough. Those whose
    fields are deferred are waited for last: nobody who defers a slow vendor wants to wait for it here.
    """
    context = info.context
    routed = _routed(context, key)
    await check_own(context, routed)
    person = context.person(routed)
    owners = context.owners
    selected = {name for name in selected_names(info) if (TYPE, name) not in context.rights.hidden}
    urgent = names_at_once(info) & selected or selected
    demanded = {owners[name] for name in selected if name in owners} & context.around.directories.keys()
    cheap = [
        vendor
        for vendor in context.around.asking_order()
        if vendor in demanded and not context.around.directories[vendor].is_scan
    ]
    person.start(cheap)
    awaited = {owners[name] for name in urgent if name in owners}
    cheap.sort(key=lambda vendor: vendor not in awaited)
    if all(name in owners for name in urgent) and await _is_known(person, cheap):
        return person
    return person if await person.anchor() is not None else None


async def check_own(context: Context, key: Key) -> None:
    """Raise Forbidden where a customer's own token names anybody else; asks no vendor about that other person.

    Whether the other exists is not told. Costs what learning the customer's own handle of that kind costs.
    """
    own = context.caller.customer
    if own is None or key == own or await _is_own(context.person(own), own, key):
        return
    raise Forbidden("A customer's own token sees only that person; ask for `me`.")


async def _is_own(person: Person, own: Key, key: Key) -> bool:
    try:
        if key.vendor is not None:
            return key.vendor_id is not None and await person.id_at(key.vendor) == key.vendor_id
        for held in key.handles:
            if held not in own.handles and held.text != await person.text(held.kind):
                return False
    except UpstreamError:
        return False
    return bool(key.handles)


async def global_id(person: Person, info: Info, needed: str) -> str | None:
    """Return the customer's global id: the first vendor in the order that knows them, and its id.

    Where that id is the person's e-mail, phone or number, Forbidden to a caller without the scope `needed`: ids can be read.
    """
    owner = await person.owner()
    if owner is None:
        return None
    scopes = info.context.caller.scopes
    if scopes is not None and needed not in scopes and _is_telling(info.context, owner):
        message = f"This person's id says who they are, so it takes the scope {needed}, which this caller doesn't have."
        raise Forbidden(message, scope=needed)
    return ids.encode(TYPE, owner.vendor, owner.id)


async def identities(person: Person, info: Info) -> list[Match]:
    """List the vendors that know the person; a vendor that can't be asked is an error beside the list."""
    found, failures = await person.matches()
    for failure in failures:
        info.context.report(failure, info)
    return found


def _routed(context: Context, key: Key) -> Key:
    """Turn an id that is a handle at its vendor into that handle, so that every vendor can be asked with it."""
    if key.vendor is None or key.vendor_id is None or key.row is not None:
        return key
    if key.vendor not in context.around.directories:
        raise BadInput(f"The id leads to {key.vendor}, which this gateway doesn't serve; name the person by another handle.")
    return key_of_vendor(context, key.vendor, key.vendor_id)


def _is_telling(context: Context, match: Match) -> bool:
    return match.row.is_named_by_handle or context.around.directories[match.vendor].id_kind is not None


async def _is_known(person: Person, vendors: Collection[str]) -> bool:
    for vendor in vendors:
        try:
            match = await person.at(vendor)
        except UpstreamError:
            continue  # The vendor's own fields report it.
        if match is not None and (not match.row.is_assumed or (len(vendors) == 1 and match.rule.value == "KEY")):
            return True
    return False


_WANTED = {
    Kind.EMAIL: "`email` is not an e-mail address; give one like ana@example.com.",
    Kind.PHONE: "`phone` is not a valid phone number; give it international like +40722100000, or as dialled in the gateway's region.",
    Kind.EXTERNAL_ID: "`externalId` is empty or names nobody; give the organization's own customer number.",
    Kind.LOYALTY_CARD: "`loyaltyCardNumber` is empty or names nobody; give the number on the card.",
}
