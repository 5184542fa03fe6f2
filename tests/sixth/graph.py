"""The sixth vendor's part of the graph. In the product it would be `resolvers/parcels.py` and `schema/parcels.py`."""

import strawberry

from resolvers.context import Info
from resolvers.identity.person import Person
from schema.subgraph import Subgraph
from tests.sixth.parcels import Addressee, Parcels
from tests.sixth.parcels import Parcel as ParcelRecord


async def parcels_of(root: Person, info: Info) -> list[ParcelRecord]:
    """The person's parcels: no call beyond the lookup."""
    info.context.vendor(Parcels)
    match = await root.at(Parcels.name)
    return match.row.record.parcels if match and isinstance(match.row.record, Addressee) else []


@strawberry.type(description="A parcel on its way.")
class Parcel:
    code: str = strawberry.field(description="The tracking code.")


async def _parcels(root: strawberry.Parent[Person], info: Info) -> list[Parcel] | None:
    return await parcels_of(root, info)  # type: ignore[return-value]  # records behind the view


@strawberry.type
class ParcelsCustomer:
    parcels: list[Parcel] | None = strawberry.field(resolver=_parcels, description="Parcels on their way.")


SUBGRAPH = Subgraph("parcels", "Parcels on their way.", customer=ParcelsCustomer)
