"""GraphiQL over the stand-ins, with the network cut off."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest
from playwright.async_api import Browser, expect

from gateway.access.keys import Key, create, new_id
from gateway.explorer.examples import examples
from gateway.sandbox.faults import Fault
from gateway.sandbox.town import Town
from tests.explorer.browser import LOOKS, Explorer, opened
from tests.explorer.conftest import served

pytestmark = pytest.mark.long
FIVE = {"CareCloud", "Open Loyalty", "Footprints", "Tracksale", "Prisma"}


async def test_it_opens_from_our_own_network_alone(explorer: Explorer, address: str) -> None:
    """Nothing else is asked for, and the policy, which allows no inline script, is not broken."""
    await expect(explorer.page.get_by_role("button", name="Show Documentation Explorer")).to_be_visible()
    await expect(explorer.page.get_by_role("button", name="Show History")).to_be_visible()
    await expect(explorer.page.get_by_role("button", name="Show GraphiQL Explorer")).to_be_visible()

    assert {urlsplit(asked).netloc for asked in explorer.asked if not asked.startswith("data:")} == {urlsplit(address).netloc}
    assert explorer.complaints == []


async def test_dialogs_menus_and_the_search_bar_keep_the_policy(explorer: Explorer) -> None:
    """None of their styles is refused."""
    page, editor = explorer.page, explorer.page.locator("section[aria-label='Query Editor'] .CodeMirror:visible").first
    for dialog in ("Open settings dialog", "Open short keys dialog"):
        await page.get_by_role("button", name=dialog).click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)

    await explorer.type_into("Query Editor", "query A { stores { name } }\nquery B { vendors { vendor } }")
    await page.locator(".graphiql-execute-button[aria-haspopup]").click()
    await page.get_by_role("menuitem", name="B").click()
    await expect(page.locator(".result-window")).to_contain_text('"vendors"')

    await editor.click()
    await page.keyboard.press("Alt+G")
    await expect(page.locator(".CodeMirror-dialog")).to_be_visible()
    assert explorer.complaints == []


async def test_the_five_vendor_query_shows_data_and_its_waterfall(explorer: Explorer) -> None:
    """Every call that the vendors got has its row; asked again, the rows say that the cache answered."""
    await explorer.run()
    await expect(explorer.page.locator(".result-window")).to_contain_text('"firstName": "Ana"')

    await expect(explorer.upstream).to_contain_text("9 upstream calls")
    assert await explorer.calls.count() == 9
    assert set(await explorer.calls.locator(".vendor").all_inner_texts()) == FIVE
    assert set(await explorer.calls.locator(".badge:first-child").all_inner_texts()) == {"miss"}
    await bars_lie_in_their_tracks(explorer)
    fresh = explorer.upstream.get_by_role("list", name="Freshness per vendor").get_by_role("listitem")
    assert await fresh.count() == 5

    await explorer.run()
    await expect(explorer.upstream).to_contain_text("0 upstream calls")
    await expect(explorer.calls.locator(".badge.hit").first).to_be_visible()
    assert explorer.complaints == []


async def bars_lie_in_their_tracks(explorer: Explorer) -> None:
    """On one axis, in the order in which the calls began."""
    tracks = await explorer.calls.locator(".track").all()
    boxes = [(await track.bounding_box(), await track.locator(".bar").bounding_box()) for track in tracks]
    starts = [bar["x"] for _, bar in boxes if bar]
    assert starts == sorted(starts)
    assert starts[0] < starts[-1]
    assert all(track and bar and track["x"] - 1 <= bar["x"] <= track["x"] + track["width"] for track, bar in boxes)


async def test_a_field_name_is_completed(explorer: Explorer) -> None:
    """From the schema, as one types."""
    await expect(explorer.page.get_by_role("button", name="Show Documentation Explorer")).to_be_visible()
    await explorer.type_into("Query Editor", "")
    await explorer.page.keyboard.type("{ stor")

    hints = explorer.page.locator(".CodeMirror-hints")
    await expect(hints.locator("li").first).to_contain_text("stores")
    await explorer.page.keyboard.press("Enter")
    await expect(explorer.page.locator("section[aria-label='Query Editor'] .CodeMirror-code").first).to_contain_text("stores")


async def test_what_one_wrote_is_there_after_a_reload(explorer: Explorer) -> None:
    """In as many tabs as before; the address may bring a query along, in a tab more."""
    tabs = explorer.page.get_by_role("tab")
    await expect(tabs).to_have_count(len(examples()))
    written = '{\n  "email": "maria.stan166@example.com"\n}'
    await explorer.page.reload()
    await expect(tabs).to_have_count(len(examples()))
    await explorer.type_into("Variables", written)
    await explorer.page.wait_for_function("() => localStorage.getItem('graphiql:tabState')?.includes('maria.stan166')")
    await explorer.page.reload()

    await expect(explorer.page.get_by_label("Variables").last).to_contain_text("maria.stan166")
    await expect(tabs).to_have_count(len(examples()))

    await explorer.page.goto(f"{explorer.page.url}?query={quote('query Asked { stores { name } }')}")
    await expect(tabs).to_have_count(len(examples()) + 1)
    await explorer.run()
    await expect(explorer.page.locator(".result-window")).to_contain_text('"stores"')


async def test_a_vendors_error_is_told_in_words(explorer: Explorer, sandbox: Town) -> None:
    """Once for the vendor, with what it left empty; the others' data is there."""
    sandbox.tracksale.fault(Fault.ERROR_500)
    await explorer.run()

    await expect(explorer.errors).to_have_count(1)
    error = explorer.errors.first
    for words in ("Tracksale", "VENDOR_UNAVAILABLE", "customer.surveyAnswers", "may be retried"):
        await expect(error).to_contain_text(words)
    await expect(explorer.calls.locator(".badge.failed").first).to_be_visible()
    await expect(explorer.page.locator(".result-window")).to_contain_text('"firstName": "Ana"')


