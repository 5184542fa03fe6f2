"""A page in Chromium that reaches the gateway and nothing else, and notes what it complained of."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

import pytest
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Request, ViewportSize, async_playwright

Scheme = Literal["light", "dark"]

_DESKTOP: ViewportSize = {"width": 1280, "height": 800}
_PHONE: ViewportSize = {"width": 400, "height": 800}
LOOKS: list[tuple[ViewportSize, Scheme]] = [
    (_DESKTOP, "light"),
    (_DESKTOP, "dark"),
    (_PHONE, "light"),
    (_PHONE, "dark"),
]
_CUT_OFF = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
_WAIT_MS = 15_000


@dataclass
class Explorer:
    """The page as a person works it."""

    page: Page
    asked: list[str] = field(default_factory=list)
    "Every address that was asked for."
    complaints: list[str] = field(default_factory=list)

    @property
    def upstream(self) -> Locator:
        """The panel beside the answer."""
        return self.page.get_by_label("Upstream calls of this query")

    @property
    def calls(self) -> Locator:
        """The rows of the waterfall."""
        return self.upstream.get_by_role("list", name="Upstream calls").locator("li:not(.axis)")

    @property
    def errors(self) -> Locator:
        """What went wrong, in words."""
        return self.upstream.get_by_role("list", name="Errors").get_by_role("listitem")

    async def run(self) -> None:
        """Run what is in the editor and wait for its answer."""
        async with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            await self.page.get_by_role("button", name="Execute query").click()

    async def type_into(self, editor: str, text: str) -> None:
        """Replace an editor's text; `editor` is its region's name."""
        await self.page.locator(f"section[aria-label='{editor}'] .CodeMirror:visible").first.click()
        await self.page.keyboard.press("Control+A")
        await self.page.keyboard.insert_text(text)

    async def is_wider_than_the_window(self) -> bool:
        """Whether one would have to scroll sideways."""
        return bool(await self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium, with every name but this machine's unknown to it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.fail("Chromium is needed here: sh tests/install.sh services")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=["--no-sandbox", _CUT_OFF])
        yield browser
        await browser.close()


@asynccontextmanager
async def opened(
    browser: Browser, address: str, *, size: ViewportSize = _DESKTOP, scheme: Scheme = "light"
) -> AsyncIterator[Explorer]:
    """Open the explorer in a browser that never saw it."""
    context = await browser.new_context(viewport=size, color_scheme=scheme)
    context.set_default_timeout(_WAIT_MS)
    explorer = Explorer(await context.new_page())

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            explorer.complaints.append(message.text)

    def asked(request: Request) -> None:
        explorer.asked.append(request.url)

    explorer.page.on("console", note)
    explorer.page.on("pageerror", lambda error: explorer.complaints.append(str(error)))
    explorer.page.on("request", asked)
    await explorer.page.goto(address)
    yield explorer
    await context.close()
