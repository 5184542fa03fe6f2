"""Finding objects again by their global ids."""

from collections.abc import Awaitable, Callable, Mapping

from resolvers import ids
from resolvers.context import Info
from resolvers.refusals import BadInput

NodeSource = Callable[[Info, tuple[str, ...]], Awaitable[object | None]]
"Finds an object by the parts of its id; None where it is gone."


async def node(sources: Mapping[str, NodeSource], info: Info, text: str, wanted: str | None = None) -> object | None:
    """Return the object with that id, or None if there is none any more; BadInput for what was never an id of ours, or not of
    what is `wanted`, where the sources are of that alone.

    Costs what the object's own read costs: nothing while it is cached, one call or two otherwise.
    """
    found = ids.decode(text)
    source = sources.get(found.type_name)
    if source is None:
        raise BadInput(
            f"This is the id of a {found.type_name}, not of {wanted}."
            if wanted
            else f"{found.type_name} is no type that can be found by its id here."
        )
    return await source(info, found.parts)
