"""Callers with different rights, in turn on the same documents in any order, with the caches on: no answer crosses over."""

import itertools
import random

from gateway.sandbox.town import Town
from tests.access.front import EVERY_READ, Front

ROUNDS = 1_000
ASKS = (
    'query A { customer(by: {email: "ana.popescu0@example.com"}) { id email rewards { name } } }',
    'query B { customer(by: {email: "ana.popescu0@example.com"}) { id purchases { couponCode } } }',
    "query C { me { id email } }",
    "query D { surveys { id name } }",
)


async def test_no_answer_crosses_over(front: Front, town: Town):
    """A thousand times, each caller gets what it got alone; and the caches did answer."""
    callers = {
        "everything": front.key("everything", *EVERY_READ),
        "little": front.key("little", "people:read", "campaigns:read"),
        "ana": front.issuer.token(email="ana.popescu0@example.com", sub="ana", scope=" ".join(EVERY_READ)),
        "bogdan": front.issuer.token(email="bogdan.popescu1@example.com", sub="bogdan", scope=" ".join(EVERY_READ)),
    }
    alone = {}
    for name, ask in itertools.product(callers, ASKS):
        front.process.cache.hear(["*"])
        alone[name, ask] = await front.told(ask, callers[name])
    town.reset()

    chance = random.Random(7)
    rounds = [pair for _ in range(ROUNDS // len(alone)) for pair in chance.sample(list(alone), len(alone))]
    for name, ask in rounds:
        assert await front.told(ask, callers[name]) == alone[name, ask], (name, ask)

    assert len({str(answer) for answer in alone.values()}) >= 9
    assert alone["ana", ASKS[2]][0]["me"]["email"] == "ana.popescu0@example.com"
    assert alone["bogdan", ASKS[2]][0]["me"]["email"] == "bogdan.popescu1@example.com"
    assert alone["bogdan", ASKS[0]][0] == {"customer": None}
    assert alone["little", ASKS[0]][0]["customer"]["email"] is None
    assert town.calls() < 40
