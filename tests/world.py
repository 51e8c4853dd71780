"""A small company in a sandbox, the real app against it, and verbs for what people do there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.app import App
from bot.config import Settings, load_settings
from bot.slack.manifest import manifest
from tests.request_check import checked
from tests.sandbox_harness import APP, APP_TOKEN, TOKEN, Box, sandbox_here
from tests.set_up import set_up

SARA, BEN = "U0SARALIND", "U0BENCARTR"  # sellers
OLIVIA, JONAS = "U0OLIVIAPK", "U0JONASWEB"  # delivery owners, in New York and Berlin
MAYA, AMIR, GIL = "U0MAYAROSS", "U0AMIRHADD", "U0GILMOREN"  # manager, admin, guest
LENA, TOM = "U0LENAFISC", "U0TOMOKAFR"  # the customer's people
DEALS, CUSTOMER = "C0DEALSWON", "C0LUMENNWD"
SIGNING_SECRET = "sandbox-signing-secret"
SCALE = 50.0  # Slack's limits and our back-off pass this much faster in tests


class World:
    """The sandbox as people use it, and the app that works in it."""

    def __init__(self, box: Box, settings: Settings) -> None:
        self.box, self.settings = box, settings
        self.app = App(settings)

    async def start(self) -> None:
        """Start the app; over HTTP the sandbox is told where it listens."""
        await self.app.start()
        if self.settings.transport == "http":
            url = f"http://127.0.0.1:{self.app.port}/slack/events"
            await self.box.post(f"/apps/{APP}", mode="http", request_url=url)
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is under way on either side."""
        answer = await self.box.settle(timeout=30)
        assert answer["quiet"], answer

    async def restart(self) -> None:
        """Stop the app and start it again on the same database."""
        await self.app.stop()
        self.app = App(self.settings)
        await self.start()

    async def crm_posts(self, text: str, **more: Any) -> str:
        """The CRM announces something; the ts of its message."""
        return str((await self.box.act("post", "crm", channel=DEALS, text=text, **more))["ts"])

    async def posts(self, who: str, channel: str, text: str, **more: Any) -> str:
        """A person writes; the ts of the message."""
        return str((await self.box.act("post", who, channel=channel, text=text, **more))["ts"])

    async def channels(self, who: str = SARA) -> dict[str, dict[str, Any]]:
        """The channels that a person sees, by name."""
        found = await self.box.see("channels", who)
        return {channel["name"]: channel for channel in found["channels"]}

    async def channel(self, name: str, who: str = SARA) -> str:
        """The id of a channel that a person sees by that name."""
        return str((await self.channels(who))[name]["id"])

    async def members(self, channel: str) -> set[str]:
        """Who is in a channel."""
        return set((await self.box.client().conversations_members(channel=channel))["members"])

    async def messages(self, who: str, channel: str, thread_ts: str = "") -> list[dict[str, Any]]:
        """What a person sees in a channel or thread, the oldest first."""
        return list((await self.box.see("messages", who, channel=channel, thread_ts=thread_ts))["messages"])

    async def dms(self, who: str) -> list[dict[str, Any]]:
        """What Warmline told a person in their DM, the oldest first."""
        found = []
        for dm in (await self.box.see("dms", who))["dms"]:
            found += dm["messages"]
        return found

    async def dm(self, who: str) -> str:
        """The id of a person's DM with Warmline."""
        return str((await self.box.see("dms", who))["dms"][0]["channel"])

    async def click(self, who: str, message: dict[str, Any], action: str, channel: str, **more: Any) -> dict[str, Any]:
        """A person presses a button of a message."""
        return await self.box.act("click", who, channel=channel, ts=message["ts"], action_id=action, **more)

    async def submit(self, who: str, view_id: str, **values: Any) -> dict[str, Any]:
        """A person fills a modal, by block id, and submits it."""
        return await self.box.act("submit", who, view_id=view_id, values={b: {"value": v} for b, v in values.items()})

    async def command(self, who: str, text: str, channel: str = "general") -> dict[str, Any]:
        """A person runs a slash command."""
        return await self.box.act("command", who, channel=channel, text=text)

    async def go_to(self, when: datetime) -> None:
        """Let time pass, stopping wherever something is due."""
        answer = await self.box.post("/clock/move", to=when.timestamp(), timeout=60)
        assert answer["quiet"], answer

    async def now(self) -> datetime:
        return datetime.fromtimestamp((await self.box.get("/clock"))["now"], UTC)

    async def calls(self, method: str = "") -> list[dict[str, Any]]:
        """What the app asked of Slack."""
        return await self.box.ledger(kind="call", **({"method": method} if method else {}))


def text_of(message: dict[str, Any]) -> str:
    """Everything a message or modal says, blocks included."""
    found: list[str] = [message.get("text", "")] if isinstance(message.get("text"), str) else []

    def collect(part: Any) -> None:
        if isinstance(part, dict):
            for name, value in part.items():
                if name in ("text", "initial_value") and isinstance(value, str):
                    found.append(value)
                else:
                    collect(value)
        elif isinstance(part, list):
            for one in part:
                collect(one)

    collect(message.get("blocks") or [])
    return "\n".join(found)


def monday(after: datetime) -> datetime:
    """The next Monday at 8:00 UTC."""
    day = after.date() + timedelta(days=7 - after.weekday())
    return datetime.combine(day, time(8), UTC)


def settings_for(box: Box, database_url: str, **more: Any) -> Settings:
    """Settings of an app that works in this sandbox."""
    given: dict[str, Any] = {
        "bot_token": TOKEN,
        "app_token": APP_TOKEN,
        "signing_secret": SIGNING_SECRET,
        "database_url": database_url,
        "port": 0,
        "admins": AMIR,
        "api_url": box.api_url,
        "clock_url": f"{box.url}/control/clock",
        "time_scale": SCALE,
    }
    return load_settings(None, **(given | more))


@asynccontextmanager
async def world_on(
    database_url: str, scale: float = SCALE, rules: dict[str, Any] | None = None, *, is_set_up: bool = True, **more: Any
) -> AsyncIterator[World]:
    """The sandbox with only the scopes and events of our manifest, and the app, both in this process. `rules` are those
    of the workspace; it is not set up yet if not `is_set_up`. `more` are settings."""
    async with sandbox_here(time_scale=scale) as box:
        await box.post(f"/apps/{APP}/manifest", manifest=manifest())
        start = monday(datetime.fromtimestamp((await box.get("/clock"))["now"], UTC))
        await box.post("/clock/move", to=start.timestamp())
        if is_set_up:
            await set_up(database_url, **(rules or {}))
        world = World(box, settings_for(box, database_url, **({"time_scale": scale} | more)))
        try:
            await world.start()
            yield world
        finally:
            await world.app.stop()
            checked(await box.ledger(kind="call"))
