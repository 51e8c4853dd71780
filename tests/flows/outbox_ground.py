"""A world in which Slack misbehaves, and what an admin does about it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from bot.cli import cli
from bot.ids import Action
from bot.intents import Intent
from bot.slack.manifest import manifest
from bot.storage import outbox_rows
from bot.storage.database import Priority
from tests.chaos.deals import Wins
from tests.sandbox_harness import APP, sandbox_here
from tests.set_up import set_up
from tests.world import AMIR, DEALS, SARA, World, settings_for, text_of, world_on

SCALE = 400.0


class Trouble:
    """The world, its wins, and faults in it."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world, self.box = world, world.box
        self.wins = Wins(world.box)
        self._env = folder / "env"
        self._env.write_text(f"WARMLINE_DATABASE_URL={world.settings.database_url}\n")

    async def fault(self, name: str, method: str | None = None, **more: Any) -> None:
        """From now on Slack does this."""
        await self.box.post("/faults", name=name, **({"method": method} if method else {}), **more)

    async def hits(self) -> int:
        """How often Slack misbehaved."""
        return sum(fault["hits"] for fault in (await self.box.get("/faults"))["faults"])

    async def send(self, *intents: tuple[str, Intent]) -> None:
        """Queue intents in one transaction, as flows do."""
        (workspace,) = self.world.app.desk.workspaces()
        async with self.world.app.desk.begin(workspace, Priority.INTERACTION) as work:
            for key, intent in intents:
                await work.send(key, intent)

    async def is_all_done(self) -> bool:
        """Has everything been sent?"""
        return set(await self.states()) == {"done"}

    async def ask_and_decide(self) -> str:
        """An unclear announcement, and a person who says that it is no win; what then stands under it."""
        ts = str((await self.box.act("post", "crm", channel=DEALS, text=":tada: Deal won! $48,500"))["ts"])
        await self.world.settle()
        card = (await self.world.messages(SARA, DEALS, ts))[-1]
        await self.world.click(SARA, card, "deal.not_a_win", DEALS)
        await self.world.settle()
        thread = await self.world.messages(SARA, DEALS, ts)
        assert len(thread) == 2
        return text_of(thread[-1])

    async def rename_and_take_back(self) -> str:
        """A further account is renamed, its win taken back and its channel archived; the id of that channel."""
        await self.box.act("post", "crm", channel=DEALS, text=":tada: Deal won: *Zeta*\nOwner: Sara Lindqvist")
        await self.world.settle()
        channel = await self.world.channel("acct-zeta")
        await self.world.command(SARA, "/account rename Omega", channel)
        await self.world.settle()
        shown = (await self.world.command(SARA, "/account", channel))["reply"]
        await self.world.click(SARA, shown, Action.UNDO_WIN_OF, channel)
        await self.world.settle()
        news = [
            one for one in await self.world.messages(SARA, channel) if Action.ARCHIVE_CHANNEL in str(one.get("blocks"))
        ]
        await self.world.click(SARA, news[-1], Action.ARCHIVE_CHANNEL, channel)
        await self.world.settle()
        return channel

    async def is_renamed_and_archived(self, channel: str) -> bool:
        """Has Slack done both?"""
        found = next(one for one in (await self.box.get("/state"))["channels"] if one["id"] == channel)
        return bool(found["name"] == "acct-omega" and found["is_archived"])

    async def problems(self) -> list[str]:
        """What is wrong with the wins, apart from the account that was taken back."""
        return [problem for problem in await self.wins.problems() if "acct-omega" not in problem]

    async def states(self) -> dict[str, int]:
        """How many intents there are in each state."""
        async with self.world.app.database.read() as connection:
            return await outbox_rows.count_by_state(connection)

    async def told(self) -> list[str]:
        """What the admin was told."""
        found = []
        for dm in (await self.box.see("dms", AMIR))["dms"]:
            found += [text_of(message) for message in dm["messages"]]
        return found

    async def operator(self, *words: str) -> str:
        """python -m bot outbox ...; what it prints."""
        arguments = ["outbox", "--env", str(self._env)] if not words else ["outbox", *words, "--env", str(self._env)]
        result = await asyncio.to_thread(CliRunner().invoke, cli, arguments, env={"COLUMNS": "400"})
        assert result.exit_code == 0, result.output
        return result.output

    async def resume(self) -> None:
        """The admin has settled it and says so; the app looks again within seconds, or at once when it starts."""
        await self.operator("resume", "all")
        self.world.app.desk.outbox_has_work.set()
        await self.world.settle()

    async def early(self) -> int:
        """Calls that came before a Retry-After was over."""
        return int((await self.box.get("/effects"))["early"])


@asynccontextmanager
async def trouble_on(database_url: str, folder: Path, **more: Any) -> AsyncIterator[Trouble]:
    """A world that is ready to go wrong."""
    async with world_on(database_url, scale=SCALE, **more) as world:
        yield Trouble(world, folder)


@asynccontextmanager
async def unjudged_trouble_on(database_url: str, folder: Path) -> AsyncIterator[Trouble]:
    """The same without a verdict on the pace: when one of many calls that are under way is told to wait, the others
    are underway already."""
    async with sandbox_here(time_scale=SCALE) as box:
        await box.post(f"/apps/{APP}/manifest", manifest=manifest())
        await set_up(database_url)
        world = World(box, settings_for(box, database_url, time_scale=SCALE))
        try:
            await world.start()
            yield Trouble(world, folder)
        finally:
            await world.app.stop()
