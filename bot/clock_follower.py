"""Follows a sandbox's clock: takes over its time, and tells it when we are idle and what is due next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

import aiohttp
import structlog

from bot.clock import Clock

log = structlog.get_logger(__name__)

POLL = 2  # seconds that the sandbox may hold a question open; what we report is never older than this
LOOK = 0.03  # seconds between two looks at whether we became idle
NAME = "warmline"  # by which the sandbox knows us


class ClockFollower:
    """Long-polls the sandbox. A question is asked again as soon as our answer to it would be another one."""

    def __init__(
        self,
        url: str,
        clock: Clock,
        *,
        is_idle: Callable[[], bool],
        activity: Callable[[], int],
        next_due: Callable[[], Awaitable[datetime | None]],
        run_due: Callable[[], Awaitable[None]],
    ) -> None:
        self._url, self._clock = url.rstrip("/"), clock
        self._is_idle, self._activity, self._next_due, self._run_due = is_idle, activity, next_due, run_due
        self._version: int | None = None

    async def catch_up(self, session: aiohttp.ClientSession) -> None:
        """Take the sandbox's time over before anything looks at the clock, and say that we are not idle yet."""
        async with session.get(self._url) as answer:
            self._take(await answer.json())
        report = {"follower": NAME, "seen": self._version, "idle": False, "next_due": None, "wait": 0}
        self._take(await self._ask(session, report))

    async def run(self, session: aiohttp.ClientSession) -> None:
        """Follow until cancelled."""
        while True:
            try:
                await self._follow(session)
            except (aiohttp.ClientError, TimeoutError, KeyError, ValueError) as error:
                log.warning("the sandbox's clock can't be read", exc_info=error)
                await asyncio.sleep(0.5)

    async def _follow(self, session: aiohttp.ClientSession) -> None:
        before = self._version
        idle, activity, due = self._is_idle(), self._activity(), await self._next_due()
        is_overdue = due is not None and due <= self._clock.now()
        if is_overdue and idle:
            await self._run_due()
            idle, activity, due = self._is_idle(), self._activity(), await self._next_due()
            is_overdue = due is not None and due <= self._clock.now()
        report = {
            "follower": NAME,
            "seen": self._version,
            "idle": idle and not is_overdue,
            "next_due": due.timestamp() if due else None,
            "wait": POLL,
        }
        poll = asyncio.create_task(self._ask(session, report))
        try:
            while not poll.done():
                await asyncio.wait([poll], timeout=LOOK)
                if not poll.done() and (self._is_idle() != idle or self._activity() != activity):
                    return  # what we said is no longer true
            self._take(poll.result())
        finally:
            if not poll.done():
                poll.cancel()
                await asyncio.wait([poll])
        if self._version != before:
            await self._run_due()

    async def _ask(self, session: aiohttp.ClientSession, report: Mapping[str, object]) -> dict[str, float]:
        timeout = aiohttp.ClientTimeout(total=POLL + 10)
        async with session.post(f"{self._url}/follow", json=report, timeout=timeout) as answer:
            answer.raise_for_status()
            found: dict[str, float] = await answer.json()
            return found

    def _take(self, answer: dict[str, float]) -> None:
        self._clock.drive(timedelta(seconds=float(answer["offset"])))
        self._version = int(answer["version"])
