"""The timetable as data, and what ticks by it.

APScheduler only wakes us: its store is memory, its triggers are intervals, and every tick is claimed by one
conditional UPDATE, so any number of replicas may run the same timetable.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.unit_of_work import Desk

log = structlog.get_logger(__name__)

Job = Callable[[Desk], Awaitable[None]]


@dataclass(frozen=True)
class Tick:
    """Something that is looked at every so often. Business time, so a driven clock makes it due at once."""

    name: str
    every: timedelta
    job: Job


class Schedule:
    """Runs the timetable until it is stopped."""

    def __init__(self, desk: Desk, timetable: Sequence[Tick]) -> None:
        self._desk, self._timetable = desk, timetable
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._running = asyncio.Lock()
        self._last_run = desk.clock.monotonic()
        self._watchdog: asyncio.Task[None] | None = None

    @property
    def _interval(self) -> float:
        return min(tick.every for tick in self._timetable).total_seconds()

    @property
    def is_running(self) -> bool:
        """Is a tick under way?"""
        return self._running.locked()

    def start(self) -> None:
        now = self._desk.clock.real_now()  # what was missed while we were down is looked at right away
        self._scheduler.add_job(self.run_due, "interval", seconds=self._interval, id="timetable", next_run_time=now)
        self._scheduler.start()
        self._watchdog = asyncio.create_task(self._watch())

    async def run_due(self, *, at_once: bool = False) -> None:
        """Run every tick that is due and that no other replica has taken; with at_once, the most frequent ones even
        if their time has not come: a driven clock stands still until what is due was looked at."""
        async with self._running:
            self._last_run = self._desk.clock.monotonic()
            for tick in self._timetable:
                try:
                    is_frequent = tick.every.total_seconds() == self._interval
                    every = timedelta(0) if at_once and is_frequent else tick.every
                    if await self._desk.claim_tick(tick.name, every):
                        await tick.job(self._desk)
                except Exception as error:
                    log.error("a tick failed; what it missed is still due", tick=tick.name, exc_info=error)

    async def _watch(self) -> None:
        """Re-arm the scheduler when it stood still: after the system's clock was set back, its triggers wait until the
        old time comes round again."""
        while True:
            await asyncio.sleep(self._interval)
            if self._desk.clock.monotonic() - self._last_run > 3 * self._interval:
                log.warning("the scheduler stood still and is started again")
                self._scheduler.modify_job("timetable", next_run_time=self._desk.clock.real_now())

    async def stop(self) -> None:
        """No more ticks; one that is running is finished first."""
        if self._watchdog is not None:
            self._watchdog.cancel()
        async with self._running:
            if self._scheduler.running:
                self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)