async def test_every_example_has_a_tab_and_an_answer(browser: Browser, own_sandbox: Town, _parts: None) -> None:
    """Without an error; the mutation writes. The subscription has a test of its own."""
    async with served(own_sandbox.settings) as address, opened(browser, address) as explorer:
        for example in examples()[:-1]:
            await explorer.page.get_by_role("tab", name=example.name).click()
            await explorer.run()

            await expect(explorer.calls.first).to_be_visible()
            await expect(explorer.page.locator(".result-window")).to_contain_text('"data"')
            assert await explorer.errors.count() == 0

        assert own_sandbox.footprints.hits("POST /api/lead") == 1


async def test_deferred_parts_arrive_after_the_first(explorer: Explorer, sandbox: Town) -> None:
    """The person is there while a vendor still works; then come its part and the calls of all."""
    answer = explorer.page.locator(".result-window")
    gate = sandbox.footprints.trouble.gate = asyncio.Event()
    await explorer.page.get_by_role("tab", name="Deferred").click()
    await explorer.run()

    await expect(answer).to_contain_text('"firstName": "Ana"')
    await expect(explorer.upstream).to_contain_text("Waiting for the rest")

    gate.set()
    await expect(explorer.calls.first).to_be_visible()
    body = json.loads(await answer.locator(".CodeMirror").evaluate("editor => editor.CodeMirror.getValue()"))
    assert set(body) == {"data", "extensions"}
    assert set(body["data"]["customer"]) == {"firstName", "rewards", "leads", "surveyAnswers"}
    assert explorer.complaints == []


async def test_a_write_makes_the_subscription_tell_until_it_is_stopped(
    browser: Browser, own_sandbox: Town, _parts: None
) -> None:
    """With its calls; stopped, it is over at the gateway too."""
    ended: list[str] = []
    async with served(own_sandbox.settings) as address, opened(browser, address) as explorer:
        explorer.page.on("requestfailed", lambda request: ended.append(request.url))
        await explorer.page.get_by_role("tab", name="Changed").click()
        await explorer.run()
        await expect(explorer.upstream).to_contain_text("Waiting for a change")

        await write(address)
        await expect(explorer.page.locator(".result-window")).to_contain_text('"firstName": "Ana"')
        await expect(explorer.calls.first).to_be_visible()
        assert ended == []

        async with explorer.page.expect_event("requestfailed"):
            await explorer.page.get_by_role("button", name="Stop query").click()
        await expect(explorer.page.get_by_role("button", name="Execute query")).to_be_visible()
        assert ended == [address]
        await expect(explorer.calls.first).to_be_visible()


async def write(address: str) -> None:
    """Run the example that writes."""
    mutation = next(example for example in examples() if example.name == "CreateLead")
    async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
        answer = await http.post(address, json={"query": mutation.query, "variables": mutation.variables})
    assert answer.json()["data"]["createLead"]["lead"]


async def test_an_api_key_lets_one_in(browser: Browser, sandbox: Town, tmp_path: Path, _parts: None) -> None:
    """Without it the refusal is told; with it there is an answer, and the schema. A key without `explain` has no waterfall."""
    keys = tmp_path / "keys.json"
    reads = ["people:read", "people:personal", "leads:read", "rewards:read", "surveys:read", "campaigns:read"]
    key = {
        name: create(keys, Key(id=new_id(), name=name, hash="", scopes=[*reads, *more], created=datetime.now(UTC)))
        for name, more in {"curious": ["explain"], "plain": []}.items()
    }
    settings = {**sandbox.settings, "GATEWAY_AUTH": "keys", "GATEWAY_API_KEYS_FILE": str(keys)}
    async with served(settings) as address, opened(browser, address) as explorer:
        await explorer.run()
        await expect(explorer.errors.first).to_contain_text("UNAUTHENTICATED")

        await explorer.page.get_by_role("button", name="Headers").click()
        await explorer.type_into("Headers", json.dumps({"X-API-Key": key["curious"]}))
        await explorer.run()
        await expect(explorer.calls).to_have_count(9)
        await explorer.page.get_by_role("button", name="Show Documentation Explorer").click()
        await expect(explorer.page.locator("section[aria-label='Documentation Explorer']")).to_contain_text("Query")

        await explorer.type_into("Headers", json.dumps({"Authorization": f"Bearer {key['plain']}"}))
        await explorer.run()
        await expect(explorer.upstream).to_contain_text("a key with the scope “explain”")
        await expect(explorer.page.locator(".result-window")).to_contain_text('"firstName": "Ana"')
        assert key["plain"] not in await explorer.page.evaluate("JSON.stringify(localStorage)")


async def test_it_fits_the_window(browser: Browser, address: str, sandbox: Town, pictures: Path) -> None:
    """Nothing is cut off sideways, and the panel is as light or dark as the page. Leaves pictures."""
    sandbox.prisma.fault(Fault.TOO_MANY)
    for size, scheme in LOOKS:
        async with opened(browser, address, size=size, scheme=scheme) as explorer:
            await explorer.run()
            await expect(explorer.errors.first).to_contain_text("Prisma")
            await explorer.page.screenshot(path=pictures / f"graphiql-{size['width']}-{scheme}.png", full_page=True)

            colour = await explorer.upstream.evaluate("panel => getComputedStyle(panel).color")
            red = int(colour.partition("(")[2].partition(",")[0])
            assert (red > 128) == (scheme == "dark")
            assert not await explorer.is_wider_than_the_window()
