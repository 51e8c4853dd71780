"""What every part of a running sandbox holds on to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.sandbox.model import Channel, Install, User
from bot.sandbox.world import World

if TYPE_CHECKING:
    from bot.sandbox.clock import DrivenClock
    from bot.sandbox.courier import Courier
    from bot.sandbox.faults import Faults
    from bot.sandbox.interact import Interactions
    from bot.sandbox.ledger import Ledger
    from bot.sandbox.pace import Pace
    from bot.sandbox.power import Power
    from bot.sandbox.sockets import Sockets
    from bot.sandbox.wall import Wall


@dataclass
class Options:
    """How strict and how fast the sandbox is; seconds are real ones."""

    time_scale: float = 1.0
    limits: bool = True
    ack_seconds: float = 3.0
    trigger_seconds: float = 3.0
    pace_scale: float | None = None


class Core:
    """The parts, wired together by the server."""

    wall: Wall
    world: World
    clock: DrivenClock
    ledger: Ledger
    faults: Faults
    pace: Pace
    power: Power
    courier: Courier
    sockets: Sockets
    interactions: Interactions
    file_bytes: dict[str, bytes]

    def __init__(self, options: Options) -> None:
        self.options = options
        self.url = ""
        self.activity = 0.0
        self.stopping = False
        self.on_change: Callable[[], None] = lambda: None
        self._tasks: set[asyncio.Task[None]] = set()

    def now(self) -> float:
        """Return driven time in Unix seconds."""
        return self.clock.now()

    def scaled(self, slack_seconds: float) -> float:
        """Return how many real seconds stand for Slack's seconds."""
        return slack_seconds / self.options.time_scale

    def touched(self) -> None:
        """Note that an app did something or answered, for settle()."""
        self.activity = self.wall.monotonic()

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run something in the background until it ends or the sandbox stops."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def stop_tasks(self) -> None:
        """Cancel what still runs in the background."""
        self.stopping = True
        while self._tasks:
            # asked more than once: a task can swallow its cancellation in a race with what it waits for
            for task in list(self._tasks):
                task.cancel()
            await asyncio.wait(list(self._tasks), timeout=0.1)

    def bot_in(self, channel: Channel, app_id: str) -> Install | None:
        """Return the app's install whose bot is a member of the channel."""
        for install in self.world.installs:
            if install.active and install.app_id == app_id and install.user_id in channel.members:
                return install
        return None

    def user(self, user_id: str) -> User:
        """Return an existing user by id."""
        return self.world.users[user_id]
