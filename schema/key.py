"""The ways to name a person."""

import strawberry

from loaders.identity.handle import Kind
from resolvers.context import Context
from resolvers.customer import key_of_handle, key_of_id, key_of_vendor
from resolvers.identity.key import Key
from resolvers.refusals import BadInput
from schema.vendor import Vendor


@strawberry.input(description="A person by one vendor's own id.")
class VendorKey:
    vendor: Vendor = strawberry.field(description="The vendor.")
    id: str = strawberry.field(description="The vendor's own id of the person.")


@strawberry.input(one_of=True, description="One way to name a person. Exactly one field is given.")
class CustomerKey:
    id: strawberry.Maybe[strawberry.ID] = strawberry.field(description="The gateway's own global id.")
    email: strawberry.Maybe[str] = strawberry.field(description="Any case, blanks around it don't matter.")
    phone: strawberry.Maybe[str] = strawberry.field(description="National or international; matched as E.164.")
    external_id: strawberry.Maybe[str] = strawberry.field(description="The organization's own customer number.")
    loyalty_card_number: strawberry.Maybe[str] = strawberry.field(description="The number on the loyalty card.")
    vendor_id: strawberry.Maybe[VendorKey] = strawberry.field(description="One vendor's own id.")


def key_of(context: Context, by: CustomerKey) -> Key:
    """Check and normalize a key; raises BadInput before any vendor is asked."""
    if by.id is not None:
        return key_of_id(by.id.value)
    if by.vendor_id is not None:
        given = by.vendor_id.value
        return key_of_vendor(context, str(getattr(given.vendor, "value", given.vendor)), given.id)
    for maybe, kind in (
        (by.email, Kind.EMAIL),
        (by.phone, Kind.PHONE),
        (by.external_id, Kind.EXTERNAL_ID),
        (by.loyalty_card_number, Kind.LOYALTY_CARD),
    ):
        if maybe is not None:
            return key_of_handle(context, kind, maybe.value)
    raise BadInput("Give exactly one way to name the person, such as `email`.")
