"""The same bytes again are answered without being read as JSON; whether there is an answer is still the cache's to say."""

from pathlib import Path

import orjson
import pytest
from structlog.testing import capture_logs

from gateway.sandbox.town import Town
from tests.access.front import Front
from tests.freshness.front import ANA, REWARDS, Seen, calls, still

BODY = orjson.dumps({"query": REWARDS, "variables": {"email": ANA}})


async def sent(front: Front, body: bytes = BODY, **headers: str) -> Seen:
    """Post these very bytes."""
    with capture_logs() as lines:
        answer = await front.http.post("/graphql", content=body, headers={"content-type": "application/json", **headers})
    return Seen(answer, "KEPT" in [line.get("outcome") for line in lines])


async def test_the_same_bytes_and_other_bytes_of_the_same_request_share_an_answer(tmp_path: Path, sandbox: Town):
    """A space more is another way to the same place."""
    async with still(tmp_path, sandbox) as front:
        asked = [await sent(front, body) for body in (BODY, BODY, BODY + b" ", BODY)]

    assert [one.was_kept for one in asked] == [False, True, True, True]
    assert len({orjson.dumps(one.data) for one in asked}) == 1


async def test_what_was_dropped_is_asked_anew(tmp_path: Path, sandbox: Town):
    """A shortcut to nothing leads to the vendors."""
    async with still(tmp_path, sandbox) as front:
        await sent(front)
        made = calls(sandbox)
        await front.process.cache.forget({"*"})
        again = await sent(front)

        assert not again.was_kept
        assert calls(sandbox) != made
        assert (await sent(front)).was_kept


async def test_the_same_bytes_are_answered_by_rights(tmp_path: Path, sandbox: Town):
    """Whoever may not read rewards is told so, however often somebody else was answered."""
    async with still(tmp_path, sandbox, AUTH="keys") as front:
        may = {"authorization": f"Bearer {front.key('may', 'people:read', 'rewards:read')}"}
        may_not = {"authorization": f"Bearer {front.key('may not', 'people:read')}"}
        seen = [await sent(front, BODY, **headers) for headers in (may, may_not, may, may_not)]

    assert [bool(one.codes) for one in seen] == [False, True, False, True]
    assert seen[1].codes == ["FORBIDDEN"]
    assert seen[2].was_kept


@pytest.mark.parametrize("headers", [{"cache-control": "no-cache"}, {"content-type": "text/plain"}, {"accept": "text/csv"}])
async def test_what_the_headers_say_is_heeded(tmp_path: Path, sandbox: Town, headers: dict[str, str]):
    """A shortcut begins behind them."""
    async with still(tmp_path, sandbox) as front:
        await sent(front)
        answered = await sent(front, BODY, **headers)

    assert not answered.was_kept
