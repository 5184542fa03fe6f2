"""All vendors down after one query: it is answered in full for as long as that is honest, with hardly a call made."""

import asyncio
from datetime import timedelta

import pytest

from gateway.registry import VENDORS
from gateway.sandbox.town import Town
from loaders.upstream.breaker import State
from tests.access.front import Front
from tests.contract.test_calls import CUSTOMER_360
from tests.freshness.front import ANA, idle, seen, warmed

PERSON = {"email": ANA}
BREAKING = ["500", "closed", "half body", "hang"]
"Ways to be down that say nothing of when to come again, so that the breaker finds out by probes."

LONG_AGO = "query ($from: Date, $to: Date) { survey(code: 51) { answers(from: $from, to: $to) { nodes { id } } } }"
WINDOW_S = 10.5
"A breaker's pause, and a little."


async def test_everything_is_answered_while_everybody_is_down(impatient: Front, sandbox: Town):
    """In full, at once, as old as it is; and in each window of the breaker each vendor is asked once at most, however it fails."""
    whole = (await warmed(impatient, CUSTOMER_360, variables=PERSON)).data
    _break(sandbox, "500")
    impatient.clock.ahead_s += 120
    await _opened(impatient)

    for fault in BREAKING:
        _break(sandbox, fault)
        impatient.clock.ahead_s += WINDOW_S
        before = _calls(sandbox)
        for _ in range(3):
            answer = await seen(impatient, CUSTOMER_360, variables=PERSON)
            assert (answer.data, answer.codes) == (whole, [])
            assert {name for name, told in answer.fresh.items() if told["stale"]} == {name.upper() for name in VENDORS}
            assert min(told["age"] for told in answer.fresh.values()) > 120
            assert answer.answer.headers["cache-control"] == "private, max-age=0"
            await idle(impatient)
        assert {made - before[name] for name, made in _calls(sandbox).items()} == {1}, fault


@pytest.mark.parametrize("fault", ["500", "hang"])
async def test_nobody_is_asked_more_than_once_in_ten_seconds_from_the_start(impatient: Front, sandbox: Town, fault: str):
    """Also before any circuit is open: what is stale is renewed by one attempt, and by no other where that failed."""
    whole = (await warmed(impatient, CUSTOMER_360, variables=PERSON)).data
    impatient.clock.ahead_s += 120
    _break(sandbox, fault)
    before = first = _calls(sandbox)

    for _ in range(4):
        for ahead_s in (0, 4, 4):
            impatient.clock.ahead_s += ahead_s
            answer = await seen(impatient, CUSTOMER_360, variables=PERSON)
            assert (answer.data, answer.codes) == (whole, [])
            await idle(impatient)
        made, before = {name: made - before[name] for name, made in _calls(sandbox).items()}, _calls(sandbox)
        assert max(made.values()) <= 1, made
        impatient.clock.ahead_s += WINDOW_S - 8
    assert all(before[name] > asked for name, asked in first.items())


async def test_a_long_report_is_no_more_than_one_call_either(impatient: Front, sandbox: Town):
    """A report of months that was too slow is asked for in halves, but by a vendor that hangs not even one more is waited for."""
    today = impatient.clock.now().date()
    window = {"from": f"{today - timedelta(days=200)}", "to": f"{today - timedelta(days=40)}"}
    whole = (await warmed(impatient, LONG_AGO, variables=window)).data
    impatient.clock.ahead_s += 86_400 + 120
    sandbox.tracksale.fault("hang")

    made = []
    for _ in range(4):
        before = len(sandbox.tracksale.calls)
        answer = await seen(impatient, LONG_AGO, variables=window)
        await idle(impatient)
        assert (answer.data, answer.codes, answer.fresh["TRACKSALE"]["stale"]) == (whole, [], True)
        made.append(len(sandbox.tracksale.calls) - before)
        impatient.clock.ahead_s += WINDOW_S
    assert whole["survey"]["answers"]["nodes"]
    assert max(made) == 1


