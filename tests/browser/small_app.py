"""A small app beside a browser: it takes over Warmline's place in the sandbox and answers what a test tells it to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Locator, Page

from tests.sandbox_harness import APP, Box, Receiver, receiver

DEALS = "C0DEALSWON"
MANIFEST = {
    "display_information": {"name": "Warmline"},
    "features": {
        "slash_commands": [{"command": "/form", "description": "A form"}],
        "shortcuts": [{"type": "message", "name": "Set up account", "callback_id": "set_up", "description": "x"}],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "chat:write.public", "users:read"]}},
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened"]}},
}


class SmallApp:
    """The app's side: what arrived, and what it is to answer."""

    def __init__(self, box: Box, side: Receiver) -> None:
        self.box = box
        self.side = side

    def actions(self) -> list[dict[str, Any]]:
        """Every action of every click that arrived."""
        return [action for payload in self.side.payloads() for action in payload.get("actions", [])]

    def last(self, kind: str) -> dict[str, Any]:
        """The last payload of a kind."""
        return [p for p in self.side.payloads() if p["type"] == kind][-1]

    async def hears(self, kind: str, count: int = 1) -> dict[str, Any]:
        """Wait until so many payloads of a kind have arrived; return the last."""
        async with asyncio.timeout(15):
            while sum(p["type"] == kind for p in self.side.payloads()) < count:
                self.side.arrived.clear()
                await self.side.arrived.wait()
        return self.last(kind)

    async def says(self, blocks: list[dict[str, Any]], **more: Any) -> str:
        """Post a message and return its ts."""
        return str((await self.box.client().chat_postMessage(channel=DEALS, text="words", blocks=blocks, **more))["ts"])

    async def opens(self, view: dict[str, Any], who: str = "sara") -> dict[str, Any]:
        """Open a modal for somebody, with the trigger of a command."""
        await self.box.act("command", who, channel=DEALS, text="/form")
        trigger = self.side.commands()[-1]["trigger_id"]
        return dict((await self.box.client().views_open(trigger_id=trigger, view=view))["view"])


@asynccontextmanager
async def small_app(box: Box) -> AsyncIterator[SmallApp]:
    """Run the app on a free port and point the sandbox at it."""
    async with receiver() as side:
        await box.post(f"/apps/{APP}", mode="http", request_url=side.url)
        await box.post(f"/apps/{APP}/manifest", manifest=MANIFEST)
        yield SmallApp(box, side)


def option(page: Page, words: str = "") -> Locator:
    """What an open list offers, all of it or what has these words."""
    shown = page.locator(".pick-option:visible")
    return shown.filter(has_text=words) if words else shown


def at(box: Box, who: str = "U0SARALIND") -> str:
    """The address of the channel for a person."""
    return f"{box.url}/?as={who}&in={DEALS}"


async def overflowing(page: Page) -> list[str]:
    """What reaches beyond the window's right edge, other than what scrolls in itself."""
    found: list[str] = await page.evaluate(
        """() => [...document.querySelectorAll(".r-messages *, dialog[open] *")]
            .filter((e) => !e.closest(".table, .carousel, pre, [popover]"))
            .filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1)
            .map((e) => `${e.tagName}.${e.className}`)"""
    )
    return found
