"""What can be read, told apart and seen at once."""

import json

import pytest
from playwright.async_api import Browser, Route, ViewportSize, expect

from gateway.explorer.examples import examples
from gateway.sandbox.faults import Fault
from gateway.sandbox.town import Town
from tests.explorer.browser import LOOKS, Explorer, Scheme, opened
from tests.explorer.contrast import least

_SMALL = [".summary", ".operation", ".duration", ".axis span", ".chip b", ".errors code", ".errors .message", ".errors .where"]
_COLUMNS = 51
"As many as the editor shows beside its buttons, at 1280 pixels."


@pytest.mark.parametrize(("size", "scheme"), LOOKS[:2])
async def test_words_and_bars_stand_out(
    browser: Browser, address: str, sandbox: Town, size: ViewportSize, scheme: Scheme
) -> None:
    """Words by 4.5, bars of all five vendors by 3, light and dark."""
    sandbox.prisma.fault(Fault.ERROR_500)
    async with opened(browser, address, size=size, scheme=scheme) as explorer:
        await explorer.run()
        await expect(explorer.errors.first).to_be_visible()

        low = {name: await least(explorer.page, f".upstream {name}") for name in [*_SMALL, ".badge"]}
        assert {name: ratio for name, ratio in low.items() if ratio < 4.5} == {}
        assert await least(explorer.page, ".upstream .bar.miss", "backgroundColor") >= 3


async def test_all_calls_of_the_first_example_are_seen_at_once(explorer: Explorer) -> None:
    """On a small laptop, without scrolling the panel."""
    await explorer.run()
    await expect(explorer.calls).to_have_count(9)

    hidden = await explorer.upstream.evaluate("panel => panel.scrollHeight - panel.clientHeight")
    assert hidden <= 0
    await expect(explorer.page.locator(".graphiql-tab-add")).to_be_in_viewport()


async def test_before_the_first_run_it_says_what_will_be_there(explorer: Explorer) -> None:
    """And how to run."""
    await expect(explorer.upstream).to_contain_text("Ctrl+Enter")
    await expect(explorer.upstream).to_contain_text("every upstream call")
    half = await explorer.page.locator(".graphiql-response").bounding_box()
    words = await explorer.upstream.locator("p").bounding_box()
    assert half
    assert words
    assert half["height"] / 4 < words["y"] - half["y"] < 3 * half["height"] / 4


async def test_the_settings_fit_a_phone(browser: Browser, address: str) -> None:
    """No button runs over the dialog's edge."""
    size, scheme = LOOKS[2]
    async with opened(browser, address, size=size, scheme=scheme) as explorer:
        await explorer.page.get_by_role("button", name="Open settings dialog").click()
        dialog = await explorer.page.get_by_role("dialog").bounding_box()
        last = await explorer.page.get_by_role("button", name="Dark").bounding_box()

    assert dialog
    assert last
    assert last["x"] + last["width"] <= dialog["x"] + dialog["width"]


async def test_what_renews_behind_is_no_call_that_was_waited_for(explorer: Explorer) -> None:
    """It is told as what it is, and a mark at the end of the axis is whole."""
    call = {"vendor": "CARECLOUD", "keys": 1, "status": None, "attempts": 1, "budgetLeft": None, "error": None}
    upstream = [
        {**call, "operation": "rewards", "start": 1.0, "duration": 0.0, "cache": "stale", "behind": False},
        {**call, "operation": "stores", "start": 1.0, "duration": 9.0, "cache": "miss", "behind": False},
        {**call, "operation": "rewards", "start": 10.0, "duration": 0.0, "cache": "miss", "behind": True},
    ]

    async def answer(route: Route) -> None:
        await route.fulfill(
            body=json.dumps({"data": {}, "extensions": {"upstream": upstream}}), content_type="application/json"
        )

    await explorer.page.route("**/graphql", answer)
    await explorer.run()

    await expect(explorer.upstream.locator(".summary")).to_contain_text(
        "1 upstream call · 1 read from the cache · 1 read renewed behind"
    )
    await expect(explorer.calls.last.locator(".badge")).to_have_text("renewed behind")
    await expect(explorer.calls.last.locator(".duration")).to_have_text("–")
    track, bar = [await explorer.calls.last.locator(one).bounding_box() for one in (".track", ".bar")]
    assert track
    assert bar
    assert bar["x"] + bar["width"] <= track["x"] + track["width"] + 0.5


def test_the_examples_fit_beside_the_buttons() -> None:
    """No line is cut."""
    assert [line for example in examples() for line in example.query.splitlines() if len(line) > _COLUMNS] == []
