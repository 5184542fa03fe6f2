"""The dashboard shows what the gateway measures: every name in it exists, and nothing that is measured is missing from it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from gateway.observe.metrics import Metrics
from gateway.sandbox.town import Town
from tests.observe.served import samples, serve

DASHBOARD = Path(__file__).parents[2] / "docs" / "grafana.json"
_PARTS = ("_bucket", "_sum", "_count", "_total")


@pytest.fixture(scope="module")
def dashboard() -> dict[str, Any]:
    """The file as Grafana would load it."""
    loaded: dict[str, Any] = json.loads(DASHBOARD.read_text())
    return loaded


def queries(dashboard: dict[str, Any]) -> list[str]:
    """Return every query of panels and variables."""
    panels = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", ())]
    variables = [held["query"]["query"] for held in dashboard["templating"]["list"] if held["type"] == "query"]
    return [*panels, *variables]


def measured() -> dict[str, set[str]]:
    """Return the labels of every metric by its name in the exposition, without the parts of a histogram."""
    families = Metrics()._registry.collect()
    kinds = {family.name: family.type for family in families}
    labels = {name: set(held._labelnames) for name, held in _held().items()}
    return {f"{name}_total" if kinds[name] == "counter" else name: labels[name] for name in kinds}


def _held() -> dict[str, Any]:
    return {held._name: held for held in vars(Metrics()).values() if hasattr(held, "_labelnames")}


def base(name: str) -> str:
    """Return a histogram's name for one of its parts."""
    for part in _PARTS[:3]:
        if name.endswith(part):
            return name.removesuffix(part)
    return name


def test_every_metric_it_names_exists(dashboard: dict[str, Any]):
    """With the labels that it asks for."""
    known = measured()
    for query in queries(dashboard):
        for name, asked in re.findall(r"(gateway_\w+)(?:\{([^}]*)\})?", query):
            assert base(name) in known, name
            labels = set(re.findall(r"(\w+)(?:=~|!~|!=|=)", asked)) - {"instance"}
            assert labels <= known[base(name)], query


def test_every_metric_is_shown(dashboard: dict[str, Any]):
    """What nobody sees needn't be measured."""
    shown = {base(name) for query in queries(dashboard) for name in re.findall(r"gateway_\w+", query)}

    assert shown == set(measured())


def test_panels_do_not_overlap(dashboard: dict[str, Any]):
    """Each has a place of its own within the 24 columns, and an id."""
    taken: set[tuple[int, int]] = set()
    for panel in dashboard["panels"]:
        place = panel["gridPos"]
        cells = {(place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])}
        assert place["x"] + place["w"] <= 24
        assert not cells & taken, panel["title"]
        taken |= cells

    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])


async def test_its_names_are_those_that_are_served(sandbox: Town, dashboard: dict[str, Any]):
    """Not only those that are declared: after some traffic each has a sample."""
    async with serve(sandbox.settings) as gateway:
        sandbox.tracksale.fault("500")
        await gateway.ask("{ surveys { code } }")
        await gateway.http.put("/graphql")
        found = samples((await gateway.http.get("/metrics")).text)

    missing = {name for query in queries(dashboard) for name in re.findall(r"gateway_\w+", query)} - found.keys()
    assert missing == set()
