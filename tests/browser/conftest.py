"""Chromium for the tests of the sandbox's page; what it asks for and complains about is watched all the time."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, BrowserContext, Page, Route, async_playwright

from bot.demo.tour import TOUR
from tests.sandbox_harness import Box, sandbox_here
from tests.world import World, world_on

REQUIRED = "chromium" in os.environ.get("WARMLINE_REQUIRE", "")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
PATIENCE = 20_000  # milliseconds


def _chromium() -> str:
    found = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
    if found is None:
        sentence = "Chromium is not installed: apt-get install -y chromium"
        pytest.fail(sentence) if REQUIRED else pytest.skip(sentence)
    return found


class Watched:
    """Pages of one browser window, with all that went over their wires; `problems` must stay empty."""

    def __init__(self, context: BrowserContext) -> None:
        self._context = context
        self.problems: list[str] = []
        self.bodies: list[tuple[str, str]] = []

    async def open(self, url: str) -> Page:
        """A new tab at an address, when the page in it is ready to be used."""
        page = await self._context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda said: self._complain(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("request", lambda asked: self._asked(asked.url))
        await go(page, url)
        return page

    def _complain(self, text: str) -> None:
        # a stream that ends when the sandbox stops or a refused call is no fault of the page
        if not text.startswith("Failed to load resource"):
            self.problems.append(f"console: {text}")

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.hostname not in ("127.0.0.1", "localhost"):
            self.problems.append(f"asked for {url}")

    async def keep_bodies(self) -> None:
        """Keep every answer that comes in, with its address; the endless stream is left out."""

        async def keep(route: Route) -> None:
            answer = await route.fetch(max_redirects=0)
            self.bodies.append((route.request.url, (await answer.body()).decode("utf-8", "replace")))
            await route.fulfill(response=answer)

        await self._context.route(re.compile("^(?!.*/web/live)"), keep)


async def go(page: Page, url: str) -> None:
    """Load an address and wait until the page can be used."""
    await page.goto(url)
    await page.wait_for_selector("body[data-ready]")


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    path = _chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()


@asynccontextmanager
async def window(browser: Browser, width: int = 1280, height: int = 800, **more: Any) -> AsyncIterator[Watched]:
    """A window of that size that fails the test for requests to elsewhere, script errors and policy violations."""
    context = await browser.new_context(viewport={"width": width, "height": height}, **more)
    watched = Watched(context)
    try:
        yield watched
    finally:
        await context.close()
    assert watched.problems == []


@pytest.fixture
async def box() -> AsyncIterator[Box]:
    """The sandbox alone."""
    async with sandbox_here() as box:
        yield box


@pytest.fixture
async def northwind(sqlite_url: str) -> AsyncIterator[World]:
    """The sandbox with the real app in it, and the demo's tour."""
    async with world_on(sqlite_url) as world:
        await world.box.post("/tour", **TOUR)
        yield world
