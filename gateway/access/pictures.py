"""Who may see the pictures that the graph leads to: whoever may see the fields that lead there, within the same quota."""

from starlette.requests import HTTPConnection

from gateway.access.quotas import Quotas
from gateway.access.rights import Registry
from gateway.http.caller import Authenticate, enter
from gateway.http.refusal import Refused
from resolvers.context import Caller

_FIELD = ("RewardCampaign", "photoUrl")


def for_pictures(authenticate: Authenticate, registry: Registry, quotas: Quotas) -> Authenticate:
    """Return what lets a caller see pictures, or refuses."""

    async def admit(connection: HTTPConnection) -> Caller:
        caller = await authenticate(connection)
        connection.scope["state"]["caller"] = caller.name
        rights = registry.of(caller)
        if _FIELD in rights.hidden:
            raise Refused(403, "FORBIDDEN", rights.refusal(_FIELD).message)
        if caller.is_known:
            await enter(quotas, caller)
        return caller

    return admit
