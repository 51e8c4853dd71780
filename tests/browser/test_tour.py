"""The guided tour in a browser, as a stranger takes it: every step by what the page shows and highlights."""

from __future__ import annotations

from playwright.async_api import Browser, Page, expect

from bot.demo.tour import STEPS, TOUR
from tests.browser.conftest import window
from tests.sandbox_harness import until
from tests.world import LENA, World

DIALOG = "dialog.modal[open]"


async def is_done(world: World, step: str) -> bool:
    return any(s["done"] for s in (await world.box.get("/tour"))["steps"] if s["id"] == step)


async def test_the_whole_tour(chromium: Browser, northwind: World) -> None:
    async with window(chromium) as tabs:
        page = await tabs.open(northwind.box.url)
        await expect(page.locator(".tour h2")).to_have_text(TOUR["title"])
        for number, step in enumerate(STEPS, 1):
            await expect(page.locator(".tour-text h3")).to_contain_text(f"{number}. ")
            await _take(page, northwind, step["id"])
        await expect(page.locator(".tour-text h3")).to_have_text("That was the tour.")
        await page.reload()
        await expect(page.locator(".tour-text h3")).to_have_text("That was the tour.")
        await page.get_by_role("button", name="Once more").click()
        await expect(page.locator(".tour-text h3")).to_contain_text("1. ")


async def _take(page: Page, world: World, step: str) -> None:
    """What a person does at one step: only what the page points at, until the step ticks itself off."""
    move, spot = page.locator('.tour button[data-do="move"]'), page.locator(".spot")
    if not await move.count():
        await page.locator(".tour a.primary").click()
    if step in ("weeks", "silence"):
        while not await is_done(world, step):
            await move.click()
            await expect(page.locator("body.is-moving")).to_have_count(1)
            await expect(page.locator("body:not(.is-moving)")).to_have_count(1, timeout=60_000)
        await expect(page.locator(".tour a.primary")).to_be_visible()
        await expect(page.get_by_role("button", name="Put the tour away")).not_to_be_focused()
    elif step == "brief":
        await page.locator(".bookmarks a").click()  # an address of Slack, which leads to the pinned brief here
        await expect(page.locator("article.is-pinned")).to_be_focused()
        await spot.click()
        await page.locator(f"{DIALOG} .fill button").click()
        await page.locator(f"{DIALOG} [type=submit]").click()
    elif step != "look":
        await spot.click()
    await until(lambda: is_done(world, step), 20)
    await world.settle()


async def test_a_closed_tour_can_be_taken_up_again(chromium: Browser, northwind: World) -> None:
    async with window(chromium) as tabs:
        page = await tabs.open(northwind.box.url)
        await page.get_by_role("button", name="Put the tour away").click()
        again = page.get_by_role("button", name="Show the tour")
        await again.click()
        await expect(page.locator(".tour h2")).to_have_text(TOUR["title"])


async def test_the_tour_tells_the_customer_nothing_of_ours(chromium: Browser, northwind: World) -> None:
    await northwind.crm_posts(":tada: Deal won: *Onboarding package for Lumen Labs* — €48,500\nOwner: Sara Lindqvist")
    await northwind.settle()
    async with window(chromium) as tabs:
        await tabs.keep_bodies()
        page = await tabs.open(f"{northwind.box.url}/?as={LENA}")
        await expect(page.locator(".tour-text p")).to_contain_text("goes on with Sara")
        await page.locator("#tour-steps summary").click()
        assert len(tabs.bodies) > 5
        assert [url for url, body in tabs.bodies if "deals-won" in body or "acct-" in body] == []
