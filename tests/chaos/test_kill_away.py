"""kill -9 while we read what was said in our absence, and between a report's 202 and its handling."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.slack.manifest import EVENTS
from tests.chaos.test_kill import massacre, undone
from tests.sandbox_harness import APP
from tests.stories import test_reported_deals as hooks
from tests.world import AMIR


@pytest.mark.parametrize("point", ["catch_up.read", "catch_up.taken_in"])
async def test_what_was_said_while_we_were_away_outlives_a_kill(point: str, sqlite_url: str, tmp_path: Path) -> None:
    async with massacre(sqlite_url, tmp_path) as run:
        life = await run.start()
        await run.wins.quiet()
        await life.kill()
        await run.box.post(f"/apps/{APP}", events=[])
        for _ in range(3):
            await run.wins.announce()
        await run.box.post("/clock/jump", by=7200)
        await run.box.post(f"/apps/{APP}", events=EVENTS)
        life = await run.start(point=point)
        assert await life.died(within=8)
        life = await run.start()
        await run.wins.quiet()
        await run.box.post("/clock/move", by=130)
        told = [message["text"] for dm in (await run.box.see("dms", AMIR))["dms"] for message in dm["messages"]]
        problems = [problem for problem in await run.wins.problems() if "the admin was told" not in problem]
        await life.kill()
    assert problems == []
    assert [re.findall(r"I found .*", text) for text in told] == [["I found 3 messages: 3 wins set up."]]
    assert await undone(sqlite_url) == set()


async def test_a_report_outlives_a_kill_after_its_202(sqlite_url: str, tmp_path: Path) -> None:
    async with massacre(sqlite_url, tmp_path) as run:
        run.settings["hook_secret"] = hooks.SECRET
        life = await run.start(point="flow.before_commit")
        here: Any = SimpleNamespace(box=run.box, app=SimpleNamespace(port=life.port.result()))
        await hooks.report(cast(hooks.World, here), settle=False)
        assert await life.died(within=8)
        life = await run.start()
        await run.wins.quiet()
        names = [channel["name"] for channel in (await run.box.get("/state"))["channels"]]
        await life.kill()
    assert names.count("acct-lumen-labs") == 1
    assert await undone(sqlite_url) == set()
