"""Takes the pictures in docs/images from the running demo: `make pictures`.

Nothing in them is drawn: a sandbox and the real app are started, people do what the captions say, and a browser looks.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
from playwright.async_api import Browser, Page, async_playwright

from bot.demo import story
from bot.demo.company import CUSTOMER, DEALS, LENA, OLIVIA, SARA, Company
from bot.demo.set_up import AMIR, set_up
from bot.demo.stage import Stage, staged
from bot.demo.tour import APP
from tests.browser.conftest import FLAGS, go

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
WIDE, PHONE = (1280, 800), (390, 844)
BEN = "U0BENCARTR"
DIALOG = "dialog.modal[open]"


class Camera:
    """Looks at the page as somebody, and keeps what it sees."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser, self._url = browser, url

    @asynccontextmanager
    async def at(
        self, who: str, place: str, size: tuple[int, int] = WIDE, *, dark: bool = False, more: str = ""
    ) -> AsyncIterator[Page]:
        context = await self._browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            device_scale_factor=2 if size == PHONE else 1.5,
            color_scheme="dark" if dark else "light",
        )
        page = await context.new_page()
        await go(page, f"{self._url}/?as={who}&in={place}{more}")
        yield page
        await context.close()

    async def take(self, name: str, who: str, place: str, size: tuple[int, int] = WIDE, **more: Any) -> None:
        async with self.at(who, place, size, **more) as page:
            await keep(page, name)


async def keep(page: Page, name: str) -> None:
    """Keep what the page shows now."""
    await page.evaluate("document.activeElement?.blur()")
    await page.mouse.move(0, 0)
    await page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")
    print(f"docs/images/{name}.png")


async def first_run(company: Company, camera: Camera) -> None:
    """What the admin finds, and the first of the three steps."""
    dm, _ = await company.dm(AMIR)
    async with camera.at(AMIR, dm, more="&tab=messages") as page:
        await keep(page, "first-run")
        await page.get_by_role("button", name="Choose").first.click()
        await page.locator(DIALOG).wait_for()
        await keep(page, "first-step")
        await page.keyboard.press("Escape")
    await set_up(company)


async def a_won_deal(company: Company, camera: Camera, memory: story.Memory) -> None:
    """From the announcement to the signed brief."""
    await company.act("post", AMIR, channel="general", text="Warmline is in #deals-won now. Win something :tada:")
    await camera.take("welcome", SARA, "C0DEALSWON")
    await company.call("POST", "/tour/closed", closed=True)
    await story.announce(company, memory)
    await company.act("post", BEN, channel=DEALS, text="Well done, Sara! :clap:")
    await camera.take("announcement", SARA, "C0DEALSWON")
    async with camera.at(SARA, memory["room"]) as page:
        await page.get_by_role("button", name="Fill in the brief").click()
        await page.locator(DIALOG).wait_for()
        await keep(page, "brief-modal")
    await company.act("close_view", SARA, all=True)
    await story.seller_fills(company, memory)
    await camera.take("brief", OLIVIA, memory["room"])
    await story.owner_accepts(company, memory)


async def weeks_later(company: Company, camera: Camera, memory: story.Memory) -> None:
    """The customer asks, nobody answers, and the morning's list says so."""
    for text in (
        ":tada: Deal won: *Rollout for Kestrel Robotics* — €31,000\nOwner: Ben Carter\nDelivery owner: Olivia Park",
        ":tada: Deal won: *Juniper Foods* — $38,000\nOwner: Sara Lindqvist\nDelivery owner: Olivia Park",
    ):
        await company.act("post", "crm", channel=DEALS, text=text)
    await story.two_weeks_pass(company, memory)
    await company.act("command", OLIVIA, channel=memory["room"], text=f"/account link #{CUSTOMER}")
    await company.act("post", OLIVIA, channel=CUSTOMER, text="Hello Lena, I look after Lumen Labs from here on.")
    asked = "Thanks! Could you tell us when the import will be ready?"
    memory["question"] = (await company.act("post", LENA, channel=CUSTOMER, text=asked))["ts"]
    await company.go_to(await company.now() + timedelta(days=1))
    await company.act("home", OLIVIA, wait=5)
    await company.settle()
    await camera.take("digest", OLIVIA, memory["dm"], more="&tab=messages")
    await camera.take("home", OLIVIA, APP)
    await camera.take("home-phone", OLIVIA, APP, PHONE, dark=True)
    await camera.take("customer", LENA, "C0LUMENNWD")
    async with camera.at(OLIVIA, memory["room"], dark=True) as page:
        await page.locator(".clock, [data-panel=clock]").first.click()
        await keep(page, "clock")


async def main() -> None:
    """Take them all, anew."""
    IMAGES.mkdir(exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("Chromium is not installed: apt-get install -y chromium")
    with tempfile.TemporaryDirectory() as folder:
        async with staged(Path(folder)) as stage, aiohttp.ClientSession() as session, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            await _take_all(stage, session, browser)
            await browser.close()


async def _take_all(stage: Stage, session: aiohttp.ClientSession, browser: Browser) -> None:
    await stage.start(0)
    company: Company = Company(stage.sandbox_url, session)
    memory: story.Memory = {}
    await company.wait_for_app()
    camera = Camera(browser, stage.sandbox_url)
    await first_run(company, camera)
    await a_won_deal(company, camera, memory)
    await weeks_later(company, camera, memory)


if __name__ == "__main__":
    asyncio.run(main())