@pytest.mark.parametrize("fault", ["garbage", "401", "429"])
async def test_vendors_that_answer_badly_are_left_alone_too(impatient: Front, sandbox: Town, fault: str):
    """What can't be renewed isn't tried again with each request: not for as long as the vendor said, else for ten seconds."""
    whole = (await warmed(impatient, CUSTOMER_360, variables=PERSON)).data
    _break(sandbox, fault)
    impatient.clock.ahead_s += 120
    await seen(impatient, CUSTOMER_360, variables=PERSON)
    await idle(impatient)
    before = _calls(sandbox)

    for ahead_s in (0, 4, 4):
        impatient.clock.ahead_s += ahead_s
        answer = await seen(impatient, CUSTOMER_360, variables=PERSON)
        await idle(impatient)
        assert (answer.data, answer.codes) == (whole, [])
    assert _calls(sandbox) == before

    impatient.clock.ahead_s += 12
    await seen(impatient, CUSTOMER_360, variables=PERSON)
    await idle(impatient)
    assert (_calls(sandbox) == before) is (fault == "429")


async def test_a_locked_account_is_left_alone_for_minutes(impatient: Front, sandbox: Town):
    """One call finds out about Tracksale's CAPTCHA; what is held is served meanwhile, and the error without it says when to come."""
    whole = (await warmed(impatient, CUSTOMER_360, variables=PERSON)).data
    sandbox.tracksale.fault("405")
    before = len(sandbox.tracksale.calls)

    for _ in range(4):
        impatient.clock.ahead_s += 65
        answer = await seen(impatient, CUSTOMER_360, variables=PERSON)
        await idle(impatient)
        assert (answer.data["customer"]["surveyAnswers"], answer.codes) == (whole["customer"]["surveyAnswers"], [])
    cold = await seen(impatient, "{ surveys { name } }")

    (error,) = cold.answer.json()["errors"]
    assert len(sandbox.tracksale.calls) == before + 1
    assert (error["extensions"]["vendor"], error["extensions"]["code"]) == ("TRACKSALE", "VENDOR_RATE_LIMITED")
    assert 0 < error["extensions"]["retryAfter"] <= 300


async def test_what_is_too_old_is_not_served(front: Front, sandbox: Town):
    """Past the stale limit, or the client's own, there is no data, but whose it would be and when to come again; then it is back."""
    whole = (await warmed(front, CUSTOMER_360, variables=PERSON)).data
    _break(sandbox, "500")
    front.clock.ahead_s += 150

    within = await seen(front, CUSTOMER_360, variables=PERSON, extensions={"maxStale": 400})
    beyond = await seen(front, CUSTOMER_360, variables=PERSON, extensions={"maxStale": 60})
    await _opened(front)
    front.clock.ahead_s += 9 * 86_400
    await _opened(front)
    gone = await seen(front, CUSTOMER_360, variables=PERSON)
    _break(sandbox, None)
    front.clock.ahead_s += WINDOW_S

    assert (within.data, within.codes) == (whole, [])
    assert beyond.data["customer"] is None or not any(beyond.data["customer"].values())
    assert gone.data["customer"] is None or not any(gone.data["customer"].values())
    for answer in (beyond, gone):
        assert answer.answer.headers["cache-control"] == "no-store"
        for error in answer.answer.json()["errors"]:
            assert error["extensions"]["code"] == "VENDOR_UNAVAILABLE"
            assert error["extensions"]["vendor"] in {name.upper() for name in VENDORS}
            assert error["extensions"]["retryable"] is True
    assert all(0 < error["extensions"]["retryAfter"] <= 10 for error in gone.answer.json()["errors"])
    assert (await warmed(front, CUSTOMER_360, variables=PERSON)).data == whole


def _calls(town: Town) -> dict[str, int]:
    return {name: len(house.calls) for name, house in town.houses.items()}


def _break(town: Town, fault: str | None) -> None:
    for house in town.houses.values():
        house.fault(fault)


async def _opened(front: Front) -> None:
    """Have the vendors asked anew, until every one has failed often enough to be left alone."""
    breakers = [front.process.vendors[name].client.breaker for name in VENDORS]
    while any(breaker.state is State.CLOSED for breaker in breakers):
        await asyncio.gather(
            *(front.ask(CUSTOMER_360, variables=PERSON, headers={"cache-control": "no-cache"}) for _ in range(3))
        )
        await idle(front)
