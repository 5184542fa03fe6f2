"""The small page that is served where GraphiQL's parts weren't built."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from gateway.explorer.site import site
from gateway.sandbox.faults import Fault
from gateway.sandbox.town import Town, serve_app
from tests.explorer.browser import LOOKS, Explorer, opened
from tests.explorer.conftest import app


@pytest_asyncio.fixture(loop_scope="session")
async def address(sandbox: Town, tmp_path: Path) -> AsyncIterator[str]:
    """A gateway whose page was made without any parts."""
    plain = site(assets=tmp_path)

    async def page(request: Request) -> Response:
        headers = {name.decode(): value.decode() for name, value in plain.page.headers}
        return Response(plain.page.body, headers=headers, media_type="text/html")

    async with app(sandbox.settings) as gateway:
        routes = [Route("/graphql", page, methods=["GET"]), Route("/explorer/{digest}/{name}", plain.file), Mount("/", gateway)]
        async with serve_app(Starlette(routes=routes)) as port:
            yield f"http://127.0.0.1:{port}/graphql"


async def run(explorer: Explorer) -> None:
    """Press the button and wait for the answer."""
    async with explorer.page.expect_response(lambda answer: answer.request.method == "POST"):
        await explorer.page.get_by_role("button", name="Run").click()


async def test_it_runs_an_example_and_shows_its_waterfall(browser: Browser, address: str) -> None:
    """From our own files alone."""
    async with opened(browser, address) as explorer:
        await run(explorer)
        await expect(explorer.page.locator("#answer")).to_contain_text('"firstName": "Ana"')
        await expect(explorer.calls).to_have_count(9)

        await explorer.page.get_by_label("Example").select_option("Targeted")
        await explorer.page.keyboard.press("Control+Enter")
        await expect(explorer.page.locator("#answer")).to_contain_text("targetedCampaigns")
        assert explorer.complaints == []


async def test_it_takes_parts_and_stops(browser: Browser, address: str, sandbox: Town) -> None:
    """What is deferred is shown when it comes; a subscription ends by the button that began it."""
    async with opened(browser, address) as explorer:
        answer = explorer.page.locator("#answer")
        gate = sandbox.footprints.trouble.gate = asyncio.Event()
        await explorer.page.get_by_label("Example").select_option("Deferred")
        await run(explorer)
        await expect(answer).to_contain_text('"firstName": "Ana"')
        await expect(answer).not_to_contain_text('"leads"')
        gate.set()
        await expect(answer).to_contain_text('"leads"')
        await expect(explorer.calls.first).to_be_visible()

        await explorer.page.get_by_label("Example").select_option("Changed")
        await run(explorer)
        await expect(explorer.upstream).to_contain_text("Waiting for a change")
        await explorer.page.get_by_role("button", name="Stop").click()
        await expect(explorer.page.get_by_role("button", name="Run")).to_be_visible()
        assert explorer.complaints == []


async def test_its_headers_are_sent(browser: Browser, address: str) -> None:
    """And empty ones aren't."""
    async with opened(browser, address) as explorer:
        async with explorer.page.expect_request(lambda request: request.method == "POST") as first:
            await explorer.page.get_by_role("button", name="Run").click()
        await explorer.page.get_by_label("Headers").fill('{"X-API-Key": "cg_secret"}')
        await expect(explorer.calls.first).to_be_visible()
        async with explorer.page.expect_request(lambda request: request.method == "POST") as second:
            await explorer.page.get_by_role("button", name="Run").click()

        assert "x-api-key" not in (await first.value).headers
        assert (await second.value).headers["x-api-key"] == "cg_secret"


async def test_what_is_no_json_is_told(browser: Browser, address: str) -> None:
    """Before anything is sent."""
    async with opened(browser, address) as explorer:
        await explorer.page.get_by_label("Variables").fill("{email")
        await explorer.page.get_by_role("button", name="Run").click()

        await expect(explorer.errors.first).to_contain_text("The variables are no JSON")


async def test_it_fits_the_window(browser: Browser, address: str, sandbox: Town, pictures: Path) -> None:
    """Nothing is cut off sideways, also with an error to tell. Leaves pictures."""
    sandbox.tracksale.fault(Fault.CAPTCHA)
    for size, scheme in LOOKS:
        async with opened(browser, address, size=size, scheme=scheme) as explorer:
            await run(explorer)
            await expect(explorer.errors.first).to_contain_text("Tracksale")
            await explorer.page.screenshot(path=pictures / f"plain-{size['width']}-{scheme}.png", full_page=True)

            assert not await explorer.is_wider_than_the_window()
