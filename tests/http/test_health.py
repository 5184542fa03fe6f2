"""Liveness and readiness."""

from datetime import UTC, datetime
from pathlib import Path

from gateway.access.keys import Key, create, new_id
from tests.http.conftest import Served, serve


async def test_a_process_that_answers_is_alive(served: Served) -> None:
    """Whatever its vendors do."""
    answer = await served.http.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_readiness_tells_how_each_vendor_is_doing(served: Served) -> None:
    """Without asking any."""
    answer = await served.http.get("/readyz")
    told = {
        "vendor": "TOY",
        "usable": False,
        "why": "NOT_CONFIGURED",
        "configured": False,
        "reachable": None,
        "circuit": "CLOSED",
        "callsLeft": None,
        "lastError": None,
    }

    assert (answer.status_code, answer.json()) == (200, {"status": "ready", "vendors": [told]})


async def test_strangers_are_told_little(tmp_path: Path) -> None:
    """Which vendors can be asked; what is left of their budgets and what failed last only to who has credentials."""
    keys = tmp_path / "keys.json"
    keys.write_text('{"keys": []}')
    key = create(keys, Key(id=new_id(), name="operator", hash="", scopes=[], created=datetime.now(UTC)))
    async with serve(AUTH="keys", API_KEYS_FILE=str(keys)) as served:
        stranger = await served.http.get("/readyz")
        wrong = await served.http.get("/readyz", headers={"x-api-key": "wrong"})
        known = await served.http.get("/readyz", headers={"x-api-key": key})

    assert stranger.json() == {"status": "ready", "vendors": [{"vendor": "TOY", "usable": False, "why": "NOT_CONFIGURED"}]}
    assert (wrong.status_code, wrong.json()) == (200, stranger.json())
    assert {"callsLeft", "lastError", "circuit"} <= known.json()["vendors"][0].keys()


async def test_a_process_that_shuts_down_is_not_ready() -> None:
    """So that a balancer sends nothing more, while it is still alive."""
    async with serve() as served:
        served.app.state.health.stop()
        ready = await served.http.get("/readyz")
        live = await served.http.get("/healthz")

    assert (ready.status_code, ready.json()["status"]) == (503, "stopping")
    assert live.status_code == 200
