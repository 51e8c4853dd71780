"""Wins by the dozen, and what there must be of each in the sandbox afterwards: everything, once."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from tests.sandbox_harness import APP, Box
from tests.world import AMIR, DEALS, JONAS, OLIVIA, SARA

OWNERS = {OLIVIA, JONAS}
COMPANIES = ("Acme", "Borealis", "Cobalt", "Driftwood", "Everly", "Fennel", "Granite", "Halcyon", "Indigo")


class Wins:
    """Announcements that were made in one sandbox, by the name of their account."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self.announced: dict[str, str] = {}  # account -> ts of its announcement

    async def announce(self) -> str:
        """The CRM announces one more win; the account's name."""
        number = len(self.announced)
        name = f"{COMPANIES[number % len(COMPANIES)]} {number}"
        text = f":tada: Deal won: *{name}*\nAmount: $48,500\nOwner: Sara Lindqvist\nhttps://crm.example/deals/{number}"
        self.announced[name] = str((await self.box.act("post", "crm", channel=DEALS, text=text))["ts"])
        return name

    async def quiet(self, timeout: float = 20) -> None:
        """Wait until Slack has delivered everything, what it gave up on included, and all is handled and sent."""
        for _ in range(10):
            answer = await self.box.settle(timeout=timeout)
            assert answer["quiet"], answer
            if not (await self.box.post("/redeliver"))["redelivered"]:
                return
        raise AssertionError("events are given up on again and again")

    async def problems(self) -> list[str]:
        """What is missing, or there more than once; empty when every win has everything once."""
        state = await self.box.get("/state")
        bot = next(install["user_id"] for install in state["installs"] if install["app_id"] == APP)
        own = [channel for channel in state["channels"] if channel["creator"] == bot and channel["kind"] != "im"]
        threads = await self._by_thread()
        found = await self._strangers(own)
        rooms = asyncio.gather(*(self._room(name, own) for name in self.announced))
        for name, troubles in zip(self.announced, await rooms, strict=True):
            replies = threads.get(self.announced[name], 0)
            troubles += [] if replies == 1 else [f"{replies} replies under its announcement"]
            found += [f"{name}: {trouble}" for trouble in troubles]
        return found

    async def _strangers(self, own: list[dict[str, Any]]) -> list[str]:
        wanted = {_channel(name) for name in self.announced}
        found = [f"channel {channel['name']} belongs to no win" for channel in own if channel["name"] not in wanted]
        dms = [dm for dm in (await self.box.see("dms", AMIR))["dms"] if dm["messages"]]
        return found + [f"the admin was told: {dm['messages'][0].get('text')}" for dm in dms]

    async def _by_thread(self) -> Counter[str]:
        counted: Counter[str] = Counter()
        for message in (await self.box.see("messages", SARA, channel=DEALS, all=True))["messages"]:
            if message.get("app_id") == APP and message.get("thread_ts"):
                counted[message["thread_ts"]] += 1
        return counted

    async def _room(self, name: str, own: list[dict[str, Any]]) -> list[str]:
        rooms = [channel for channel in own if channel["name"] == _channel(name)]
        if len(rooms) != 1:
            return [f"{len(rooms)} channels"]
        (room,) = rooms
        found = []
        said = (await self.box.see("messages", SARA, channel=room["id"]))["messages"] if SARA in room["members"] else []
        briefs = [message for message in said if _key(message).startswith("brief:")]
        if len(briefs) != 1:
            found.append(f"{len(briefs)} briefs")
        if room["pins"] != [brief["ts"] for brief in briefs]:
            found.append(f"{len(room['pins'])} pins")
        titles = sorted(bookmark["title"] for bookmark in room["bookmarks"])
        if titles != ["Deal in the CRM", "Handoff brief"]:
            found.append(f"bookmarks {titles}")
        people = set(room["members"]) - {room["creator"]}
        if SARA not in people or len(people & OWNERS) != 1 or len(people) != 2:
            found.append(f"members {sorted(people)}")
        if not room["topic"] or not room["purpose"]:
            found.append("no topic or purpose")
        return found


def _key(message: dict[str, Any]) -> str:
    return str(((message.get("metadata") or {}).get("event_payload") or {}).get("key") or "")


def _channel(account: str) -> str:
    return "acct-" + account.lower().replace(" ", "-")
