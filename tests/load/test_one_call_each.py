"""Ten thousand requests, a thousand people, fifty clients: what was asked once within its TTL is not asked again."""

import random
from collections import Counter
from collections.abc import Sequence

from gateway.sandbox.recorded import Received
from gateway.sandbox.town import Town
from tests.benchmarks.connection import Reply
from tests.benchmarks.questions import emails
from tests.load.clients import crowd, operation
from tests.load.conftest import Fleet

PEOPLE, TIMES, CLIENTS = 1000, 10, 50
# A call for each person at Open Loyalty, and fewer at CareCloud, by e-mail in batches; for every fifth person Tracksale's window, which
# serves all, one call at Footprints, two more at CareCloud and three at Prisma. Tokens cost one more.
MOST = {"open_loyalty": 1001, "carecloud": 1001, "tracksale": 1, "footprints": 201, "prisma": 600}
MANY = """
query Many($email: String!, $all: Boolean!) {
  customer(by: {email: $email}) {
    id purchases { couponCode }
    ... @include(if: $all) { rewards { id } leads { nodes { id } } surveyAnswers { nodes { score } } targetedCampaigns { id } }
  }
}
"""
SOME = "query Some($email: String!) { customer(by: {email: $email}) { firstName purchases { couponCode } } }"


def requests(known: Sequence[str]) -> list[bytes]:
    """Each person ten times, in two ways that no whole answer serves both, all in a random order."""
    found = [request for place, email in enumerate(known) for request in _of(email, place)]
    random.Random(4).shuffle(found)
    return found


def _of(email: str, place: int) -> list[bytes]:
    # All five vendors for every fifth person only: they take most of the time.
    many = operation(MANY, email=email, all=place % 5 == 0)
    return [operation(SOME, email=f" {email.upper()}"), *(many for _ in range(TIMES - 1))]


def keys(call: Received) -> list[object]:
    """What a call asked for: each e-mail of a batch, or the request itself; nothing in particular where it pages through a list."""
    if call.query and {name for name, _ in call.query} <= {"page", "perPage"}:
        return []
    listed = [value for name, value in call.query if name == "email_list[]"]
    return [("email", value) for value in listed] or [(call.method, call.path, tuple(sorted(call.query)), call.body)]


async def test_ten_thousand_requests_ask_for_nothing_twice(fleet: Fleet):
    """At most one call per read and key at every vendor, counted there, with every request answered in full."""
    failed: list[Reply] = []

    def seen(reply: Reply) -> None:
        if not reply.is_whole:
            failed.append(reply)

    async with Town(population=PEOPLE + 120).opened() as town:
        everything = requests(emails(PEOPLE + 120)[:PEOPLE])
        (gateway,) = await fleet(1, {**town.settings, "GATEWAY_CACHE_TTL": "3600"})
        await crowd(gateway, everything, CLIENTS, seen)
        calls = {name: len(house.calls) for name, house in town.houses.items()}
        asked = {name: Counter(key for call in house.calls for key in keys(call)) for name, house in town.houses.items()}

    assert len(everything) == PEOPLE * TIMES
    assert failed == []
    assert [key for counted in asked.values() for key, times in counted.items() if times > 1] == []
    # Whole lists are read only where that is less than a call for each person; one call more is for a token.
    assert all(calls[name] <= most for name, most in MOST.items()), calls
