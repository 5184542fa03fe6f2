"""Levels and segments with their members. Beyond the seed: docs 3.2."""

from starlette.requests import Request
from starlette.responses import Response

from loaders.open_loyalty.sandbox.answers import Row, answer, not_found, number
from loaders.open_loyalty.sandbox.members import Customer, Level, Segment
from loaders.open_loyalty.sandbox.paging import listed
from loaders.open_loyalty.sandbox.programme import Programme


class Groups:
    """The level and segment routes."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    async def levels(self, request: Request) -> Response:
        return answer(listed(request, "levels", list(self._programme.levels.values()), self._level))

    async def segments(self, request: Request) -> Response:
        return answer(listed(request, "segments", list(self._programme.segments.values()), _segment))

    async def in_level(self, request: Request) -> Response:
        level = request.path_params["level"]
        if level not in self._programme.levels:
            raise not_found()
        members = [customer for customer in self._programme.customers.values() if customer.level.id == level]
        return answer(listed(request, "customers", members, _member))

    async def in_segment(self, request: Request) -> Response:
        segment = self._programme.segments.get(request.path_params["segment"])
        if segment is None:
            raise not_found()
        members = [customer for customer in self._programme.customers.values() if customer.id in segment.members]
        of: Row = {"segmentId": segment.id, "segmentName": segment.name}
        return answer(
            listed(request, "customers", members, lambda customer: of | _member(customer) | {"phone": customer.phone})
        )

    def _level(self, level: Level) -> Row:
        return {
            "id": level.id,
            "name": level.name,
            "description": "example level",
            "active": True,
            "conditionValue": number(level.condition),
            "hasPhoto": False,
            "reward": {"name": "test reward", "value": level.share, "code": "abc"},
            "specialRewards": [],
            "customersCount": sum(customer.level.id == level.id for customer in self._programme.customers.values()),
        }


def _segment(segment: Segment) -> Row:
    return {
        "segmentId": segment.id,
        "name": segment.name,
        "description": segment.description,
        "active": True,
        "customersCount": len(segment.members),
    }


def _member(customer: Customer) -> Row:
    return {
        "customerId": customer.id,
        "firstName": customer.first_name,
        "lastName": customer.last_name,
        "email": customer.email,
    }
