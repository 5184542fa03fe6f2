"""Following the operator's links: they are stronger than any rule."""

from collections.abc import Awaitable, Callable

from loaders.upstream.errors import Ambiguous, Incomplete, Rejected, UpstreamError
from resolvers.identity.key import Key
from resolvers.identity.match import Known, Match, Rule
from resolvers.identity.neighbourhood import Neighbourhood

Find = Callable[[str], Awaitable[Match | None]]
"Finds a person at a vendor."


async def linked(around: Neighbourhood, key: Key, vendor: str, find: Find) -> Match | None:
    """Return the row that the file links with the person; asks the vendors that it links with this one.

    Raises the error of one of them that could not be asked, where it isn't remembered who the person is there: a rule might find whom
    the link says it isn't.
    """
    failures = list[UpstreamError]()
    if vendor not in around.links.vendors or key.vendor == vendor:
        return None
    for other in around.directories:
        if other == vendor or other not in around.links.vendors:
            continue
        try:
            match = await find(other)
            other_id = match.id if match else None
        except (Incomplete, Ambiguous, Rejected):
            continue
        except UpstreamError as error:
            remembered = around.last_known.recall(other, key, Known(key.handles), error)
            other_id = remembered.id if remembered else None
            if remembered is None and around.links.join(other, vendor):
                failures.append(error)
        partner = around.links.partner(other, other_id, vendor) if other_id else None
        if partner is not None:
            row = await around.directories[vendor].by_id(partner)
            return Match(row, Rule.LINK) if row else None
    if failures:
        raise failures[0]
    return None
