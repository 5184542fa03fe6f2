"""What every mutation's input and payload have in common.

@strawberry.type(description="…")
class BuyRewardPayload:
    result: Coupons | None = strawberry.field(name="coupons", description="…")   # a record's attribute, shown under our name
    user_errors: list[UserError] = user_errors()


@strawberry.type
class OpenLoyaltyMutation:
    buy_reward: BuyRewardPayload | None = mutation(_buy_reward, "…")   # which takes the input and returns what `perform` returns
"""

from collections.abc import Callable
from typing import Any

import strawberry
from strawberry.extensions.field_extension import AsyncExtensionResolver, FieldExtension

from resolvers.audit import audited
from resolvers.context import Info
from resolvers.repeats import first_outcome


@strawberry.federation.type(
    shareable=True,
    description="What was refused, by the gateway before anything was sent or by the vendor; nothing was changed.",
)
class UserError:
    code: str = strawberry.field(description="A stable code, such as BAD_USER_INPUT.")
    message: str = strawberry.field(description="What is wrong and what would be right.")
    path: list[str] | None = strawberry.field(
        description="The field of the input it is about, from `input` on; null where it is the whole."
    )


def user_errors() -> Any:
    """Declare the `userErrors` of a payload."""
    return strawberry.field(description="Why nothing was written; empty when it was.")


def idempotency_key() -> Any:
    """Declare the `idempotencyKey: String` of an input; annotate it with `str | None`."""
    return strawberry.field(
        default=None,
        description="Up to 200 characters of your choice. The same key and input within 24 hours gives the first outcome without a call.",
    )


class Audited(FieldExtension):
    """Leaves one line in the log, whatever becomes of the mutation."""

    async def resolve_async(self, next_: AsyncExtensionResolver, source: Any, info: Info, **arguments: Any) -> Any:
        return await audited(info, lambda: next_(source, info, **arguments))


class FirstOutcome(FieldExtension):
    """Answers a repeated `idempotencyKey` with the first outcome, before anything is checked or looked up."""

    async def resolve_async(self, next_: AsyncExtensionResolver, source: Any, info: Info, **arguments: Any) -> Any:
        key = arguments["input"].idempotency_key
        first = await first_outcome(info, arguments["input"], key) if key is not None else None
        return await next_(source, info, **arguments) if first is None else first


def mutation(resolver: Callable[..., object], description: str) -> Any:
    """Declare a mutation with one `input` that has an `idempotency_key`; the class's annotation is its payload."""
    return strawberry.mutation(resolver=resolver, description=description, extensions=[Audited(), FirstOutcome()])
