"""The driven clock, and the followers that work through each hop of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.sandbox.model import Json

if TYPE_CHECKING:
    from bot.sandbox.core import Core

PRESENT_SECONDS = 5.0
LONGEST_POLL = 25.0


@dataclass
class Follower:
    """What a follower said at its last poll; heard, reported and nudged are monotonic instants."""

    name: str
    heard: float = 0.0
    reported: float = 0.0
    nudged: float = 0.0
    seen: int | None = None
    idle: bool = False
    next_due: float | None = None
    polls: int = 0
    wake: asyncio.Event = field(default_factory=asyncio.Event)


class DrivenClock:
    """Real time plus one offset that only grows and is saved with the world."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self.followers: dict[str, Follower] = {}

    def now(self) -> float:
        """Return driven time in Unix seconds."""
        return self._core.wall.now() + self._core.world.clock_offset

    def reading(self) -> Json:
        """Return now (Unix seconds), offset (seconds) and the version that counts changes."""
        world = self._core.world
        return {"now": self.now(), "offset": world.clock_offset, "version": world.clock_version}

    def forward(self, to: float, how: str) -> None:
        """Go to an instant (Unix seconds); an instant in the past changes nothing."""
        world = self._core.world
        ahead = to - self.now()
        if ahead <= 0:
            return
        world.clock_offset += ahead
        world.clock_version += 1
        self._core.ledger.write("clock", how=how, by=ahead, offset=world.clock_offset)
        self._core.on_change()
        for follower in self.followers.values():
            follower.wake.set()

    async def follow(self, name: str, seen: int | None, idle: bool, next_due: float | None, wait: float) -> Json:
        """Take a follower's report and answer when the clock changes, or after wait seconds (25 at most)."""
        follower = self.followers.setdefault(name, Follower(name))
        follower.wake.set()  # an older poll of the same follower is answered by the newer one
        follower.wake = wake = asyncio.Event()
        follower.heard = follower.reported = self._core.wall.monotonic()
        follower.seen, follower.idle, follower.next_due = seen, idle, next_due
        follower.polls += 1
        try:
            if seen == self._core.world.clock_version and not self._core.stopping:
                async with asyncio.timeout(min(max(wait, 0.0), LONGEST_POLL)):
                    await wake.wait()
        except TimeoutError:
            pass
        finally:
            follower.polls -= 1
            follower.heard = max(follower.heard, self._core.wall.monotonic())
        return self.reading()

    def present(self) -> list[Follower]:
        """Return the followers that have a poll open or polled within the last five seconds."""
        since = self._core.wall.monotonic() - PRESENT_SECONDS
        return [f for f in self.followers.values() if f.polls or f.heard >= since]

    def release(self) -> None:
        """Answer every open poll."""
        for follower in self.followers.values():
            follower.wake.set()
