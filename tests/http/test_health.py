"""Liveness and readiness."""

from tests.http.conftest import Served, serve


async def test_a_process_that_answers_is_alive(served: Served) -> None:
    """Whatever its vendors do."""
    answer = await served.http.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_readiness_tells_how_each_vendor_is_doing(served: Served) -> None:
    """Without asking any."""
    answer = await served.http.get("/readyz")
    told = {"vendor": "TOY", "configured": False, "reachable": None, "circuit": "CLOSED", "callsLeft": None, "lastError": None}

    assert (answer.status_code, answer.json()) == (200, {"status": "ready", "vendors": [told]})


async def test_a_process_that_shuts_down_is_not_ready() -> None:
    """So that a balancer sends nothing more, while it is still alive."""
    async with serve() as served:
        served.app.state.health.stop()
        ready = await served.http.get("/readyz")
        live = await served.http.get("/healthz")

    assert (ready.status_code, ready.json()["status"]) == (503, "stopping")
    assert live.status_code == 200
