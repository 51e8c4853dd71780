"""kill -9 wherever it hurts: afterwards every win has everything once, and no acknowledged event is lost."""

from __future__ import annotations

import random
import signal
import sqlite3
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.intents import KINDS
from bot.slack.manifest import manifest
from bot.storage.database import Priority
from tests.chaos.deals import Wins
from tests.chaos.lives import Life, Nursery, nursery
from tests.sandbox_harness import APP, Box, sandbox_here
from tests.world import settings_for

FAST = 1000.0  # Slack's minute passes in 60 ms, so that nobody waits for retries
ROUND = 6  # kills before everything may come to rest and is looked at
EFFECTS = sorted({method for kind in KINDS.values() for method in kind.methods} - {"chat.update"})
COMMITS = [priority.name for priority in Priority if priority not in (Priority.TICK,)]
POINTS = [
    *("receiver.before_commit", "receiver.after_commit", "inbox.claimed", "inbox.recorded"),
    *("flow.before_commit", "flow.after_commit"),
    *("outbox.before_claim", "outbox.after_claim", "outbox.before_record", "outbox.after_record"),
    *(f"gateway.{when} {method}" for method in EFFECTS for when in ("before", "after")),
    *(f"commit.{when} {name}" for name in COMMITS for when in ("before", "after")),
]


class Massacre:
    """One database, one sandbox, and one life after another that is killed."""

    def __init__(self, box: Box, born: Nursery, url: str, transport: str, **order: Any) -> None:
        self.box, self.born, self.transport, self.order = box, born, transport, order
        self.settings = _as_json(settings_for(box, url, time_scale=FAST, transport=transport))
        self.wins = Wins(box)
        self.killed: Counter[str] = Counter()

    async def start(self, **order: Any) -> Life:
        """A life that Slack can reach, unless it dies before."""
        life = await self.born.start(self.settings, **self.order, **order)
        if await life.is_up() and self.transport == "http":
            address = f"http://127.0.0.1:{life.port.result()}/slack/events"
            await self.box.post(f"/apps/{APP}", mode="http", request_url=address)
        await self.box.post("/redeliver")
        return life

    async def kill_at(self, point: str, hit: int) -> None:
        """One life that works on new wins and dies at that point."""
        life = await self.start(point=point, hit=hit)
        for _ in range(hit):
            await self.wins.announce()
        assert await life.died(within=8), f"{point} was not reached {hit} times"
        assert life.ended.result() == signal.SIGKILL
        self.killed[point] += 1

    async def kill_after(self, seconds: float) -> None:
        """One life that works on one more win and dies at an instant."""
        life = await self.start()
        await self.wins.announce()
        assert not await life.died(within=seconds)
        await life.kill()
        self.killed["an instant"] += 1

    async def rest(self) -> list[str]:
        """One life that is left alone until all is quiet; what is wrong then."""
        life = await self.start()
        await self.wins.quiet()
        problems = await self.wins.problems()
        await life.kill()
        return problems

    async def go_through(self, plan: Sequence[tuple[str, int]]) -> None:
        """Kill at every point of the plan; everything must be there, once, after each round."""
        for first in range(0, len(plan), ROUND):
            for point, hit in plan[first : first + ROUND]:
                await self.kill_at(point, hit)
            assert await self.rest() == [], plan[first : first + ROUND]


def _as_json(settings: Any) -> dict[str, Any]:
    values = settings.model_dump(mode="json")
    for name in ("bot_token", "app_token", "signing_secret"):
        values[name] = getattr(settings, name).get_secret_value()
    return {name: ",".join(value) if isinstance(value, list) else value for name, value in values.items()}


def sqlite_problems(url: str) -> list[str]:
    """What SQLite finds broken, and rows that are not done."""
    with sqlite3.connect(url.removeprefix("sqlite+aiosqlite:///")) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [f"{row}" for row in connection.execute("PRAGMA foreign_key_check")]
        for table in ("inbox", "outbox"):
            rows = connection.execute(f"SELECT state, count(*) FROM {table} WHERE state <> 'done' GROUP BY state")
            found += [f"{table}: {count} {state}" for state, count in rows]
    connection.close()
    return found


def _plan(seed: int, count: int) -> list[tuple[str, int]]:
    """Every point equally often, in an order of its own, at one of its first hits."""
    dice = random.Random(seed)
    plan = []
    for number in range(count):
        point = POINTS[number % len(POINTS)]
        plan.append((point, 1 if point.endswith("INTERACTION") else dice.choice((1, 1, 2))))  # that one only at start
    dice.shuffle(plan)
    return plan


@pytest.mark.parametrize(("transport", "seed"), [("socket", 1), ("socket", 2), ("http", 3), ("http", 4)])
async def test_killed_at_every_point(transport: str, seed: int, sqlite_url: str, tmp_path: Path) -> None:
    plan = _plan(seed, 2 * len(POINTS))
    async with sandbox_here(time_scale=FAST, limits=False) as box, nursery(tmp_path / "log") as born:
        await box.post(f"/apps/{APP}/manifest", manifest=manifest())
        run = Massacre(box, born, sqlite_url, transport)
        await run.go_through(plan)
    assert sqlite_problems(sqlite_url) == []
    assert set(run.killed) == set(POINTS)
    assert run.killed.total() == len(plan)
