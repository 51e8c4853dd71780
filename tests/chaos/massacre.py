"""One database, one sandbox, and one life of Warmline after another that is killed."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Sequence
from typing import Any

from tests.chaos.deals import Wins
from tests.chaos.lives import Life, Nursery
from tests.sandbox_harness import APP, Box
from tests.world import settings_for

FAST = 1000.0  # Slack's minute passes in 60 ms, so that nobody waits for retries
ROUND = 6  # kills before everything may come to rest and is looked at


class Massacre:
    """Announces wins, kills, and looks what came of them."""

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
        assert await life.died(within=20), f"{point} was not reached {hit} times"
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
