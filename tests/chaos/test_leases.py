"""Two replicas on one PostgreSQL: one sends, the other takes over, and whoever stood still has no say any more."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from bot import inbox
from bot.slack.errors import READS
from bot.slack.manifest import manifest
from tests.chaos.lives import Life, nursery
from tests.chaos.massacre import FAST, Massacre
from tests.sandbox_harness import APP, sandbox_here
from tests.set_up import set_up

LEASE = 1.0


async def _reached_at(run: Massacre, life: Life) -> None:
    address = f"http://127.0.0.1:{life.port.result()}/slack/events"
    await run.box.post(f"/apps/{APP}", mode="http", request_url=address)
    await run.box.post("/redeliver")


async def _effects(run: Massacre) -> dict[str, dict[str, int]]:
    calls = (await run.box.get("/effects"))["calls"]
    return {method: counts for method, counts in calls.items() if method not in READS}


@pytest.mark.parametrize(
    "point", ["outbox.after_claim", "gateway.before chat.postMessage", "gateway.after conversations.create"]
)
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
async def test_another_replica_takes_over(point: str, number: int, postgres_url: str, tmp_path: Path) -> None:
    async with sandbox_here(time_scale=FAST, limits=False) as box, nursery(tmp_path / "log") as born:
        await box.post(f"/apps/{APP}/manifest", manifest=manifest())
        await set_up(postgres_url)
        run = Massacre(box, born, postgres_url, "http", lease=LEASE)
        alone = run.settings | {"clock_url": ""}  # only the one that takes over says when all is quiet
        first = await born.start(alone, lease=LEASE, point=point, signal=int(number))
        assert await first.is_up()
        second = await run.start()
        await _reached_at(run, first)
        await run.wins.announce()
        await run.wins.announce()
        loop = asyncio.get_running_loop()
        if number == signal.SIGKILL:
            assert await first.died(within=5)
        began = loop.time()
        await _reached_at(run, second)
        # An event that the frozen replica was handling is free again when its own lease, 30 s, is over.
        await run.wins.quiet(timeout=60)
        assert loop.time() - began < LEASE + inbox.LEASE.total_seconds() + 15
        assert await run.wins.problems() == []
        if number == signal.SIGSTOP:
            before = await _effects(run)
            await first.send(signal.SIGCONT)
            await first.stop()  # it finishes what it was about to do
            assert first.reached[point] >= 1
            assert await _effects(run) == before
            assert await run.wins.problems() == []
        await second.kill()


async def test_a_restart_on_sqlite_goes_on_at_once(sqlite_url: str, tmp_path: Path) -> None:
    async with sandbox_here(time_scale=FAST, limits=False) as box, nursery(tmp_path / "log") as born:
        await box.post(f"/apps/{APP}/manifest", manifest=manifest())
        await set_up(sqlite_url)
        run = Massacre(box, born, sqlite_url, "socket")  # with a lease of thirty seconds
        await run.kill_at("gateway.after chat.postMessage", 1)
        began = asyncio.get_running_loop().time()
        assert await run.rest() == []
        assert asyncio.get_running_loop().time() - began < 10
