"""Waiting until nothing is left to do, and walking the clock from one due instant to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.clock import Follower
from bot.sandbox.model import Json

if TYPE_CHECKING:
    from bot.sandbox.core import Core

QUIET_SECONDS = 0.1
STEP_SECONDS = 0.01
NUDGE_SECONDS = 0.05
MOST_HOPS = 10_000


def _busy(core: Core, follower: Follower) -> bool:
    caught_up = follower.seen == core.world.clock_version
    return not (follower.idle and caught_up and follower.reported >= core.activity)


def _ask_again(core: Core, follower: Follower) -> None:
    """Answer an open poll whose report is older than the last thing that happened, so that a fresh one comes."""
    now = core.wall.monotonic()
    if follower.polls and follower.reported < core.activity and now - follower.nudged > NUDGE_SECONDS:
        follower.nudged = now
        follower.wake.set()


def _waiting(core: Core) -> list[str]:
    waiting = [f"delivery {p.event_id}" for p in core.world.pending.values() if not p.gave_up]
    for follower in core.clock.present():
        if _busy(core, follower):
            waiting.append(f"follower {follower.name}")
            _ask_again(core, follower)
    return waiting


async def settle(core: Core, timeout: float) -> Json:
    """Wait (real seconds) until deliveries are over and followers idle for a moment; say what was still awaited."""
    wall = core.wall
    deadline = wall.monotonic() + timeout
    quiet_since: float | None = None
    while True:
        waiting = _waiting(core)
        now = wall.monotonic()
        if waiting:
            quiet_since = None
        else:
            quiet_since = now if quiet_since is None else quiet_since
            if now - max(quiet_since, core.activity) >= QUIET_SECONDS:
                return {"quiet": True, "waiting_for": []}
        if now >= deadline or core.stopping:
            return {"quiet": False, "waiting_for": waiting}
        await wall.sleep(STEP_SECONDS)


def _next_stop(core: Core, target: float) -> float:
    now = core.now()
    due = [f.next_due for f in core.clock.present() if f.next_due is not None and f.next_due > now]
    due += [s["post_at"] for s in core.world.scheduled.values() if s["post_at"] > now]
    return min([target, *due])


async def move(core: Core, target: float, timeout: float) -> Json:
    """Walk to an instant (Unix seconds), stopping at each due instant on the way until all is quiet there."""
    deadline = core.wall.monotonic() + timeout
    hops: list[float] = []
    quiet = True
    while True:
        if core.clock.present():
            left = max(0.0, deadline - core.wall.monotonic())
            quiet = bool((await settle(core, left))["quiet"])
        if not quiet or core.now() >= target or len(hops) >= MOST_HOPS or core.stopping:
            break
        hop = _next_stop(core, target)
        core.clock.forward(hop, "move")
        hops.append(hop)
        core.courier.post_scheduled()
    return {"now": core.now(), "hops": hops, "quiet": quiet and core.now() >= target}
