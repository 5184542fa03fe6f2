"""Clearing in the store that the gateways share: all that run hear of it at once."""

from collections.abc import Sequence

from gateway.clearing.wish import Cleared, Wish, person_of
from gateway.process import Process, assemble
from gateway.registry import Entry
from gateway.settings import BrokenSettings, Settings
from loaders.upstream.errors import Ambiguous, NotConfigured
from loaders.upstream.scope import Scope, entered
from resolvers.context import Caller
from resolvers.invalidation import Target, drop


async def clear(settings: Settings, entries: Sequence[Entry], wanted: Wish) -> Cleared:
    """Drop in the store; a person costs what finding them at the vendors costs, as for the mutation. Asks no gateway."""
    process = assemble(settings, entries)
    try:
        return await _cleared(process, wanted)
    finally:
        await process.close()


async def _cleared(process: Process, wanted: Wish) -> Cleared:
    with entered(Scope()) as scope:
        context = process.context(scope, Caller("gateway cache clear"))
        target = Target(wanted.vendor, person_of(wanted, context), is_everything=wanted.is_everything)
        try:
            dropped, failures = await drop(context, target)
        except NotConfigured as error:
            raise BrokenSettings([f"{error}."]) from None
        except Ambiguous as error:
            return Cleared(complaints=[f"Nothing was dropped: {error}."])
    shared = process.cache.shared
    if shared is None or not shared.is_said:
        return Cleared(complaints=["Nothing was dropped: the store that GATEWAY_CACHE_URL names can't be reached."])
    complaints = [
        f"{error.vendor} could not be asked who the person is ({error.code}): what is kept by its id of them stays until it "
        f"expires; try again, or give --customer {error.vendor}:ID."
        for error in failures
    ]
    if shared.strangers and wanted.customer is not None:
        complaints.append(
            f"Another GATEWAY_SECRET, or without one other vendors' credentials, is in force at {shared.strangers} of the processes that "
            "share the store: what they keep of this person goes by other keys, so it stays. Run this with the gateways' own settings."
        )
    return Cleared(dropped.vendors, dropped.tags, dropped.unknown_at, complaints)
