"""The sandbox's company as the demo sees it: people act, time passes, and what they see is read back."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from typing import Any

import aiohttp

SARA, OLIVIA, LENA, MAYA = "U0SARALIND", "U0OLIVIAPK", "U0LENAFISC", "U0MAYAROSS"
DEALS, CUSTOMER = "deals-won", "lumen-northwind"
SEEN_WITHIN = 30.0  # seconds


class NotSeen(Exception):
    """What a step should have brought about was not there to be seen."""


class Company:
    """Speaks the sandbox's control API."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url, self._session = url, session

    async def call(self, verb: str, path: str, **values: Any) -> dict[str, Any]:
        """One control call. Raises NotSeen with the sandbox's sentence when it is refused."""
        async with self._session.request(verb, f"{self.url}/control{path}", json=values) as answer:
            body: dict[str, Any] = await answer.json()
        if answer.status != 200:
            raise NotSeen(str(body.get("error")))
        if body.get("error"):
            raise NotSeen(f"the app did not answer in time ({body['error']})")
        return body

    async def act(self, what: str, who: str, **values: Any) -> dict[str, Any]:
        """Somebody does something; then wait until its consequences are there."""
        answer = await self.call("POST", f"/act/{what}", **{"as": who}, **values)
        await self.settle()
        return answer

    async def settle(self) -> None:
        """Wait until neither Slack nor the app has anything under way."""
        answer = await self.call("POST", "/settle", timeout=SEEN_WITHIN)
        if not answer["quiet"]:
            raise NotSeen(f"it did not become quiet; still waiting for {', '.join(answer['waiting_for'])}")

    async def messages(self, who: str, channel: str, thread_ts: str = "") -> list[dict[str, Any]]:
        """What somebody sees in a channel or thread, the oldest first."""
        answer = await self.call("GET", "/messages", **{"as": who}, channel=channel, thread_ts=thread_ts)
        return list(answer["messages"])

    async def channel(self, who: str, name: str) -> dict[str, Any]:
        """A channel that somebody sees. Raises NotSeen."""
        for channel in (await self.call("GET", "/channels", **{"as": who}))["channels"]:
            if channel["name"] == name:
                return dict(channel)
        raise NotSeen(f"there is no channel #{name}")

    async def dm(self, who: str) -> tuple[str, list[dict[str, Any]]]:
        """Somebody's DM with Warmline: its id and messages. Raises NotSeen."""
        dms = (await self.call("GET", "/dms", **{"as": who}))["dms"]
        if not dms:
            raise NotSeen("no direct message came")
        return str(dms[0]["channel"]), list(dms[0]["messages"])

    async def submit(self, who: str, view: dict[str, Any], **values: Any) -> dict[str, Any]:
        """Somebody fills a modal, by block id, and submits it. Raises NotSeen when it shows errors."""
        filled = {block: {"value": value} for block, value in values.items()}
        answer = await self.act("submit", who, view_id=view["id"], values=filled)
        if not answer.get("closed"):
            raise NotSeen(f"the form was not taken: {answer.get('errors') or answer.get('error')}")
        return answer

    async def now(self) -> datetime:
        """What time it is in the sandbox, UTC."""
        return datetime.fromtimestamp((await self.call("GET", "/clock"))["now"], UTC)

    async def go_to(self, when: datetime) -> None:
        """Let time pass, stopping wherever something is due."""
        answer = await self.call("POST", "/clock/move", to=when.timestamp(), timeout=120)
        if not answer["quiet"]:
            raise NotSeen("the app did not keep up with the clock")

    async def wait_for_app(self) -> None:
        """Wait until Warmline follows the sandbox's clock and is idle."""
        for _ in range(200):
            if any((await self.call("GET", "/state"))["connections"].values()):
                await self.settle()
                return
            await asyncio.sleep(0.1)
        raise NotSeen("the app did not connect to the sandbox")


NAMES = {SARA: "Sara", OLIVIA: "Olivia", LENA: "Lena", MAYA: "Maya"}
MENTION = re.compile(r"<@(\w+)>")


def headline(message: dict[str, Any]) -> str:
    """A message's first line, as it reads in a terminal."""
    line = said(message).splitlines()[0].replace("*", "")
    return MENTION.sub(lambda found: NAMES.get(found[1], found[1]), line)


def said(message: dict[str, Any]) -> str:
    """Everything a message or modal says."""
    found: list[str] = []

    def collect(part: Any) -> None:
        if isinstance(part, dict):
            for name, value in part.items():
                if name == "text" and isinstance(value, str):
                    found.append(value)
                else:
                    collect(value)
        elif isinstance(part, list):
            for one in part:
                collect(one)

    collect({"text": message.get("text") or "", "blocks": message.get("blocks") or []})
    return "\n".join(found)
