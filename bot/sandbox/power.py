"""Whether the app is to run: the sandbox only wants it, whoever started the app follows and does it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.sandbox.clock import LONGEST_POLL, PRESENT_SECONDS
from bot.sandbox.model import Json

if TYPE_CHECKING:
    from bot.sandbox.core import Core


class Power:
    """The wanted state, and what the supervisor said at its last poll; a fresh sandbox wants the app up."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self.is_wanted = True
        self.is_running = False
        self.app_id = ""
        self._heard: float | None = None
        self._polls = 0
        self._wake = asyncio.Event()
        self._reported = asyncio.Event()

    @property
    def is_followed(self) -> bool:
        """Tell whether a supervisor has a poll open or had one in the last five seconds."""
        recently = self._heard is not None and self._heard >= self._core.wall.monotonic() - PRESENT_SECONDS
        return bool(self._polls) or recently

    @property
    def is_off(self) -> bool:
        """Tell whether the app is switched off on purpose, or about to be."""
        return self.is_followed and not (self.is_wanted and self.is_running)

    def reading(self) -> Json:
        """Return what is wanted, what runs, and whether anybody follows."""
        return {
            "up": self.is_wanted,
            "running": self.is_running,
            "followed": self.is_followed,
            "app": self.app_id or None,
        }

    def want(self, up: bool) -> None:
        """Say whether the app is to run."""
        if up != self.is_wanted:
            self.is_wanted = up
            self._core.ledger.write("act", act="power", up=up)
        self.release()

    async def carried_out(self, timeout: float) -> bool:
        """Wait (real seconds) until the supervisor has done what is wanted; tell whether it has."""
        try:
            async with asyncio.timeout(timeout):
                while self.is_running != self.is_wanted:
                    self._reported.clear()
                    await self._reported.wait()
        except TimeoutError:
            return False
        return True

    async def follow(self, app_id: str, running: bool, wait: float) -> Json:
        """Take a supervisor's report and answer when something else is wanted, or after wait seconds."""
        self._heard = self._core.wall.monotonic()
        changed = (self.app_id, self.is_running, self._polls > 0) != (app_id, running, True)
        self.app_id, self.is_running = app_id, running
        self._reported.set()
        self._polls += 1
        if changed:
            self._core.on_change()
        try:
            if running == self.is_wanted and not self._core.stopping:
                self._wake.clear()
                async with asyncio.timeout(min(max(wait, 0.0), LONGEST_POLL)):
                    await self._wake.wait()
        except TimeoutError:
            pass
        finally:
            self._polls -= 1
            self._heard = self._core.wall.monotonic()
        return self.reading()

    def release(self) -> None:
        """Answer the open poll."""
        self._wake.set()
