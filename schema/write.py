"""What every mutation's input and payload have in common.

@strawberry.type(description="…")
class BuyRewardPayload:
    result: Coupons | None = strawberry.field(name="coupons", description="…")   # a record's attribute, shown under our name
    user_errors: list[UserError] = user_errors()
"""

from typing import Any

import strawberry


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
