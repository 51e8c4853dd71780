"""The driven clock: it only goes forward, stops where followers have something due, and waits for quiet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest

from tests.sandbox_harness import APP, Box, Refusal, sandbox_here, until

WEEK = 7 * 86_400.0
HOUR = 3600.0


@pytest.fixture
async def box() -> AsyncIterator[Box]:
    async with sandbox_here(limits=False) as box:
        yield box


class Worker:
    """A follower that does something at each due instant, in driven time."""

    def __init__(self, box: Box, due: list[float], *, calls: bool = False) -> None:
        self.box = box
        self.due = sorted(due)
        self.done: list[float] = []
        self.calls = calls

    async def run(self) -> None:
        """Follow the clock until cancelled."""
        seen: int | None = None
        now = float((await self.box.get("/clock"))["now"])
        while True:
            while self.due and self.due[0] <= now:
                self.done.append(self.due.pop(0))
                if self.calls:
                    await self.box.client().chat_postMessage(channel="C0DEALSWON", text="Nudge")
            report: dict[str, Any] = {"follower": "app", "seen": seen, "idle": True, "wait": 5}
            reading = await self.box.post("/clock/follow", **report, next_due=self.due[0] if self.due else None)
            seen, now = reading["version"], reading["now"]


async def test_without_followers_the_clock_just_goes_there(box: Box) -> None:
    before = await box.get("/clock")
    moved = await box.post("/clock/move", by=WEEK)
    after = await box.get("/clock")
    assert moved["quiet"]
    assert after["now"] - before["now"] >= WEEK
    assert after["version"] == before["version"] + 1
    with pytest.raises(Refusal):
        await box.post("/clock/move", by=-1)
    with pytest.raises(Refusal):
        await box.post("/clock/move", to=before["now"])
    posted = await box.act("post", "sara", channel="deals-won", text="A week later")
    assert float(posted["ts"]) >= after["now"]


async def test_a_week_is_walked_from_one_due_instant_to_the_next(box: Box) -> None:
    start = float((await box.get("/clock"))["now"])
    due = [start + HOUR, start + 30 * HOUR, start + 31 * HOUR, start + 3 * WEEK]
    await box.post(f"/apps/{APP}", events=[])  # nobody is there to take events
    worker = Worker(box, due, calls=True)
    task = asyncio.create_task(worker.run())
    try:
        await until(partial(_followed, box))
        moved = await box.post("/clock/move", by=WEEK)
    finally:
        task.cancel()
    assert moved["quiet"]
    assert moved["hops"][:3] == pytest.approx(due[:3], abs=0.01)
    assert len(moved["hops"]) == 4
    assert worker.done == due[:3]
    assert (await box.texts("sara", "deals-won")) == ["Nudge"] * 3


async def _followed(box: Box) -> bool:
    assert box.sandbox is not None
    return bool(box.sandbox.core.clock.present())


async def test_a_busy_follower_holds_the_walk(box: Box) -> None:
    async def busy() -> None:
        await box.post("/clock/follow", follower="app", seen=1, idle=False, wait=5)

    task = asyncio.create_task(busy())
    await until(partial(_followed, box))
    moved = await box.post("/clock/move", by=WEEK, timeout=0.2)
    assert (moved["quiet"], moved["hops"]) == (False, [])
    waited = await box.settle(0.1)
    assert waited == {"quiet": False, "waiting_for": ["follower app"]}
    task.cancel()


async def test_a_jump_has_no_stops(box: Box) -> None:
    task = asyncio.create_task(box.post("/clock/follow", follower="app", seen=1, idle=True, next_due=0, wait=10))
    await until(partial(_followed, box))
    reading = await box.post("/clock/jump", by=WEEK)
    answered = await task
    assert reading["version"] == answered["version"] == 2
    lines = await box.ledger(kind="clock")
    assert [line["how"] for line in lines] == ["jump"]


async def test_a_newer_poll_answers_the_older(box: Box) -> None:
    older = asyncio.create_task(box.post("/clock/follow", follower="app", seen=1, idle=False, wait=20))
    await until(partial(_followed, box))
    await box.post("/clock/follow", follower="app", seen=1, idle=True, wait=0)
    assert (await older)["version"] == 1
    other = await box.post("/clock/follow", follower="app", seen=7, idle=True, wait=20)
    assert other["version"] == 1
