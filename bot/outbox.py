"""The outbox worker: holds a workspace's lease, claims its intents lane by lane at Slack's pace, has them sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.crashpoint import crashpoint
from bot.ids import new_id
from bot.sender import Follow, Sender
from bot.slack.clients import TIMEOUT
from bot.slack.errors import Failure, Kind
from bot.slack.gateway import Gateway, reading_methods
from bot.slack.pace import WINDOW, Pace
from bot.storage import outbox_rows
from bot.storage.database import Priority
from bot.storage.outbox_rows import OutboxRow
from bot.storage.workspaces import Workspace
from bot.unit_of_work import Desk

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=30)
LAST_CALL = timedelta(seconds=TIMEOUT + 1)  # left of the lease: a call must end before another holder begins
KNOCK_AGAIN = 300.0  # seconds between two looks whether Slack lets us in again
LOOK_AFTER = 1.0  # seconds that Slack is given before an unknown outcome is read back
LONGEST_PAUSE = 5.0  # seconds between two looks when nothing seems due
TOGETHER = 1.0  # seconds that a slow answer holds up the other lanes
MOST_UNDER_WAY = 100


@dataclass(frozen=True)
class Held:
    """Our lease of a workspace. It ends by whichever clock is first: one may be set, the other may sleep."""

    epoch: int
    until: datetime
    monotonic_until: float


class Outbox:
    """One worker for all workspaces that this replica holds the lease of."""

    def __init__(
        self,
        desk: Desk,
        gateway: Gateway,
        follow: Follow,
        workspaces: Callable[[], list[Workspace]],
        *,
        scale: float = 1.0,
        look_after: float = LOOK_AFTER,
    ) -> None:
        self._desk, self._workspaces = desk, workspaces
        self._gateway = gateway
        self._scale, self._look_after = scale, timedelta(seconds=look_after)
        self._sender = Sender(
            desk,
            gateway,
            follow,
            sets_off=self._sets_off,
            close=self._close,
            closed_for=self._closed_for,
            shut_out=self._shut_out,
            scale=scale,
            look_after=self._look_after,
        )
        self._holder = new_id()
        self._paces: dict[str, Pace] = {}
        self._held: dict[str, Held] = {}
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._noted: dict[str, float] = {}  # when the pace counted what is under way
        self._lost: set[str] = set()  # rows whose end we could not write down
        self._knock_at: dict[str, float] = {}  # workspaces that Slack doesn't let us into, and when to look again
        self.is_idle = False

    async def run(self) -> None:
        """Work until cancelled; what is being sent then is still recorded."""
        wake = self._desk.outbox_has_work
        try:
            while True:
                self.is_idle = False  # until a look has found nothing
                wake.clear()
                try:
                    pause = await self.work_once()
                except Exception as error:
                    log.error("the outbox can't be worked on", exc_info=error)
                    pause = 1.0
                try:
                    async with asyncio.timeout(max(pause, 0.005)):
                        await wake.wait()
                except TimeoutError:
                    pass
        finally:
            await self.drain()

    async def drain(self) -> None:
        """Wait for what is under way, then let another replica in."""
        if self._under_way:
            await asyncio.wait(self._under_way.values(), timeout=8)
        for workspace in self._workspaces():
            if workspace.id in self._held:
                async with self._desk.database.write(Priority.OUTBOX) as connection:
                    now = self._desk.clock.real_now()
                    await outbox_rows.give_back_lease(connection, _lease_of(workspace), self._holder, now)

    async def work_once(self) -> float:
        """Send what is due in every workspace; says how many seconds there is nothing more to do, unless woken."""
        pauses = [await self._work_on(workspace) for workspace in self._workspaces()]
        return min(pauses, default=LONGEST_PAUSE)

    async def _work_on(self, workspace: Workspace) -> float:
        pause = await self._shut_out_for(workspace)
        if pause > 0:
            # Nothing can be done, and the lease is left to end: another replica may have a token that still works.
            self.is_idle = not self._under_way
            return pause
        held, pause = await self._hold(workspace)
        if held is None:
            return pause
        real_now = self._desk.clock.real_now()
        async with self._desk.database.read() as connection:
            rows = await outbox_rows.ready(connection, workspace.id, real_now)
            next_at = await outbox_rows.next_due(connection, workspace.id, real_now)
            is_empty = await outbox_rows.is_empty(connection, workspace.id)
        chosen, pause = await self._choose(workspace, rows)
        if chosen:
            await self._send_all(workspace, chosen, held)
            return 0.0
        if next_at is not None:
            pause = min(pause, (next_at - real_now).total_seconds())
        self.is_idle = is_empty and not self._under_way
        return min(pause, LEASE.total_seconds() / 4)  # in time to renew the lease

    async def _shut_out_for(self, workspace: Workspace) -> float:
        """Seconds until we look again whether Slack lets us in; 0 when it does."""
        knock_at, monotonic = self._knock_at.get(workspace.id), self._desk.clock.monotonic
        if knock_at is None:
            return 0.0
        if (pause := knock_at - monotonic()) > 0:
            return min(pause, LONGEST_PAUSE)
        if await self._gateway.shut_out(workspace) is None:
            log.warning("Slack lets Warmline in again; what waited is sent now", team=workspace.team_id)
            del self._knock_at[workspace.id]
            return 0.0
        self._knock_at[workspace.id] = monotonic() + KNOCK_AGAIN / self._scale
        return min(KNOCK_AGAIN / self._scale, LONGEST_PAUSE)

    def _shut_out(self, workspace: Workspace, failure: Failure) -> None:
        if workspace.id not in self._knock_at:
            log.error("nothing can be sent", team=workspace.team_id, code=failure.code, reason=failure.sentence)
            self._knock_at[workspace.id] = self._desk.clock.monotonic() + KNOCK_AGAIN / self._scale

    async def _choose(self, workspace: Workspace, rows: list[OutboxRow]) -> tuple[list[OutboxRow], float]:
        """What may be sent or read back now, and the seconds until the next of the others may."""
        pace, monotonic = self._paces[workspace.id], self._desk.clock.monotonic()
        chosen: list[OutboxRow] = []
        pause = LONGEST_PAUSE
        for row in rows:
            if row.id in self._under_way or len(self._under_way) + len(chosen) >= MOST_UNDER_WAY:
                continue
            try:
                intent = row.intent
            except (KeyError, TypeError, ValueError):
                await self._sender.park(workspace, row, _unreadable(row), readable=False)
                continue
            methods = reading_methods(intent) if row.state == "unknown" else intent.methods
            delay = pace.wait(methods, row.lane, monotonic)
            if delay > 0:
                pause = min(pause, delay)
                continue
            pace.note(methods, row.lane, monotonic)
            self._noted[row.id] = monotonic
            chosen.append(row)
        return chosen, pause

    async def _hold(self, workspace: Workspace) -> tuple[Held | None, float]:
        """Our lease, or None while another replica has it, and the seconds until that may have changed."""
        clock, name = self._desk.clock, _lease_of(workspace)
        now, monotonic = clock.real_now(), clock.monotonic()
        known = self._held.get(workspace.id)
        if known and not self._lost and now < known.until - LEASE * 2 / 3 and self._may_send(workspace):
            return known, 0.0
        async with self._desk.database.write(Priority.OUTBOX) as connection:
            if self._desk.database.is_sqlite and known is None:
                # One process to a SQLite file: whoever held the lease before is gone.
                await outbox_rows.expire_lease(connection, name, now)
            until = now + LEASE
            epoch = await outbox_rows.take_lease(connection, name, self._holder, now, until)
            if epoch is None:
                self._held.pop(workspace.id, None)
                ends = await outbox_rows.lease_until(connection, name) or now
                return None, min(max((ends - now).total_seconds(), 0.0) + 0.01, LONGEST_PAUSE)
            look_at, lost = now + self._look_after / self._scale, list(self._lost)
            await outbox_rows.left_behind(connection, workspace.id, epoch, lost, look_at)
            if known is None or known.epoch != epoch:
                self._paces[workspace.id] = await self._remembered_pace(connection, workspace, now)
        self._lost.difference_update(lost)
        self._held[workspace.id] = held = Held(epoch, until, monotonic + LEASE.total_seconds())
        return held, 0.0

    def _may_send(self, workspace: Workspace) -> bool:
        held, clock = self._held.get(workspace.id), self._desk.clock
        if held is None:
            return False
        lasts = clock.real_now() + LAST_CALL < held.until
        return lasts and clock.monotonic() + LAST_CALL.total_seconds() < held.monotonic_until

    def _sets_off(self, workspace: Workspace, row: OutboxRow) -> bool:
        """May it leave now? Then the pace counts it from now on, not from when it was chosen."""
        if not self._may_send(workspace):
            return False
        noted, now = self._noted.get(row.id), self._desk.clock.monotonic()
        if noted is not None:
            self._paces[workspace.id].moved(row.intent.methods, row.lane, noted, now)
        return True

    def _close(self, workspace: Workspace, method: str, retry_after: float) -> None:
        self._paces[workspace.id].close(method, retry_after, self._desk.clock.monotonic())

    def _closed_for(self, workspace: Workspace, methods: tuple[str, ...]) -> float:
        return self._paces[workspace.id].closed_for(methods, self._desk.clock.monotonic())

    async def _remembered_pace(self, connection: Any, workspace: Workspace, now: datetime) -> Pace:
        """What was sent within the last minute, and what Slack wants left alone, from before we began."""
        pace, monotonic = Pace(self._scale), self._desk.clock.monotonic()
        since = now - timedelta(seconds=WINDOW / self._scale)
        for methods, lane, sent_at in await outbox_rows.recent_sends(connection, workspace.id, since):
            pace.note(methods, lane, monotonic - (now - sent_at).total_seconds())
        for methods, until in await outbox_rows.told_to_wait(connection, workspace.id, now):
            pace.close(methods[0], (until - now).total_seconds() * self._scale, monotonic)
        return pace

    async def _send_all(self, workspace: Workspace, rows: list[OutboxRow], held: Held) -> None:
        to_send = [row for row in rows if row.state == "pending"]
        claimed: list[OutboxRow] = []
        if to_send:
            async with self._desk.database.write(Priority.OUTBOX) as connection:
                clock = self._desk.clock
                real_now = clock.real_now()
                if await outbox_rows.holds_lease(connection, _lease_of(workspace), self._holder, real_now):
                    claimed = await outbox_rows.claim(connection, to_send, held.epoch, clock.now(), real_now)
                crashpoint("outbox.before_claim")
            crashpoint("outbox.after_claim")
        tasks = [self._start(workspace, row) for row in (*claimed, *(row for row in rows if row.state == "unknown"))]
        for row in to_send:
            if row.id not in self._under_way:
                self._noted.pop(row.id, None)
        if tasks:
            await asyncio.wait(tasks, timeout=TOGETHER)

    def _start(self, workspace: Workspace, row: OutboxRow) -> asyncio.Task[None]:
        def ended(_: asyncio.Task[None]) -> None:
            self._under_way.pop(row.id, None)
            self._noted.pop(row.id, None)
            self._desk.outbox_has_work.set()

        self._under_way[row.id] = task = asyncio.ensure_future(self._finish(workspace, row))
        task.add_done_callback(ended)
        return task

    async def _finish(self, workspace: Workspace, row: OutboxRow) -> None:
        try:
            try:
                await (self._sender.read_back if row.state == "unknown" else self._sender.send)(workspace, row)
            except Exception as error:
                await self._sender.stumbled(workspace, row, error)
        except Exception as error:
            log.error("what became of an intent could not be written down", intent=row.id, exc_info=error)
            self._lost.add(row.id)  # the database is away: looked into as soon as it is back


def _lease_of(workspace: Workspace) -> str:
    return f"outbox:{workspace.id}"


def _unreadable(row: OutboxRow) -> Failure:
    sentence = f"Another version of Warmline wrote this ({row.kind}), and this one can't read it. Drop it, or go back."
    return Failure(Kind.PERSON, "not_readable", sentence)
