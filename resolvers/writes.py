"""How a mutation is made safe: all mistakes at once before anything is sent, one call, one outcome per idempotency key.

async def buy_reward(info: Info, customer: Key, campaign: str, idempotency_key: str | None) -> Written[Coupons]:
    checks = Checks()
    checks.that(bool(campaign), "input.campaign", "expected a campaign's id")
    vendor_id = await vendor_id_of(info, customer, "open_loyalty", checks, "input.customer")
    if vendor_id is None or checks.errors:
        return checks.refused()
    loyalty = info.context.vendor(OpenLoyalty)
    return await perform(
        info, shape=Coupons,
        write=lambda: loyalty.writes.buy(vendor_id, campaign),
        stale=lambda _: (loyalty.tags.customer(vendor_id),),
        idempotency_key=idempotency_key,
    )
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import msgspec

from loaders.upstream.cache.outcomes import KeyReused
from loaders.upstream.cache.portable import NotPortable, shape_of
from loaders.upstream.errors import NOBODYS, Ambiguous, Incomplete, OutcomeUnknown, Refusal, Rejected
from resolvers.audit import concerns, outcome_of, write_down
from resolvers.context import Info
from resolvers.customer import check_own
from resolvers.identity.key import Key
from resolvers.refusals import BadInput

T = TypeVar("T")


class UserError(msgspec.Struct, frozen=True):
    """What was refused, by us or by the vendor; `path` leads to the field of the input, from `input` on."""

    code: str
    message: str
    path: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Written(Generic[T]):
    """A mutation's payload: the result, or why there is none."""

    result: T | None
    user_errors: list[UserError] = field(default_factory=list)


REUSED: Written[Any] = Written(
    None,
    [UserError("IDEMPOTENCY_KEY_REUSED", "this key was used with another input; take a new one", ["input", "idempotencyKey"])],
)


class Checks:
    """Collects all mistakes of an input. Paths are dotted: `input.customers.3.email`."""

    def __init__(self) -> None:
        self.errors: list[UserError] = []

    def that(self, is_right: object, path: str, message: str) -> None:
        """Note a mistake unless it is right; the message says what would be."""
        if not is_right:
            self.refuse(path, message)

    def refuse(self, path: str, message: str, *, code: str = "BAD_USER_INPUT") -> None:
        """Note a mistake."""
        self.errors.append(UserError(code, message, path.split(".")))

    def attempt(self, path: str, read: Callable[[], T]) -> T | None:
        """Return what `read` returns, or note its BadInput (from `key_of`, for example) and return None."""
        try:
            return read()
        except BadInput as error:
            self.refuse(path, error.message)
            return None

    def refused(self) -> "Written[Any]":
        """The payload of a write that was not made."""
        return Written(None, self.errors)


async def vendor_id_of(info: Info, key: Key | None, vendor: str, checks: Checks, path: str) -> str | None:
    """Return the vendor's id of the person a write concerns, or note why there is none: nothing is sent for a guess.

    Asked last, when all that the input alone tells was checked: nobody is looked up while there are mistakes. Costs what finding
    the person at that vendor costs; nothing where it is known already. A vendor's failure is raised.
    """
    if key is not None:
        concerns(info, key)
    if key is None or checks.errors:
        return None
    await check_own(info.context, key)
    try:
        match = await info.context.person(key).at(vendor)
    except Ambiguous as error:
        checks.refuse(path, error.reason, code="AMBIGUOUS_CUSTOMER")
        return None
    except Incomplete as error:
        checks.refuse(path, error.reason, code="UNKNOWN_CUSTOMER")
        return None
    if match is None:
        checks.refuse(path, f"{vendor} knows nobody by this handle; give another one", code="UNKNOWN_CUSTOMER")
        return None
    return match.id


async def perform(
    info: Info,
    *,
    shape: Any,
    write: Callable[[], Awaitable[T]],
    stale: Callable[[T | None], Iterable[str]],
    idempotency_key: str | None,
    paths: Mapping[str, str] | None = None,
) -> Written[T]:
    """Make a write once, and drop from the cache what it made stale.

    `shape` is the type of the result (msgspec); `stale` the tags to drop, given the result or None where the outcome is unknown;
    `paths` our input's path by the vendor's dotted one. What the vendor refused comes back as user errors; everything else is raised.
    The write goes on when the caller goes away. A repeated key must come with the input that `first_outcome` noted.
    """
    settle = _Settle(info, write, stale, paths or {})
    if idempotency_key is None:
        making: Awaitable[Written[T]] = settle.once()
    else:
        making = _once(info, idempotency_key, shape, settle)
    return await asyncio.shield(_audited(info, making))


@dataclass(frozen=True, slots=True)
class _Settle(Generic[T]):
    """Makes the write and says how it ended."""

    info: Info
    write: Callable[[], Awaitable[T]]
    stale: Callable[[T | None], Iterable[str]]
    paths: Mapping[str, str]

    async def once(self) -> Written[T]:
        """Send it; a refusal is data, a lost answer makes stale what it may have changed."""
        try:
            result = await self.write()
        except Rejected as error:
            return Written(None, [_user_error(refusal, self.paths) for refusal in error.refusals or (_unexplained(error),)])
        except OutcomeUnknown:
            await self.info.context.forget(self.stale(None))
            raise
        await self.info.context.forget(self.stale(result))
        return Written(result)


async def _once(info: Info, key: str, shape: Any, settle: _Settle[T]) -> Written[T]:
    """Make it once per key: the outcome is kept as msgpack, with its shape beside it, so that every process reads it."""
    context, mutation = info.context, info.field_name

    async def packed() -> bytes:
        written = await settle.once()
        return msgspec.msgpack.encode((_shape(written.result), written.result, written.user_errors))

    try:
        raw = await context.outcomes.once(kept_under(info, key), context.inputs[info.path.key], packed, lost_first(mutation))
    except KeyReused:
        return REUSED
    _, result, errors = msgspec.msgpack.decode(raw, type=tuple[Any, shape | None, list[UserError]])
    return Written(result, errors)


def kept_under(info: Info, key: str) -> str:
    """Return what the outcome of the running mutation by this caller with this idempotency key is kept under."""
    return info.context.cache.key("gateway", "outcome", info.context.caller.name, info.field_name, key)


def lost_first(mutation: str) -> Callable[[str, str], OutcomeUnknown]:
    """Return what makes the error of a repeated key whose first request got no answer."""
    return lambda vendor, check: OutcomeUnknown(vendor or NOBODYS, mutation, check or "read what it would have changed")


def _shape(result: object) -> object:
    try:
        return shape_of(result)
    except NotPortable:
        return None


async def _audited(info: Info, making: Awaitable[Written[T]]) -> Written[T]:
    info.context.line(info.path.key).is_under_way = True
    try:
        written = await making
    except Exception as error:
        write_down(info, outcome_of(error))
        raise
    write_down(info, "REFUSED" if written.user_errors else "DONE")
    return written


def _user_error(refusal: Refusal, paths: Mapping[str, str]) -> UserError:
    ours = paths.get(".".join(refusal.path))
    path = ours.split(".") if ours else (["input", *refusal.path] if refusal.path else None)
    return UserError(refusal.code, refusal.message, path)


def _unexplained(error: Rejected) -> Refusal:
    return Refusal("REJECTED", f"the vendor refused without saying why (status {error.status})")
